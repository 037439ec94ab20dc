"""The office's record of a student: courses, fees, contact, guardians and consents, against the running API."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from html import unescape
from typing import Any
from urllib.parse import parse_qsl, urlencode

import httpx
import pytest
from streamlit.testing.v1 import AppTest

from tests.dashboards.app_pages.conftest import Open
from tests.dashboards.app_pages.test_pages import words
from tests.dashboards.app_pages.test_planning import dialog
from tests.dashboards.conftest import Institute
from tests.factories import enroll, make_student, make_subject, make_topics
from tests.factories.insert import number
from warehouse.vocabulary import Role

STUDENTS = "app_pages/counselor/students.py"
BEGAN = date(2026, 1, 5)


def _begin(
    person: object, student: dict[str, object], subjects: dict[int, object], taken: list[object], names: dict[int, str]
) -> None:
    from dashboards.components.student_courses import _begin as begin

    begin(person, student, subjects, taken, names)


def _change(person: object, enrolment: dict[str, object], subjects: dict[int, object], names: dict[int, str]) -> None:
    from dashboards.components.student_courses import _change as change

    change(person, enrolment, subjects, names)


def _pay(person: object, student_id: int, names: dict[int, str], plans: dict[int, object]) -> None:
    from dashboards.components.fee_dialogs import record_payment

    record_payment(person, student_id, names, plans)


def _agree(person: object, name: str, enrolment: dict[str, object], plan: dict[str, object] | None) -> None:
    from dashboards.components.fee_dialogs import agree_on_fee

    agree_on_fee(person, name, enrolment, plan)


def _guardian(student_id: int, known: dict[str, object] | None) -> None:
    from dashboards.components.student_guardians import _open as open_guardian

    open_guardian(student_id, known)


def _consent(path: str, guardians: dict[int, str]) -> None:
    from dashboards.components.student_guardians import _consent_fields

    _consent_fields(path, guardians)


def _withdraw(path: str, consent: dict[str, object]) -> None:
    from dashboards.components.student_guardians import _withdrawal_fields

    _withdrawal_fields(path, consent)


class Case:
    """A student of the school's campus with one enrolment, and what the API tells of them."""

    def __init__(self, institute: Institute) -> None:
        school = institute.school
        self.institute = institute
        self.name = f"Zora{number()}"
        self.student = make_student(institute.connection, school.campus)
        institute.connection.execute(
            "update operational.users set first_name = %s, last_name = '<Rao>' where id ="
            " (select user_id from operational.students where id = %s)",
            (self.name, self.student),
        )
        self.enrolment = enroll(
            institute.connection, self.student, school.subject, faculty_id=school.faculty, enrollment_date=BEGAN
        )
        self.subject = make_subject(institute.connection)
        make_topics(institute.connection, self.subject, 1)

    def told(self, path: str, role: Role = Role.COUNSELOR) -> Any:
        headers = {"Authorization": f"Bearer {self.institute.log_in(role)['access_token']}"}
        answer = httpx.get(f"{self.institute.api_url}/api/v1{path}", headers=headers, trust_env=False)
        return answer.raise_for_status().json()

    @property
    def course(self) -> dict[str, Any]:
        found: dict[str, Any] = self.told(f"/enrollments/{self.enrolment}")
        return found

    @property
    def plan(self) -> dict[str, Any]:
        found: dict[str, Any] = self.told(f"/enrollments/{self.enrolment}/fee-plan")
        return found


@pytest.fixture
def case(institute: Institute) -> Iterator[Case]:
    one = Case(institute)
    yield one
    # Other tests count the people of this school.
    for table in ("payments", "consents", "guardians"):
        institute.connection.execute(f"delete from operational.{table} where student_id = %s", (one.student,))
    institute.connection.execute(
        "delete from operational.fee_plans where enrollment_id in"
        " (select id from operational.student_subject_enrollments where student_id = %s)",
        (one.student,),
    )
    for table in ("student_subject_enrollments", "students"):
        column = "id" if table == "students" else "student_id"
        institute.connection.execute(f"delete from operational.{table} where {column} = %s", (one.student,))


@pytest.fixture
def person(open_as: Open) -> Callable[[], object]:
    def find() -> object:
        return open_as(Role.COUNSELOR).session_state["_person"][1]

    return find


def errors(page: AppTest) -> str:
    return " ".join(one.value for one in page.error)


