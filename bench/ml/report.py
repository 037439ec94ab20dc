"""The tables of `bench-ml`, and its figures as one document."""

from typing import Any

import pandas as pd
from rich.console import Console
from rich.table import Table

from bench.ml.measure import shown

TARGETS = {"training_s": 300, "scoring_s": 20, "reading_p95_ms": 50}
_TITLES = {
    "model_card": "How good each model is, beside its baseline",
    "model_backtest": "As on past dates",
    "model_reliability": "What was predicted, and what came true",
    "model_fairness": "The same model on groups of people",
    "model_drift": "Those who are scored against those it learned from; what came true against what was predicted",
}
_METHOD = (
    "Embedded PostgreSQL, dbt and the models on one machine. Features: all dbt models under the tag `scoring`, whole."
    " Training: fitting with its choices by cross-validation and past dates, from frames in memory; evaluation: figures"
    " of both, bootstrap by student. Scoring: reading features, every model, all checks, writing. Reading: GET"
    " /students/(id)/analytics, one uvicorn worker, one connection, {readings} students. bench/README.md says how."
)
_SIMULATED = "The institute is simulated: its evaluation shows what is measured, and is no evidence of anything."


def document(counts: dict[str, int], figures: dict[str, Any], *, is_simulated: bool) -> dict[str, Any]:
    """All figures and ratios."""
    seconds = figures["seconds"]
    training = sum(value for what, value in seconds.items() if what.startswith("train "))
    evaluation = sum(value for what, value in seconds.items() if what.startswith("evaluate "))
    reached = {
        "training_s": round(training, 2),
        "scoring_s": seconds["score, check and write"],
        "reading_p95_ms": figures["reading"]["p95_ms"],
    }
    return {
        "bench": "ml",
        "is_simulated": is_simulated,
        "institute": counts,
        "seconds": seconds,
        "training_and_evaluation_s": round(training + evaluation, 2),
        "models": figures["models"],
        "rows_scored": figures["rows_scored"],
        "reading": figures["reading"],
        "figures": reached,
        "targets": TARGETS,
        "of_target": {name: round(value / TARGETS[name], 3) for name, value in reached.items()},
        "evaluation": _records(shown(figures["evaluations"]["model_card"])),
    }


def print_tables(
    console: Console, counts: dict[str, int], figures: dict[str, Any], told: dict[str, Any], readings: int
) -> None:
    """What was measured, for people."""
    console.print(", ".join(f"{count:,} {name}" for name, count in counts.items()))
    times = Table(title="Where the time goes")
    times.add_column("what")
    times.add_column("seconds", justify="right")
    for what, seconds in figures["seconds"].items():
        times.add_row(what, f"{seconds:.2f}")
    console.print(times)
    goals = Table(title="Beside what is wanted")
    for column in ("figure", "measured", "at most", "of it"):
        goals.add_column(column, justify="left" if column == "figure" else "right")
    for name, value in told["figures"].items():
        goals.add_row(name, f"{value:,.2f}", f"{TARGETS[name]:,}", f"{told['of_target'][name]:.0%}")
    console.print(goals)
    for name, title in _TITLES.items():
        console.print(_evaluation(title, shown(figures["evaluations"][name])))
    if told["is_simulated"]:
        console.print(_SIMULATED)
    console.print(_METHOD.format(readings=readings))


def _evaluation(title: str, frame: pd.DataFrame) -> Table:
    table = Table(title=title)
    for column in frame:
        is_number = pd.api.types.is_numeric_dtype(frame[column])
        table.add_column(str(column), justify="right" if is_number else "left", overflow="fold")
    for row in frame.itertuples(index=False, name=None):
        table.add_row(*(_cell(value) for value in row))
    return table


def _cell(value: Any) -> str:
    if value is None or value is pd.NaT or (isinstance(value, float) and pd.isna(value)):
        return "–"
    if isinstance(value, float):
        return f"{value:,.3f}".rstrip("0").rstrip(".")
    if isinstance(value, pd.Timestamp):
        return f"{value:%Y-%m-%d}"
    return str(value)


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    plain = frame.astype(object).where(frame.notna(), None)
    return [
        {str(name): round(value, 4) if isinstance(value, float) else value for name, value in row.items()}
        for row in plain.to_dict("records")
    ]
