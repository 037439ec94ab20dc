"""Somebody who belongs to no campus sees the day of one campus at a time."""

import pytest

from tests.dashboards.app_pages.conftest import Open
from tests.dashboards.conftest import Institute
from warehouse.vocabulary import Role

PAGES = [f"app_pages/faculty/{name}.py" for name in ("today", "marks")]


@pytest.mark.parametrize("page", PAGES)
def test_a_super_admin_chooses_a_campus_and_the_address_keeps_it(
    open_as: Open, institute: Institute, page: str
) -> None:
    codes = [code for (code,) in institute.connection.execute("select code from operational.campuses").fetchall()]
    shown = open_as(Role.SUPER_ADMIN, page)
    assert not shown.exception
    choice = shown.selectbox(key="campus")
    assert choice.value in codes
    assert shown.query_params["campus"] == choice.value
    other = next(code for code in codes if code != choice.value)
    choice.set_value(other).run()
    assert shown.query_params["campus"] == other
    assert open_as(Role.SUPER_ADMIN, page, campus=other).selectbox(key="campus").value == other


@pytest.mark.parametrize("page", PAGES)
def test_an_admin_has_no_choice(open_as: Open, page: str) -> None:
    shown = open_as(Role.ADMIN, page)
    assert not shown.exception
    assert "campus" not in [one.key for one in shown.selectbox]
