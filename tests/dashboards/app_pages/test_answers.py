"""Feedback that is answered, action items with somebody who does them, weekly hours, and points with an appeal."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from streamlit.testing.v1 import AppTest

from tests.dashboards.app_pages.conftest import Open
from tests.dashboards.app_pages.test_counselor import value
from tests.dashboards.app_pages.test_pages import words
from tests.dashboards.app_pages.test_planning import dialog
from tests.dashboards.conftest import Institute
from tests.factories import make_faculty
from tests.factories.insert import insert
from warehouse.vocabulary import Role

FEEDBACK, GIVE, ALERTS, HOURS, CAPACITY, POINTS = (
    f"app_pages/{name}.py"
    for name in (
        "admin/feedback",
        "student/feedback",
        "faculty/alerts",
        "faculty/weekly_hours",
        "admin/capacity",
        "student/points",
    )
)
NOW = datetime.now(UTC)


def _answer(feedback: dict[str, object]) -> None:
    from dashboards.components.feedback_answer import answer_feedback

    answer_feedback(feedback)


def _change_item(item: dict[str, object]) -> None:
    from dashboards.components.action_items import change_item

    change_item(item)


def _add_parts(faculty_id: int) -> None:
    from dashboards.components.weekly_hours import add_parts

    add_parts(faculty_id)


def _change_part(faculty_id: int, part: dict[str, object]) -> None:
    from dashboards.components.weekly_hours import change_part

    change_part(faculty_id, part)


def _appeal(one: dict[str, object]) -> None:
    from dashboards.components.own_points import appeal

    appeal(one)


def told(institute: Institute, role: Role, path: str) -> dict[str, Any]:
    """What the API tells a role."""
    headers = {"Authorization": f"Bearer {institute.log_in(role)['access_token']}"}
    answer = httpx.get(f"{institute.api_url}/api/v1{path}", headers=headers, trust_env=False)
    found: dict[str, Any] = answer.raise_for_status().json()
    return found


def captions(page: AppTest) -> str:
    return " ".join(one.value for one in page.caption)


class TestAnAnswer:
    @pytest.fixture
    def said(self, institute: Institute) -> Iterator[int]:
        """What the school's first student said ten days ago, under their name."""
        yield self.say(institute, student_id=institute.school.students[0], comments="Answer <b>me</b>")
        institute.connection.execute("delete from operational.action_items where title like 'Todo %%'")
        institute.connection.execute("delete from operational.feedback where comments like 'Answer %%'")

    def say(self, institute: Institute, **values: Any) -> int:
        defaults = {"campus_id": institute.school.campus, "feedback_type": "session", "rating": 2}
        submitted = {"submitted_at": NOW - timedelta(days=10)}
        return insert(institute.connection, "feedback", **{**defaults, **submitted, **values})

    def test_waits_until_it_is_given_and_its_sender_reads_it(
        self, open_as: Open, institute: Institute, said: int
    ) -> None:
        page = open_as(Role.ADMIN, FEEDBACK)
        assert not page.exception
        shown = words(page)
        assert "Answer &lt;b&gt;me&lt;/b&gt;" in shown
        assert "open for 10 days" in shown
        assert "for more than 7 days" in shown
        assert page.button(key=f"answer-open-{said}")
        asked = dialog(_answer, told(institute, Role.ADMIN, f"/feedback/{said}"))
        assert not asked.exception
        assert "is told that it is there" in captions(asked)
        assert asked.button(key=f"answer-{said}-save").disabled
        asked.text_area(key=f"answer-{said}").set_value("We <i>repeat</i> loops.").run()
        asked.button(key=f"answer-{said}-save").click().run()
        assert not asked.error
        assert value(institute, "select status from operational.feedback where id = %s", said) == "resolved"
        assert "We &lt;i&gt;repeat&lt;/i&gt; loops." in words(open_as(Role.STUDENT, GIVE))
        assert "Answer &lt;b&gt;me" not in words(open_as(Role.ADMIN, FEEDBACK))

    def test_can_wait_while_something_is_done_by_somebody(self, open_as: Open, institute: Institute, said: int) -> None:
        open_as(Role.ADMIN)
        faculty = institute.school.users[Role.FACULTY]
        asked = dialog(_answer, told(institute, Role.ADMIN, f"/feedback/{said}"))
        asked.toggle(key=f"answer-{said}-do").set_value(True).run()
        assert asked.button(key=f"answer-{said}-read").disabled
        asked.text_input(key=f"answer-{said}-title").set_value("Todo loops").run()
        asked.selectbox(key=f"answer-{said}-who").set_value(faculty).run()
        asked.button(key=f"answer-{said}-read").click().run()
        assert not asked.error
        assert value(institute, "select status from operational.feedback where id = %s", said) == "reviewed"
        query = "select id from operational.action_items where feedback_id = %s and assigned_to = %s"
        item = value(institute, query, said, faculty)
        assert item is not None
        assert "◔ Read, not answered" in words(open_as(Role.ADMIN, FEEDBACK))
        # Whoever is to do it finds it, begins and ends it.
        own = open_as(Role.FACULTY, ALERTS)
        assert "Todo loops" in words(own)
        own.button(key=f"in_progress-{item}").click().run()
        state = "select status from operational.action_items where id = %s"
        assert value(institute, state, item) == "in_progress"
        assert f"in_progress-{item}" not in [button.key for button in own.button]
        own.button(key=f"done-{item}").click().run()
        assert value(institute, state, item) == "done"

    def test_to_somebody_anonymous_tells_nobody_and_names_nobody(
        self, open_as: Open, institute: Institute, said: int
    ) -> None:
        page = open_as(Role.ADMIN, FEEDBACK)
        hidden = [self.say(institute, is_anonymous=True, comments=f"Answer no {place}") for place in range(4)]
        assert "Answer no" not in words(page.run())
        fifth = self.say(institute, is_anonymous=True, comments="Answer no 4")
        page.run()
        assert page.button(key="open-more")
        page.button(key="open-more").click().run()
        assert "Answer no 4" in words(page)
        told_of = told(institute, Role.ADMIN, f"/feedback/{fifth}")
        asked = dialog(_answer, told_of)
        assert "nobody can be told" in captions(asked)
        # The month, not the day.
        assert f"{NOW - timedelta(days=10):%B %Y}" in captions(asked)
        asked.text_area(key=f"answer-{fifth}").set_value("Done").run()
        asked.button(key=f"answer-{fifth}-save").click().run()
        assert not asked.error
        count = "select count(*) from operational.notifications where payload ->> 'feedback_id' = %s"
        assert value(institute, count, str(fifth)) == 0
        again = dialog(_answer, told_of | {"status": "pending"})
        again.text_area(key=f"answer-{fifth}").set_value("Other").run()
        again.button(key=f"answer-{fifth}-save").click().run()
        assert again.error
        assert value(institute, "select resolution from operational.feedback where id = %s", fifth) == "Done"
        assert len(hidden) == 4

    def test_an_action_item_is_given_to_somebody_and_taken_off(
        self, open_as: Open, institute: Institute, said: int
    ) -> None:
        open_as(Role.ADMIN)
        campus, counselor = institute.school.campus, institute.school.users[Role.COUNSELOR]
        item = insert(institute.connection, "action_items", campus_id=campus, title="Todo <b>chairs</b>")
        asked = dialog(_change_item, told(institute, Role.ADMIN, f"/action-items/{item}"))
        assert not asked.exception
        assert asked.button(key="item-save").disabled
        asked.selectbox(key=f"item-{item}-1-who").set_value(counselor).run()
        asked.button(key="item-save").click().run()
        assert not asked.error
        who = "select assigned_to from operational.action_items where id = %s"
        assert value(institute, who, item) == counselor
        off = dialog(_change_item, told(institute, Role.ADMIN, f"/action-items/{item}"))
        off.button(key="item-off").click().run()
        assert value(institute, "select status from operational.action_items where id = %s", item) == "cancelled"