def test_students_are_found_by_name_standing_and_page(open_as: Open, case: Case) -> None:
    page = open_as(Role.COUNSELOR, STUDENTS, q=case.name)
    assert not page.exception
    assert "1 student" in words(page)
    page.selectbox(key="standing").set_value("hold").run()
    assert page.query_params["standing"] == "hold"
    assert "Nobody found." in words(page)
    page.selectbox(key="standing").set_value(None).run()
    way = re.search(rf'href="/students\?(q=[^"]*student={case.student})"', words(page))
    assert way
    page = open_as(Role.COUNSELOR, STUDENTS, **dict(parse_qsl(unescape(way[1]))))
    assert page.title[0].value == rf"{case.name} \<Rao\>"
    # Back leads to what was looked for.
    assert f'href="/students?{urlencode({"q": case.name})}"' in words(page)
    page.segmented_control(key="show").set_value("fees").run()
    assert page.query_params["show"] == "fees"
    assert "No fee agreed yet." in words(page)


def test_nobody_opens_the_record_of_another_campus_s_student(open_as: Open, institute: Institute) -> None:
    page = open_as(Role.ADMIN, STUDENTS, student=str(institute.school.other_student), show="contact")
    assert "that you may see" in errors(page)
    assert not page.title


class TestCourses:
    def test_a_second_subject_is_begun_and_the_first_cannot_be_twice(
        self, open_as: Open, case: Case, person: Callable[[], object]
    ) -> None:
        page = open_as(Role.COUNSELOR, STUDENTS, student=str(case.student), show="courses")
        assert not page.exception
        assert "● Active" in words(page)
        student = case.told(f"/students/{case.student}")
        subjects = {one["id"]: one for one in case.told("/subjects?limit=200")["items"]}
        asked = dialog(_begin, person(), student, subjects, [case.course], {})
        offered = asked.selectbox(key=f"begin-{case.student}-subject")
        assert subjects[case.institute.school.subject]["name"] not in offered.options
        offered.set_value(case.subject).run()
        asked.button(key="course-begin").click().run()
        assert not asked.error
        found = case.told(f"/enrollments?student_id={case.student}")["items"]
        assert {one["subject_id"] for one in found} == {case.institute.school.subject, case.subject}

    def test_what_must_come_before_is_named(self, case: Case, person: Callable[[], object]) -> None:
        case.institute.connection.execute(
            "insert into operational.subject_prerequisites (subject_id, prerequisite_id) values (%s, %s)",
            (case.subject, case.institute.school.subject),
        )
        student = case.told(f"/students/{case.student}")
        subjects = {one["id"]: one for one in case.told("/subjects?limit=200")["items"]}
        asked = dialog(_begin, person(), student, subjects, [case.course], {})
        asked.selectbox(key=f"begin-{case.student}-subject").set_value(case.subject).run()
        asked.button(key="course-begin").click().run()
        assert "To be completed before: " in errors(asked)
        case.institute.connection.execute(
            "delete from operational.subject_prerequisites where subject_id = %s", (case.subject,)
        )

    def test_paused_taken_up_again_and_left_with_a_reason(self, case: Case, person: Callable[[], object]) -> None:
        for step, reason in (("paused", "Ill"), ("active", ""), ("dropped", "Moved *away*")):
            one = case.course
            asked = dialog(_change, person(), one, {}, {})
            key = f"course-{one['id']}-{one['version']}"
            asked.pills(key=f"{key}-step").set_value(step).run()
            if step == "dropped":
                assert asked.button(key="course-step").disabled
            asked.text_area(key=f"{key}-why").set_value(reason).run()
            asked.button(key="course-step").click().run()
            assert not asked.error
            assert case.course["status"] == step
        ended = case.course
        assert ended["ended_on"] is not None
        assert [line.split(": ")[1] for line in ended["notes"].splitlines()] == ["Ill", "Moved *away*"]

    def test_not_everything_is_done_says_the_api_and_what_was_chosen_stays(
        self, case: Case, person: Callable[[], object]
    ) -> None:
        one = case.course
        asked = dialog(_change, person(), one, {}, {})
        key = f"course-{one['id']}-{one['version']}"
        asked.pills(key=f"{key}-step").set_value("completed").run()
        asked.button(key="course-step").click().run()
        assert "completed needs all of them" in errors(asked)
        assert asked.pills(key=f"{key}-step").value == "completed"

    def test_somebody_else_was_faster(self, case: Case, person: Callable[[], object]) -> None:
        one = case.course
        asked = dialog(_change, person(), one, {}, {case.institute.school.colleague: "A colleague"})
        key = f"course-{one['id']}-{one['version']}"
        case.institute.connection.execute(
            "update operational.student_subject_enrollments set notes = 'x' where id = %s", (case.enrolment,)
        )
        asked.selectbox(key=f"{key}-teacher").set_value(case.institute.school.colleague).run()
        asked.button(key="course-save").click().run()
        assert "Somebody else has changed this meanwhile" in errors(asked)


