"""What the counselor's components say and send, without a screen."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from dashboards.api_client import ApiError
from dashboards.components.enrolment_form import installments
from dashboards.components.known_people import search_words
from dashboards.components.lead_duplicates import staying, taken
from dashboards.components.lead_words import asked_ago, here_for, kept_words, stage_for, when
from dashboards.components.sending import refusal
from dashboards.language import spoken

DAY = date(2026, 1, 31)


def lead(**values: Any) -> dict[str, Any]:
    return {"phone": None, "email": None, "source": None, "interested_subjects": [], **values}


def test_a_fee_in_parts_adds_up_and_falls_due_on_days_that_there_are() -> None:
    parts = installments(Decimal("100.00"), 3, DAY)
    assert [part["due_on"] for part in parts] == ["2026-01-31", "2026-02-28", "2026-03-31"]
    assert [part["amount"] for part in parts] == ["33.34", "33.33", "33.33"]


def test_parts_go_over_the_end_of_a_year() -> None:
    assert installments(Decimal(2), 2, date(2026, 12, 15))[1]["due_on"] == "2027-01-15"


@pytest.mark.parametrize(
    ("phone", "email", "looked_for"),
    [
        ("98200", "", []),
        (" 98200 1 ", "", ["98200 1"]),
        ("", "asha@", []),
        ("", "asha@example.org", ["asha@example.org"]),
        ("", "@example.org", []),
        ("982001", "a@b.c", ["982001", "a@b.c"]),
    ],
)
def test_nobody_is_looked_up_by_half_a_number(phone: str, email: str, looked_for: list[str]) -> None:
    assert search_words(phone, email) == looked_for


def test_a_merge_says_what_is_taken_over_and_what_stays() -> None:
    kept = lead(phone="98200 12345", source="website", interested_subjects=[{"id": 1, "name": "Python"}])
    other = lead(
        phone="+91 9820012345",
        email="asha@example.org",
        source="referral",
        interested_subjects=[{"id": 1, "name": "Python"}, {"id": 2, "name": "Databases"}],
    )
    assert taken(kept, other) == [
        "its follow-ups and remarks",
        "the e-mail asha@example\\.org",
        "the interest in Databases",
    ]
    assert staying(kept, other) == []
    assert staying(kept, lead(phone="98200 99999")) == ["the phone 98200 12345, not 98200 99999"]


@pytest.mark.parametrize(
    ("then", "told", "since"),
    [
        (0, "asked today", "here since today"),
        (1, "asked yesterday", "here for 1 day"),
        (5, "asked 5 days ago", "here for 5 days"),
    ],
)
def test_days_are_told_as_people_say_them(then: int, told: str, since: str) -> None:
    day = DAY.replace(day=DAY.day - then)
    assert asked_ago(day, DAY) == told
    assert here_for(day, DAY) == since
    assert stage_for("contacted", day, DAY) == since.replace("here", "Contacted")


def test_a_reason_that_was_chosen_is_told_in_the_reader_s_language_and_words_of_one_s_own_stay() -> None:
    assert kept_words("Too expensive: wants a discount") == "Too expensive: wants a discount"
    with spoken("hi"):
        assert kept_words("Too expensive") == "बहुत महँगा"
        assert kept_words("Too expensive: wants a discount") == "बहुत महँगा: wants a discount"
        assert kept_words("Asked: later") == "Asked: later"


def test_an_instant_is_told_as_the_day_at_the_campus() -> None:
    assert when("2026-01-30T20:00:00Z", "Asia/Kolkata") == date(2026, 1, 31)


def test_a_refusal_names_the_field() -> None:
    problem = {
        "detail": "invalid",
        "errors": [{"field": "enrollments[0].faculty_id", "message": "unknown", "code": "x"}],
    }
    assert refusal(ApiError(422, problem)) == "- Faculty: unknown"
    assert refusal(ApiError(409, {"detail": "This batch holds 8 students."})) == "This batch holds 8 students."
