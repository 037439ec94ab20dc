"""Inquiries: who gets them, how they move, convert and merge."""

from datetime import timedelta
from typing import Any

import pytest

from tests.factories import make_faculty, make_student, make_user
from tests.factories.insert import number
from tests.ingest_api.conftest import Api, Call
from tests.ingest_api.crm.leads import make_follow_up, make_inquiry, stages, today
from tests.ingest_api.school import School
from warehouse.vocabulary import Role

ASKER = {"student_name": "Meera Nair", "phone": "+91 98200 12345"}


class TestCreate:
    def test_it_is_whole_and_tells_of_itself(self, api: Api, school: School) -> None:
        headers = api.log_in(school.users[Role.ADMIN])
        answer = api.post(
            "/crm/inquiries",
            headers,
            json={**ASKER, "source": "referral", "tags": ["evening"], "interested_subject_ids": [school.subject]},
        )
        assert answer.status_code == 201, answer.text
        inquiry = answer.json()
        assert (inquiry["status"], inquiry["priority"], inquiry["source"]) == ("new", "medium", "referral")
        assert [subject["id"] for subject in inquiry["interested_subjects"]] == [school.subject]
        assert [stage["to_status"] for stage in inquiry["stages"]] == ["new"]
        event = api.connection.execute(
            "select name, actor_user_id, payload::text from operational.event"
            " where relation = 'crm_inquiries' and row_id = %s",
            (inquiry["id"],),
        ).fetchone()
        assert event is not None
        assert event[:2] == ("inquiry.created", school.users[Role.ADMIN])
        assert "Meera" not in event[2]

    def test_nobody_can_be_reached_by_nothing(self, api: Api, school: School) -> None:
        answer = api.post("/crm/inquiries", api.log_in(school.users[Role.ADMIN]), json={"student_name": "Meera"})
        assert answer.status_code == 422

    def test_inquiries_that_come_at_once_are_shared_out_evenly(self, api: Api, school: School) -> None:
        colleague = make_user(api.connection, Role.COUNSELOR, school.campus)
        headers = api.log_in(school.users[Role.ADMIN])
        answers = api.at_once([Call("POST", "/crm/inquiries", headers, {"json": ASKER}) for _ in range(6)])
        owners = [answer.json()["counselor_id"] for answer in answers]
        assert sorted(owners) == sorted([school.users[Role.COUNSELOR], colleague] * 3)
        told = api.get("/notifications", api.log_in(colleague), unread=True).json()["items"]
        assert [note["kind"] for note in told] == ["inquiry.assigned"] * 3

    def test_the_same_key_makes_one_inquiry(self, api: Api, school: School) -> None:
        headers = api.log_in(school.users[Role.ADMIN]) | {"Idempotency-Key": "a key of this test".replace(" ", "-")}
        answers = api.at_once([Call("POST", "/crm/inquiries", headers, {"json": ASKER}) for _ in range(5)])
        assert {answer.status_code for answer in answers} == {201}
        assert len({answer.json()["id"] for answer in answers}) == 1


