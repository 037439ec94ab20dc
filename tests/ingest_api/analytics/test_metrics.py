"""The metric registry's routes: what is listed for whom, what a metric can be told by, and whose rows count."""

from typing import Any

import pytest

from ingest_api.auth.permissions import Permission
from tests.ingest_api.analytics.snapshots import AS_OF, ago
from tests.ingest_api.conftest import Api
from tests.ingest_api.school import School
from warehouse.metrics import get_registry
from warehouse.vocabulary import Role

PATH = "/analytics/metrics"


def rows(told: dict[str, Any], dimension: str) -> dict[Any, Any]:
    """The values by one dimension."""
    return {row["dimensions"][dimension]: row["value"] for row in told["rows"]}


def test_every_permission_of_the_registry_is_one_of_the_api() -> None:
    registry = get_registry()
    assert {one for name in registry.metrics for one in registry.permissions(name)} <= {*Permission}


@pytest.mark.parametrize(
    ("role", "sees", "does_not_see"),
    [
        (Role.STUDENT, {"attendance_rate", "velocity"}, {"at_risk_high", "conversion_rate", "collected_fees"}),
        (Role.FACULTY, {"utilization", "mean_rating", "at_risk_high"}, {"conversion_rate", "collected_fees"}),
        (Role.COUNSELOR, {"conversion_rate", "collected_fees"}, {"utilization", "mean_rating"}),
        (Role.ADMIN, {"conversion_rate", "collected_fees", "utilization", "mean_rating", "velocity"}, set()),
    ],
)
def test_a_role_is_told_of_its_metrics_only(
    api: Api, school: School, role: Role, sees: set[str], does_not_see: set[str]
) -> None:
    headers = api.log_in(school.users[role])
    listed = {item["name"] for item in api.get(PATH, headers).json()["items"]}
    assert sees <= listed
    assert not does_not_see & listed
    for name in does_not_see:
        assert api.get(f"{PATH}/{name}", headers).status_code == 403
        assert api.get(f"{PATH}/{name}/values", headers).status_code == 403


def test_a_definition_says_what_it_means_and_what_it_can_be_told_by(api: Api, school: School) -> None:
    told = api.get(f"{PATH}/utilization", api.log_in(school.users[Role.ADMIN])).json()
    assert (told["label"], told["unit"], told["direction"]) == ("Utilisation", "share", "up")
    assert told["made_of"] == ["delivered_within_minutes", "available_minutes"]
    assert told["relations"] == ["marts.fct_faculty_day"]
    assert {"campus__campus_code", "faculty"} <= {one["name"] for one in told["dimensions"]}
    assert "subject" not in {one["name"] for one in told["dimensions"]}
    assert told["grains"][0] == "day"


def test_a_group_can_be_listed_alone(api: Api, school: School) -> None:
    items = api.get(PATH, api.log_in(school.users[Role.ADMIN]), group="crm").json()["items"]
    assert {item["group"] for item in items} == {"crm"}


@pytest.mark.parametrize(
    ("role", "marks"),
    [(Role.SUPER_ADMIN, 6), (Role.ADMIN, 5), (Role.COUNSELOR, 5), (Role.FACULTY, 4), (Role.STUDENT, 4)],
)
def test_values_are_of_the_rows_in_sight(api: Api, published: School, role: Role, marks: int) -> None:
    told = api.get(f"{PATH}/marks/values", api.log_in(published.users[role])).json()
    assert [row["value"] for row in told["rows"]] == [marks]
    assert told["build"]["source_as_of"] == str(AS_OF)


def test_values_by_dimension_time_and_filter(api: Api, published: School) -> None:
    headers = api.log_in(published.users[Role.ADMIN])
    by_subject = api.get(f"{PATH}/attendance_rate/values", headers, by="subject__subject_code").json()
    assert rows(by_subject, "subject__subject_code") == {"PY": 0.75, "SQL": 0.0}
    weekly = api.get(f"{PATH}/absences/values", headers, grain="week", filter="student__enrollment_no:S1").json()
    assert [(row["time"], row["value"]) for row in weekly["rows"]] == [
        (str(ago(14)), 1),
        (str(ago(7)), 1),
        (str(ago(0)), 0),
    ]
    late = api.get(f"{PATH}/marks/values", headers, filter=["attendance_status:late", "attendance_status:absent"])
    assert [row["value"] for row in late.json()["rows"]] == [3]
    assert api.get(f"{PATH}/marks/values", headers, campus="THERE").json()["rows"][0]["value"] == 0


def test_what_is_empty_can_be_asked_for(api: Api, published: School) -> None:
    headers = api.log_in(published.users[Role.ADMIN])
    told = api.get(f"{PATH}/inquiries/values", headers, by="counselor", filter="counselor:").json()
    assert rows(told, "counselor") == {None: 1}


def test_an_answer_says_whether_there_is_more(api: Api, published: School) -> None:
    headers = api.log_in(published.users[Role.ADMIN])
    told = api.get(f"{PATH}/marks/values", headers, by="subject", limit=1).json()
    assert (len(told["rows"]), told["is_complete"]) == (1, False)
    assert api.get(f"{PATH}/marks/values", headers, by="subject", limit=2).json()["is_complete"]


@pytest.mark.parametrize(
    ("path", "asked", "status", "said"),
    [
        ("attendence_rate", {}, 404, "did you mean attendance_rate"),
        ("utilization", {"by": "topic"}, 422, "utilization cannot be grouped by 'topic'; it can be by"),
        ("utilization", {"filter": "topic:3"}, 422, "utilization cannot be filtered by 'topic'"),
        ("utilization", {"subject": "PY"}, 422, "cannot be filtered by 'subject__subject_code'"),
        ("velocity", {"grain": "day"}, 422, "velocity cannot be told by day; it can be by week, month"),
        ("open_inquiries", {"grain": "day"}, 422, "takes no period and no grain"),
        ("open_inquiries", {"from": "2026-01-01"}, 422, "takes no period"),
        ("marks", {"filter": "subject"}, 422, "a filter is dimension:value"),
        ("marks", {"filter": "subject:Python"}, 422, "subject is a key and takes whole numbers"),
        ("marks", {"by": "marks; drop table marts.fct_attendance"}, 422, "cannot be grouped by"),
        ("marks", {"grain": "century"}, 422, ""),
    ],
)
def test_what_cannot_be_told_is_refused_with_what_can(
    api: Api, published: School, path: str, asked: dict[str, str], status: int, said: str
) -> None:
    answer = api.get(f"{PATH}/{path}/values", api.log_in(published.users[Role.ADMIN]), **asked)
    assert answer.status_code == status, answer.text
    assert said in answer.json()["detail"]


def test_a_value_is_never_sql(api: Api, published: School) -> None:
    headers = api.log_in(published.users[Role.ADMIN])
    asked = {"filter": "attendance_status:' or 1 = 1 --"}
    assert api.get(f"{PATH}/marks/values", headers, **asked).json()["rows"][0]["value"] == 0


def test_too_few_answers_are_not_shown_to_whom_they_are_about(api: Api, published: School) -> None:
    faculty = api.log_in(published.users[Role.FACULTY])
    assert api.get(f"{PATH}/mean_rating/values", faculty).json()["rows"] == []
    admin = api.log_in(published.users[Role.ADMIN])
    assert api.get(f"{PATH}/mean_rating/values", admin).json()["rows"][0]["value"] == pytest.approx(11 / 3)