class TestWeeklyHours:
    @pytest.fixture
    def teacher(self, institute: Institute) -> int:
        """Somebody of the campus without hours."""
        return make_faculty(institute.connection, institute.school.campus)

    def parts(self, institute: Institute, faculty_id: int) -> list[tuple[int, str, str]]:
        return institute.connection.execute(
            "select weekday, to_char(start_time, 'HH24:MI'), to_char(end_time, 'HH24:MI')"
            " from operational.faculty_availability where faculty_id = %s order by 1, 2",
            (faculty_id,),
        ).fetchall()

    def test_are_entered_for_several_days_changed_and_removed(
        self, open_as: Open, institute: Institute, teacher: int
    ) -> None:
        page = open_as(Role.ADMIN, HOURS, faculty=str(teacher))
        assert not page.exception
        assert "No hours are entered yet" in page.info[0].value
        asked = dialog(_add_parts, teacher)
        asked.button_group(key="hours-days").set_value([1, 2]).run()
        asked.button(key="hours-save").click().run()
        assert not asked.error
        assert self.parts(institute, teacher) == [(1, "09:00", "17:00"), (2, "09:00", "17:00")]
        page.run()
        assert "16.0 h a week" in words(page)
        [part, _] = told(institute, Role.ADMIN, f"/faculties/{teacher}/availability")["items"]
        changed = dialog(_change_part, teacher, part)
        assert changed.button(key="part-save").disabled
        changed.time_input(key=f"hours-{part['id']}-1-end").set_value(datetime(2026, 1, 1, 13, tzinfo=UTC).time()).run()
        changed.button(key="part-save").click().run()
        assert not changed.error
        assert self.parts(institute, teacher)[0] == (1, "09:00", "13:00")
        [part, _] = told(institute, Role.ADMIN, f"/faculties/{teacher}/availability")["items"]
        gone = dialog(_change_part, teacher, part)
        gone.button(key="part-remove").click().run()
        assert self.parts(institute, teacher) == [(2, "09:00", "17:00")]

    def test_what_cannot_be_is_told_in_words(self, open_as: Open, institute: Institute, teacher: int) -> None:
        open_as(Role.ADMIN)
        insert(
            institute.connection,
            "faculty_availability",
            faculty_id=teacher,
            weekday=1,
            start_time="10:00",
            end_time="12:00",
        )
        asked = dialog(_add_parts, teacher)
        asked.button_group(key="hours-days").set_value([1, 2]).run()
        asked.time_input(key="hours-end").set_value(datetime(2026, 1, 1, 8, tzinfo=UTC).time()).run()
        assert asked.button(key="hours-save").disabled
        assert "The end must come after the start" in captions(asked)
        asked.time_input(key="hours-end").set_value(datetime(2026, 1, 1, 11, tzinfo=UTC).time()).run()
        asked.button(key="hours-save").click().run()
        assert "Monday: Overlaps 10:00–12:00, which is entered already." in asked.error[0].value
        assert "Saved for Tuesday" in asked.error[0].value
        assert self.parts(institute, teacher) == [(1, "10:00", "12:00"), (2, "09:00", "11:00")]

    def test_a_faculty_member_finds_her_own_and_an_admin_chooses(self, open_as: Open, institute: Institute) -> None:
        own = open_as(Role.FACULTY, HOURS)
        assert not own.exception
        assert not own.selectbox
        assert own.button(key="hours-open")
        assert "No teacher is chosen." in words(open_as(Role.SUPER_ADMIN, HOURS))