class TestSearch:
    def test_pages_filters_and_orders(self, api: Api, school: School) -> None:
        ids = [make_inquiry(api.connection, school.campus, student_name=f"Zed {letter}") for letter in "cab"]
        make_inquiry(api.connection, school.other_campus, student_name="Zed elsewhere")
        headers = api.log_in(school.users[Role.COUNSELOR])
        first = api.get("/crm/inquiries", headers, q="zed", sort="name", limit=2).json()
        second = api.get("/crm/inquiries", headers, q="zed", sort="name", cursor=first["next_cursor"]).json()
        assert [item["id"] for item in first["items"] + second["items"]] == [ids[1], ids[2], ids[0]]
        for sort in ("created_at", "-created_at", "next_follow_up_date", "-name"):
            page = api.get("/crm/inquiries", headers, sort=sort, limit=1).json()
            assert api.get("/crm/inquiries", headers, sort=sort, cursor=page["next_cursor"]).status_code == 200

    @pytest.mark.parametrize("sort", ["created_at", "-created_at", "next_follow_up_date", "-next_follow_up_date"])
    def test_every_order_is_paged_without_a_gap(self, api: Api, school: School, sort: str) -> None:
        day = today(api.connection, school.campus)
        for plan in (day, None, day + timedelta(days=1), None, day):
            make_inquiry(api.connection, school.campus, student_name="Paged", next_follow_up_date=plan)
        headers = api.log_in(school.users[Role.COUNSELOR])
        whole = api.get("/crm/inquiries", headers, q="paged", sort=sort).json()["items"]
        found: list[Any] = []
        following: dict[str, str] = {}
        while len(found) < len(whole):
            page = api.get("/crm/inquiries", headers, q="paged", sort=sort, limit=1, **following).json()
            found += page["items"]
            following = {"cursor": page["next_cursor"]}
        assert [one["id"] for one in found] == [one["id"] for one in whole]
        assert following == {"cursor": None}
        plans = [one["next_follow_up_date"] or "later" for one in whole]
        if "follow_up" in sort:
            assert plans == sorted(plans, reverse=sort.startswith("-"))

    def test_stages_and_counselors_are_counted_as_far_as_the_viewer_sees(self, api: Api, school: School) -> None:
        own = {"counselor_id": school.users[Role.COUNSELOR], "student_name": "Counted here"}
        make_inquiry(api.connection, school.campus, **own)
        make_inquiry(api.connection, school.campus, student_name="Counted here", status="contacted")
        make_inquiry(api.connection, school.campus, status="lost", closed_on="2026-01-01", **own)
        gone = make_user(api.connection, Role.COUNSELOR, school.other_campus)
        make_inquiry(api.connection, school.other_campus, student_name="Counted here", counselor_id=gone)
        headers = api.log_in(school.users[Role.COUNSELOR])
        told = api.get("/crm/pipeline/stages", headers, q="counted here").json()["stages"]
        assert [(row["status"], row["inquiries"]) for row in told] == [
            ("new", 1),
            ("contacted", 1),
            ("follow_up_scheduled", 0),
            ("enrolled", 0),
            ("lost", 1),
        ]
        counted = api.get("/crm/pipeline/stages", headers, q="counted here", counselor_id=own["counselor_id"]).json()
        assert sum(row["inquiries"] for row in counted["stages"]) == 2
        known = {row["id"]: row["open_inquiries"] for row in api.get("/crm/counselors", headers).json()["items"]}
        assert known == {own["counselor_id"]: 1}
        everywhere = api.get("/crm/counselors", api.log_in(school.users[Role.SUPER_ADMIN])).json()["items"]
        assert {row["id"] for row in everywhere} >= {own["counselor_id"], gone}
        for path in ("/crm/pipeline/stages", "/crm/counselors"):
            assert api.get(path, api.log_in(school.users[Role.STUDENT])).status_code == 403

    def test_what_is_due_is_found(self, api: Api, school: School) -> None:
        day = today(api.connection, school.campus)
        due = make_inquiry(api.connection, school.campus, next_follow_up_date=day)
        make_inquiry(api.connection, school.campus)
        found = api.get(
            "/crm/inquiries", api.log_in(school.users[Role.COUNSELOR]), due_until=str(day), open=True, source=""
        )
        assert found.status_code == 422
        found = api.get("/crm/inquiries", api.log_in(school.users[Role.COUNSELOR]), due_until=str(day), open=True)
        assert [item["id"] for item in found.json()["items"]] == [due]


class TestChange:
    def test_only_what_was_sent_is_changed(self, api: Api, school: School) -> None:
        inquiry = make_inquiry(api.connection, school.campus, phone="12345")
        headers = api.log_in(school.users[Role.COUNSELOR])
        answer = api.put(f"/crm/inquiries/{inquiry}", headers, json={"notes": "calls back", "status": "contacted"})
        assert answer.status_code == 200, answer.text
        assert (answer.json()["phone"], answer.json()["notes"]) == ("12345", "calls back")
        assert stages(api.connection, inquiry) == ["new", "contacted"]

    def test_lost_needs_a_reason_and_can_be_reopened(self, api: Api, school: School) -> None:
        inquiry = make_inquiry(api.connection, school.campus)
        make_follow_up(api.connection, inquiry, today(api.connection, school.campus))
        headers = api.log_in(school.users[Role.COUNSELOR])
        path = f"/crm/inquiries/{inquiry}"
        assert api.put(path, headers, json={"status": "lost"}).status_code == 422
        lost = api.put(path, headers, json={"status": "lost", "lost_reason": "too far away"}).json()
        assert (lost["status"], lost["lost_reason"]) == ("lost", "too far away")
        assert lost["closed_on"] == str(today(api.connection, school.campus))
        assert api.get("/crm/follow-ups", headers, inquiry_id=inquiry).json()["items"] == []
        again = api.put(path, headers, json={"status": "contacted"}).json()
        assert (again["closed_on"], again["lost_reason"]) == (None, None)
        assert stages(api.connection, inquiry) == ["new", "lost", "contacted"]

    @pytest.mark.parametrize(("now", "wanted"), [("contacted", "new"), ("lost", "new"), ("new", "enrolled")])
    def test_moves_that_there_are_not(self, api: Api, school: School, now: str, wanted: str) -> None:
        closed = {"closed_on": "2026-01-01"} if now == "lost" else {}
        inquiry = make_inquiry(api.connection, school.campus, status=now, **closed)
        answer = api.put(f"/crm/inquiries/{inquiry}", api.log_in(school.users[Role.COUNSELOR]), json={"status": wanted})
        assert answer.status_code == 409

    def test_two_people_who_edit_one_inquiry(self, api: Api, school: School) -> None:
        inquiry = make_inquiry(api.connection, school.campus)
        headers = api.log_in(school.users[Role.COUNSELOR]) | {"If-Match": '"1"'}
        calls = [Call("PUT", f"/crm/inquiries/{inquiry}", headers, {"json": {"notes": f"by {name}"}}) for name in "ab"]
        answers = sorted(api.at_once(calls), key=lambda answer: answer.status_code)
        assert [answer.status_code for answer in answers] == [200, 409]
        assert answers[0].headers["ETag"] == '"2"'
        assert answers[1].json()["current"]["version"] == 2


