"""The notice that figures stand still: for staff, in the campus's time, with the way to the findings for admins."""

from datetime import UTC, datetime

import pytest

from dashboards.access import Campus, Person
from dashboards.components.held_back import held_back_notice
from warehouse.expectations import Breach, Edge, StandingBreach
from warehouse.vocabulary import Role

SINCE = datetime(2026, 6, 14, 20, 30, tzinfo=UTC)


def person(role: Role) -> Person:
    campus = Campus(1, "PUNE", "Pune Camp", "Asia/Kolkata")
    return Person(1, "Asha", "Rao", role, campus, None, None, "Sunrise", is_demo=False)


def breach(what: str = "Some rows have no <campus>") -> Breach:
    return Breach(Edge.INCOMING, "raw.users", "campus_id", "expect", "1 of 2 rows", f"{what}. Why. Resolve.", what)


def standing(*breaches: Breach) -> StandingBreach:
    return StandingBreach(SINCE, 7, breaches or (breach(),))


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.STUDENT])
def test_staff_are_told_since_when_and_why(role: Role) -> None:
    notice = held_back_notice(person(role), standing())
    assert "Figures have stood still since 02:00 on 15 June 2026." in notice
    assert '<li lang="en">Some rows have no &lt;campus&gt;.</li>' in notice
    assert "<details><summary>" in notice
    assert "Why. Resolve." in notice


@pytest.mark.parametrize("role", Role)
def test_only_admins_are_led_to_the_data_docs(role: Role) -> None:
    notice = held_back_notice(person(role), standing())
    assert ('href="/data-docs/"' in notice) == (role in (Role.ADMIN, Role.SUPER_ADMIN))


def test_a_student_is_told_nothing_of_it() -> None:
    assert held_back_notice(person(Role.STUDENT), standing()) == ""


def test_while_nothing_is_held_back_there_is_no_notice() -> None:
    assert held_back_notice(person(Role.ADMIN), None) == ""


def test_one_kind_is_named_once_and_many_findings_are_counted() -> None:
    notice = held_back_notice(person(Role.ADMIN), standing(*[breach()] * 5))
    assert notice.count('<li lang="en">Some rows have no &lt;campus&gt;.</li>') == 1
    assert notice.count("Why. Resolve.") == 3
    assert "And 2 more findings." in notice
