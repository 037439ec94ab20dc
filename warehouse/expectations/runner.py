"""Handing rules to Great Expectations and telling in our words what came of it.

Belongs here: everything that knows how Great Expectations is called. It takes seconds to load, so it is loaded by the
first check of a process, and its context stays: a check of a few rows then takes milliseconds a rule. Nothing is sent
anywhere and nothing is printed.
"""

import json
import logging
import os
import re
import time
import warnings
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import pandas as pd

from warehouse.expectations.data_docs import build_when_due
from warehouse.expectations.rules import Rule
from warehouse.expectations.state import note_warnings, results_folder, write_whole
from warehouse.expectations.verdict import Breach, Edge, Severity, Verdict, plain
from warehouse.settings import Settings

if TYPE_CHECKING:
    from great_expectations.core import ExpectationSuiteValidationResult
    from great_expectations.core.batch_definition import BatchDefinition

SHOWN_ROWS = 5
_GE_SEVERITY = {Severity.BREACH: "critical", Severity.WARNING: "warning"}


class CheckError(RuntimeError):
    """A rule could not be evaluated at all; the message names it and the reason."""


@lru_cache(maxsize=1)
def _whole_frame() -> "BatchDefinition[Any]":
    """What turns a DataFrame into a batch; made once a process."""
    # Read while the package loads.
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import great_expectations as gx

        context = gx.get_context(mode="ephemeral")
    context.enable_analytics(enable=False)
    context.variables.progress_bars = {"globally": False}  # type: ignore[assignment]
    logging.getLogger("great_expectations").setLevel(logging.ERROR)
    asset = context.data_sources.add_pandas("frames").add_dataframe_asset("frame")
    definition: BatchDefinition[Any] = asset.add_batch_definition_whole_dataframe("whole")
    return definition


@dataclass
class _Tally:
    """One rule over all the frames of a relation."""

    expectation: str
    rows: int = 0
    unexpected: int = 0
    shown: list[tuple[str, str]] = field(default_factory=list)


class Check:
    """One check of one edge: looks at frames, one relation after the other, and ends in a verdict."""

    def __init__(self, edge: Edge, settings: Settings) -> None:
        self._edge = edge
        self._settings = settings
        self._began = time.perf_counter()
        self._found: dict[Severity, list[Breach]] = {severity: [] for severity in Severity}

    def look(
        self,
        relation: str,
        frames: Iterable[pd.DataFrame],
        rules: Sequence[Rule],
        *,
        key: str,
        names_rows: bool = False,
    ) -> None:
        """Holds the frames of one relation to its rules.

        Args:
            relation: `schema.table`, or what stands for it.
            frames: its rows in one or more pieces, each with the columns of all rules.
            rules: what must hold.
            key: the column by which rows are told.
            names_rows: each row stands for a relation of its own, named by `key`; each gets a breach of its own.

        Raises:
            CheckError: a rule cannot be evaluated, as when its column is missing.
        """
        tallies = [_Tally(rule.expectation) for rule in rules]
        worst: ExpectationSuiteValidationResult | None = None
        for frame in frames:
            # Where each row stands for something else, all that are wrong are told.
            shown = len(frame) if names_rows else SHOWN_ROWS
            result = _validate(relation, frame, rules, key, shown)
            _count(result, tallies, rules, key, shown)
            if worst is None or not result.success:
                worst = result
        if worst is not None:
            self._keep(relation, worst)
        for rule, tally in zip(rules, tallies, strict=True):
            if tally.unexpected and names_rows:
                for label, value in tally.shown:
                    self._note(label, rule, tally.expectation, value)
            elif tally.unexpected:
                some = "; ".join(f"{key} {label}: {value}" for label, value in tally.shown)
                observed = f"{tally.unexpected:,} of {tally.rows:,} rows looked at: {some}"
                self._note(relation, rule, tally.expectation, observed)

    def _note(self, relation: str, rule: Rule, expectation: str, observed: str) -> None:
        says = f"{rule.what} ({relation}: {observed}). {rule.why} {rule.resolve}"
        breach = Breach(self._edge, relation, rule.column, expectation, observed, says, rule.what)
        self._found[rule.severity].append(breach)

    def _keep(self, relation: str, result: "ExpectationSuiteValidationResult") -> None:
        """The newest result of every relation, for the Data Docs."""
        told = {
            "edge": self._edge.value,
            "relation": relation,
            "checked_at": datetime.now(UTC).isoformat(),
            "result": result.to_json_dict(),  # type: ignore[no-untyped-call]
        }
        name = f"{self._edge.value}-{re.sub(r'[^a-z0-9]+', '-', relation)}.json"
        write_whole(results_folder(self._settings) / name, json.dumps(told), is_durable=False)

    def verdict(self, extract_id: int | None = None) -> Verdict:
        """What all of it came to; the Data Docs are made anew when they are due."""
        breaches = tuple(self._found[Severity.BREACH])
        # What keeps figures back need not be told of a second time, with its lower bound.
        told = {(breach.relation, breach.column) for breach in breaches}
        remarks = [one for one in self._found[Severity.WARNING] if (one.relation, one.column) not in told]
        verdict = Verdict(
            edge=self._edge,
            passed=not breaches,
            breaches=breaches,
            warnings=tuple(remarks),
            checked_at=datetime.now(UTC),
            duration_seconds=time.perf_counter() - self._began,
            extract_id=extract_id,
        )
        note_warnings(self._settings, verdict)
        build_when_due(self._settings, verdict)
        return verdict


def _validate(
    relation: str, frame: pd.DataFrame, rules: Sequence[Rule], key: str, shown: int
) -> "ExpectationSuiteValidationResult":
    whole = _whole_frame()
    import great_expectations as gx
    from great_expectations import expectations

    suite = gx.ExpectationSuite(
        name=relation,
        expectations=[
            getattr(expectations, rule.expectation)(
                column=rule.column,
                severity=_GE_SEVERITY[rule.severity],
                meta={"place": place},
                notes=f"{rule.what}. {rule.why} {rule.resolve}",
                **rule.bounds,
            )
            for place, rule in enumerate(rules)
        ],
    )
    return whole.get_batch({"dataframe": frame}).validate(
        suite,
        result_format={
            "result_format": "SUMMARY",
            "unexpected_index_column_names": [key],
            "partial_unexpected_count": shown,
        },
    )


def _count(
    result: "ExpectationSuiteValidationResult", tallies: list[_Tally], rules: Sequence[Rule], key: str, shown: int
) -> None:
    """Adds one frame's result to the tallies. Results come in an order of their own: a rule's meta says its place."""
    for one in result.results:
        config = one.expectation_config
        if config is None or config.meta is None:
            raise CheckError("a result does not say which rule it is of")
        rule, tally = rules[config.meta["place"]], tallies[config.meta["place"]]
        if reason := _reason(one.exception_info):
            raise CheckError(f"{rule.expectation} of {rule.column} cannot be evaluated: {reason}")
        tally.expectation = config.type
        tally.rows += int(one.result["element_count"])
        tally.unexpected += int(one.result["unexpected_count"])
        rows: list[dict[str, Any]] = one.result.get("partial_unexpected_index_list") or []
        for row in rows[: max(shown - len(tally.shown), 0)]:
            tally.shown.append((plain(row[key]), plain(row.get(rule.column))))


def _reason(info: dict[str, Any]) -> str:
    """Why a rule could not be evaluated; empty when it could."""
    told = info if "raised_exception" in info else next(iter(info.values()), {})
    return str(told.get("exception_message")) if told.get("raised_exception") else ""
