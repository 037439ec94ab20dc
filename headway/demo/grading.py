"""Quizzes, assignments, projects and final exams of one section, and how they went.

Work is set when a topic is done or a subject completed; whether and when it was handed in is drawn at the end, when
it is known who had left by then. Rows stay in memory until the section ends, a few per enrolment.
"""

from collections.abc import Iterator

import numpy as np
from numpy.random import Generator

from headway.demo.curriculum import SUBJECTS
from headway.demo.learners import Enrollments, Standing, Students, sigmoid
from headway.demo.world import FloatArray, IntArray, World

_EXAM = -1
_TOTAL_MARKS = {"quiz": 20, "assignment": 50, "project": 100, "practical": 50, "exam": 100}
_GRADING_DAYS = (1, 7)


class Gradebook:
    """What was set to whom and when; columns are enrolment, topic, understanding, day."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._set: list[IntArray] = []
        self._motivation: list[FloatArray] = []
        self._kinds = [
            [_kind_after(order, len(subject.topics), subject.category) for order in range(len(subject.topics))]
            for subject in SUBJECTS
        ]

    def note_topics_done(
        self, enrollment: IntArray, topic: IntArray, level: IntArray, motivation: FloatArray, day: int
    ) -> None:
        """Remember topics that became done today."""
        if len(enrollment):
            self._set.append(np.column_stack((enrollment, topic, level, np.full(len(topic), day))))
            self._motivation.append(motivation)

    def note_completed(self, enrollment: IntArray, motivation: FloatArray, day: int) -> None:
        """Remember subjects that were completed today: their exam is on the same day."""
        topic = np.full(len(enrollment), _EXAM)
        self.note_topics_done(enrollment, topic, np.full(len(enrollment), 4), motivation, day)

    def rows(
        self, enrollments: Enrollments, students: Students, enrollment_nos: list[str], employee_ids: list[str],
        random: Generator,
    ) -> Iterator[tuple[object, ...]]:  # fmt: skip
        """Yield the rows of assessments.csv as they stand on the as-of date."""
        if not self._set:
            return
        facts = np.concatenate(self._set)
        motivation = np.concatenate(self._motivation)
        count = len(facts)
        enrollment, level, set_day = facts[:, 0], facts[:, 2], facts[:, 3]
        is_exam = facts[:, 1] == _EXAM
        due_day = np.where(is_exam, set_day, set_day + random.integers(4, 11, size=count))
        lag = np.rint(random.normal(-1.2 - 0.8 * motivation, 1.8)).astype(np.int64)
        hand_in = np.where(is_exam, set_day, np.maximum(due_day + lag, set_day + 1))
        hand_in += hand_in % 7 == 6
        is_handed_in = is_exam | (random.random(count) >= sigmoid(-2.4 - 1.1 * motivation))
        is_dropped = enrollments.standing[enrollment] == Standing.DROPPED
        is_handed_in &= ~is_dropped | (hand_in <= enrollments.ended_day[enrollment])
        is_handed_in &= hand_in < self._world.today
        graded_day = hand_in + random.integers(*_GRADING_DAYS, size=count)
        graded_day += graded_day % 7 == 6
        is_graded = is_handed_in & (graded_day < self._world.today)
        share = 0.42 + 0.095 * level + 0.05 * students.ability[enrollments.student[enrollment]]
        share = np.clip(share + random.normal(0, 0.09, size=count) - 0.04 * (hand_in > due_day), 0.05, 1)
        numbers = np.zeros(enrollments.count, dtype=np.int64)
        dates = self._world.dates
        for index, (which, topic, _, _) in enumerate(facts.tolist()):
            subject_index = int(enrollments.subject[which])
            subject = SUBJECTS[subject_index]
            kind = "exam" if topic == _EXAM else self._kinds[subject_index][topic]
            if not kind:
                continue
            numbers[which] += 1
            number = enrollment_nos[enrollments.student[which]]
            total = _TOTAL_MARKS[kind]
            handed_in, graded = bool(is_handed_in[index]), bool(is_graded[index])
            yield (
                f"{number}-{subject.code}-{numbers[which]:02d}",
                number,
                subject.code,
                None if topic == _EXAM else topic + 1,
                kind,
                f"Final exam: {subject.name}" if topic == _EXAM else _title(kind, subject.topics[topic].name),
                total,
                round(float(share[index]) * total * 2) / 2 if graded else None,
                self._world.date_of(int(due_day[index])).isoformat(),
                dates[hand_in[index]] if handed_in else None,
                dates[graded_day[index]] if graded else None,
                employee_ids[enrollments.faculty[which]],
                "graded" if graded else "completed" if handed_in else "pending",
            )


def _title(kind: str, topic: str) -> str:
    """Return what a piece of work is called; a topic that is one already says so itself."""
    beginning = f"{kind.title()}: "
    return topic if topic.startswith(beginning) else f"{beginning}{topic}"


def _kind_after(order: int, topics_total: int, category: str) -> str:
    """Return the kind of work set after a topic, empty when there is none."""
    if order == topics_total - 1:
        return "project"
    if order % 4 == 3:
        return "practical" if category in ("Office", "Accounting") else "assignment"
    return "quiz" if order % 2 == 1 else ""