class TestPhones:
    @pytest.mark.parametrize("wanted", ["+91 98200-12345", "9820012345", "98200 12345", "012345"])
    def test_a_phone_is_found_however_it_is_written(self, api: Api, school: School, wanted: str) -> None:
        inquiry = make_inquiry(api.connection, school.campus, phone="+91 98200 12345")
        make_inquiry(api.connection, school.campus, phone="+91 98200 99999")
        headers = api.log_in(school.users[Role.COUNSELOR])
        found = api.get("/crm/inquiries", headers, q=wanted).json()["items"]
        assert [one["id"] for one in found] == [inquiry]

    def test_a_name_with_a_number_is_no_phone(self, api: Api, school: School) -> None:
        make_inquiry(api.connection, school.campus, phone="--")
        headers = api.log_in(school.users[Role.COUNSELOR])
        assert api.get("/crm/inquiries", headers, q="Batch 123456 of").json()["items"] == []

    def test_each_tells_since_when_it_is_in_its_stage(self, api: Api, school: School) -> None:
        inquiry = make_inquiry(api.connection, school.campus)
        headers = api.log_in(school.users[Role.COUNSELOR])
        before = api.get(f"/crm/inquiries/{inquiry}", headers).json()["status_since"]
        moved = api.put(f"/crm/inquiries/{inquiry}", headers, json={"status": "contacted"}).json()
        assert moved["status_since"] == moved["stages"][-1]["changed_at"] > before


class TestConvert:
    def test_one_flow_from_inquiry_to_enrolled_student(self, api: Api, school: School) -> None:
        inquiry = make_inquiry(api.connection, school.campus, student_name="Meera Nair", phone="12", status="contacted")
        headers = api.log_in(school.users[Role.COUNSELOR])
        answer = api.post(
            f"/crm/inquiries/{inquiry}/convert",
            headers,
            json={"enrollments": [{"subject_id": school.subject, "faculty_id": school.faculty}]},
        )
        assert answer.status_code == 200, answer.text
        converted = answer.json()
        student = api.get(f"/students/{converted['student_id']}", headers).json()
        assert (student["first_name"], student["last_name"], student["phone"]) == ("Meera", "Nair", "12")
        assert student["active_enrollments"] == 1
        assert converted["inquiry"]["status"] == "enrolled"
        assert stages(api.connection, inquiry) == ["new", "enrolled"]
        assert api.post(f"/crm/inquiries/{inquiry}/convert", headers, json={}).status_code == 409

    def test_batch_fee_plan_and_first_payment_go_with_the_enrolment(self, api: Api, school: School) -> None:
        inquiry = make_inquiry(api.connection, school.campus)
        headers = api.log_in(school.users[Role.COUNSELOR])
        enrollment = {
            "subject_id": school.subject,
            "batch_id": school.batch,
            "fee_plan": {"total_amount": "9000", "installments": [{"due_on": "2026-12-01", "amount": "9000"}]},
            "payment": {"amount": "3000", "method": "upi"},
        }
        answer = api.post(
            f"/crm/inquiries/{inquiry}/convert",
            # Of the inquiry, not of what goes with it.
            headers | {"If-Match": '"1"'},
            json={"enrollments": [enrollment]},
        )
        assert answer.status_code == 200, answer.text
        converted = answer.json()
        [enrollment_id] = converted["enrollment_ids"]
        plan = api.get(f"/enrollments/{enrollment_id}/fee-plan", headers).json()
        assert (plan["paid_amount"], plan["balance_amount"]) == ("3000.00", "6000.00")
        [payment] = api.get("/payments", headers, student_id=converted["student_id"]).json()["items"]
        assert converted["receipts"] == [payment["receipt"]]
        members = api.get(f"/batches/{school.batch}/members", headers).json()["items"]
        assert converted["student_id"] in {member["student_id"] for member in members}
        assert api.post(f"/users/{converted['user_id']}/invite", headers).json()["purpose"] == "invitation"

    @pytest.mark.parametrize(
        "fault",
        [
            {"batch_id": 2**62},
            {"fee_plan": {"total_amount": "9000", "installments": [{"due_on": "2026-12-01", "amount": "1"}]}},
            {"payment": {"amount": "0"}},
        ],
    )
    def test_a_fault_in_what_goes_with_it_leaves_no_student_behind(
        self, api: Api, school: School, fault: dict[str, Any]
    ) -> None:
        inquiry = make_inquiry(api.connection, school.campus, email=f"no{number()}@example.org")
        headers = api.log_in(school.users[Role.COUNSELOR])
        body = {"enrollments": [{"subject_id": school.subject, **fault}]}
        assert api.post(f"/crm/inquiries/{inquiry}/convert", headers, json=body).status_code == 422
        assert stages(api.connection, inquiry) == ["new"]

    def test_a_fault_in_an_enrolment_leaves_no_student_behind(self, api: Api, school: School) -> None:
        inquiry = make_inquiry(api.connection, school.campus, email="left.behind@example.org")
        stranger = make_faculty(api.connection, school.other_campus)
        headers = api.log_in(school.users[Role.COUNSELOR])
        for enrollments in (
            [{"subject_id": school.subject, "faculty_id": stranger}],
            [{"subject_id": school.subject}, {"subject_id": school.subject}],
            [{"subject_id": 2**62}],
        ):
            answer = api.post(f"/crm/inquiries/{inquiry}/convert", headers, json={"enrollments": enrollments})
            assert answer.status_code in (409, 422)
        left = "select count(*) from operational.users where email = 'left.behind@example.org'"
        assert api.connection.execute(left).fetchone() == (0,)
        assert stages(api.connection, inquiry) == ["new"]

    def test_somebody_who_is_a_student_already(self, api: Api, school: School) -> None:
        inquiry = make_inquiry(api.connection, school.campus)
        student = make_student(api.connection, school.campus)
        headers = api.log_in(school.users[Role.COUNSELOR])
        elsewhere = {"student_id": school.other_student}
        assert api.post(f"/crm/inquiries/{inquiry}/convert", headers, json=elsewhere).status_code == 422
        answer = api.post(f"/crm/inquiries/{inquiry}/convert", headers, json={"student_id": student})
        assert answer.json()["student_id"] == student


