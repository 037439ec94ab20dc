"""What the blocking checks of the predictions find wrong."""

from datetime import date

import pandas as pd

from pipelines.lib.scoring import card_faults
from pipelines.lib.wings.at_risk import risk_faults
from pipelines.lib.wings.completion import forecast_faults
from pipelines.lib.wings.demand import demand_faults
from pipelines.lib.wings.interventions import uplift_faults
from pipelines.lib.wings.velocity import velocity_faults

AS_OF = date(2026, 3, 1)


def risk(**columns: list[object]) -> pd.DataFrame:
    return pd.DataFrame({"enrollment_id": [1, 2], "p_drop": [0.1, 0.9], "p_drop_30d": [0.1, 0.2]} | columns)


def forecast(p10: str | None, p50: str | None, p90: str | None) -> pd.DataFrame:
    chances = {"p_finish": [0.8], "p_on_time": [0.4], "p_on_time_if_finished": [0.5]}
    return pd.DataFrame({"p10_date": [p10], "p50_date": [p50], "p90_date": [p90], **chances})


def test_a_sound_scoring_has_no_fault() -> None:
    assert risk_faults(risk(), risk()) == []


def test_a_probability_outside_its_range_or_missing_is_found() -> None:
    assert risk_faults(risk(p_drop=[0.1, 1.2]), risk()) == ["a probability is missing or outside 0 to 1"]
    assert risk_faults(risk(p_drop=[0.1, float("nan")]), risk()) == ["a probability is missing or outside 0 to 1"]


def test_a_part_that_is_larger_than_the_whole_is_found() -> None:
    words = ["dropping out within 30 days is likelier than dropping out at all"]
    assert risk_faults(risk(p_drop_30d=[0.2, 0.2]), risk()) == words


def test_a_missing_or_doubled_enrolment_is_found() -> None:
    words = ["the scored enrolments are not exactly the active ones"]
    assert risk_faults(risk().head(1), risk()) == words
    assert risk_faults(risk(enrollment_id=[1, 1]), risk(enrollment_id=[1, 1])) == words


def test_forecasts_must_be_in_order_and_ahead() -> None:
    assert forecast_faults(forecast("2026-03-01", "2026-03-05", "2026-04-01"), AS_OF) == []
    assert forecast_faults(forecast(None, None, None), AS_OF) == []
    assert forecast_faults(forecast("2026-03-09", "2026-03-05", "2026-04-01"), AS_OF) == [
        "p10, p50 and p90 are not in order"
    ]
    assert forecast_faults(forecast("2026-02-01", "2026-03-05", "2026-04-01"), AS_OF) == ["a forecast lies in the past"]


def test_chances_must_be_possible() -> None:
    sound = forecast("2026-03-01", "2026-03-05", "2026-04-01")
    assert forecast_faults(sound.assign(p_finish=[1.2]), AS_OF) == ["a chance lies outside 0 to 1"]
    assert forecast_faults(sound.assign(p_on_time=[0.9]), AS_OF) == ["on time is more likely than at all"]
    assert forecast_faults(sound.assign(p_on_time=[float("nan")]), AS_OF) == []


def test_a_serving_version_without_a_card_is_found() -> None:
    card = pd.DataFrame({"version": ["at_risk-1"]})
    assert card_faults(card, {"at_risk-1"}) == []
    assert card_faults(card, {"at_risk-2"}) == ["no card for at_risk-2"]


def test_an_estimate_must_lie_within_its_interval() -> None:
    estimates = pd.DataFrame(
        {"enrollment_id": [1, 2], "velocity": [0.5, 0.9], "velocity_low": [0.2, 0.5], "velocity_high": [0.9, 1.4]}
    )
    assert velocity_faults(estimates, estimates) == []
    words = ["an estimate is missing or lies outside its interval"]
    assert velocity_faults(estimates.assign(velocity=[0.5, 1.5]), estimates) == words
    assert velocity_faults(estimates.assign(velocity=[0.5, float("nan")]), estimates) == words


def demand(**changes: object) -> pd.DataFrame:
    weeks = {"series_week": ["A@1", "A@2"], "p10": [1.0, None], "p50": [2.0, None], "p90": [3.0, None]}
    return pd.DataFrame(weeks).assign(**changes)


def test_a_demand_forecast_is_once_in_order_and_not_below_nothing() -> None:
    assert demand_faults(demand()) == []
    assert demand_faults(demand(series_week="A@1")) == ["a week is forecast twice"]
    assert demand_faults(demand(p90=1.5)) == ["p10, p50 and p90 are not in order"]
    assert demand_faults(demand(p10=-1.0)) == ["a forecast is below nothing"]


def test_an_uplift_is_told_with_its_interval_when_there_is_enough_data_and_only_then() -> None:
    told = pd.DataFrame({"status": ["estimated"], "uplift": [0.1], "low": [0.0], "high": [0.2]})
    assert uplift_faults(told) == []
    assert uplift_faults(told.assign(status="not_enough_data")) == [
        "an estimate is told without enough data, or not told with it"
    ]
    assert uplift_faults(told.assign(low=0.3)) == ["an uplift is outside -1 to 1, or its interval upside down"]
