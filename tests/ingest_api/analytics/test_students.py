"""A student's figures: whose they are, what they say, and what a student himself is not told."""

import pytest

from tests.factories import make_student
from tests.ingest_api.analytics.snapshots import AS_OF, BUILD_ID, ago
from tests.ingest_api.conftest import Api
from tests.ingest_api.school import School
from warehouse.published import WAREHOUSE_FILE
from warehouse.settings import Settings
from warehouse.vocabulary import Role


def test_before_the_first_build_there_is_nothing(api: Api, school: School) -> None:
    answer = api.get(f"/students/{school.students[0]}/analytics", api.log_in(school.users[Role.ADMIN]))
    assert answer.status_code == 503
    assert answer.json()["type"] == "urn:headway:problem:nothing-published"


def test_a_snapshot_that_is_gone_is_none(api: Api, settings: Settings, published: School) -> None:
    (settings.home / "snapshots" / BUILD_ID / WAREHOUSE_FILE).unlink()
    answer = api.get(f"/students/{published.students[0]}/analytics", api.log_in(published.users[Role.ADMIN]))
    assert answer.status_code == 503


def test_staff_see_where_a_student_stands(api: Api, published: School) -> None:
    answer = api.get(f"/students/{published.students[0]}/analytics", api.log_in(published.users[Role.FACULTY]))
    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert told["build"] == {"build_id": BUILD_ID, "built_at": "2026-06-15T06:00:00Z", "source_as_of": str(AS_OF)}
    assert told["attendance"] == {
        "marks": 4,
        "attended": 2,
        "late": 1,
        "hours": 2.0,
        "attendance_rate": 0.5,
        "attendance_rate_30d": 0.5,
        "last_attended_on": str(AS_OF),
    }
    assert told["assessments"] == {"handed_in": 1, "late": 1, "overdue": 1, "due_soon": 1, "mean_percentage": 80.0}
    assert told["points"] == 6
    [enrollment] = told["enrollments"]
    assert (enrollment["velocity_28d"], enrollment["trend"]) == (1.5, "falling")
    assert enrollment["velocity_estimate"]["velocity"] == 1.2
    assert enrollment["velocity_estimate"]["peers_slower_share"] == 0.7
    assert [topic["topic_name"] for topic in enrollment["next_topics"]] == ["Functions", "Files"]
    assert enrollment["risk"] == {"p_drop": 0.7, "band": "high", "reasons": ["Missed 2 sessions"]}


def test_a_student_is_told_what_helps_and_no_risk(api: Api, published: School) -> None:
    answer = api.get(f"/students/{published.students[0]}/analytics", api.log_in(published.users[Role.STUDENT]))
    told = answer.json()
    assert told["enrollments"][0]["risk"] is None
    assert "Missed 2 sessions" not in answer.text
    assert told["next_steps"] == [
        "Hand in 1 assessment whose day has passed.",
        "Prepare 1 assessment due in the next 14 days.",
        "Catch up on 2 sessions that you missed in the last 30 days: ask for an extra session.",
        "Plan more hours of Python to be done by 2026-07-15.",
    ]


def test_slower_is_said_of_what_was_seen_only_where_nothing_was_estimated(
    api: Api, published_without_estimates: School
) -> None:
    school = published_without_estimates
    told = api.get(f"/students/{school.students[0]}/analytics", api.log_in(school.users[Role.STUDENT])).json()
    assert told["enrollments"][0]["velocity_estimate"] is None
    assert told["enrollments"][0]["next_topics"] == []
    assert "Go over Python again with your teacher: it has become slower than before." in told["next_steps"]


@pytest.mark.parametrize("path", ["/students/{}/analytics", "/analytics/student/{}/progress"])
def test_a_student_out_of_sight_is_not_there(api: Api, published: School, path: str) -> None:
    seen = {
        Role.SUPER_ADMIN: [200, 200, 200],
        Role.ADMIN: [200, 200, 404],
        Role.COUNSELOR: [200, 200, 404],
        Role.FACULTY: [200, 404, 404],
        Role.STUDENT: [200, 404, 404],
    }
    asked = [published.students[0], published.students[1], published.other_student]
    for role, expected in seen.items():
        headers = api.log_in(published.users[role])
        assert [api.get(path.format(key), headers).status_code for key in asked] == expected, role


def test_a_student_of_after_the_build_is_not_there_yet(api: Api, published: School) -> None:
    fresh = make_student(api.connection, published.campus)
    assert api.get(f"/students/{fresh}/analytics", api.log_in(published.users[Role.ADMIN])).status_code == 404


def test_weeks_of_a_student(api: Api, published: School) -> None:
    headers = api.log_in(published.users[Role.STUDENT])
    path = f"/analytics/student/{published.students[0]}/progress"
    weeks = api.get(path, headers, **{"from": str(ago(14)), "to": str(AS_OF)}).json()["weeks"]
    assert [(week["week_start"], week["marks"], week["attended"], week["velocity"]) for week in weeks] == [
        (str(ago(14)), 2, 1, None),
        (str(ago(7)), 1, 0, 1.5),
        (str(AS_OF), 1, 1, 1.5),
    ]
    only = api.get(path, headers, subject="SQL").json()["weeks"]
    assert [(week["week_start"], week["marks"]) for week in only] == [(str(ago(7)), 1)]
