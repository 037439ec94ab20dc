"""Payments under numbers without gaps, refunds of what came in, plans that add up."""

from decimal import Decimal
from typing import Any

import pytest

from tests.factories.insert import insert
from tests.ingest_api.conftest import Api, Call
from tests.ingest_api.school import School
from warehouse.vocabulary import Role


@pytest.fixture
def office(api: Api, school: School) -> dict[str, str]:
    return api.log_in(school.users[Role.COUNSELOR])


@pytest.fixture
def enrollment(api: Api, school: School) -> int:
    row = api.connection.execute(
        "select id from operational.student_subject_enrollments where student_id = %s", (school.students[0],)
    ).fetchone()
    assert row is not None
    return int(row[0])


class TestPayments:
    def test_many_at_once_get_numbers_without_gaps(self, api: Api, school: School, office: dict[str, str]) -> None:
        code = api.connection.execute(
            "select code from operational.campuses where id = %s", (school.campus,)
        ).fetchone()
        assert code is not None
        prefix = f"{code[0]}-2026-"
        imported = {"amount": 1, "paid_on": "2026-01-01", "student_id": school.students[1]}
        insert(api.connection, "payments", receipt=f"{prefix}000003", **imported)
        insert(api.connection, "payments", receipt=f"{prefix}old", **imported)
        calls = [
            Call(
                "POST",
                "/payments",
                office,
                {"json": {"student_id": student, "amount": "10.50", "paid_on": "2026-02-01"}},
            )
            for student in school.students * 5
        ]
        receipts = sorted(answer.json()["receipt"] for answer in api.at_once(calls))
        assert receipts == [f"{prefix}{number:06}" for number in range(4, 19)]

    def test_two_refunds_cannot_both_take_the_last_of_it(
        self, api: Api, school: School, office: dict[str, str], enrollment: int
    ) -> None:
        paid = {"student_id": school.students[0], "enrollment_id": enrollment, "amount": "100.00", "method": "upi"}
        payment = api.post("/payments", office, json=paid)
        assert payment.status_code == 201, payment.text
        assert (payment.json()["subject_id"], payment.json()["amount"]) == (school.subject, "100.00")
        refund = Call("POST", "/payments", office, {"json": {**paid, "amount": "-60"}})
        assert sorted(answer.status_code for answer in api.at_once([refund, refund])) == [201, 409]

    @pytest.mark.parametrize("content", [{"amount": 0}, {"amount": "1.001"}, {"amount": "1e30"}, {"enrollment_id": 9}])
    def test_what_cannot_be(self, api: Api, school: School, office: dict[str, str], content: dict[str, Any]) -> None:
        payment = {"student_id": school.students[0], "amount": 1, **content}
        assert api.post("/payments", office, json=payment).status_code == 422

    def test_a_student_sees_their_own(self, api: Api, school: School, office: dict[str, str]) -> None:
        ids = [
            api.post("/payments", office, json={"student_id": student, "amount": 5}).json()["id"]
            for student in school.students[:2]
        ]
        student = api.log_in(school.users[Role.STUDENT])
        assert [item["id"] for item in api.get("/payments", student).json()["items"]] == ids[:1]
        assert api.get(f"/payments/{ids[1]}", student).status_code == 404


class TestFeePlans:
    def test_payments_fill_the_earliest_instalment_first(
        self, api: Api, school: School, office: dict[str, str], enrollment: int
    ) -> None:
        path = f"/enrollments/{enrollment}/fee-plan"
        assert api.get(path, office).status_code == 404
        plan = {
            "total_amount": "100",
            "discount_amount": "10",
            "installments": [{"due_on": "2020-01-01", "amount": "50"}, {"due_on": "2020-02-01", "amount": "40"}],
        }
        agreed = api.put(path, office, json=plan)
        assert agreed.status_code == 200, agreed.text
        api.post(
            "/payments", office, json={"student_id": school.students[0], "enrollment_id": enrollment, "amount": 60}
        )
        found = api.get(path, api.log_in(school.users[Role.STUDENT])).json()
        assert Decimal(found["balance_amount"]) == 30
        assert [(Decimal(part["paid_amount"]), part["is_overdue"]) for part in found["installments"]] == [
            (50, False),
            (10, True),
        ]

    def test_the_version_tells_of_the_instalments_too(self, api: Api, office: dict[str, str], enrollment: int) -> None:
        path = f"/enrollments/{enrollment}/fee-plan"
        plan: dict[str, Any] = {"total_amount": 90, "installments": [{"due_on": "2026-01-01", "amount": 90}]}
        assert api.put(path, office, json=plan).headers["ETag"] == '"1"'
        assert api.put(path, office, json=plan).headers["ETag"] == '"1"'
        plan["installments"] = [{"due_on": "2026-02-01", "amount": 90}]
        assert api.put(path, office | {"If-Match": '"1"'}, json=plan).headers["ETag"] == '"2"'
        assert api.put(path, office | {"If-Match": '"1"'}, json=plan).status_code == 409

    def test_plans_that_do_not_add_up(self, api: Api, office: dict[str, str], enrollment: int) -> None:
        part = {"due_on": "2026-01-01", "amount": 45}
        for plan in (
            {"total_amount": 90, "installments": [part]},
            {"total_amount": 90, "installments": [part, part]},
            {"total_amount": 90, "discount_amount": 91},
            {"total_amount": -1},
        ):
            assert api.put(f"/enrollments/{enrollment}/fee-plan", office, json=plan).status_code == 422, plan

    def test_two_people_who_agree_on_the_first_plan(self, api: Api, office: dict[str, str], enrollment: int) -> None:
        calls = [
            Call("PUT", f"/enrollments/{enrollment}/fee-plan", office, {"json": {"total_amount": total}})
            for total in (10, 20, 30)
        ]
        assert {answer.status_code for answer in api.at_once(calls)} == {200}
