"""The call list and a lead's score: in order, within scope, with the build they come from."""

from typing import Any

import pytest

from tests.ingest_api.analytics.snapshots import AS_OF, BUILD_ID, ago, publish, rows_about
from tests.ingest_api.conftest import Api
from tests.ingest_api.school import School
from warehouse.settings import Settings
from warehouse.vocabulary import Role


def lead(key: int, campus: int, code: str, chance: float | None, rank: int, **more: Any) -> dict[str, Any]:
    """One row of the list."""
    scored = {} if chance is None else {"scored_as_of": AS_OF, "moment": "week", "p_enrol": chance}
    return {
        "inquiry_id": key,
        "campus_id": campus,
        "campus_code": code,
        "status": "new",
        "priority": "medium",
        "inquired_on": ago(3),
        "age_days": 3,
        "is_overdue": False,
        "contacts_made": 0,
        "rank_at_campus": rank,
        **scored,
        **more,
    }


@pytest.fixture
def published(settings: Settings, school: School) -> School:
    rows = rows_about(school)
    rows["reporting.rpt_call_list"] = [
        lead(3, school.campus, "HERE", 0.4, 2, band="medium", source="website", reasons=["Speaks for enrolling: x"]),
        lead(4, school.campus, "HERE", 0.9, 1, band="high", source="referral"),
        lead(7, school.campus, "HERE", None, 3),
        lead(6, school.other_campus, "THERE", 0.7, 1, band="high"),
    ]
    rows["restricted.dim_inquirer"] = [{"inquiry_id": 4, "student_name": "Asha Rao", "phone": "+91 1"}]
    publish(settings.home, rows)
    return school


def test_the_likeliest_come_first_within_the_campus(api: Api, published: School) -> None:
    told = api.get("/crm/call-list", api.log_in(published.users[Role.COUNSELOR])).json()
    assert told["build"]["build_id"] == BUILD_ID
    assert [item["inquiry_id"] for item in told["items"]] == [4, 3, 7]
    assert told["items"][0]["student_name"] == "Asha Rao"
    assert told["items"][1]["reasons"] == ["Speaks for enrolling: x"]
    assert told["items"][2]["p_enrol"] is None
    assert (told["inquiries"], told["scored"], told["expected_enrolments"]) == (3, 2, pytest.approx(1.3))
    assert told["calls_per_day"] == Settings().lead_calls_per_day


def test_a_super_admin_sees_all_campuses_and_can_narrow_down(api: Api, published: School) -> None:
    headers = api.log_in(published.users[Role.SUPER_ADMIN])
    told = api.get("/crm/call-list", headers).json()
    assert [item["inquiry_id"] for item in told["items"]] == [4, 6, 3, 7]
    likely = api.get("/crm/call-list", headers, band="high", campus="THERE", limit=1).json()
    assert [item["inquiry_id"] for item in likely["items"]] == [6]
    assert [item["inquiry_id"] for item in api.get("/crm/call-list", headers, source="website").json()["items"]] == [3]


def test_one_lead_is_told_with_its_chance_and_reasons(api: Api, published: School) -> None:
    headers = api.log_in(published.users[Role.COUNSELOR])
    told = api.get("/crm/inquiries/3/score", headers).json()
    assert (told["p_enrol"], told["band"], told["rank_at_campus"], told["moment"]) == (0.4, "medium", 2, "week")
    assert told["reasons"] == ["Speaks for enrolling: x"]
    assert told["build"]["build_id"] == BUILD_ID
    assert api.get("/crm/inquiries/7/score", headers).json()["p_enrol"] is None


@pytest.mark.parametrize("inquiry_id", [6, 999])
def test_a_lead_of_another_campus_is_as_unknown_as_none(api: Api, published: School, inquiry_id: int) -> None:
    answer = api.get(f"/crm/inquiries/{inquiry_id}/score", api.log_in(published.users[Role.COUNSELOR]))
    assert answer.status_code == 404
