"""Each day: the sessions, who came and when, which topics were covered and how well they were understood.

Rows for sessions.csv and attendance.csv are written here, day by day. Bookings are made and given back in `booking.py`;
motivation is moved in `motivation.py`.
"""

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from headway.demo.booking import Bookings
from headway.demo.curriculum import SUBJECTS
from headway.demo.folder import ImportFolder
from headway.demo.grading import Gradebook
from headway.demo.learners import NONE, Faculty, Group, Standing, sigmoid
from headway.demo.timetable import (
    DAY_MASK,
    GROUP_MINUTES,
    INDIVIDUAL_MINUTES,
    SLOT_OF_BITS,
    SLOT_STARTS,
    SLOTS_PER_DAY,
    slot_on,
)
from headway.demo.world import MASTERY_LEVEL, BoolArray, IntArray, World

_CLOCK = [f"{minute // 60:02d}:{minute % 60:02d}" for minute in range(24 * 60)]
_STARTS = np.array(SLOT_STARTS, dtype=np.int64)
_CODES = [subject.code for subject in SUBJECTS]
_INSIGHT_NEEDED = 2.2
_FIRST_IMPRESSION = 1.3
"""Understanding of an average student before the first visit to an average topic, on the scale 1 to 5."""
_RATING_SPREAD = 0.55
_CANCELLED_RATE = 0.012
_NO_SHOW_SHARE = 0.35
"""Share of absences from individual sessions that are recorded as a no-show instead of an absence."""
_UNRATED_SHARE = 0.03
_SECOND_TOPIC_SHARE = 0.35
_MONSOON_MONTHS = (7, 8)
_NOTES_WEAK = ("Needs more practice", "Repeat with an easier example", "Lost the thread; revise next time")
_NOTES_STRONG = ("Quick and exact; gave extra exercises", "Helped others", "Ready for the next step")
_NOTES_ABSENT = ("Called; no answer", "Informed by phone", "Parent informed")


@dataclass(slots=True)
class _Attempt:
    """One kind of session on one day; arrays by participant."""

    enrollment: IntArray
    topic: IntArray
    faculty: IntArray
    start: IntArray
    visits_needed: IntArray
    sessions: list[str]
    minutes: int


