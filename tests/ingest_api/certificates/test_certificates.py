"""/certificates: who gets one, who may check it, and the paper."""

from datetime import date
from typing import Any

import pytest

from ingest_api.certificates.paper import as_pdf
from ingest_api.certificates.service import as_written, new_number
from tests.ingest_api.authorization.own_day import completed
from tests.ingest_api.conftest import Api, Call
from tests.ingest_api.school import School
from warehouse.vocabulary import Role

Headers = dict[str, str]


@pytest.fixture
def own(api: Api, school: School) -> Headers:
    return api.log_in(school.users[Role.STUDENT])


def issue(api: Api, headers: Headers, enrollment: int) -> Any:
    return api.post("/certificates", headers, json={"enrollment_id": enrollment})


class TestIssuing:
    def test_a_completed_enrolment_has_one_certificate(self, api: Api, school: School, own: Headers) -> None:
        enrollment = completed(api.connection, school.students[0])
        listed = api.get(f"/certificates/student/{school.students[0]}", own).json()["items"]
        assert [(one["enrollment_id"], one["number"]) for one in listed] == [(enrollment, None)]
        call = Call("POST", "/certificates", own, {"json": {"enrollment_id": enrollment}})
        answers = api.at_once([call] * 4)
        assert {answer.status_code for answer in answers} == {201}
        assert len({answer.json()["number"] for answer in answers}) == 1
        listed = api.get(f"/certificates/student/{school.students[0]}", own).json()["items"]
        assert listed[0]["number"] == answers[0].json()["number"]

    def test_who_still_learns_has_none(self, api: Api, school: School, own: Headers) -> None:
        row = api.connection.execute(
            "select id from operational.student_subject_enrollments where student_id = %s", (school.students[0],)
        ).fetchone()
        assert row is not None
        answer = issue(api, own, row[0])
        assert (answer.status_code, answer.json()["type"]) == (409, "urn:headway:problem:not-completed")

    def test_nobody_gets_somebody_elses(self, api: Api, school: School, own: Headers) -> None:
        assert issue(api, own, completed(api.connection, school.students[1])).status_code == 404
        assert issue(api, own, 2**62).status_code == 404


class TestChecking:
    def test_the_number_tells_name_subject_day_and_no_more(self, api: Api, school: School, own: Headers) -> None:
        number = issue(api, own, completed(api.connection, school.students[0])).json()["number"]
        told = api.get(f"/certificates/{number}").json()
        assert set(told) == {
            "number",
            "student_name",
            "subject_name",
            "completed_on",
            "issued_on",
            "institute_name",
        }
        assert (told["subject_name"], told["completed_on"]) == ("Spreadsheets", "2024-06-28")
        typed = number.lower().replace("-", " ").replace("0", "o").replace("1", "l")
        assert api.get(f"/certificates/{typed}").json()["number"] == number

    def test_an_enrolment_that_goes_on_takes_it_back(self, api: Api, school: School, own: Headers) -> None:
        enrollment = completed(api.connection, school.students[0])
        number = issue(api, own, enrollment).json()["number"]
        api.connection.execute(
            "update operational.student_subject_enrollments set status = 'active', ended_on = null where id = %s",
            (enrollment,),
        )
        assert api.get(f"/certificates/{number}").status_code == 404
        assert api.get(f"/certificates/{number}/paper", own).status_code == 404

    @pytest.mark.parametrize("number", ["HW-0000-0000-0000", "x", "%E0%A4%85", "HW----"])
    def test_a_made_up_number_is_nobodys(self, api: Api, school: School, number: str) -> None:
        assert api.get(f"/certificates/{number}").status_code == 404


class TestPaper:
    def test_it_is_a_pdf_of_ones_own(self, api: Api, school: School, own: Headers) -> None:
        number = issue(api, own, completed(api.connection, school.students[0])).json()["number"]
        answer = api.get(f"/certificates/{number}/paper", own)
        assert answer.headers["content-type"] == "application/pdf"
        assert answer.content.startswith(b"%PDF")
        assert answer.headers.get_list("cache-control") == ["private, no-store"]
        other = api.log_in_as("students", school.students[1])
        assert api.get(f"/certificates/{number}/paper", other).status_code == 404

    @pytest.mark.parametrize(
        "name", ["\u0906\u0936\u093e \u0930\u093e\u0935", "\u0639\u0627\u0626\u0634\u0629", "A" * 200]
    )
    def test_names_in_any_script_and_of_any_length(self, name: str) -> None:
        row = {
            "institute_name": name,
            "student_name": name,
            "subject_name": name,
            "campus_name": "Pune",
            "is_demo": True,
            "number": new_number(),
            "enrollment_no": "HW-1",
            "completed_on": date(2024, 6, 28),
            "issued_on": date(2024, 7, 1),
        }
        content = as_pdf(row, "https://headway.example.org/")
        assert content.startswith(b"%PDF")
        assert content.count(b"/Type /Page\n") == 1


def test_a_number_is_found_however_it_is_typed() -> None:
    number = new_number()
    assert len(number) == len("HW-7K3M-Q2XD-9FHA")
    assert as_written(number.lower()) == number
    assert as_written(f" {number.replace('-', '')} ") == number
    assert as_written("") == "HW"
