"""A filter in the address is found again by whoever reads another language."""

import pytest
from streamlit.testing.v1 import AppTest

from dashboards.language import said_in


def _page() -> None:
    import streamlit as st

    from dashboards.components.shared_filters import take_up
    from dashboards.language import _

    options = ["Everybody", "Student", "Faculty", "Ms Rao"]
    take_up("role", options)
    st.selectbox("Role", options, format_func=_, key="role", bind="query-params")
    take_up("period", ["8 weeks", "26 weeks"])
    st.segmented_control(
        "Weeks",
        ["8 weeks", "26 weeks"],
        format_func=_,
        default="8 weeks",
        required=True,
        key="period",
        bind="query-params",
    )


@pytest.mark.parametrize(
    ("told", "chosen"),
    [
        (said_in("hi", "Student"), "Student"),
        ("Student", "Student"),
        ("Ms Rao", "Ms Rao"),
        ("nobody of these", "Everybody"),
        (None, "Everybody"),
    ],
)
def test_an_option_is_found_in_whatever_language_it_is_told(told: str | None, chosen: str) -> None:
    page = AppTest.from_function(_page)
    if told is not None:
        page.query_params["role"] = told
    page.run()
    assert not page.exception
    assert page.selectbox(key="role").value == chosen
    assert page.session_state["period"] == "8 weeks"


def test_what_somebody_chooses_afterwards_stays() -> None:
    page = AppTest.from_function(_page)
    page.query_params["role"] = said_in("hi", "Student")
    page.query_params["period"] = said_in("hi", "26 weeks")
    page.run()
    assert page.session_state["period"] == "26 weeks"
    page.selectbox(key="role").select("Faculty").run()
    assert page.selectbox(key="role").value == "Faculty"
    assert page.session_state["period"] == "26 weeks"


def _named() -> None:
    import streamlit as st

    from dashboards.components.shared_filters import days_in_address, in_address

    usual = st.session_state.get("now_usual", "high")
    with in_address("band", {"high": 3, "low": 1}, usual):
        st.segmented_control("Band", [3, 1], format_func=lambda one: f"{one} of 9", required=True, key="band")
    tabs = {"one": f"One ({st.session_state.get('count', 1)})", "two": "Two"}
    with in_address("tab", tabs, "one"):
        st.tabs(list(tabs.values()), key="tab", on_change="rerun")
    with in_address("mine", {"yes": True, "no": False}, "yes"):
        st.toggle("Mine", key="mine")
    with in_address("build", {"first": 1, "second": 2}, "second", is_always_said=True):
        st.selectbox("Build", [1, 2], key="build")
    with days_in_address("days"):
        st.date_input("Days", value=[], key="days")


# What is said although it is usual.
SAID = {"build": "second"}


def _opened(**address: str) -> AppTest:
    page = AppTest.from_function(_named)
    page.query_params.update(address)
    page.run()
    assert not page.exception
    return page


def test_what_goes_without_saying_stands_not_in_the_address() -> None:
    page = _opened()
    assert page.query_params == SAID
    assert page.session_state["band"] == 3
    assert page.session_state["mine"] is True
    assert page.session_state["tab"] == "One (1)"


def test_a_name_of_ours_opens_the_view_in_any_language() -> None:
    page = _opened(band="low", tab="two", mine="no", days="2026-03-01..2026-03-31")
    assert page.session_state["band"] == 1
    assert page.session_state["tab"] == "Two"
    assert page.session_state["mine"] is False
    assert [one.isoformat() for one in page.date_input[0].value] == ["2026-03-01", "2026-03-31"]
    assert page.query_params["days"] == "2026-03-01..2026-03-31"


@pytest.mark.parametrize("days", ["yesterday", "2026-03-31..2026-03-01", "2026-02-30"])
def test_what_the_address_says_wrongly_is_as_if_it_said_nothing(days: str) -> None:
    page = _opened(band="enormous", days=days)
    assert page.session_state["band"] == 3
    assert page.query_params == SAID


def test_a_choice_goes_into_the_address_and_out_of_it() -> None:
    page = _opened()
    page.segmented_control(key="band").set_value(1).run()
    assert page.query_params == {"band": "low"} | SAID
    page.segmented_control(key="band").set_value(3).run()
    assert page.query_params == SAID


def test_a_link_of_the_own_page_changes_what_was_chosen() -> None:
    page = _opened(band="low")
    page.query_params["band"] = "high"
    page.run()
    assert page.session_state["band"] == 3
    page.query_params["band"] = "low"
    page.run()
    assert page.session_state["band"] == 1
    del page.query_params["band"]
    page.run()
    assert page.session_state["band"] == 3


def test_a_tab_stays_when_the_count_in_its_name_changes() -> None:
    page = _opened()
    page.session_state["count"] = 2
    page.run()
    assert page.session_state["tab"] == "One (2)"


def test_who_has_chosen_nothing_goes_along_with_what_is_usual() -> None:
    page = _opened()
    page.session_state["now_usual"] = "low"
    page.run()
    assert page.session_state["band"] == 1
    assert page.query_params == SAID
