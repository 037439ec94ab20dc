"""What the last scoring says of open inquiries.

Relations: reporting.rpt_call_list. Every question takes the viewer's scope as `lead`.
"""

import duckdb
import pandas as pd

from warehouse.scope import Predicate


def scores(connection: duckdb.DuckDBPyConnection, scope: Predicate, inquiry_ids: tuple[int, ...]) -> pd.DataFrame:
    """inquiry_id, p_enrol (0–1), band: of these inquiries those in scope that were scored."""
    return connection.execute(
        f"""
        select lead.inquiry_id, lead.p_enrol, lead.band
        from reporting.rpt_call_list as lead
        where lead.p_enrol is not null and lead.inquiry_id in (select unnest($inquiry_ids)) and {scope.duckdb}
        """,  # noqa: S608 - the scope is our own text, its values are bound
        {"inquiry_ids": list(inquiry_ids), **scope.parameters},
    ).df()


def score(connection: duckdb.DuckDBPyConnection, scope: Predicate, inquiry_id: int) -> pd.DataFrame:
    """p_enrol (0–1), band, reasons (list of text), scored_as_of: of one inquiry; no row when it was not scored."""
    return connection.execute(
        f"""
        select lead.p_enrol, lead.band, lead.reasons, lead.scored_as_of
        from reporting.rpt_call_list as lead
        where lead.p_enrol is not null and lead.inquiry_id = $inquiry_id and {scope.duckdb}
        """,  # noqa: S608 - the scope is our own text, its values are bound
        {"inquiry_id": inquiry_id, **scope.parameters},
    ).df()
