"""Who asked before they came, who never came, and who is still deciding: inquiries and follow-ups of one section.

Drawn when a section has ended, because who enrolled is known then; from a source of randomness of its own, so that
lessons do not move when something here does. Fees are in `payments.py`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
from numpy.random import Generator

from headway.demo.admissions import MONTH_WEIGHTS
from headway.demo.curriculum import SUBJECTS
from headway.demo.institute import SUNDAY
from headway.demo.learners import Students
from headway.demo.people import Person, draw_people
from headway.demo.world import World
from warehouse.vocabulary import (
    FollowUpStatus,
    FollowUpType,
    InquiryPriority,
    InquirySource,
    InquiryStatus,
)

if TYPE_CHECKING:
    from headway.demo.section import SectionPlan

Row = tuple[object, ...]

_ASKED_FIRST = 0.85
"""Share of students who asked before they signed up; the others came with a friend and stayed."""
_LOST_PER_ENROLLED = 3.2
_DAYS_TO_ENROL, _DAYS_TO_LOSE = 11.0, 28.0
_MOST_DAYS_OPEN = 75
_DAYS_BETWEEN_CONTACTS = 5.0
_ANSWERED = 0.8
_PLANNED = 0.8
_PHONES = 70_000_000
_SOURCES = tuple(InquirySource)
# website, referral, walk_in, social_media, campaign
_SOURCES_OF_ENROLLED = (0.33, 0.26, 0.17, 0.13, 0.11)
_SOURCES_OF_LOST = (0.42, 0.12, 0.08, 0.23, 0.15)
_CONTACTS = (
    (FollowUpType.CALL, 0.5),
    (FollowUpType.WHATSAPP, 0.26),
    (FollowUpType.EMAIL, 0.1),
    (FollowUpType.VISIT, 0.09),
    (FollowUpType.SMS, 0.05),
)
_ASKED_ABOUT = ("Fees", "Timetable", "Placement", "Certificate")
_WARM = ("Wants to see a class first", "Asked for the timetable", "Will talk to the family", "Compared the fees")
_COLD = ("No answer to the question about dates", "Is looking elsewhere too", "Has exams until next month")
# Written when it is over, as in many a real spreadsheet: the lead model has to find that out.
_LAST_REMARKS = {
    InquiryStatus.ENROLLED: ("Fees paid", "Admission form signed", "Joined with a friend"),
    InquiryStatus.LOST: ("Not reachable", "Joined elsewhere", "No time", "Too far away"),
}


@dataclass(slots=True)
class Inquiry:
    """One person who asks; days are the world's, `closed_day` is None while it is open."""

    student: int | None
    created_day: int
    closed_day: int | None
    status: InquiryStatus
    intent: float
    subjects: tuple[int, ...]
    counselor: int


@dataclass(slots=True)
class Contact:
    """A follow-up, planned or made."""

    day: int
    kind: FollowUpType
    status: FollowUpStatus
    outcome: str | None


def draw_inquiries(world: World, plan: "SectionPlan", students: Students, random: Generator) -> list[Inquiry]:
    """Draw everybody who asked at a section, in the order in which they came.

    Who is a student asked some days before; of the others most were lost, and the latest have not decided.
    """
    inquiries = []
    enrolled = np.flatnonzero(random.random(students.count) < _ASKED_FIRST).tolist()
    days = _days(random, len(enrolled), _DAYS_TO_ENROL)
    for student, waited in zip(enrolled, days, strict=True):
        admitted = int(students.admission_day[student])
        if admitted > world.today or admitted < waited:
            continue
        tracks = world.programmes[students.programme[student]]
        inquiries.append(
            Inquiry(
                student, admitted - waited, admitted, InquiryStatus.ENROLLED, random.normal(0.8, 1),
                _subjects(tracks, random), students.counselor[student],
            )
        )  # fmt: skip
    count = round(len(enrolled) * _LOST_PER_ENROLLED)
    days_of_history = np.arange(world.today + 1)
    weights = MONTH_WEIGHTS[[world.date_of(day).month - 1 for day in days_of_history.tolist()]]
    created = random.choice(days_of_history, size=count, p=weights / weights.sum()).tolist()
    for day, waited in zip(created, _days(random, count, _DAYS_TO_LOSE, least=4), strict=True):
        programme = int(random.choice(len(world.programmes), p=world.programme_weights))
        # Of those who have not decided, some will come: they are as eager as those who did.
        is_open = day + waited > world.today
        will_come = is_open and random.random() < 1 / (1 + _LOST_PER_ENROLLED)
        inquiries.append(
            Inquiry(
                None, day, None if is_open else day + waited,
                InquiryStatus.NEW if is_open else InquiryStatus.LOST, random.normal(0.8 if will_come else -0.3, 1),
                _subjects(world.programmes[programme], random), int(random.integers(len(plan.counselor_emails))),
            )
        )  # fmt: skip
    return sorted(inquiries, key=lambda one: one.created_day)


def _days(random: Generator, count: int, mean: float, least: int = 0) -> list[int]:
    drawn = random.gamma(2.0, mean / 2.0, size=count).astype(int) + least
    days: list[int] = drawn.clip(max=_MOST_DAYS_OPEN).tolist()
    return days


