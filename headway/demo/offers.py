"""What the demo institute offers beside its history: things to learn from, exams to book, and what was agreed on fees.

An import folder has no file for these, so they are requests to the API: this says what is sent, `demonstration.py`
sends it. Nothing is drawn: the same institute gets the same offers.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from headway.demo.payments import PARTS
from warehouse.vocabulary import ResourceKind

# By the place of a topic, so that every kind occurs in every subject: kind, title, minutes.
_KINDS: Final = (
    (ResourceKind.VIDEO, "{topic}, shown step by step", 14),
    (ResourceKind.EXERCISE, "Ten exercises: {topic}", 40),
    (ResourceKind.ARTICLE, "{topic} on two pages", 10),
)
_DOCUMENT: Final = "{subject}: the handbook of the course"
# Days from today, time of day and places of the exams of a subject; the second is on one topic.
_FINAL: Final = (9, time(10), 24)
_TOPIC: Final = (4, time(16), 12)
_TOPIC_PLACE: Final = 2
_EXAM_MINUTES: Final = 90
_EARLY_BIRD_EVERY: Final = 7
_EARLY_BIRD_SHARE: Final = 0.05


def resources(subject: Mapping[str, Any], topics: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Bodies of `POST /resources`: one thing for every topic, and a handbook of the subject."""
    for topic in topics:
        kind, title, minutes = _KINDS[topic["order_index"] % len(_KINDS)]
        yield {
            "topic_id": topic["id"],
            "title": title.format(topic=topic["name"]),
            "kind": kind,
            "url": f"https://learn.example.org/{subject['code'].lower()}/{topic['order_index']}",
            "difficulty": topic["difficulty_level"],
            "duration_minutes": minutes,
        }
    yield {
        "subject_id": subject["id"],
        "title": _DOCUMENT.format(subject=subject["name"]),
        "kind": ResourceKind.DOCUMENT,
        "url": f"https://learn.example.org/{subject['code'].lower()}/handbook",
    }


def exams(
    campus: Mapping[str, Any], subject: Mapping[str, Any], topics: list[dict[str, Any]], today: date
) -> Iterator[dict[str, Any]]:
    """Bodies of `POST /exams/slots`: the final exam of a subject at a campus, and one on an early topic."""
    zone = ZoneInfo(campus["time_zone"])
    early = [(topic, _TOPIC) for topic in topics if topic["order_index"] == _TOPIC_PLACE]
    for topic, (days, at, places) in [(None, _FINAL), *early]:
        yield {
            "campus_id": campus["id"],
            "subject_id": subject["id"],
            "topic_id": topic["id"] if topic else None,
            "title": f"{subject['name']}: {topic['name'] if topic else 'final exam'}",
            "starts_at": datetime.combine(_open_day(today + timedelta(days=days)), at, zone).isoformat(),
            "duration_minutes": _EXAM_MINUTES,
            "capacity": places,
            # Exams of several subjects are held at the same hour.
            "location": f"{subject['name']} lab",
        }


def _open_day(day: date) -> date:
    """The day itself, or the Monday after a Sunday."""
    return day + timedelta(days=1) if day.weekday() == 6 else day


def fee_plan(enrollment: Mapping[str, Any], fee: float) -> dict[str, Any]:
    """The body of `PUT /enrollments/{id}/fee-plan`: the parts in which the demo's students pay.

    Every seventh has 5 % off: an early bird.
    """
    total = round(fee)
    discount = round(total * _EARLY_BIRD_SHARE) if enrollment["id"] % _EARLY_BIRD_EVERY == 0 else 0
    begun = date.fromisoformat(enrollment["enrollment_date"])
    amounts = [round((total - discount) * share) for _days, share in PARTS]
    # What rounding left over belongs to the last part.
    amounts[-1] = total - discount - sum(amounts[:-1])
    return {
        "total_amount": total,
        "discount_amount": discount,
        "discount_reason": "Early bird" if discount else None,
        "installments": [
            {"due_on": (begun + timedelta(days=days)).isoformat(), "amount": amount}
            for (days, _share), amount in zip(PARTS, amounts, strict=True)
        ],
    }
