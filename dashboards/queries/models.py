"""Questions about the models: how well they predict, beside the simple rule they must beat.

Relation: reporting.rpt_model_card.
"""

import duckdb
import pandas as pd


def model_card(connection: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Every row of the model card, by model, metric and baseline."""
    return connection.execute("select * from reporting.rpt_model_card order by model, metric, baseline").df()
