"""Figures of groups: absenteeism, velocity, forecasts, faculty, institute; each within what the user may see."""

import pytest

from tests.ingest_api.analytics.snapshots import AS_OF, ago
from tests.ingest_api.conftest import Api
from tests.ingest_api.school import School
from warehouse.vocabulary import Role


def test_absences_by_subject_weekday_and_student(api: Api, published: School) -> None:
    told = api.get("/attendance/analytics/absenteeism", api.log_in(published.users[Role.ADMIN])).json()
    assert told["total"] == {"marks": 5, "absent": 2, "late": 1, "absence_rate": 0.4}
    assert [(row["subject_code"], row["marks"], row["absent"]) for row in told["by_subject"]] == [
        ("PY", 4, 1),
        ("SQL", 1, 1),
    ]
    assert [(row["day_of_week"], row["marks"]) for row in told["by_weekday"]] == [(1, 3), (2, 2)]
    assert [(row["enrollment_no"], row["absent"]) for row in told["students"]] == [("S1", 2), ("=S2", 0)]


@pytest.mark.parametrize(
    ("role", "marks"),
    [(Role.SUPER_ADMIN, 6), (Role.ADMIN, 5), (Role.COUNSELOR, 5), (Role.FACULTY, 4)],
)
def test_absences_are_those_of_the_students_in_sight(api: Api, published: School, role: Role, marks: int) -> None:
    told = api.get("/attendance/analytics/absenteeism", api.log_in(published.users[role])).json()
    assert told["total"]["marks"] == marks


def test_filters_narrow_and_strangers_campus_stays_empty(api: Api, published: School) -> None:
    headers = api.log_in(published.users[Role.ADMIN])
    path = "/attendance/analytics/absenteeism"
    assert api.get(path, headers, subject="SQL").json()["total"]["marks"] == 1
    assert api.get(path, headers, **{"from": str(AS_OF), "to": str(AS_OF)}).json()["total"]["marks"] == 2
    assert api.get(path, headers, campus="THERE").json()["total"] == {
        "marks": 0,
        "absent": 0,
        "late": 0,
        "absence_rate": None,
    }


@pytest.mark.parametrize(
    "asked",
    [
        {"from": "2026-06-02", "to": "2026-06-01"},
        {"from": "2001-01-01", "to": "2026-06-01"},
        {"from": "1999-12-31"},
        {"to": "9999-12-31"},
        {"from": "yesterday"},
        {"campus": "x" * 101},
        {"limit": 0},
    ],
)
def test_what_cannot_be_answered_is_refused(api: Api, published: School, asked: dict[str, str]) -> None:
    answer = api.get("/attendance/analytics/absenteeism", api.log_in(published.users[Role.ADMIN]), **asked)
    assert answer.status_code == 422
    assert answer.json()["errors"]


@pytest.mark.parametrize("asked", [{"from": "2000-01-01"}, {"to": "2000-01-01"}, {"from": "2099-12-31"}])
def test_the_edges_of_time_are_answered_or_refused(api: Api, published: School, asked: dict[str, str]) -> None:
    answer = api.get("/attendance/analytics/absenteeism", api.log_in(published.users[Role.ADMIN]), **asked)
    assert answer.status_code in (200, 422)


def test_velocity_slowest_first(api: Api, published: School) -> None:
    items = api.get("/progress/analytics/velocity", api.log_in(published.users[Role.SUPER_ADMIN])).json()["items"]
    assert [(item["enrollment_no"], item["velocity"], item["trend"]) for item in items] == [
        ("=S2", 0.5, "steady"),
        ("S1", 1.5, "falling"),
        ("S3", 2.0, "rising"),
    ]
    for role, expected in ((Role.ADMIN, 2), (Role.FACULTY, 1), (Role.STUDENT, 1)):
        answer = api.get("/progress/analytics/velocity", api.log_in(published.users[role]))
        assert len(answer.json()["items"]) == expected, role


def test_velocity_is_estimated_and_compared_with_the_cohort(api: Api, published: School) -> None:
    items = api.get("/progress/analytics/velocity", api.log_in(published.users[Role.ADMIN])).json()["items"]
    told = {item["enrollment_no"]: item["estimate"] for item in items}
    assert told["=S2"] is None
    assert (told["S1"]["velocity"], told["S1"]["cohort_velocity"], told["S1"]["peer_count"]) == (1.2, 1.0, 9)


def test_velocity_by_week(api: Api, published: School) -> None:
    weeks = api.get("/analytics/trends/learning-velocity", api.log_in(published.users[Role.ADMIN])).json()["weeks"]
    assert [(week["week_start"], week["students"], week["velocity"]) for week in weeks] == [
        (str(ago(7)), 2, 1.0),
        (str(AS_OF), 2, 1.0),
    ]


