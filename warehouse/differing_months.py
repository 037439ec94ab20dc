"""Which months of facts two snapshots hold otherwise: only in these can a row have come, gone or changed.

A row that moved from one month to another is in neither of them what it was. What a month amounts to stands in
`build.json` (`holdings.py`), so nothing of the facts is read to find out.
"""

import json
from datetime import date

from warehouse.holdings import Holding, read_holdings
from warehouse.inventory import UNDATED
from warehouse.published import BUILD_FILE, Build
from warehouse.relations import PARTITIONED


def differing_months(before: Build, after: Build) -> dict[str, str]:
    """For relations that both snapshots hold by month: the SQL condition on their rows that differing months are.

    Of a relation that is not among them, everything is to be looked at.
    """
    old, new = (read_holdings(json.loads((build.folder / BUILD_FILE).read_text())) for build in (before, after))
    return {
        relation: _within(f'"{column}"', _differing(old[relation], new[relation]))
        for relation, column in PARTITIONED.items()
        if relation in old and relation in new and old[relation].months and new[relation].months
    }


def _differing(old: Holding, new: Holding) -> list[str]:
    return sorted(m for m in old.months.keys() | new.months.keys() if old.months.get(m) != new.months.get(m))


def _within(dated: str, months: list[str]) -> str:
    first_days = [date.fromisoformat(f"{month}-01") for month in months if month != UNDATED]
    parts = [f"{dated} is null"] if UNDATED in months else []
    if first_days:
        each = " or ".join(f"date_trunc('month', {dated}) = date '{day}'" for day in first_days)
        # The two ends are what the planner leaves files closed by.
        parts.append(
            f"{dated} >= date '{first_days[0]}' and {dated} < date '{_month_after(first_days[-1])}' and ({each})"
        )
    return f"({' or '.join(parts) or 'false'})"


def _month_after(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)
