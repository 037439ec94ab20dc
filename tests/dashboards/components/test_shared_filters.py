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