def test_forecasts_soonest_first_and_added_up(api: Api, published: School) -> None:
    headers = api.log_in(published.users[Role.SUPER_ADMIN])
    items = api.get("/progress/predictions/completion", headers).json()["items"]
    assert [(item["enrollment_no"], item["p50_date"], item["is_late"]) for item in items] == [
        ("S3", str(ago(-20)), None),
        ("S1", str(ago(-60)), True),
        ("=S2", None, None),
    ]
    outlook = api.get("/analytics/predictions/completion", headers).json()
    assert {key: outlook[key] for key in ("enrollments", "forecast", "late", "within_30_days")} == {
        "enrollments": 3,
        "forecast": 2,
        "late": 1,
        "within_30_days": 1,
    }
    # the same three forecasts, each with the same chances
    chances = ("p_finish", "p_on_time", "p_on_time_if_finished")
    assert [outlook[chance] for chance in chances] == pytest.approx([0.8, 0.4, 0.5])
    assert outlook["months"] == [
        {"month_start": "2026-07-01", "completions": 1},
        {"month_start": "2026-08-01", "completions": 1},
    ]


def test_a_student_is_told_a_chance_that_says_nothing_of_dropping_out(api: Api, published: School) -> None:
    chances = ("p_finish", "p_on_time", "p_on_time_if_finished")
    for role, told in ((Role.STUDENT, (None, None, 0.5)), (Role.FACULTY, (0.8, 0.4, 0.5))):
        items = api.get("/progress/predictions/completion", api.log_in(published.users[role])).json()["items"]
        assert items
        assert all(tuple(item[chance] for chance in chances) == told for item in items)


def test_performance_counts_hours_against_availability_without_holidays(api: Api, published: School) -> None:
    headers = api.log_in(published.users[Role.FACULTY])
    answer = api.get(f"/faculties/{published.faculty}/performance", headers, **{"from": str(ago(14)), "to": str(AS_OF)})
    assert answer.status_code == 200, answer.text
    figures = answer.json()["figures"]
    assert (figures["sessions_delivered"], figures["sessions_cancelled"], figures["sessions_no_show"]) == (2, 1, 1)
    # Three Mondays of two hours, one of them a holiday.
    assert (figures["delivered_hours"], figures["lost_hours"], figures["available_hours"]) == (2.0, 2.0, 4.0)
    assert figures["utilization"] == 0.5
    assert (figures["idle_hours"], figures["overtime_hours"]) == (2.0, 0.0)
    assert (figures["students"], figures["attendance_rate"]) == (1, 0.5)
    assert (figures["rating"], figures["ratings"], figures["velocity"]) == (3.5, 2, 1.5)
    assert answer.json()["time_entries"] == [{"kind": "meeting", "hours": 1.5}]


def test_a_colleagues_performance_is_for_admins(api: Api, published: School) -> None:
    for path in ("/faculties/{}/performance", "/analytics/faculty/{}/performance"):
        asked = path.format(published.colleague)
        assert api.get(asked, api.log_in(published.users[Role.ADMIN])).status_code == 200
        assert api.get(asked, api.log_in(published.users[Role.FACULTY])).status_code == 404
        assert api.get(asked, api.log_in(published.other_admin)).status_code == 404


def test_weeks_of_a_faculty_member(api: Api, published: School) -> None:
    path = f"/analytics/faculty/{published.faculty}/performance"
    weeks = api.get(path, api.log_in(published.users[Role.ADMIN])).json()["weeks"]
    assert [(week["week_start"], week["delivered_hours"], week["lost_hours"]) for week in weeks] == [
        (str(ago(14)), 1.0, 0.0),
        (str(ago(7)), 0.0, 2.0),
        (str(AS_OF), 1.0, 0.0),
    ]


def test_the_overview_holds_the_campuses_in_sight(api: Api, published: School) -> None:
    everything = api.get("/analytics/institute/overview", api.log_in(published.users[Role.SUPER_ADMIN])).json()
    assert {
        row["campus_code"]: (row["inquiries_30d"], row["mean_rating_30d"], float(row["collected_fees_30d"]))
        for row in everything["campuses"]
    } == {"all": (3, 3.0, 1070.0), "HERE": (2, 11 / 3, 1000.0), "THERE": (1, 1.0, 70.0)}
    own = api.get("/analytics/institute/overview", api.log_in(published.users[Role.ADMIN])).json()
    assert [row["campus_code"] for row in own["campuses"]] == ["HERE"]