class TestFees:
    def test_agreed_in_parts_paid_in_part_and_shown(
        self, open_as: Open, case: Case, person: Callable[[], object]
    ) -> None:
        asked = dialog(_agree, person(), "Python", case.course, None)
        key = f"fee-{case.enrolment}-0"
        asked.number_input(key=f"{key}-total").set_value(10_000).run()
        asked.number_input(key=f"{key}-discount").set_value(1_000).run()
        asked.text_input(key=f"{key}-reason").set_value("Early bird").run()
        asked.number_input(key=f"{key}-parts").set_value(2).run()
        asked.date_input(key=f"{key}-first").set_value(BEGAN).run()
        asked.button(key="fee-save").click().run()
        assert not asked.error
        plan = case.plan
        assert [(one["due_on"], float(one["amount"])) for one in plan["installments"]] == [
            ("2026-01-05", 4500.0),
            ("2026-02-05", 4500.0),
        ]
        paid = dialog(_pay, person(), case.student, {case.enrolment: "Python"}, {case.enrolment: plan})
        paid.number_input(key=f"payment-{case.student}-amount-{case.enrolment}-False").set_value(5_000).run()
        assert paid.button(key="payment-save").label == "Record ₹5,000"
        paid.button(key="payment-save").click().run()
        assert not paid.error
        page = open_as(Role.COUNSELOR, STUDENTS, student=str(case.student), show="fees")
        shown = words(page)
        assert "₹5,000 of ₹9,000 paid · ₹1,000 discount · Early bird" in shown
        assert "! ₹4,000 overdue" in shown
        assert "✓ paid" in shown
        # What is open of the first part that is not paid in full is offered next.
        again = dialog(_pay, person(), case.student, {case.enrolment: "Python"}, {case.enrolment: case.plan})
        assert again.number_input(key=f"payment-{case.student}-amount-{case.enrolment}-False").value == 4_000

    def test_money_goes_back(self, case: Case, person: Callable[[], object]) -> None:
        asked = dialog(_pay, person(), case.student, {case.enrolment: "Python"}, {case.enrolment: None})
        asked.segmented_control(key=f"payment-{case.student}-direction").set_value("Went back").run()
        asked.selectbox(key=f"payment-{case.student}-for").set_value(0).run()
        amount = asked.number_input(key=f"payment-{case.student}-amount-0-True")
        assert asked.button(key="payment-save").disabled
        amount.set_value(250.5).run()
        asked.button(key="payment-save").click().run()
        assert "no more can be refunded" in errors(asked)
        asked.segmented_control(key=f"payment-{case.student}-direction").set_value("Came in").run()
        asked.number_input(key=f"payment-{case.student}-amount-0-False").set_value(300).run()
        asked.button(key="payment-save").click().run()
        asked.segmented_control(key=f"payment-{case.student}-direction").set_value("Went back").run()
        asked.number_input(key=f"payment-{case.student}-amount-0-True").set_value(250.5).run()
        assert asked.button(key="payment-save").label == "Pay back ₹250.50"
        asked.button(key="payment-save").click().run()
        assert not asked.error
        payments = case.told(f"/payments?student_id={case.student}")["items"]
        assert sorted((float(one["amount"]), one["enrollment_id"]) for one in payments) == [(-250.5, None), (300, None)]

    def test_a_plan_keeps_its_parts_until_it_is_divided_anew(self, case: Case, person: Callable[[], object]) -> None:
        first = dialog(_agree, person(), "Python", case.course, None)
        key = f"fee-{case.enrolment}-0"
        first.number_input(key=f"{key}-total").set_value(3_000).run()
        first.number_input(key=f"{key}-parts").set_value(3).run()
        first.button(key="fee-save").click().run()
        plan = case.plan
        again = dialog(_agree, person(), "Python", case.course, plan)
        key = f"fee-{case.enrolment}-{plan['version']}"
        again.number_input(key=f"{key}-discount").set_value(5_000).run()
        assert again.button(key="fee-save").disabled
        again.number_input(key=f"{key}-discount").set_value(0).run()
        again.toggle(key=f"{key}-anew").set_value(True).run()
        assert again.number_input(key=f"{key}-parts").value == 3
        again.number_input(key=f"{key}-parts").set_value(1).run()
        again.button(key="fee-save").click().run()
        assert not again.error
        assert [float(one["amount"]) for one in case.plan["installments"]] == [3_000.0]