def _subjects(tracks: tuple[tuple[int, ...], ...], random: Generator) -> tuple[int, ...]:
    first = tracks[0]
    return tuple(first[: 1 + int(random.random() < 0.25)])


def draw_contacts(world: World, inquiry: Inquiry, random: Generator) -> list[Contact]:
    """Draw what the counselor did and plans next, and set the stage that an open inquiry stands in by that."""
    last = world.today if inquiry.closed_day is None else inquiry.closed_day
    eagerness = 1 / (1 + np.exp(-inquiry.intent))
    day = inquiry.created_day + int(random.gamma(1.2, 2.6 - 1.6 * eagerness))
    contacts: list[Contact] = []
    while (day := _open_day(world, day)) < last:
        is_answered = random.random() < _ANSWERED
        words = _WARM if random.random() < eagerness else _COLD
        contacts.append(
            Contact(
                day,
                _kind(random),
                FollowUpStatus.COMPLETED if is_answered else FollowUpStatus.MISSED,
                words[int(random.integers(len(words)))] if is_answered else None,
            )
        )
        day += 1 + int(random.gamma(2.0, _DAYS_BETWEEN_CONTACTS / 2.0))
    if inquiry.closed_day is not None:
        return contacts
    if any(contact.status is FollowUpStatus.COMPLETED for contact in contacts):
        inquiry.status = InquiryStatus.CONTACTED
    if contacts and random.random() < _PLANNED:
        # A few days late at most: what is older has been missed.
        planned = _open_day(world, max(world.today + int(random.integers(-3, 7)), contacts[-1].day + 1))
        contacts.append(Contact(planned, _kind(random), FollowUpStatus.PENDING, None))
        inquiry.status = InquiryStatus.FOLLOW_UP_SCHEDULED
    return contacts


def _kind(random: Generator) -> FollowUpType:
    return _CONTACTS[int(random.choice(len(_CONTACTS), p=[share for _, share in _CONTACTS]))][0]


def _open_day(world: World, day: int) -> int:
    return day + 1 if world.date_of(day).weekday() == SUNDAY and day != world.today else day


def lead_rows(
    world: World, plan: "SectionPlan", students: Students, people: list[Person], enrollment_nos: list[str],
    random: Generator,
) -> Iterator[tuple[Row, list[Row]]]:  # fmt: skip
    """Yield each row of inquiries.csv of one section with its rows of follow_ups.csv."""
    inquiries = draw_inquiries(world, plan, students, random)
    keys = [f"{plan.key}-Q{number + 1:06d}" for number in range(len(inquiries))]
    strangers = draw_people(random, keys, _PHONES + plan.first_student * 5)
    for key, stranger, inquiry in zip(keys, strangers, inquiries, strict=True):
        contacts = draw_contacts(world, inquiry, random)
        person = stranger if inquiry.student is None else people[inquiry.student]
        counselor = plan.counselor_emails[inquiry.counselor]
        planned = next((c.day for c in contacts if c.status is FollowUpStatus.PENDING), None)
        is_enrolled = inquiry.status is InquiryStatus.ENROLLED
        source = _SOURCES[
            int(
                random.choice(
                    len(_SOURCES), p=_SOURCES_OF_ENROLLED if is_enrolled or inquiry.intent > 1 else _SOURCES_OF_LOST
                )
            )
        ]
        row = (
            key, _moment(world.date_of(inquiry.created_day), random), person.name, person.phone,
            person.email if random.random() < 0.7 else None, plan.campus.code, source,
            ";".join(SUBJECTS[subject].code for subject in inquiry.subjects), inquiry.status,
            _priority(inquiry.intent + random.normal(0, 1.2)), counselor,
            None if planned is None else world.date_of(planned).isoformat(),
            None if inquiry.closed_day is None else world.date_of(inquiry.closed_day).isoformat(),
            None if inquiry.student is None else enrollment_nos[inquiry.student],
            *_attributes(inquiry, source, random),
        )  # fmt: skip
        yield row, [(key, world.date_of(c.day).isoformat(), c.kind, counselor, c.status, c.outcome) for c in contacts]


def _moment(day: date, random: Generator) -> str:
    minutes = int(random.integers(9 * 60, 20 * 60))
    return f"{day.isoformat()}T{minutes // 60:02d}:{minutes % 60:02d}:00"


def _priority(urgency: float) -> InquiryPriority:
    if urgency > 1.2:
        return InquiryPriority.HIGH
    return InquiryPriority.LOW if urgency < -1.2 else InquiryPriority.MEDIUM


def _attributes(inquiry: Inquiry, source: InquirySource, random: Generator) -> Row:
    """What the institute's own spreadsheet holds besides: `folder.HEADERS` names the columns."""
    came_by_web = source is not InquirySource.WALK_IN
    minutes = round(float(np.exp(random.normal(1.3 + 0.55 * inquiry.intent, 0.8))), 1) if came_by_web else None
    asked = _ASKED_ABOUT[int(random.integers(len(_ASKED_ABOUT)))]
    tried = "yes" if random.random() < 1 / (1 + np.exp(1.4 - 1.1 * inquiry.intent)) else "no"
    remarks = _LAST_REMARKS.get(inquiry.status)
    last = None if remarks is None else remarks[int(random.integers(len(remarks)))]
    return minutes, asked, tried, last
