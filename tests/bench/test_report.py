"""The tables and the document say what was measured."""

import io
from typing import Any

from rich.console import Console

from bench.warehouse.report import document, middle, print_tables


def incremental(seconds: float, dbt: float, hand: float) -> dict[str, Any]:
    return {
        "import": {"seconds": 2.0, "rows": {"attendance": 10_004, "sessions": 500}},
        "seconds": seconds,
        "steps": {"extract_changes": 1.0, "transform_changes": seconds - 3, "publish_changes": 2.0},
        "nodes": {f"model_{number}": float(number) for number in range(30)},
        "relations": {"marts.fct_attendance": 0.75},
        "dbt_s": dbt,
        "dbt_idle_s": 0.5,
        "by_hand_s": hand,
    }


def figures(rows: int, seconds: float) -> dict[str, Any]:
    question = {
        "rows": 8,
        "snapshot": {"p50_ms": 30.0, "p95_ms": 40.0},
        "native": {"p50_ms": 25.0, "p95_ms": 26.0},
        "ratio": 1.2,
        "prepared": {"p50_ms": 0.5, "p95_ms": 0.75},
    }
    return {
        "import": {"seconds": 60.0, "rows": {"students": rows // 500, "attendance": rows}},
        "build": {"seconds": 90.0, "steps": {"transform": 80.0, "publication__snapshot": 7.0}, "nodes": {}},
        "incremental 0": incremental(seconds - 1, 2.0, 1.0),
        "incremental 1": incremental(seconds, 3.0, 1.0),
        "incremental 2": incremental(seconds + 5, 9.0, 2.0),
        "rows": {"marts.fct_attendance": rows},
        "queries": {"asked": question},
        "by hand": {"dbt_s": 12.5, "dbt_idle_s": 0.5, "by_hand_s": 10.0},
    }


SMALL, LARGE = figures(1_000_000, 10.0), figures(10_000_000, 14.0)


def test_the_run_in_the_middle_stands_for_all() -> None:
    assert middle(LARGE)["seconds"] == 14.0


def test_the_document_has_ratios_without_dbts_own_cost() -> None:
    told = document(SMALL, LARGE)
    assert told["rows"] == {"small": 1_000_000, "large": 10_000_000}
    assert told["incremental_growth"] == 1.4
    assert told["dbt_to_by_hand"]["large"] == {"full": 1.2, "incremental": 2.5}
    large = told["figures"]["large"]
    assert (large["full_publish_s"], large["incremental_publish_s"]) == (7.0, 2.0)
    assert list(large["incremental_slowest_s"])[:2] == ["model_29", "model_28"]
    assert large["incremental_published_s"] == {"marts.fct_attendance": 0.75}


def test_the_tables_show_both_sizes_and_what_is_prepared() -> None:
    console = Console(file=io.StringIO(), width=120)
    print_tables(console, SMALL, LARGE)
    told = console.file.getvalue()  # type: ignore[attr-defined]
    for words in (
        "1,000,000 marks",
        "10,000,000 marks",
        "dbt: what the change reaches",
        "model_29",
        "marts.fct_attendance",
        "0.75",
        "1.40",
    ):
        assert words in told
    assert "model_3 " not in told
