"""The counselor's way: the pipeline, one inquiry, somebody new, becoming a student, conversion, rewards."""

from typing import Any

import httpx
import pytest
from streamlit.testing.v1 import AppTest

from dashboards.api_client import API_PREFIX
from tests.dashboards.app_pages.conftest import Open
from tests.dashboards.app_pages.test_pages import unused_port, words
from tests.dashboards.app_pages.test_planning import dialog
from tests.dashboards.conftest import Institute
from tests.factories.insert import number
from tests.ingest_api.crm.leads import make_follow_up, make_inquiry, stages, today
from warehouse.settings import get_settings
from warehouse.vocabulary import InquiryStatus, Role

PIPELINE, INQUIRY, ENROL, NEW, CONVERSION, REWARDS = (
    f"app_pages/counselor/{name}.py"
    for name in ("pipeline", "inquiry", "enrol", "new_inquiry", "conversion", "rewards")
)


def _lost(inquiry: dict[str, object]) -> None:
    from dashboards.components.lead_moves import ask_why

    ask_why(inquiry)


def _merge(kept: dict[str, object], other: dict[str, object]) -> None:
    from dashboards.components.lead_duplicates import confirm_merge

    confirm_merge(kept, other)


def _give() -> None:
    from dashboards.components.give_points import give_points

    give_points()


def _decide(reward: dict[str, object]) -> None:
    from dashboards.components.reward_list import decide_appeal

    decide_appeal(reward)


def institute_api(institute: Institute, path: str) -> Any:
    """What the API tells the counselor."""
    token = institute.log_in(Role.COUNSELOR)["access_token"]
    url = f"{institute.api_url}{API_PREFIX}{path}"
    return httpx.get(url, headers={"Authorization": f"Bearer {token}"}, trust_env=False).json()


def value(institute: Institute, query: str, *binds: object) -> Any:
    row = institute.connection.execute(query, binds).fetchone()
    return None if row is None else row[0]


def asker(institute: Institute, **values: Any) -> int:
    """An inquiry of the school's campus under a name that no other test has."""
    values.setdefault("student_name", f"Only{number()} <b>Here</b>")
    return make_inquiry(institute.connection, institute.school.campus, **values)


def keys(page: AppTest) -> set[str]:
    """The buttons that are there."""
    return {button.key for button in page.button if button.key}


