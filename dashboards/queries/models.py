"""Questions about the models: how well they predict, beside the simple rule they must beat, and whether they still do.

Relations: reporting.rpt_model_card, rpt_model_reliability, rpt_model_backtest, rpt_model_fairness, rpt_model_drift,
rpt_model_version, rpt_lead_attribute.
"""

import duckdb
import pandas as pd


def model_card(connection: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Every row of the model card, by model, metric and baseline."""
    return connection.execute("select * from reporting.rpt_model_card order by model, metric, baseline").df()


def reliability(connection: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """What was predicted and what came true, by model, probability and bin."""
    return connection.execute("select * from reporting.rpt_model_reliability order by model, target, bin").df()


def backtest(connection: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """What each model would have said on past dates, by model, metric and date."""
    return connection.execute(
        "select * from reporting.rpt_model_backtest order by model, metric, baseline, origin_date"
    ).df()


def fairness(connection: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """The same model on groups of people, the largest group of each attribute first."""
    return connection.execute(
        "select * from reporting.rpt_model_fairness order by model, attribute, row_count desc, group_name"
    ).df()


def drift(connection: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """The newest look at each column and probability, the furthest moved first."""
    return connection.execute(
        """
        select * from reporting.rpt_model_drift
        qualify row_number() over (partition by model, measure, subject order by day desc) = 1
        order by model, measure, value desc, subject
        """
    ).df()


def versions(connection: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Every version that has served, the newest first."""
    return connection.execute(
        "select * from reporting.rpt_model_version order by model, is_serving desc, trained_at desc, version"
    ).df()


def lead_facts(connection: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """attribute, verdict, reason, filled_share of each fact that the lead model was offered; rejected ones first."""
    return connection.execute(
        """
        select attribute, verdict, reason, filled_share
        from reporting.rpt_lead_attribute
        order by case verdict when 'rejected' then 0 when 'used' then 1 else 2 end, attribute
        """
    ).df()