class TestDuplicates:
    def test_by_email_phone_and_name(self, api: Api, school: School) -> None:
        inquiry = make_inquiry(
            api.connection, school.campus, student_name="Quillon Vashti", phone="+91 98200-99999", email="Q@example.org"
        )
        by_email = make_inquiry(api.connection, school.campus, student_name="Qx", email="q@example.org")
        by_phone = make_inquiry(api.connection, school.campus, student_name="Quil V", phone="098200 99999")
        by_name = make_inquiry(api.connection, school.campus, student_name="vashti  quilon")
        make_inquiry(api.connection, school.campus, student_name="Quinn Else")
        make_inquiry(api.connection, school.other_campus, student_name="Quillon Vashti")
        found = api.get(f"/crm/inquiries/{inquiry}/duplicates", api.log_in(school.users[Role.COUNSELOR])).json()
        assert {item["inquiry"]["id"]: item["matches"] for item in found["items"]} == {
            by_email: ["email"],
            by_phone: ["phone"],
            by_name: ["name"],
        }

    def test_merging_keeps_what_either_knew(self, api: Api, school: School) -> None:
        day = today(api.connection, school.campus)
        kept = make_inquiry(api.connection, school.campus, notes="first", tags=["a"])
        other = make_inquiry(
            api.connection, school.campus, phone="777", notes="second", tags=["a", "b"], next_follow_up_date=day
        )
        follow_up = make_follow_up(api.connection, other, day)
        headers = api.log_in(school.users[Role.COUNSELOR])
        answer = api.post(f"/crm/inquiries/{kept}/merge", headers, json={"duplicate_id": other})
        assert answer.status_code == 200, answer.text
        merged = answer.json()
        assert (merged["phone"], merged["notes"], merged["tags"]) == ("777", "first\n\nsecond", ["a", "b"])
        assert [one["id"] for one in api.get("/crm/follow-ups", headers, inquiry_id=kept).json()["items"]] == [
            follow_up
        ]
        gone = api.get(f"/crm/inquiries/{other}", headers).json()
        assert (gone["status"], gone["merged_into_id"]) == ("lost", kept)
        assert api.put(f"/crm/inquiries/{other}", headers, json={"status": "contacted"}).status_code == 409
        assert api.post(f"/crm/inquiries/{kept}/merge", headers, json={"duplicate_id": other}).status_code == 409
        assert api.post(f"/crm/inquiries/{kept}/merge", headers, json={"duplicate_id": kept}).status_code == 422
