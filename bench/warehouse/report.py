"""The tables of `bench-warehouse`, and its figures as one document."""

import statistics
from typing import Any

from rich.console import Console
from rich.table import Table

TARGET_GROWTH = TARGET_BY_HAND = TARGET_NATIVE = 1.5
TARGET_SNAPSHOT_P95_MS, TARGET_PREPARED_MS = 150, 10
_SHOWN = 10
_WORDS = {
    "extract_changes": "extract, and its expectations",
    "transform_changes": "dbt: what the change reaches, and its tests",
    "score_when_due": "scores, when due",
    "publish_changes": "publish, and its expectations",
}
_METHOD = (
    "Embedded PostgreSQL with durable commits, dbt, Dagster and DuckDB on one machine, nothing else beside. An "
    "incremental build is one refresh as the refresher does it, in a process that has done one before: the median of "
    "{runs}, each after some {part:,} new marks with their sessions. bench/README.md says how."
)


def incrementals(figures: dict[str, Any]) -> list[dict[str, Any]]:
    """The refreshes that are measured, in their order."""
    return [one for phase, one in figures.items() if phase.startswith("incremental ")]


def middle(figures: dict[str, Any]) -> dict[str, Any]:
    """The refresh whose time is in the middle."""
    runs = incrementals(figures)
    seconds = statistics.median_low(one["seconds"] for one in runs)
    return next(one for one in runs if one["seconds"] == seconds)


def document(small: dict[str, Any], large: dict[str, Any]) -> dict[str, Any]:
    """All figures and ratios."""
    growth = middle(large)["seconds"] / middle(small)["seconds"]
    beside = {name: _beside(one) for name, one in (("small", small), ("large", large))}
    return {
        "bench": "warehouse",
        "rows": {"small": _rows(small), "large": _rows(large)},
        "figures": {"small": _figures(small), "large": _figures(large)},
        "incremental_growth": round(growth, 3),
        "dbt_to_by_hand": beside,
        "queries": {"small": small["queries"], "large": large["queries"]},
        "targets": {
            "incremental_growth": TARGET_GROWTH,
            "dbt_to_by_hand": TARGET_BY_HAND,
            "snapshot_to_native": TARGET_NATIVE,
            "snapshot_p95_ms": TARGET_SNAPSHOT_P95_MS,
            "prepared_ms": TARGET_PREPARED_MS,
        },
    }


def print_tables(console: Console, small: dict[str, Any], large: dict[str, Any]) -> None:
    """What was measured, for people."""
    one = middle(large)
    console.print(_times(small, large))
    console.print(_parts("Where an incremental build's time goes", small, large, "steps"))
    console.print(_parts("The slowest models and tests of an incremental build", small, large, "nodes"))
    console.print(_parts("What is published longest in an incremental build", small, large, "relations"))
    console.print(_by_hand(small, large))
    console.print(_queries(large))
    part = one["import"]["rows"]["attendance"]
    console.print(_METHOD.format(runs=len(incrementals(large)), part=part))


def _rows(figures: dict[str, Any]) -> int:
    return int(figures["rows"]["marts.fct_attendance"])


def _figures(figures: dict[str, Any]) -> dict[str, Any]:
    one = middle(figures)
    return {
        "students": figures["import"]["rows"]["students"],
        "import_s": figures["import"]["seconds"],
        "import_rows": figures["import"]["rows"],
        "full_build_s": figures["build"]["seconds"],
        "full_build_steps_s": figures["build"]["steps"],
        "full_publish_s": _publication(figures["build"]),
        "new_marks": one["import"]["rows"]["attendance"],
        "incremental_import_s": one["import"]["seconds"],
        "incremental_s": one["seconds"],
        "all_incremental_s": [each["seconds"] for each in incrementals(figures)],
        "incremental_steps_s": one["steps"],
        "incremental_slowest_s": _slowest(one["nodes"]),
        "incremental_published_s": _slowest(one["relations"]),
        "incremental_publish_s": _publication(one),
        "by_hand": {"full": figures["by hand"], "incremental": _incremental_by_hand(figures)},
    }


def _publication(run: dict[str, Any]) -> float:
    return float(next(seconds for step, seconds in run["steps"].items() if "publi" in step))


