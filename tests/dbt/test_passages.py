"""What `dbt/refresh.yml` lets a refresh leave alone says the same when made anew; what moved is never left alone."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from pipelines.lib.passages import Edge, closed_edges, passages
from pipelines.lib.reached import reached_by
from tests.conftest import drop_database, make_database
from tests.dbt.conftest import DATABASE, TEMPLATE, Dbt
from tests.dbt.institute import Institute
from tests.dbt.test_incremental import marts
from warehouse.extract import changed_since, extract
from warehouse.postgres import connect

DAY = date(2026, 2, 5)
LEFT_ALONE = {model for passage in passages() for model in passage.models}
FROM_SESSION, CALENDAR = {"fct_feedback"}, {"dim_date"}
FROM_ENROLLMENT = LEFT_ALONE - FROM_SESSION - CALENDAR
# What happens, and which of the models it moves.
HAPPENINGS: dict[str, tuple[str, set[str]]] = {
    "progress": ("update operational.student_subject_enrollments set completion_percentage = 55", set()),
    "another time of a session": ("update operational.learning_sessions set duration_minutes = 45", set()),
    "drop out": (
        "update operational.student_subject_enrollments set status = 'dropped', ended_on = '2026-02-27'",
        FROM_ENROLLMENT,
    ),
    "another faculty member": (
        "update operational.student_subject_enrollments set faculty_id = (select min(id) from operational.faculties)",
        FROM_ENROLLMENT,
    ),
    "another subject": (
        "update operational.student_subject_enrollments set subject_id = (select max(id) from operational.subjects)",
        FROM_ENROLLMENT,
    ),
    "an enrolment in an earlier year than all others": (
        "update operational.student_subject_enrollments set enrollment_date = '2019-05-01' where id = "
        "(select max(id) from operational.student_subject_enrollments)",
        CALENDAR,
    ),
    "one enrolment more": (
        "insert into operational.student_subject_enrollments (student_id, subject_id, enrollment_date) "
        "select max(student_id), (select max(id) from operational.subjects), '2026-01-05' "
        "from operational.student_subject_enrollments",
        FROM_ENROLLMENT,
    ),
    "one enrolment less": (
        "delete from operational.student_subject_enrollments where id = "
        "(select max(id) from operational.student_subject_enrollments)",
        FROM_ENROLLMENT,
    ),
    "another subject of a session": (
        "update operational.learning_sessions set subject_id = (select max(id) from operational.subjects)",
        FROM_SESSION,
    ),
}


@pytest.fixture(scope="module")
def served_template(server_url: str, built_template: str, dbt: Dbt) -> str:
    """Two students with everything that the models in question tell of one; all of it built, once for all cases."""
    with Institute(make_database(server_url, DATABASE, built_template)) as institute:
        extract(institute.database_url)
        for number in ("E1", "E2"):
            student = institute.add_student(number)
            enrollment = institute.enroll(student)
            session = institute.hold_session(student, DAY)
            institute.mark(session, student, day=DAY)
            if number == "E1":
                give_everything(institute, student, enrollment, session)
        extract(institute.database_url)
        dbt("run")
    template = f"{TEMPLATE}_served"
    with connect(f"{server_url}/postgres", autocommit=True) as connection:
        connection.execute(f"alter database {DATABASE} rename to {template}")
    return template


@pytest.fixture
def served(server_url: str, served_template: str) -> Iterator[Institute]:
    """That institute, for one case."""
    with Institute(make_database(server_url, DATABASE, served_template)) as institute:
        yield institute
    drop_database(server_url, DATABASE)


def give_everything(institute: Institute, student: int, enrollment: int, session: int) -> None:
    """A rating, a fee plan, an alert, an intervention, and the inquiry that the student came from."""
    campus = institute.campuses[0]
    institute.insert(
        "feedback",
        campus_id=campus,
        student_id=student,
        faculty_id=institute.faculty,
        session_id=session,
        feedback_type="session",
        rating=4,
    )
    plan = institute.insert("fee_plans", enrollment_id=enrollment, total_amount=9000)
    institute.insert("fee_installments", fee_plan_id=plan, due_on=DAY, amount=9000)
    institute.insert(
        "crm_inquiries",
        campus_id=campus,
        student_name="Somebody",
        source="website",
        status="enrolled",
        student_id=student,
        closed_on=DAY,
    )


def stand_on(dbt: Dbt, models: set[str]) -> set[str]:
    """These models, and all that stand on them and are refreshed."""
    ahead = [key for key, node in dbt.manifest.nodes.items() if node.name in models]
    found = set(ahead)
    while ahead:
        children = {key for key in dbt.manifest.child_map[ahead.pop()] if key.startswith("model.")} - found
        found |= children
        ahead += children
    return {dbt.manifest.nodes[key].name for key in found if "scoring" not in dbt.manifest.nodes[key].tags}


def test_every_step_that_is_asked_about_is_one(dbt: Dbt) -> None:
    dbt.manifest.build_parent_and_child_maps()
    by_name = {node.name: key for key, node in dbt.manifest.nodes.items()}
    for passage in passages():
        assert passage.changed in {source.name for source in dbt.manifest.sources.values()}
        for model in passage.models:
            assert by_name[model] in dbt.manifest.child_map[by_name[passage.through]]


def test_a_closed_step_is_not_taken_but_another_way_is(dbt: Dbt) -> None:
    names = ("model.headway.stg_operational__session", "model.headway.fct_feedback")
    closed = {Edge("learning_sessions", *names)}
    assert names[1] in reached_by(dbt.manifest, ["learning_sessions"])
    assert names[1] not in reached_by(dbt.manifest, ["learning_sessions"], closed)
    assert names[1] in reached_by(dbt.manifest, ["learning_sessions", "feedback"], closed)


@pytest.mark.parametrize("what", HAPPENINGS)
def test_what_is_left_alone_would_say_the_same(served: Institute, dbt: Dbt, what: str) -> None:
    statement, moved = HAPPENINGS[what]
    [(before,)] = served.run("select max(extract_id) from raw.extract_log")
    served.connection.execute(statement)  # type: ignore[call-overload]
    extract(served.database_url)
    changed = changed_since(served.database_url, before)
    assert changed
    closed = closed_edges(dbt.manifest, served.database_url, changed, before)
    reached = {dbt.manifest.nodes[key].name for key in reached_by(dbt.manifest, changed, closed)}
    assert moved <= reached
    # An intervention tells of attendance too, which a session's other duration moves.
    assert not (LEFT_ALONE - moved - {"fct_intervention"}) & reached
    # What stands on the calendar takes whole columns of it, and says the same where it does.
    asked = {"fct_enrollment", "int_enrollment__link", *CALENDAR, *stand_on(dbt, LEFT_ALONE - CALENDAR)}
    dbt("run", "--select", *sorted(reached & asked))
    refreshed = marts(served)
    dbt("run", "--full-refresh", "--select", *sorted(asked))
    anew: dict[str, list[tuple[Any, ...]]] = marts(served)
    for relation, rows in anew.items():
        assert refreshed[relation] == rows, relation
    assert refreshed["marts.fct_feedback"]
    assert refreshed["marts.fct_fee_installment"] or what == "one enrolment less"
