"""What students pay: the fee of a subject at once or in three parts, as long as they stay.

Drawn when a section has ended, from a source of randomness of its own.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from numpy.random import Generator

from headway.demo.curriculum import SUBJECTS
from headway.demo.learners import NONE, Enrollments
from headway.demo.world import World
from warehouse.vocabulary import PaymentMethod

if TYPE_CHECKING:
    from headway.demo.section import SectionPlan

_AT_ONCE = 0.2
PARTS = ((0, 0.4), (30, 0.3), (60, 0.3))
"""Days after the enrolment, and share of the fee."""
_DAYS_LATE_MEAN = 3.0
_METHODS = (
    (PaymentMethod.UPI, 0.55),
    (PaymentMethod.CASH, 0.2),
    (PaymentMethod.BANK_TRANSFER, 0.15),
    (PaymentMethod.CARD, 0.1),
)


def payment_rows(
    world: World, plan: "SectionPlan", enrollments: Enrollments, enrollment_nos: list[str], random: Generator
) -> Iterator[tuple[object, ...]]:
    """Yield payments.csv of one section; whoever has left pays no further part."""
    receipt = 0
    for index in range(enrollments.count):
        fee = SUBJECTS[enrollments.subject[index]].fee_inr
        ended = int(enrollments.ended_day[index])
        parts = ((0, 1.0),) if random.random() < _AT_ONCE else PARTS
        method = _METHODS[int(random.choice(len(_METHODS), p=[share for _, share in _METHODS]))][0]
        for days, share in parts:
            day = int(enrollments.enrolled_day[index]) + days + int(random.exponential(_DAYS_LATE_MEAN))
            if day > world.today or (ended != NONE and days and day > ended):
                break
            receipt += 1
            yield (
                f"{plan.key}-R{receipt:06d}", enrollment_nos[enrollments.student[index]],
                SUBJECTS[enrollments.subject[index]].code, round(fee * share), world.dates[day], method,
            )  # fmt: skip
