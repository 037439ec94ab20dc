"""When anonymous feedback may be shown: from five comments on, or whoever reads one could guess who wrote it.

Two rules. Anonymous feedback is in sight once there are five anonymous comments about the same faculty member (or,
about nobody, of the same campus). And a list that is narrowed by whom, what or when it is about shows anonymous ones
only if five of those comments are left. Ratings alone hide nobody, so they do not count. What somebody wrote under
their name is shown to whoever may see it. Not here: figures (`warehouse/anonymity.py`).
"""

from psycopg import AsyncConnection
from psycopg.rows import DictRow

from ingest_api.listing import Conditions, Listing, fetch_one
from warehouse.anonymity import FEWEST_ANONYMOUS
from warehouse.scope import Predicate


def only_in_sight(where: Conditions) -> None:
    """Leaves out anonymous feedback of groups of fewer than five comments; `said` is a row of operational.feedback."""
    where.add(
        "not said.is_anonymous or (coalesce(said.campus_id, 0), coalesce(said.faculty_id, 0)) in"
        " (select coalesce(campus_id, 0), coalesce(faculty_id, 0) from operational.feedback"
        " where is_anonymous group by 1, 2 having count(comments) >= %(fewest_anonymous)s)",
        fewest_anonymous=FEWEST_ANONYMOUS,
    )


async def hide_few(
    connection: AsyncConnection[DictRow],
    listing: Listing,
    scope: Predicate | None,
    group: Conditions,
    where: Conditions,
) -> None:
    """Leaves anonymous feedback out of `where` when fewer than five comments of the `group` are there."""
    counted = Listing("count(said.comments) as comments", listing.tables, {})
    anonymous = Conditions([*group.parts, "said.is_anonymous"], dict(group.parameters))
    row = await fetch_one(connection, counted, scope, anonymous)
    if row is None or row["comments"] < FEWEST_ANONYMOUS:
        where.add("not said.is_anonymous")