def _incremental_by_hand(figures: dict[str, Any]) -> dict[str, float]:
    runs = incrementals(figures)
    return {key: statistics.median(one[key] for one in runs) for key in ("dbt_s", "dbt_idle_s", "by_hand_s")}


def _beside(figures: dict[str, Any]) -> dict[str, float]:
    pairs = {"full": figures["by hand"], "incremental": _incremental_by_hand(figures)}
    return {
        name: round(max(0.0, pair["dbt_s"] - pair["dbt_idle_s"]) / max(pair["by_hand_s"], 0.01), 2)
        for name, pair in pairs.items()
    }


def _slowest(nodes: dict[str, float]) -> dict[str, float]:
    return dict(sorted(nodes.items(), key=lambda item: -item[1])[:_SHOWN])


def _times(small: dict[str, Any], large: dict[str, Any]) -> Table:
    table = Table(title="The warehouse, as an institute grows (seconds)")
    table.add_column("what")
    for figures in (small, large):
        table.add_column(f"{_rows(figures):,} marks", justify="right")
    table.add_column("ratio", justify="right")
    table.add_column("target", justify="right")
    before, after = _figures(small), _figures(large)
    for name, key in (
        ("import of the whole institute", "import_s"),
        ("full build, with training and scores", "full_build_s"),
        ("  of it: publish", "full_publish_s"),
        ("import of the new marks", "incremental_import_s"),
        ("incremental build", "incremental_s"),
        ("  of it: publish", "incremental_publish_s"),
    ):
        target = f"<= {TARGET_GROWTH}" if key == "incremental_s" else ""
        table.add_row(
            name, f"{before[key]:.1f}", f"{after[key]:.1f}", f"{after[key] / max(before[key], 0.01):.2f}", target
        )
    return table


def _parts(title: str, small: dict[str, Any], large: dict[str, Any], kind: str) -> Table:
    table = Table(title=f"{title} (seconds)")
    table.add_column({"steps": "step", "nodes": "model or test", "relations": "relation"}[kind])
    for figures in (small, large):
        table.add_column(f"{_rows(figures):,} marks", justify="right")
    before, after = middle(small)[kind], middle(large)[kind]
    shown = after if kind == "steps" else _slowest(after)
    for name, seconds in shown.items():
        table.add_row(_WORDS.get(name, name), f"{before.get(name, 0):.2f}", f"{seconds:.2f}")
    return table


def _by_hand(small: dict[str, Any], large: dict[str, Any]) -> Table:
    table = Table(title="The attendance fact and its daily aggregate: dbt beside SQL by hand (seconds)")
    for column in ("marks", "what", "dbt", "dbt idle", "by hand", "ratio", "target"):
        table.add_column(column, justify="left" if column == "what" else "right")
    for figures in (small, large):
        ratios = _beside(figures)
        for what, pair in (("full", figures["by hand"]), ("incremental", _incremental_by_hand(figures))):
            cells = [*(f"{pair[key]:.2f}" for key in ("dbt_s", "dbt_idle_s", "by_hand_s")), f"{ratios[what]:.2f}"]
            table.add_row(f"{_rows(figures):,}", what, *cells, f"<= {TARGET_BY_HAND}")
    table.caption = "Idle: the same models when nothing has changed; the ratio leaves it out."
    return table


def _queries(large: dict[str, Any]) -> Table:
    table = Table(title=f"Six questions at {_rows(large):,} marks (milliseconds)")
    for column in ("question", "rows", "p50", "p95", "native p50", "ratio", "prepared p50", "prepared p95"):
        table.add_column(column, justify="left" if column == "question" else "right")
    for name, one in large["queries"].items():
        cells = [f"{one['snapshot']['p50_ms']:.1f}", f"{one['snapshot']['p95_ms']:.1f}"]
        cells += [f"{one['native']['p50_ms']:.1f}", f"{one['ratio']:.2f}"]
        cells += [f"{one['prepared'][key]:.2f}" for key in ("p50_ms", "p95_ms")]
        table.add_row(name, f"{one['rows']:,}", *cells)
    table.caption = (
        f"Targets: ratio <= {TARGET_NATIVE}, p95 <= {TARGET_SNAPSHOT_P95_MS} ms, prepared <= {TARGET_PREPARED_MS} ms."
    )
    return table