class TestPipeline:
    def test_a_card_tells_who_whence_how_likely_when_and_since_when(self, open_as: Open, institute: Institute) -> None:
        lead = asker(institute, source="referral", student_name="Omar <i>Board</i>")
        page = open_as(Role.COUNSELOR, PIPELINE, q="Omar <i>Board")
        assert not page.exception
        shown = words(page)
        assert "Omar &lt;i&gt;Board" in shown
        assert "Recommended · nobody&#x27;s" in shown
        assert "here since today" in shown
        assert "no next contact" in shown
        assert f"/inquiry?inquiry={lead}" in shown
        assert 'data-testid="count-new">1<' in shown

    def test_a_phone_begins_with_the_first_stage_that_has_somebody(self, open_as: Open, institute: Institute) -> None:
        asker(institute, student_name="Begin late", status="lost", closed_on="2026-01-01")
        page = open_as(Role.COUNSELOR, PIPELINE, q="Begin late")
        assert page.session_state["stage"] == "lost"
        asker(institute, student_name="Begin late", status="contacted")
        page.run()
        assert page.session_state["stage"] == "contacted"
        chosen = open_as(Role.COUNSELOR, PIPELINE, q="Begin late", stage="enrolled")
        assert chosen.session_state["stage"] == "enrolled"
        # What is chosen stays, also where it was usual for a while.
        stage = chosen.button_group(key="stage")
        stage.set_value(InquiryStatus.CONTACTED).run()
        assert chosen.query_params["stage"] == "contacted"
        asker(institute, student_name="Begin late")
        chosen.run()
        assert chosen.session_state["stage"] == "contacted"
        assert 'data-testid="count-new">1<' in words(chosen)

    def test_inquiries_of_one_counselor_can_be_chosen(self, open_as: Open, institute: Institute) -> None:
        owner = institute.school.users[Role.COUNSELOR]
        asker(institute, student_name="Somebody's own", counselor_id=owner)
        asker(institute, student_name="Somebody's not")
        page = open_as(Role.ADMIN, PIPELINE, q="Somebody's")
        choice = page.selectbox(key="counselor")
        name = value(
            institute, "select concat_ws(' ', first_name, last_name) from operational.users where id = %s", owner
        )
        # Another test's counselor may have the same name.
        assert {name, f"{name} · {owner}"} & set(choice.options)
        choice.set_value(owner).run()
        assert 'data-testid="count-new">1<' in words(page)
        assert page.query_params["counselor"] == str(owner)
        shared = open_as(Role.ADMIN, PIPELINE, q="Somebody's", counselor=str(owner))
        assert 'data-testid="count-new">1<' in words(shared)
        mine = open_as(Role.COUNSELOR, PIPELINE, q="Somebody's", counselor=str(owner))
        assert mine.selectbox(key="counselor").options[:2] == ["Everybody's", "Mine"]
        assert 'data-testid="count-new">1<' in words(mine)

    def test_only_legal_moves_are_offered(self, open_as: Open, institute: Institute) -> None:
        offered = {
            "new": {"contacted", "plan", "enrol", "lost"},
            "contacted": {"plan", "enrol", "lost"},
            "follow_up_scheduled": {"contacted", "enrol", "lost"},
            "lost": {"reopen"},
            "enrolled": set(),
        }
        for status, moves in offered.items():
            closed = {"closed_on": "2026-01-01"} if status in ("lost", "enrolled") else {}
            lead = asker(institute, status=status, student_name=f"Moves {status} {number()}", **closed)
            page = open_as(Role.COUNSELOR, PIPELINE, q=f"Moves {status}")
            assert {key.rpartition("-")[0] for key in keys(page) if key.endswith(f"-{lead}")} == moves

    def test_one_click_moves_it(self, open_as: Open, institute: Institute) -> None:
        lead = asker(institute, student_name="Click once")
        page = open_as(Role.COUNSELOR, PIPELINE, q="Click once")
        page.button(key=f"contacted-{lead}").click().run()
        assert not page.exception
        assert stages(institute.connection, lead) == ["new", "contacted"]
        page.button(key=f"plan-{lead}").click().run()
        assert stages(institute.connection, lead) == ["new", "contacted", "follow_up_scheduled"]
        planned = "select status from operational.follow_ups where inquiry_id = %s"
        assert value(institute, planned, lead) == "pending"

    def test_what_was_planned_lost_and_reopened_is_planned_again(self, open_as: Open, institute: Institute) -> None:
        lead = asker(institute, student_name="Comes back")
        page = open_as(Role.COUNSELOR, PIPELINE, q="Comes back")
        page.button(key=f"plan-{lead}").click().run()
        planned = "select count(*) from operational.follow_ups where inquiry_id = %s and status = 'pending'"
        assert value(institute, planned, lead) == 1
        told = institute_api(institute, f"/crm/inquiries/{lead}")
        closing = dialog(_lost, told)
        closing.button(key="lost-save").click().run()
        assert value(institute, planned, lead) == 0
        page.run()
        page.button(key=f"reopen-{lead}").click().run()
        page.button(key=f"plan-{lead}").click().run()
        assert value(institute, planned, lead) == 1

    def test_what_somebody_else_has_changed_is_not_overwritten(self, open_as: Open, institute: Institute) -> None:
        lead = asker(institute, student_name="Two at once")
        page = open_as(Role.COUNSELOR, PIPELINE, q="Two at once")
        institute.connection.execute("update operational.crm_inquiries set priority = 'high' where id = %s", (lead,))
        page.button(key=f"contacted-{lead}").click().run()
        assert "changed this meanwhile" in page.error[0].value
        assert stages(institute.connection, lead) == ["new"]

    def test_lost_asks_why(self, open_as: Open, institute: Institute) -> None:
        lead = asker(institute, student_name="Goes away")
        page = open_as(Role.COUNSELOR, PIPELINE, q="Goes away")
        page.button(key=f"lost-{lead}").click().run()
        assert page.radio(key="lost-reason")
        asked = dialog(_lost, {"id": lead, "student_name": "Goes away", "version": 1})
        asked.radio(key="lost-reason").set_value("Too far away").run()
        asked.button(key="lost-save").click().run()
        query = "select lost_reason from operational.crm_inquiries where id = %s"
        assert value(institute, query, lead) == "Too far away"

    def test_nobody_fits_or_the_server_is_away(
        self, open_as: Open, institute: Institute, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        page = open_as(Role.COUNSELOR, PIPELINE, q="no such person at all")
        assert "No inquiry fits." in words(page)
        monkeypatch.setenv("HEADWAY_API_URL", f"http://127.0.0.1:{unused_port()}")
        get_settings.cache_clear()
        page.run()
        assert "does not answer" in page.error[0].value

    def test_the_address_holds_the_filters(self, open_as: Open, institute: Institute) -> None:
        asker(institute, student_name="Filter web", source="website")
        asker(institute, student_name="Filter campaign", source="campaign")
        page = open_as(Role.COUNSELOR, PIPELINE, q="Filter", source="Website")
        shown = words(page)
        assert "Filter web" in shown
        assert "Filter campaign" not in shown

    def test_a_long_column_is_counted_whole_and_read_as_far_as_it_is_looked_at(
        self, open_as: Open, institute: Institute
    ) -> None:
        for place in range(53):
            asker(institute, student_name=f"Queue {place}")
        page = open_as(Role.COUNSELOR, PIPELINE, q="Queue ")
        assert 'data-testid="count-new">53<' in words(page)
        for shown, more in ((8, "45 more"), (28, "25 more"), (48, "5 more")):
            assert sum(f"Queue {place}<" in words(page) for place in range(53)) == shown
            button = page.button(key="more-new")
            assert button.label == more
            button.click().run()
        assert sum(f"Queue {place}<" in words(page) for place in range(53)) == 53
        assert "more-new" not in keys(page)


class TestInquiry:
    def test_everything_about_one(self, open_as: Open, institute: Institute) -> None:
        day = today(institute.connection, institute.school.campus)
        lead = asker(institute, student_name="Whole <b>Story</b>", phone="+91 98765 11111", notes="Prefers mornings")
        make_follow_up(institute.connection, lead, day, status="completed", outcome="Asked for the <i>fee</i>")
        page = open_as(Role.COUNSELOR, INQUIRY, inquiry=str(lead))
        assert not page.exception
        shown = words(page)
        assert page.title[0].value == "Whole <b>Story</b>"
        assert 'href="tel:+919876511111"' in shown
        assert "Asked for the &lt;i&gt;fee&lt;/i&gt;" in shown
        assert "Call: done" in shown
        assert page.text_area(key=f"notes-{lead}").value == "Prefers mornings"

    def test_a_scored_one_says_why(self, open_as: Open, institute: Institute) -> None:
        # The first inquiry of the snapshot is the first of the database too, once there is one.
        if value(institute, "select count(*) from operational.crm_inquiries where id = 1") == 0:
            asker(institute)
        page = open_as(Role.SUPER_ADMIN, INQUIRY, inquiry="1")
        assert "30% likely to enrol" in words(page)
        assert "Speaks for enrolling: Minutes on the site is 40" in words(page)

    @pytest.mark.parametrize("wanted", ["", "x", "999999999"])
    def test_an_address_that_leads_nowhere(self, open_as: Open, wanted: str) -> None:
        page = open_as(Role.COUNSELOR, INQUIRY, inquiry=wanted)
        assert not page.exception
        assert page.error or "No inquiry is chosen." in words(page)

    def test_one_of_another_campus_is_not_there(self, open_as: Open, institute: Institute) -> None:
        lead = make_inquiry(institute.connection, institute.school.other_campus, student_name="Not yours")
        page = open_as(Role.COUNSELOR, INQUIRY, inquiry=str(lead))
        assert page.error
        assert "Not yours" not in words(page)

    @pytest.mark.parametrize(("result", "status"), [("✓ Reached", "completed"), ("✕ Not reached", "missed")])
    def test_a_contact_is_noted_with_the_next_date(
        self, open_as: Open, institute: Institute, result: str, status: str
    ) -> None:
        lead = asker(institute)
        page = open_as(Role.COUNSELOR, INQUIRY, inquiry=str(lead))
        page.button_group(key=f"result-{lead}-0").set_value(result).run()
        page.text_area(key=f"words-{lead}-0").set_value("Wants to see a class").run()
        page.button(key=f"save-{lead}-0").click().run()
        assert not page.exception
        assert not page.error
        rows = institute.connection.execute(
            "select status, outcome from operational.follow_ups where inquiry_id = %s order by follow_up_date", (lead,)
        ).fetchall()
        assert rows == [(status, "Wants to see a class"), ("pending", None)]

    def test_a_refusal_keeps_what_was_typed(self, open_as: Open, institute: Institute) -> None:
        day = today(institute.connection, institute.school.campus)
        lead = asker(institute)
        make_follow_up(institute.connection, lead, day, status="missed")
        page = open_as(Role.COUNSELOR, INQUIRY, inquiry=str(lead))
        page.button_group(key=f"result-{lead}-0").set_value("✓ Reached").run()
        page.text_area(key=f"words-{lead}-0").set_value("Second call of the day").run()
        page.button(key=f"save-{lead}-0").click().run()
        assert "a follow-up of this kind on that day already" in page.error[0].value
        assert page.text_area(key=f"words-{lead}-0").value == "Second call of the day"

    def test_who_will_not_come_is_closed(self, open_as: Open, institute: Institute) -> None:
        lead = asker(institute)
        page = open_as(Role.COUNSELOR, INQUIRY, inquiry=str(lead))
        page.button_group(key=f"result-{lead}-0").set_value("Will not come").run()
        page.button(key=f"save-{lead}-0").click().run()
        assert not page.error
        query = "select lost_reason from operational.crm_inquiries where id = %s"
        assert value(institute, query, lead) == "Too expensive"

    def test_a_duplicate_is_merged_after_saying_what_is_kept(self, open_as: Open, institute: Institute) -> None:
        kept = asker(institute, student_name="Twice Asked", phone="98111 22233", email=None)
        other = asker(institute, student_name="Twice Asked", phone="+91 9811122233", email="twice@example.org")
        page = open_as(Role.COUNSELOR, INQUIRY, inquiry=str(kept))
        page.button(key=f"merge-{other}").click().run()
        assert "the e-mail twice@example\\.org" in words(page)
        # The same number, written otherwise.
        assert "9811122233" not in "".join(one.value for one in page.markdown if one.value.startswith("- "))
        shown = [institute_api(institute, f"/crm/inquiries/{one}") for one in (kept, other)]
        asked = dialog(_merge, *shown)
        asked.button(key="merge-save").click().run()
        query = "select merged_into_id from operational.crm_inquiries where id = %s"
        assert value(institute, query, other) == kept

    def test_remarks_are_kept(self, open_as: Open, institute: Institute) -> None:
        lead = asker(institute)
        page = open_as(Role.COUNSELOR, INQUIRY, inquiry=str(lead))
        page.text_area(key=f"notes-{lead}").set_value("Asks for evenings").run()
        page.button(key="notes-save").click().run()
        assert (
            value(institute, "select notes from operational.crm_inquiries where id = %s", lead) == "Asks for evenings"
        )


class TestNewInquiry:
    def test_it_is_saved_and_opened(self, open_as: Open, institute: Institute) -> None:
        page = open_as(Role.COUNSELOR, NEW)
        page.text_input(key="new-name").set_value("Walks In").run()
        page.text_input(key="new-phone").set_value("98220 00001").run()
        page.button(key="new-save").click().run()
        assert not page.exception
        row = institute.connection.execute(
            "select source, next_follow_up_date is not null from operational.crm_inquiries where phone = '98220 00001'"
        ).fetchone()
        assert row == ("walk_in", True)

    def test_whoever_is_known_is_named_while_typing(self, open_as: Open, institute: Institute) -> None:
        lead = asker(institute, student_name="Known Already", phone="+91 98330 00002")
        page = open_as(Role.COUNSELOR, NEW)
        page.text_input(key="new-phone").set_value("9833000002").run()
        assert f"[Known Already](/inquiry?inquiry={lead})" in page.warning[0].value

    def test_without_a_way_to_answer_nothing_is_saved_and_nothing_is_lost(self, open_as: Open) -> None:
        page = open_as(Role.COUNSELOR, NEW)
        page.text_input(key="new-name").set_value("No way back").run()
        page.button(key="new-save").click().run()
        assert "a phone number or an e-mail" in page.error[0].value
        page.text_input(key="new-email").set_value("not an address").run()
        page.button(key="new-save").click().run()
        assert page.error[0].value.startswith("- Email:")
        assert page.text_input(key="new-name").value == "No way back"

    def test_a_super_admin_names_the_campus(self, open_as: Open, institute: Institute) -> None:
        page = open_as(Role.SUPER_ADMIN, NEW)
        page.text_input(key="new-name").set_value("Asks Elsewhere").run()
        page.text_input(key="new-phone").set_value("98440 00003").run()
        page.selectbox(key="new-campus").set_value(institute.school.other_campus).run()
        page.button(key="new-save").click().run()
        assert not page.exception
        query = "select campus_id from operational.crm_inquiries where phone = '98440 00003'"
        assert value(institute, query) == institute.school.other_campus


class TestEnrol:
    def test_a_student_with_batch_plan_payment_and_invitation(self, open_as: Open, institute: Institute) -> None:
        school = institute.school
        lead = asker(institute, student_name="Becomes Student", email=f"becomes{number()}@example.org")
        page = open_as(Role.COUNSELOR, ENROL, inquiry=str(lead))
        page.multiselect(key="enrol-subjects").set_value([school.subject]).run()
        page.selectbox(key=f"batch-{school.subject}").set_value(school.batch).run()
        assert page.selectbox(key=f"faculty-{school.subject}-{school.batch}").value == school.faculty
        page.number_input(key=f"fee-{school.subject}").set_value(9000.0).run()
        page.number_input(key=f"parts-{school.subject}").set_value(3).run()
        page.number_input(key=f"paid-{school.subject}").set_value(3000.0).run()
        page.button(key="enrol-save").click().run()
        assert not page.exception
        assert not page.error
        assert "is a student" in page.success[0].value
        assert "Receipt" in words(page)
        student = value(institute, "select student_id from operational.crm_inquiries where id = %s", lead)
        parts = institute.connection.execute(
            "select part.amount from operational.fee_installments as part"
            " join operational.fee_plans as plan on plan.id = part.fee_plan_id"
            " join operational.student_subject_enrollments as enrollment on enrollment.id = plan.enrollment_id"
            " where enrollment.student_id = %s",
            (student,),
        ).fetchall()
        assert parts == [(3000,)] * 3
        page.button(key="invite").click().run()
        assert len(page.code) == 1

    def test_a_refusal_saves_nothing_and_loses_nothing(self, open_as: Open, institute: Institute) -> None:
        taken = institute.email(institute.school.users[Role.STUDENT])
        lead = asker(institute, student_name="Taken Address")
        page = open_as(Role.COUNSELOR, ENROL, inquiry=str(lead))
        page.multiselect(key="enrol-subjects").set_value([institute.school.subject]).run()
        page.text_input(key="enrol-email").set_value(taken).run()
        page.text_input(key="enrol-last").set_value("Typed").run()
        page.button(key="enrol-save").click().run()
        assert "Nothing was saved" in page.error[0].value
        assert "e-mail" in page.error[0].value
        assert page.text_input(key="enrol-last").value == "Typed"
        assert stages(institute.connection, lead) == ["new"]

    def test_a_student_who_asks_again_stays_one(self, open_as: Open, institute: Institute) -> None:
        email = institute.email(institute.school.users[Role.STUDENT])
        lead = asker(institute, student_name="Asks again", email=email)
        page = open_as(Role.COUNSELOR, ENROL, inquiry=str(lead))
        assert page.radio(key="enrol-known").value == institute.school.students[0]


class TestConversion:
    def test_the_title_says_where_most_are_left_behind(self, open_as: Open) -> None:
        page = open_as(Role.COUNSELOR, CONVERSION, whose="The campus")
        assert not page.exception
        shown = words(page)
        assert "25% of 20 inquiries enrolled; most are left behind before “contacted” (8)" in shown
        assert "Walked in leads to most: 25% enrol" in shown
        tiles = {tile.label: tile.value for tile in page.metric}
        assert tiles == {"Conversion": "25.0%", "Days to contact": "2.0", "Follow-ups done": "50.0%", "Overdue": "1"}

    def test_own_inquiries_first(self, open_as: Open) -> None:
        assert "No inquiry came in." in words(open_as(Role.COUNSELOR, CONVERSION))

    def test_a_super_admin_sees_all(self, open_as: Open) -> None:
        assert "of 21 inquiries enrolled" in words(open_as(Role.SUPER_ADMIN, CONVERSION))


class TestRewards:
    def test_points_are_given_and_an_appeal_is_decided(self, open_as: Open, institute: Institute) -> None:
        student = institute.school.students[1]
        number_of = value(institute, "select enrollment_no from operational.students where id = %s", student)
        page = open_as(Role.COUNSELOR, REWARDS)
        page.button(key="give").click().run()
        assert page.text_input(key="give-q")
        giving = dialog(_give)
        giving.text_input(key="give-q").set_value(number_of).run()
        giving.text_area(key="give-reason").set_value("Helped <b>others</b>").run()
        giving.button(key="give-save").click().run()
        assert not giving.exception
        query = "select id from operational.rewards_penalties where student_id = %s and points = 10"
        reward = value(institute, query, student)
        page = open_as(Role.COUNSELOR, REWARDS, which="Given by me")
        assert "Helped &lt;b&gt;others&lt;/b&gt;" in words(page)
        institute.connection.execute(
            "update operational.rewards_penalties set status = 'appealed' where id = %s", (reward,)
        )
        page = open_as(Role.COUNSELOR, REWARDS, which="Appealed")
        assert f"decide-{reward}" in keys(page)
        deciding = dialog(_decide, institute_api(institute, f"/rewards/{reward}"))
        deciding.number_input(key="decide-points").set_value(0).run()
        deciding.text_area(key="decide-note").set_value("Taken back").run()
        deciding.button(key="decide-save").click().run()
        assert value(institute, "select status from operational.rewards_penalties where id = %s", reward) == "resolved"
