"""Days, numbers and money as the reader's country writes them."""

from collections.abc import Generator
from contextvars import copy_context
from datetime import date, datetime
from typing import Any

import pytest

from dashboards import region
from dashboards.components.labels import day, metric_value, money, number
from dashboards.language import spoken
from warehouse.metrics import Unit

DAY = date(2026, 11, 5)


@pytest.fixture(autouse=True)
def _of_no_country() -> Generator[None]:
    token = region._outside.set(("001", None, "UTC"))
    yield
    region._outside.reset(token)


@pytest.mark.parametrize(
    ("time_zone", "territory"),
    [
        ("Asia/Kolkata", "IN"),
        ("Asia/Calcutta", "IN"),
        ("America/New_York", "US"),
        ("Asia/Kathmandu", "NP"),
        ("UTC", "001"),
        ("Etc/GMT+5", "001"),
        (None, "001"),
        ("Nowhere/At_All", "001"),
    ],
)
def test_a_time_zone_belongs_to_a_country(time_zone: str | None, territory: str) -> None:
    assert region.territory_of(time_zone) == territory


@pytest.mark.parametrize(
    ("time_zone", "code", "day_text", "number_text", "money_text", "picker"),
    [
        ("Asia/Kolkata", "en", "5 November 2026", "12,34,567", "₹12,34,567", "DD/MM/YYYY"),
        ("Asia/Kolkata", "hi", "5 नवंबर 2026", "12,34,567", "₹12,34,567", "DD/MM/YYYY"),
        ("America/New_York", "en", "November 5, 2026", "1,234,567", "₹1,234,567", "MM/DD/YYYY"),
        ("Europe/London", "en", "5 November 2026", "1,234,567", "₹1,234,567", "DD/MM/YYYY"),
        ("Asia/Kathmandu", "en", "5 November 2026", "1,234,567", "₹1,234,567", "DD/MM/YYYY"),
        (None, "en", "5 November 2026", "1,234,567", "₹1,234,567", "DD/MM/YYYY"),
    ],
)
def test_a_country_has_its_own_way_of_writing(
    time_zone: str | None, code: str, day_text: str, number_text: str, money_text: str, picker: str
) -> None:
    region.live_in(time_zone)
    with spoken(code):
        assert day(DAY) == day(datetime(2026, 11, 5, 9, 30)) == day_text  # noqa: DTZ001 - a day without an hour
        assert number(1_234_567) == number_text
        assert money(1_234_567.4, "INR") == money_text
        assert region.picker_format() == picker


def test_an_amount_is_told_in_the_institute_s_currency_where_it_is_known() -> None:
    assert metric_value(1_234_567, Unit.MONEY) == "1,234,567"
    region.live_in("Asia/Kolkata", "INR")
    assert metric_value(1_234_567, Unit.MONEY) == "₹12,34,567"
    assert metric_value(None, Unit.MONEY) == "–"


def test_the_day_of_an_instant_is_the_campus_s() -> None:
    assert region.day_of("2026-11-20T19:36:00Z") == date(2026, 11, 20)
    region.live_in("Asia/Kolkata")
    assert region.day_of("2026-11-20T19:36:00Z") == date(2026, 11, 21)


def test_decimals_are_as_many_as_were_asked_for() -> None:
    assert number(1234.5, 2) == "1,234.50"
    assert number(0.126, 2) == "0.13"
    assert number(None) == money(None, "INR") == number(float("nan")) == "–"
    assert money(-1200, "USD").endswith("1,200")


def test_a_chart_is_told_the_names_and_the_grouping_of_the_page_around_it() -> None:
    region.live_in("Asia/Kolkata")
    with spoken("hi"):
        told = region.chart_locale()
    assert told["locale"] == "hi_IN"
    told_format: dict[str, Any] = told["locales"]["hi_IN"]["format"]
    assert told_format["shortMonths"][10] == "नव॰"
    assert told_format["days"][0] == "रविवार"
    assert told_format["grouping"][:3] == [3, 2, 2]
    assert (told_format["decimal"], told_format["thousands"]) == (".", ",")
    assert region.axis_day() == "%-d %b"
    region.live_in("America/New_York")
    assert region.axis_day(has_year=True) == "%b %-d %Y"


def test_two_readers_do_not_share_a_country() -> None:
    copy_context().run(region.live_in, "America/New_York")
    assert region.picker_format() == "DD/MM/YYYY"
