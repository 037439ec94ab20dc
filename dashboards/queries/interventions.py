"""Questions about what was done for students at risk, and whether it helped.

Relations: reporting.rpt_intervention_outcome, rpt_intervention_uplift. Which campus a person may ask for is settled
before (`access.chosen_campus`).
"""

import duckdb
import pandas as pd

from dashboards.queries.institute import WHOLE_INSTITUTE


def outcomes(connection: duckdb.DuckDBPyConnection, campus_code: str | None) -> pd.DataFrame:
    """Every column of rpt_intervention_outcome, one row per action, the commonest first."""
    return connection.execute(
        "select * from reporting.rpt_intervention_outcome where campus_code = $code"
        " order by interventions desc, action",
        {"code": campus_code or WHOLE_INSTITUTE},
    ).df()


def uplift(connection: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Every column of rpt_intervention_uplift, `alert` first. Of the whole institute: a campus has too few."""
    return connection.execute("select * from reporting.rpt_intervention_uplift order by comparison").df()
