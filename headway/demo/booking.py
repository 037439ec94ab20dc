"""Each Monday: who begins, which groups open, and who gets which places of the week.

Everything that starts, pauses or ends an enrolment goes through here, so that places are given back at once. What
happens in the sessions is in `lessons.py`.
"""

from collections import defaultdict
from itertools import chain

import numpy as np
from numpy.random import Generator

from headway.demo.admissions import Admissions, Intake
from headway.demo.curriculum import SUBJECTS
from headway.demo.learners import NONE, Enrollments, Group, Standing
from headway.demo.timetable import WEEKDAYS, Timetable, mask_of
from headway.demo.world import IntArray, World

GROUP_MEMBERS_MIN = 8
GROUP_MEMBERS_MAX = 32
DEMO_SLOT = 2
"""The full class of the first faculty meets at 11:00."""
_ASKED_FOR_PLACES = 14
_SIGN_UP_DAYS = 27
"""An enrolment dates from the admission when the first class comes within this time."""
_SIDE_BY_SIDE = 0.5


class Bookings:
    """The enrolments, groups and timetable of one section."""

    def __init__(
        self, world: World, section_key: str, teachers: list[list[int]], faculty_count: int, admissions: Admissions,
        random: Generator,
    ) -> None:  # fmt: skip
        self._world = world
        self._section_key = section_key
        self._teachers = teachers
        self._random = random
        self.students = admissions.students
        self.enrollments = Enrollments(admissions.enrollments_max)
        self.groups: list[Group] = []
        self.running: list[Group] = []
        self._intakes = admissions.intakes
        self._timetable = Timetable(faculty_count, self.students.count)
        self._group_places = [0] * self.students.count
        self._single_starts: dict[int, list[int]] = defaultdict(list)
        self._late_joins: dict[int, list[int]] = defaultdict(list)
        self._group_starts: dict[int, list[tuple[int, int]]] = defaultdict(list)
        self._plan_starts()

    def _plan_starts(self) -> None:
        students = self.students
        for number, intake in enumerate(self._intakes):
            for track in range(len(intake.tracks)):
                self._group_starts[intake.start_day].append((number, track))
            if intake.is_demo:
                self._timetable.reserve(0, self._demo_places())
        for student, (day, intake_number) in enumerate(
            zip(students.admission_day.tolist(), students.intake.tolist(), strict=True)
        ):
            monday = day + -day % 7
            if intake_number == NONE:
                programme = self._world.programmes[students.programme[student]]
                self._queue(student, list(chain.from_iterable(programme)), monday)
            elif monday > self._intakes[intake_number].start_day:
                self._late_joins[monday].append(student)

    def _queue(self, student: int, subjects: list[int], monday: int) -> None:
        """Let a student begin subjects one by one, the first two side by side when they do not build on each other."""
        queue = self.students.queue[student]
        queue.extend(subjects)
        self._single_starts[monday].append(student)
        if len(queue) > 1:
            needs = SUBJECTS[queue[1]].prerequisites
            if SUBJECTS[queue[0]].code not in needs and self._random.random() < _SIDE_BY_SIDE:
                self._single_starts[monday].append(student)

    def open_week(self, monday: int, backlog: IntArray) -> None:
        """Start what is due on this Monday and look for places; `backlog` as from `topics_missed`."""
        for intake_number, track in self._group_starts.pop(monday, []):
            self._start_group(self._intakes[intake_number], intake_number, track, monday)
        for student in self._late_joins.pop(monday, []):
            self._join_late(student, monday)
        for student in self._single_starts.pop(monday, []):
            self._start_single(student, monday)
        self._find_places(backlog)

    def topics_missed(self) -> IntArray:
        """Return by enrolment how many topics its running group has passed without it, 0 without such a group."""
        missed = np.zeros(self.enrollments.count, dtype=np.int64)
        for group in self.running:
            members = np.array(group.members, dtype=np.int64)
            missed[members] = (self.enrollments.level[members, : group.topic] < 3).sum(axis=1)
        return missed

    # Beginning

    def _demo_places(self) -> int:
        """Three weekdays with the as-of date's among them."""
        weekday = self._world.today % 7 % WEEKDAYS
        return mask_of([(weekday + step) % WEEKDAYS for step in (0, 2, 4)], DEMO_SLOT)

    def _start_group(self, intake: Intake, intake_number: int, track: int, monday: int) -> None:
        students = self.students
        members = [
            student
            for student in intake.members
            if not students.has_left[student]
            and students.admission_day[student] <= monday
            and not self._is_paused(student)
        ]
        is_first = intake.start_day == monday
        if not is_first and len(members) < GROUP_MEMBERS_MIN:
            for student in members:
                self._queue(student, intake.tracks[track], monday)
            return
        subject = intake.tracks[track][0]
        blocked = 0
        for student in members:
            blocked |= self._group_places[student]
        # Who joins late is seated in every group of the intake, also in one that nobody else of `members` sits in.
        for group in self.running:
            blocked |= group.places if group.intake == intake_number else 0
        if intake.is_demo and is_first and track == 0:
            faculty, places = 0, self._demo_places()
        else:
            faculty, places = self._find_group(subject, blocked)
        if not places:
            if is_first:
                intake.start_day += 7
            self._group_starts[monday + 7].append((intake_number, track))
            return
        intake.tracks[track].pop(0)
        group = Group(
            code=f"{self._section_key}-B{len(self.groups) + 1:03d}",
            subject=subject,
            faculty=faculty,
            places=places,
            start_day=monday,
            intake=intake_number,
            track=track,
            sessions_planned=int(self._world.group_visits[subject].sum()),
        )
        self.groups.append(group)
        self.running.append(group)
        self._timetable.book_group(faculty, places)
        for student in members[:GROUP_MEMBERS_MAX]:
            self._seat(student, group, monday)

    def _find_group(self, subject: int, blocked: int) -> tuple[int, int]:
        turn = int(self._random.integers(8))
        patterns = self._world.profile.batch_days
        for faculty in self._by_load(subject):
            for step in range(len(patterns)):
                weekdays = patterns[(turn + step) % len(patterns)]
                places = self._timetable.find_group(faculty, blocked, weekdays, turn)
                if places:
                    return faculty, places
        return NONE, 0

    def _seat(self, student: int, group: Group, monday: int) -> None:
        """Enrol a student in a group; individual sessions that are in the way are moved."""
        enrollments = self.enrollments
        for other in self.students.enrollments[student]:
            if int(enrollments.places[other]) & group.places:
                self._release_single(other)
        weeks = -(-group.sessions_planned // group.places.bit_count()) + 1
        enrollment = self._enroll(student, group.subject, group.faculty, monday, group.start_day + 7 * weeks)
        enrollments.group[enrollment] = len(self.groups) - 1 if self.groups[-1] is group else self.groups.index(group)
        group.members.append(enrollment)
        self._timetable.seat(student, group.places)
        self._group_places[student] |= group.places

    def _join_late(self, student: int, monday: int) -> None:
        intake = int(self.students.intake[student])
        for group in self.running:
            is_seated = any(
                self.enrollments.subject[other] == group.subject for other in self.students.enrollments[student]
            )
            if group.intake == intake and not is_seated and len(group.members) < GROUP_MEMBERS_MAX:
                self._seat(student, group, monday)

    def _start_single(self, student: int, monday: int) -> None:
        students = self.students
        if students.has_left[student] or not students.queue[student]:
            return
        if self._is_paused(student):
            self._single_starts[monday + 28].append(student)
            return
        subject = students.queue[student].pop(0)
        visits = int(self._world.individual_visits[subject].sum())
        weeks = round(visits / students.sessions_per_week[student] * 0.85) + 1
        self._enroll(student, subject, NONE, monday, monday + 7 * weeks)

    def _enroll(self, student: int, subject: int, faculty: int, monday: int, expected_day: int) -> int:
        enrollments = self.enrollments
        enrollment = enrollments.count
        enrollments.count += 1
        admission = int(self.students.admission_day[student])
        enrollments.student[enrollment] = student
        enrollments.subject[enrollment] = subject
        enrollments.faculty[enrollment] = enrollments.tutor[enrollment] = faculty
        enrollments.enrolled_day[enrollment] = admission if monday - admission <= _SIGN_UP_DAYS else monday
        enrollments.expected_day[enrollment] = expected_day
        enrollments.standing[enrollment] = Standing.ACTIVE
        enrollments.topics_total[enrollment] = self._world.topics_total[subject]
        motivation = float(self.students.drive[student] + self._random.normal(0.25, 0.15))
        enrollments.motivation[enrollment] = enrollments.motivation_trend[enrollment] = motivation
        self.students.enrollments[student].append(enrollment)
        return enrollment

    def _by_load(self, subject: int) -> list[int]:
        """Who teaches a subject, those with time first; the first faculty is the one people ask for."""
        return sorted(
            self._teachers[subject],
            key=lambda faculty: self._timetable.load(faculty) - (_ASKED_FOR_PLACES if faculty == 0 else 0),
        )

    # Places for individual sessions

    def _find_places(self, backlog: IntArray) -> None:
        """Give places to those who learn alone, and one a week to group members who have something to catch up."""
        enrollments = self.enrollments
        grouped = np.zeros(enrollments.count, dtype=np.bool_)
        for group in self.running:
            grouped[group.members] = True
        missed = np.zeros(enrollments.count, dtype=np.int64)
        missed[: len(backlog)] = backlog
        active = enrollments.with_standing(Standing.ACTIVE)
        has_places = enrollments.places[active] != 0
        for enrollment in active[has_places & grouped[active] & (missed[active] == 0)].tolist():
            self._release_single(enrollment)
        for enrollment in active[~has_places & (~grouped[active] | (missed[active] > 0))].tolist():
            self._book_single(enrollment, is_catching_up=bool(grouped[enrollment]))

    def _book_single(self, enrollment: int, *, is_catching_up: bool) -> None:
        enrollments = self.enrollments
        student, tutor = int(enrollments.student[enrollment]), int(enrollments.tutor[enrollment])
        wanted = 1 if is_catching_up else self.students.sessions_per_week[student]
        turn = int(self._random.integers(6))
        teachers = self._by_load(int(enrollments.subject[enrollment]))
        if tutor != NONE:
            teachers.sort(key=lambda faculty: faculty != tutor)
        best, best_tutor = 0, NONE
        for faculty in teachers:
            places = self._timetable.find_single(faculty, student, self.students.preferred_slots[student], wanted, turn)
            if places.bit_count() > best.bit_count():
                best, best_tutor = places, faculty
            if best.bit_count() == wanted:
                break
        if enrollments.faculty[enrollment] == NONE:
            enrollments.faculty[enrollment] = best_tutor if best else teachers[0]
        if best:
            enrollments.tutor[enrollment] = best_tutor
            enrollments.places[enrollment] = best
            self._timetable.book(best_tutor, student, best)

    def _release_single(self, enrollment: int) -> None:
        enrollments = self.enrollments
        places = int(enrollments.places[enrollment])
        if places:
            self._timetable.release(int(enrollments.tutor[enrollment]), int(enrollments.student[enrollment]), places)
            enrollments.places[enrollment] = 0

    # Pausing and ending

    def _is_paused(self, student: int) -> bool:
        return any(self.enrollments.standing[other] == Standing.PAUSED for other in self.students.enrollments[student])

    def pause(self, enrollment: int, until_day: int, reason: int) -> None:
        """Pause an enrolment; a seat in a group is kept."""
        self._release_single(enrollment)
        self.enrollments.standing[enrollment] = Standing.PAUSED
        self.enrollments.paused_until[enrollment] = until_day
        self.enrollments.reason[enrollment] = reason

    def resume(self, enrollment: int) -> None:
        """Let a paused enrolment go on; it gets places in the same week."""
        self.enrollments.standing[enrollment] = Standing.ACTIVE
        self.enrollments.reason[enrollment] = NONE

    def end(self, enrollment: int, standing: Standing, day: int) -> None:
        """End an enrolment and give its places back; a student who completed goes on with the next subject.

        A place in a group that still meets stays taken: who left is still on its list, and could not be elsewhere then.
        """
        enrollments = self.enrollments
        self._release_single(enrollment)
        student = int(enrollments.student[enrollment])
        enrollments.standing[enrollment] = standing
        enrollments.ended_day[enrollment] = day
        if standing == Standing.COMPLETED and self.students.queue[student]:
            self._single_starts[(day // 7 + 1 + int(self._random.integers(3))) * 7].append(student)

    def end_group(self, group: Group, day: int) -> None:
        """End a group; its intake goes on with the next subject on the following Monday."""
        group.end_day = day
        self.running.remove(group)
        self._timetable.release_group(group.faculty, group.places)
        for enrollment in group.members:
            self._unseat(int(self.enrollments.student[enrollment]), group)
        if self._intakes[group.intake].tracks[group.track]:
            self._group_starts[(day // 7 + 1) * 7].append((group.intake, group.track))

    def _unseat(self, student: int, group: Group) -> None:
        self._timetable.unseat(student, group.places)
        self._group_places[student] &= ~group.places