class TestPoints:
    @pytest.fixture
    def given(self, institute: Institute) -> Iterator[tuple[int, int]]:
        """A reward and a penalty of the school's first student."""
        student = institute.school.students[0]
        rows = [
            insert(
                institute.connection,
                "rewards_penalties",
                student_id=student,
                type=kind,
                category="behavior",
                points=points,
                reason=f"Own <b>{kind}</b>",
                date=NOW.date(),
            )
            for kind, points in (("reward", 10), ("penalty", 4))
        ]
        yield rows[0], rows[1]
        institute.connection.execute("delete from operational.rewards_penalties where student_id = %s", (student,))

    def test_are_told_and_appealed_against_once(
        self, open_as: Open, institute: Institute, given: tuple[int, int]
    ) -> None:
        page = open_as(Role.STUDENT, POINTS)
        assert not page.exception
        assert [tile.value for tile in page.metric] == ["+6", "+10", "−4"]
        assert "Own &lt;b&gt;penalty&lt;/b&gt;" in words(page)
        penalty = told(institute, Role.STUDENT, f"/rewards/{given[1]}")
        asked = dialog(_appeal, penalty)
        assert asked.button(key="appeal-save").disabled
        asked.text_area(key=f"appeal-reason-{given[1]}").set_value("I was ill").run()
        asked.button(key="appeal-save").click().run()
        assert not asked.error
        assert (
            value(institute, "select status from operational.rewards_penalties where id = %s", given[1]) == "appealed"
        )
        shown = open_as(Role.STUDENT, POINTS)
        assert "You have appealed; the office decides" in words(shown)
        assert f"appeal-{given[1]}" not in [button.key for button in shown.button]
        again = dialog(_appeal, told(institute, Role.STUDENT, f"/rewards/{given[1]}"))
        again.text_area(key=f"appeal-reason-{given[1]}").set_value("Once more").run()
        again.button(key="appeal-save").click().run()
        assert "appealed already" in again.error[0].value

    def test_without_any_it_says_so(self, open_as: Open, institute: Institute) -> None:
        assert "You have no points yet." in words(open_as(Role.STUDENT, POINTS))
