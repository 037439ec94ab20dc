"""Rewards and penalties: given within sight, appealed once, decided."""

from tests.factories import make_student
from tests.ingest_api.conftest import Api
from tests.ingest_api.school import School
from warehouse.vocabulary import Role


def test_a_penalty_is_appealed_and_decided(api: Api, school: School) -> None:
    faculty, student = api.log_in(school.users[Role.FACULTY]), api.log_in(school.users[Role.STUDENT])
    office = api.log_in(school.users[Role.COUNSELOR])
    content = {"student_id": school.students[0], "type": "penalty", "points": 5, "reason": "absent"}
    given = api.post("/rewards", faculty, json=content)
    assert given.status_code == 201, given.text
    path = f"/rewards/{given.json()['id']}"
    assert given.json()["faculty_id"] == school.faculty
    assert api.post(f"{path}/resolve", office, json={"note": "no"}).status_code == 409
    assert api.post(
        f"{path}/appeal", api.log_in_as("students", school.students[1]), json={"reason": "x"}
    ).status_code == (404)
    assert api.post(f"{path}/appeal", student, json={"reason": "I was ill"}).json()["status"] == "appealed"
    assert api.post(f"{path}/appeal", student, json={"reason": "again"}).status_code == 409
    assert api.put(path, faculty, json={"points": 9}).status_code == 409
    decided = api.post(f"{path}/resolve", office, json={"points": 0, "note": "certificate found"}).json()
    assert (decided["status"], decided["points"]) == ("resolved", 0)
    assert decided["reason"] == "absent\n\nAppeal: I was ill\n\nDecision: certificate found"
    assert api.post(f"{path}/resolve", office, json={"note": "again"}).status_code == 409
    kinds = [note["kind"] for note in api.get("/notifications", student).json()["items"]]
    assert kinds == ["reward.resolved", "penalty.given"]


def test_nobody_gives_points_to_students_out_of_sight_or_for_tomorrow(api: Api, school: School) -> None:
    faculty = api.log_in(school.users[Role.FACULTY])
    content = {"type": "reward", "points": 5, "reason": "x"}
    for student in (school.other_student, make_student(api.connection, school.campus)):
        assert api.post("/rewards", faculty, json={**content, "student_id": student}).status_code == 422
    future = {**content, "student_id": school.students[0], "date": "2199-01-01"}
    assert api.post("/rewards", faculty, json=future).status_code == 422
    negative = {**content, "student_id": school.students[0], "points": -1}
    assert api.post("/rewards", faculty, json=negative).status_code == 422


def test_a_faculty_member_changes_only_what_she_gave(api: Api, school: School) -> None:
    admin, faculty = api.log_in(school.users[Role.ADMIN]), api.log_in(school.users[Role.FACULTY])
    content = {"student_id": school.students[0], "type": "reward", "points": 5, "reason": "x", "date": "2026-01-01"}
    given = api.post("/rewards", admin, json=content).json()
    assert api.put(f"/rewards/{given['id']}", faculty, json={"points": 9}).status_code == 403
    changed = api.put(f"/rewards/{given['id']}", admin | {"If-Match": '"1"'}, json={"points": 9}).json()
    assert (changed["points"], changed["reason"], changed["version"]) == (9, "x", 2)
    found = api.get("/rewards", faculty, student_id=school.students[0], type="reward", date_until="2026-01-01").json()
    assert [item["id"] for item in found["items"]] == [given["id"]]