class Lessons:
    """The teaching of one section."""

    def __init__(
        self, world: World, bookings: Bookings, faculty: Faculty, gradebook: Gradebook, employee_ids: list[str],
        enrollment_nos: list[str], folder: ImportFolder, random: Generator,
    ) -> None:  # fmt: skip
        self._world = world
        self._bookings = bookings
        self._faculty = faculty
        self._gradebook = gradebook
        self._employee_ids = employee_ids
        self._enrollment_nos = enrollment_nos
        self._folder = folder
        self._random = random
        self.attended = np.zeros(bookings.students.count, dtype=np.int64)
        """Sessions each student came to."""

    def teach(self, day: int, weekday: int) -> None:
        """Hold one past day's sessions, and complete the enrolments whose topics are all done.

        Who catches up alone on the day of a group session does so before or after it; the order in time is kept, so
        that the latest understanding is the latest.
        """
        is_away = self._random.random(self._faculty.count) < self._faculty.leave_rate
        group_slot = np.full(self._bookings.enrollments.count, NONE, dtype=np.int64)
        for group in self._bookings.running:
            group_slot[group.members] = slot_on(group.places, weekday)
        enrollment, slots = self._singles_on(weekday)
        is_before = slots < group_slot[enrollment]
        self._teach_singles(enrollment[is_before], slots[is_before], day, is_away)
        self._complete(day)
        self._teach_groups(day, weekday, is_away)
        self._complete(day)
        enrollment, slots = self._singles_on(weekday)
        is_after = slots > group_slot[enrollment]
        self._teach_singles(enrollment[is_after], slots[is_after], day, is_away)
        self._complete(day)

    def schedule(self, day: int, weekday: int) -> None:
        """Write the sessions of today or a later day, which nobody has marked yet."""
        bookings = self._bookings
        lines = []
        for group in bookings.running:
            slot = slot_on(group.places, weekday)
            if slot >= 0 and group.sessions_held < group.sessions_planned:
                group.sessions_held += 1
                lines.append(self._group_line(group, day, slot, "scheduled", ""))
        enrollment, slots = self._singles_on(weekday)
        lines += self._single_lines(enrollment, slots, day, ["scheduled"] * len(enrollment), [""] * len(enrollment))
        self._folder.write_lines("sessions", lines)

    # Groups

    def _teach_groups(self, day: int, weekday: int, is_away: BoolArray) -> None:
        bookings = self._bookings
        enrollments = bookings.enrollments
        lines: list[str] = []
        participants: list[IntArray] = []
        sessions: list[str] = []
        facts: list[tuple[int, int, int, int]] = []
        for group in list(bookings.running):
            slot = slot_on(group.places, weekday)
            if slot < 0:
                continue
            members = np.array(group.members, dtype=np.int64)
            members = members[
                (enrollments.standing[members] == Standing.ACTIVE) & (enrollments.enrolled_day[members] <= day)
            ]
            if not len(members):
                bookings.end_group(group, day)
                continue
            if is_away[group.faculty] or self._random.random() < _CANCELLED_RATE:
                note = "Faculty on leave" if is_away[group.faculty] else "Power cut"
                lines.append(self._group_line(group, day, slot, "cancelled", note))
                continue
            lines.append(self._group_line(group, day, slot, "completed", ""))
            participants.append(members)
            sessions += [self._session_key(group.faculty, day, slot)] * len(members)
            needed = int(self._world.group_visits[group.subject, group.topic])
            facts.append((group.topic, group.faculty, SLOT_STARTS[slot], needed))
            self._move_on(group, needed, day)
        self._folder.write_lines("sessions", lines)
        if participants:
            sizes = [len(members) for members in participants]
            columns = np.repeat(np.array(facts, dtype=np.int64), sizes, axis=0)
            attempt = _Attempt(
                np.concatenate(participants), columns[:, 0], columns[:, 1], columns[:, 2], columns[:, 3], sessions,
                GROUP_MINUTES,
            )  # fmt: skip
            self._mark(attempt, self._draw_attendance(attempt, day), day)

    def _move_on(self, group: Group, visits_needed: int, day: int) -> None:
        """Count the session; go to the next topic when this one had its sessions, and end after the last."""
        group.sessions_held += 1
        group.visits += 1
        if group.visits >= visits_needed:
            group.visits = 0
            group.topic += 1
            if group.topic == self._world.topics_total[group.subject]:
                self._bookings.end_group(group, day)

    # Individual sessions

    def _singles_on(self, weekday: int) -> tuple[IntArray, IntArray]:
        enrollments = self._bookings.enrollments
        active = enrollments.with_standing(Standing.ACTIVE)
        slots = SLOT_OF_BITS[enrollments.places[active] >> (weekday * SLOTS_PER_DAY) & DAY_MASK]
        return active[slots >= 0], slots[slots >= 0]

    def _teach_singles(self, enrollment: IntArray, slots: IntArray, day: int, is_away: BoolArray) -> None:
        enrollments = self._bookings.enrollments
        count = len(enrollment)
        if not count:
            return
        tutor = enrollments.tutor[enrollment]
        subject = enrollments.subject[enrollment]
        topic = self._first_open_topic(enrollment)
        keys = [
            self._session_key(faculty, day, slot) for faculty, slot in zip(tutor.tolist(), slots.tolist(), strict=True)
        ]
        needed = self._world.individual_visits[subject, topic]
        attempt = _Attempt(enrollment, topic, tutor, _STARTS[slots], needed, keys, INDIVIDUAL_MINUTES)
        came = self._draw_attendance(attempt, day)
        is_cancelled = is_away[tutor] | (self._random.random(count) < _CANCELLED_RATE)
        is_no_show = ~came & (self._random.random(count) < _NO_SHOW_SHARE) & ~is_cancelled
        statuses = np.where(is_cancelled, "cancelled", np.where(is_no_show, "no_show", "completed")).tolist()
        reasons = np.where(is_away[tutor], "Faculty on leave", "Cancelled by phone")
        notes = np.where(is_cancelled, reasons, "").tolist()
        self._folder.write_lines("sessions", self._single_lines(enrollment, slots, day, statuses, notes))
        enrollments.absences_in_a_row[enrollment[is_no_show]] += 1
        kept = np.flatnonzero(~is_cancelled & ~is_no_show)
        held = _Attempt(
            enrollment[kept], topic[kept], tutor[kept], attempt.start[kept], needed[kept],
            [keys[index] for index in kept.tolist()], INDIVIDUAL_MINUTES,
        )  # fmt: skip
        self._mark(held, came[kept], day)

    def _first_open_topic(self, enrollment: IntArray) -> IntArray:
        topics: IntArray = (self._bookings.enrollments.level[enrollment] < MASTERY_LEVEL).argmax(axis=1)
        return topics

    # Marks

    def _draw_attendance(self, attempt: _Attempt, day: int) -> BoolArray:
        enrollments = self._bookings.enrollments
        date = self._world.date_of(day)
        score = 1.75 + 1.25 * enrollments.motivation[attempt.enrollment]
        score -= 0.25 * (date.month in _MONSOON_MONTHS) + 0.15 * (date.weekday() == 5)
        score -= 0.15 * (attempt.start == SLOT_STARTS[0]) + 1.0 * (enrollments.leaving_day[attempt.enrollment] >= 0)
        came: BoolArray = self._random.random(len(score)) < sigmoid(score)
        return came

    def _mark(self, attempt: _Attempt, came: BoolArray, day: int) -> None:
        """Write the attendance of sessions that were held, and remember what was learnt."""
        enrollments = self._bookings.enrollments
        random = self._random
        everyone = attempt.enrollment
        count = len(everyone)
        late_score = -2.3 - 0.4 * enrollments.motivation[everyone] + 0.5 * (attempt.start == SLOT_STARTS[0])
        is_late = random.random(count) < sigmoid(late_score)
        minutes = np.where(
            is_late,
            np.minimum(6 + random.exponential(9, size=count).astype(np.int64), 40),
            random.integers(-9, 5, size=count),
        )
        enrollments.absences_in_a_row[everyone] = np.where(came, 0, enrollments.absences_in_a_row[everyone] + 1)
        present = np.flatnonzero(came)
        rating = np.zeros(count, dtype=np.int64)
        before = enrollments.level[everyone, attempt.topic]
        rating[present] = self._learn(
            everyone[present], attempt.topic[present], attempt.faculty[present], attempt.visits_needed[present], day
        )
        # An unrated visit may not hide that a weak topic has become strong: only what changes nothing stays unrated.
        can_be_unrated = (rating >= MASTERY_LEVEL) & ((before == 0) | (before >= MASTERY_LEVEL))
        is_unrated = can_be_unrated & (random.random(count) < _UNRATED_SHARE)
        shown = np.where(is_unrated, 0, rating)
        covered = self._topic_cells(attempt, rating, shown, came, day)
        notes = self._notes(rating, came)
        students = enrollments.student[everyone]
        np.add.at(self.attended, students[present], 1)
        number = self._enrollment_nos
        lines = []
        for session, student, is_here, late, begin, shift, topics, note in zip(
            attempt.sessions, students.tolist(), came.tolist(), is_late.tolist(), attempt.start.tolist(),
            minutes.tolist(), covered, notes, strict=True,
        ):  # fmt: skip
            if is_here:
                status = "late" if late else "present"
                check_in, check_out = _CLOCK[begin + shift], _CLOCK[begin + attempt.minutes]
                lines.append(f"{session},{number[student]},{status},{check_in},{check_out},{topics},{note}")
            else:
                lines.append(f"{session},{number[student]},absent,,,,{note}")
        self._folder.write_lines("attendance", lines)

    def _learn(
        self, enrollment: IntArray, topic: IntArray, faculty: IntArray, visits_needed: IntArray, day: int
    ) -> IntArray:
        """Draw the understanding after a visit to a topic, 1 to 5; it never falls below an earlier one."""
        enrollments = self._bookings.enrollments
        subject = enrollments.subject[enrollment]
        enrollments.insight[enrollment, topic] += _INSIGHT_NEEDED / visits_needed
        understanding = (
            _FIRST_IMPRESSION
            + enrollments.insight[enrollment, topic]
            + 0.5 * self._bookings.students.ability[enrollments.student[enrollment]]
            + 0.45 * self._faculty.skill[faculty]
            + 0.3 * self._faculty.leniency[faculty]
            + 0.15 * enrollments.motivation[enrollment]
            - self._world.difficulty[subject, topic]
            + self._random.normal(0, _RATING_SPREAD, size=len(enrollment))
        )
        before = enrollments.level[enrollment, topic]
        rating: IntArray = np.maximum(np.clip(np.rint(understanding), 1, 5).astype(np.int64), before)
        enrollments.level[enrollment, topic] = rating
        is_newly_done = (before < MASTERY_LEVEL) & (rating >= MASTERY_LEVEL)
        enrollments.topics_done[enrollment] += is_newly_done
        enrollments.recent_level[enrollment] = 0.8 * enrollments.recent_level[enrollment] + 0.2 * rating
        done = enrollment[is_newly_done]
        self._gradebook.note_topics_done(
            done, topic[is_newly_done], rating[is_newly_done], enrollments.motivation[done], day
        )
        return rating

    def _topic_cells(
        self, attempt: _Attempt, rating: IntArray, shown: IntArray, came: BoolArray, day: int
    ) -> list[str]:
        """Return the cells `order_index:understanding`; who was quick in an individual session gets a second topic."""
        enrollments = self._bookings.enrollments
        count = len(rating)
        cells = [
            f"{topic + 1}:{level or ''}" if here else ""
            for topic, level, here in zip(attempt.topic.tolist(), shown.tolist(), came.tolist(), strict=True)
        ]
        if attempt.minutes == INDIVIDUAL_MINUTES:
            has_time = (rating >= MASTERY_LEVEL + 1) & (self._random.random(count) < _SECOND_TOPIC_SHARE)
            has_time &= enrollments.topics_done[attempt.enrollment] < enrollments.topics_total[attempt.enrollment]
            quick = np.flatnonzero(has_time)
            enrollment = attempt.enrollment[quick]
            topic = self._first_open_topic(enrollment)
            needed = self._world.individual_visits[enrollments.subject[enrollment], topic]
            second = self._learn(enrollment, topic, attempt.faculty[quick], needed, day)
            for index, order, level in zip(quick.tolist(), topic.tolist(), second.tolist(), strict=True):
                cells[index] += f";{order + 1}:{level}"
        return cells

    def _notes(self, rating: IntArray, came: BoolArray) -> list[str]:
        notes = [""] * len(rating)
        draw = self._random.random(len(rating))
        for index in np.flatnonzero(draw < 0.06).tolist():
            choices: tuple[str, ...] = ()
            if not came[index]:
                choices = _NOTES_ABSENT
            elif rating[index] <= 2:
                choices = _NOTES_WEAK
            elif rating[index] == 5:
                choices = _NOTES_STRONG
            if choices:
                notes[index] = choices[int(draw[index] / 0.06 * len(choices))]
        return notes

    def _complete(self, day: int) -> None:
        """Complete the enrolments that have no open topic."""
        enrollments = self._bookings.enrollments
        active = enrollments.with_standing(Standing.ACTIVE)
        finished = active[enrollments.topics_done[active] == enrollments.topics_total[active]]
        for enrollment in finished.tolist():
            self._bookings.end(enrollment, Standing.COMPLETED, day)
        self._gradebook.note_completed(finished, enrollments.motivation[finished], day)

    # Rows

    def _session_key(self, faculty: int, day: int, slot: int) -> str:
        """One faculty, one day, one slot: the key cannot occur twice without a clash."""
        return f"{self._employee_ids[faculty]}-{self._world.compact_dates[day]}-{slot + 1}"

    def _group_line(self, group: Group, day: int, slot: int, status: str, note: str) -> str:
        return (
            f"{self._session_key(group.faculty, day, slot)},,{group.code},{_CODES[group.subject]},"
            f"{self._employee_ids[group.faculty]},{self._world.dates[day]},{_CLOCK[SLOT_STARTS[slot]]},"
            f"{GROUP_MINUTES},group,Room {group.faculty + 1},{status},{note}"
        )

    def _single_lines(
        self, enrollment: IntArray, slots: IntArray, day: int, statuses: list[str], notes: list[str]
    ) -> list[str]:
        enrollments = self._bookings.enrollments
        return [
            f"{self._session_key(tutor, day, slot)},{self._enrollment_nos[student]},,{_CODES[subject]},"
            f"{self._employee_ids[tutor]},{self._world.dates[day]},{_CLOCK[SLOT_STARTS[slot]]},"
            f"{INDIVIDUAL_MINUTES},individual,Room {tutor + 1},{status},{note}"
            for tutor, student, subject, slot, status, note in zip(
                enrollments.tutor[enrollment].tolist(), enrollments.student[enrollment].tolist(),
                enrollments.subject[enrollment].tolist(), slots.tolist(), statuses, notes, strict=True,
            )
        ]  # fmt: skip
