"""What the demo institute offers: bodies that the API takes, of every kind, the same every time."""

from datetime import date
from typing import Any

import pytest

from headway.demo import offers
from ingest_api.exams.schemas import SlotCreate
from ingest_api.payments.schemas import NewFeePlan
from ingest_api.resources.schemas import ResourceCreate

SUBJECT: dict[str, Any] = {"id": 3, "code": "PY", "name": "Python"}
TOPICS: list[dict[str, Any]] = [
    {"id": 30 + place, "order_index": place, "name": f"Topic {place}", "difficulty_level": "easy"}
    for place in (1, 2, 3)
]
CAMPUS: dict[str, Any] = {"id": 1, "time_zone": "Asia/Kolkata"}


def test_every_topic_has_something_to_learn_from_and_the_subject_a_handbook() -> None:
    bodies = [ResourceCreate.model_validate(body) for body in offers.resources(SUBJECT, TOPICS)]
    assert [body.topic_id for body in bodies] == [31, 32, 33, None]
    assert {body.kind.value for body in bodies} == {"video", "exercise", "article", "document"}


def test_a_subject_has_a_final_exam_and_one_on_its_second_topic_and_none_on_a_sunday() -> None:
    for day in range(1, 8):
        today = date(2026, 6, day)
        final, topic = (SlotCreate.model_validate(body) for body in offers.exams(CAMPUS, SUBJECT, TOPICS, today))
        assert (final.topic_id, topic.topic_id) == (None, 32)
        assert today < topic.starts_at.date() < final.starts_at.date()
        assert 6 not in {final.starts_at.weekday(), topic.starts_at.weekday()}


def test_a_subject_of_one_topic_has_its_final_exam_only() -> None:
    assert len(list(offers.exams(CAMPUS, SUBJECT, TOPICS[:1], date(2026, 6, 1)))) == 1


@pytest.mark.parametrize(("enrollment_id", "discount"), [(1, 0), (7, 500)])
def test_the_instalments_add_up_to_the_price_less_the_discount(enrollment_id: int, discount: int) -> None:
    told = offers.fee_plan({"id": enrollment_id, "enrollment_date": "2026-06-01"}, 9_999.5)
    plan = NewFeePlan.model_validate(told)
    assert plan.discount_amount == discount
    assert sum(part.amount for part in plan.installments) == plan.total_amount - plan.discount_amount
    assert [part.due_on for part in plan.installments] == [date(2026, 6, 1), date(2026, 7, 1), date(2026, 7, 31)]
