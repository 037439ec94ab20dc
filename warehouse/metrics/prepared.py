"""When a question is answered from a relation that dbt keeps added up, instead of from every row of a fact.

The answer is the same, or the fact is read: whether it is, can be told from the question alone. Which relations there
are stands beside the measures, in `dbt/metrics/` (`prepared`).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from warehouse.metrics.definitions import Grain, Measure, Prepared, SemanticModel
from warehouse.metrics.joins import Column
from warehouse.metrics.question import Question

# What a length of time can be put together from.
_WITHIN = {
    Grain.DAY: frozenset(Grain),
    Grain.WEEK: frozenset({Grain.WEEK}),
    Grain.MONTH: frozenset({Grain.MONTH, Grain.QUARTER, Grain.YEAR}),
}
_OWN_COLUMN = re.compile(r"\bbase\.(\w+)")


@dataclass(frozen=True)
class Pass:
    """One pass over a model that a question needs.

    Attributes:
        question: what is asked.
        measures: what of the model is asked for.
        columns: what it is grouped and filtered by.
        scope: the condition that a viewer's rows must meet, on `base` or what is joined to it; None: all may be seen.
        scope_entity: the entity by which the relation of that condition is joined, where it is not `base`.
        is_cumulative: whether the metric is told up to a day, over `window_days` or everything before.
        window_days: see there.
        as_of: the day that the figures stand for, where that is known.
    """

    question: Question
    measures: tuple[Measure, ...]
    columns: tuple[Column, ...]
    scope: str | None
    scope_entity: str | None
    is_cumulative: bool
    window_days: int | None
    as_of: date | None


def prepared_for(model: SemanticModel, wanted: Pass) -> Prepared | None:
    """The relation that answers the same as the model's own; None when that has to be read."""
    needed = {one.steps[0].entity if one.steps else one.dimension.name for one in wanted.columns}
    needed |= {wanted.scope_entity} if wanted.scope and wanted.scope_entity else set()
    own = set(_OWN_COLUMN.findall(wanted.scope or ""))
    for one in model.prepared:
        kept = {model.entities[name].expression for name in one.kept if name in model.entities}
        if (
            {measure.name for measure in wanted.measures} <= one.measures.keys()
            and needed <= one.kept
            and own <= kept
            and _is_told_exactly(one, wanted)
            and _is_of_these_days(one, wanted)
        ):
            return one
    return None


def standing_in(model: SemanticModel, one: Prepared, measures: Iterable[Measure]) -> SemanticModel:
    """The same model with the prepared relation's columns: sums are added up, means are weighed."""
    columns = {measure.name: one.measures[measure.name] for measure in measures}
    return replace(
        model,
        relation=one.relation,
        measures={
            name: replace(
                model.measures[name], aggregate="average" if weight else "sum", expression=column, weight=weight
            )
            for name, (column, weight) in columns.items()
        },
        dimensions={
            name: replace(dimension, expression=one.time) if dimension.granularity else dimension
            for name, dimension in model.dimensions.items()
        },
    )


def _is_told_exactly(one: Prepared, wanted: Pass) -> bool:
    """Whether what cannot be added up need not be: students seen at two campuses, or in two months."""
    if one.exactly is None:
        return True
    asked = set(wanted.question.by)
    is_told = asked <= one.exactly and bool(asked) == bool(one.exactly)
    return is_told and not wanted.question.filters and wanted.question.grain is one.grain and wanted.scope is None


def _is_of_these_days(one: Prepared, wanted: Pass) -> bool:
    period, grain, as_of = wanted.question.period, wanted.question.grain, wanted.as_of
    first, last = (period.first, period.last) if period else (None, None)
    if one.is_whole:
        return grain is None and first is None and last is None
    if one.window_days is not None:
        if as_of is None or last != as_of or grain is not None:
            return False
        if wanted.is_cumulative:
            return wanted.window_days == one.window_days
        return first == as_of - timedelta(days=one.window_days - 1)
    if one.grain is Grain.DAY:
        return True
    if wanted.is_cumulative or (grain is not None and grain not in _WITHIN[one.grain]):
        return False
    is_whole = first is None or _begins(first, one.grain)
    # What is dated after the day of the figures is in the fact, and not here.
    return is_whole and last is not None and as_of is not None and _ends(last, one.grain, as_of)


def _begins(day: date, grain: Grain) -> bool:
    return day.weekday() == 0 if grain is Grain.WEEK else day.day == 1


def _ends(day: date, grain: Grain, as_of: date) -> bool:
    return day == as_of or (day < as_of and _begins(day + timedelta(days=1), grain))
