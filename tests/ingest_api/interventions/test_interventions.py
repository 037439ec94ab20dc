"""Interventions: planned for students within sight, ended with an outcome."""

import pytest

from tests.ingest_api.conftest import Api, Call
from tests.ingest_api.school import School
from warehouse.vocabulary import Role


@pytest.fixture
def enrollment(api: Api, school: School) -> int:
    return enrollment_of(api, school.students[0])


def enrollment_of(api: Api, student: int) -> int:
    row = api.connection.execute(
        "select id from operational.student_subject_enrollments where student_id = %s", (student,)
    ).fetchone()
    assert row is not None
    return int(row[0])


def test_planned_done_and_corrected(api: Api, school: School, enrollment: int) -> None:
    admin, faculty = api.log_in(school.users[Role.ADMIN]), api.log_in(school.users[Role.FACULTY])
    content = {
        "enrollment_id": enrollment,
        "reason": "three absences",
        "action": "call",
        "p_drop_at_start": 0.7,
        "assigned_to": school.users[Role.FACULTY],
    }
    planned = api.post("/interventions", admin, json=content)
    assert planned.status_code == 201, planned.text
    path = f"/interventions/{planned.json()['id']}"
    assert (planned.json()["status"], planned.json()["student_id"]) == ("planned", school.students[0])
    told = api.get("/notifications", faculty).json()["items"]
    assert [note["kind"] for note in told] == ["intervention.assigned"]
    assert api.put(path, faculty, json={"outcome": "returned"}).status_code == 422
    assert api.put(path, faculty, json={"status": "done"}).status_code == 422
    done = api.put(path, faculty, json={"status": "done", "outcome": "unknown"}).json()
    assert (done["status"], done["closed_at"] is not None) == ("done", True)
    assert api.put(path, faculty, json={"outcome": "returned"}).json()["outcome"] == "returned"
    assert api.put(path, faculty, json={"status": "planned"}).status_code == 409
    found = api.get("/interventions", faculty, outcome="returned", sort="due_date").json()["items"]
    assert [item["id"] for item in found] == [done["id"]]


def test_one_at_a_time_and_a_holdout_has_no_action(api: Api, school: School, enrollment: int) -> None:
    admin = api.log_in(school.users[Role.ADMIN])
    holdout = {"enrollment_id": enrollment, "reason": "to compare with", "is_holdout": True}
    assert api.post("/interventions", admin, json={**holdout, "action": "call"}).status_code == 422
    assert api.post("/interventions", admin, json={**holdout, "is_holdout": False}).status_code == 422
    answers = api.at_once([Call("POST", "/interventions", admin, {"json": holdout}) for _ in range(4)])
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]


def test_who_is_out_of_sight_is_left_alone(api: Api, school: School) -> None:
    content = {"enrollment_id": enrollment_of(api, school.other_student), "reason": "x", "action": "call"}
    for role in (Role.ADMIN, Role.FACULTY, Role.COUNSELOR):
        assert api.post("/interventions", api.log_in(school.users[role]), json=content).status_code == 422
    assert api.post("/interventions", api.log_in(school.users[Role.STUDENT]), json=content).status_code == 403