class TestContact:
    def test_changed_and_refused_with_what_was_typed(self, open_as: Open, case: Case) -> None:
        page = open_as(Role.COUNSELOR, STUDENTS, student=str(case.student), show="contact")
        assert not page.exception
        version = case.told(f"/students/{case.student}")["version"]
        key = f"contact-{case.student}-{version}"
        page.text_input(key=f"{key}-guardian_email").set_value("no address").run()
        page.button(key="contact-save").click().run()
        assert "Guardian email" in errors(page)
        assert page.text_input(key=f"{key}-guardian_email").value == "no address"
        page.text_input(key=f"{key}-guardian_email").set_value("meera@example.org").run()
        page.date_input(key=f"{key}-born").set_value(date(2004, 2, 29)).run()
        page.button(key="contact-save").click().run()
        assert not page.error
        found = case.told(f"/students/{case.student}")
        assert (found["guardian_email"], found["date_of_birth"]) == ("meera@example.org", "2004-02-29")

    def test_standing_waits_for_open_enrolments(self, open_as: Open, case: Case) -> None:
        page = open_as(Role.ADMIN, STUDENTS, student=str(case.student), show="contact")
        version = case.told(f"/students/{case.student}")["version"]
        page.pills(key=f"standing-{case.student}-{version}").set_value("dropped").run()
        page.button(key="standing-save").click().run()
        assert "not over yet" in errors(page)
        page.pills(key=f"standing-{case.student}-{version}").set_value("hold").run()
        page.button(key="standing-save").click().run()
        assert case.told(f"/students/{case.student}")["status"] == "hold"

    def test_a_guardian_agrees_and_withdraws(self, open_as: Open, case: Case) -> None:
        open_as(Role.COUNSELOR)
        added = dialog(_guardian, case.student, None)
        assert added.button(key="guardian-save").disabled
        key = f"guardian-{case.student}-0-0"
        added.text_input(key=f"{key}-name").set_value("Meera <Rao>").run()
        added.text_input(key=f"{key}-relationship").set_value("mother").run()
        added.checkbox(key=f"{key}-first").set_value(True).run()
        added.button(key="guardian-save").click().run()
        assert not added.error
        [guardian] = case.told(f"/students/{case.student}/guardians")["items"]
        assert (guardian["name"], guardian["is_primary"]) == ("Meera <Rao>", True)
        path = f"/students/{case.student}"
        given = dialog(_consent, path, {guardian["id"]: guardian["name"]})
        given.selectbox(key="consent-by").set_value(guardian["id"]).run()
        given.text_input(key="consent-source").set_value("signed form").run()
        given.button(key="consent-save").click().run()
        assert not given.error
        shown = words(open_as(Role.COUNSELOR, STUDENTS, student=str(case.student), show="contact"))
        assert "Meera &lt;Rao&gt;" in shown
        assert "✓ holds" in shown
        case.institute.connection.execute(
            "update operational.consents set granted_at = '2026-06-09 18:30Z' where student_id = %s", (case.student,)
        )
        # The day is that of the campus, where it was midnight.
        shown = words(open_as(Role.COUNSELOR, STUDENTS, student=str(case.student), show="contact"))
        assert "10 June 2026" in shown
        [consent] = case.told(f"{path}/consents")["items"]
        ended = dialog(_withdraw, f"{path}/consents/{consent['id']}/withdraw", consent)
        ended.text_input(key=f"withdrawal-{consent['id']}-{consent['version']}").set_value("telephone call").run()
        ended.button(key="withdrawal-save").click().run()
        assert not ended.error
        assert case.told(f"{path}/consents")["items"][0]["is_given"] is False
        changed = dialog(_guardian, case.student, guardian)
        changed.button(key="guardian-remove").click().run()
        # Who agreed to something stays.
        assert errors(changed)


def test_what_is_late_leads_to_the_fees(open_as: Open) -> None:
    page = open_as(Role.ADMIN, "app_pages/admin/revenue.py")
    assert "show=fees" in words(page)


def test_pages_grow(open_as: Open, institute: Institute) -> None:
    made = [make_student(institute.connection, institute.school.campus) for _ in range(26)]
    try:
        page = open_as(Role.COUNSELOR, STUDENTS)
        assert "25+ students" in words(page)
        page.button(key="students-more").click().run()
        assert "+ students" not in words(page)
    finally:
        institute.connection.execute("delete from operational.students where id = any(%s)", (made,))
