"""From a question to one statement that DuckDB and PostgreSQL both take.

Every scan of a model at one of its times is a common table expression, grouped as asked; several are put side by side
by `union all`, so that a group that only one of them has is there too. Names come from the registry's files alone; what
was asked for is compared with them and never becomes SQL, values are bound.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from warehouse.anonymity import enough
from warehouse.metrics.definitions import Grain, Measure, Metric, MetricKind, SemanticModel, Unit
from warehouse.metrics.joins import Column, Step
from warehouse.metrics.prepared import Pass, prepared_for, standing_in
from warehouse.metrics.question import TIME, Compiled, MetricError, Question, Value
from warehouse.relations import MARTS
from warehouse.scope import Place, row_predicate
from warehouse.vocabulary import Role

if TYPE_CHECKING:
    from warehouse.metrics.registry import Registry

_AGGREGATES = {
    "sum": "sum({})",
    "average": "avg(cast({} as double precision))",
    "count_distinct": "count(distinct {})",
    "median": "percentile_cont(0.5) within group (order by cast({} as double precision))",
}
_WORD = re.compile(r"\b[a-z_][a-z0-9_]*\b")


@dataclass
class Scan:
    """One pass over a model: its measures, all at one time and, when cumulative, over one window."""

    model: SemanticModel
    time: str
    is_cumulative: bool
    window_days: int | None
    measures: dict[str, Measure] = field(default_factory=dict)


def compile_question(registry: "Registry", question: Question, as_of: date | None, *, from_facts: bool) -> Compiled:
    """The statement that answers `question`; see `Registry.compile`."""
    return Compilation(registry, question, as_of, from_facts=from_facts).compiled()


class Compilation:
    """One question on its way to a statement; `rows.py` lists with it what stands behind a metric."""

    def __init__(self, registry: "Registry", question: Question, as_of: date | None, *, from_facts: bool) -> None:
        self._registry = registry
        self._question = question
        self._as_of = as_of
        self._from_facts = from_facts
        self.scans: dict[tuple[str, str, bool, int | None], Scan] = {}
        self._parameters: dict[str, Any] = {}
        self._check()

    def compiled(self) -> Compiled:
        """The statement that answers."""
        question = self._question
        results = {name: self._expression(self._registry.metric(name)) for name in question.metrics}
        groups = [*(f'"{name}"' for name in question.by), *([TIME] if question.grain else [])]
        scans = list(self.scans.values())
        parts = [f"part_{number} as (\n{self._scan(scan)}\n)" for number, scan in enumerate(scans)]
        if len(scans) > 1:
            parts.append(f"together as (\n{self._together(scans, groups)}\n)")
        source = "together" if len(scans) > 1 else "part_0"
        selected = [*groups, *(f'{text} as "{name}"' for name, text in results.items())]
        text = f"with {', '.join(parts)}\nselect {', '.join(selected)}\nfrom {source}"  # noqa: S608 - the registry's names
        if order := self._order(groups):
            text += f"\norder by {order}"
        if question.limit is not None:
            text += f"\nlimit {self._bind('limit', question.limit)}"
        units: dict[str, Unit | None] = dict.fromkeys(question.by)
        if question.grain:
            units[TIME] = None
        units |= {name: self._registry.metric(name).unit for name in question.metrics}
        return Compiled(text, self._parameters, units)

    def _check(self) -> None:
        question, registry = self._question, self._registry
        if not question.metrics:
            raise MetricError("a question names one metric at least")
        for name in question.metrics:
            metric = registry.metric(name)
            known = registry.dimensions(name)
            for verb, asked in (("grouped", question.by), ("filtered", question.filters)):
                for dimension in asked:
                    if dimension not in known:
                        raise MetricError(
                            f"{name} cannot be {verb} by {dimension!r}; it can be by {', '.join(known) or 'nothing'}"
                        )
            if metric.is_state and (question.period or question.grain):
                raise MetricError(f"{name} tells of the day the figures stand for; it takes no period and no grain")
            if question.grain and question.grain not in registry.grains(name):
                raise MetricError(
                    f"{name} cannot be told by {question.grain}; it can be by {', '.join(registry.grains(name))}"
                )
        self._check_order()

    def _check_order(self) -> None:
        columns = {*self._question.by, *self._question.metrics, *([TIME] if self._question.grain else [])}
        for order in self._question.order:
            if order.column not in columns:
                raise MetricError(f"there is no column {order.column!r} to sort by; there is {', '.join(columns)}")

    def _expression(self, metric: Metric) -> str:
        """The metric over the columns of the scans."""
        if metric.measure is None:
            inputs = {
                name: f"({self._expression(self._registry.metric(other))})" for name, other in metric.inputs.items()
            }
            return _WORD.sub(lambda found: inputs.get(found[0], found[0]), str(metric.expression))
        model = self._registry.model_of(metric.measure)
        measure = model.measures[metric.measure]
        is_cumulative = metric.kind is MetricKind.CUMULATIVE
        if is_cumulative and (self._question.period is None or self._question.period.last is None):
            raise MetricError(f"{metric.name} is told up to a day: give the last day of a period")
        if is_cumulative and self._question.grain and self._question.period and not self._question.period.first:
            raise MetricError(f"{metric.name} by {self._question.grain} needs the first day of a period too")
        key = (model.name, measure.time_dimension, is_cumulative, metric.window_days)
        scan = self.scans.setdefault(key, Scan(model, measure.time_dimension, is_cumulative, metric.window_days))
        column = f"{measure.name}_{list(self.scans).index(key)}"
        scan.measures[column] = measure
        return column if metric.fill is None else f"coalesce({column}, {metric.fill})"

    def _scan(self, scan: Scan) -> str:
        question, known = self._question, self._registry.paths.columns(scan.model)
        by = {name: known[name] for name in question.by}
        filters = {name: known[name] for name in question.filters}
        scope, to_scope = self._scope(scan.model)
        scan, prepared = self._prepared(scan, (*by.values(), *filters.values()), scope, to_scope)
        model = scan.model
        time = f"base.time__{scan.time}"
        conditions = [self._filter(name, column) for name, column in filters.items()]
        conditions += [prepared] if prepared else []
        spine, bucket = "", self._bucket(time)
        if scan.is_cumulative:
            spine, bucket, limits = self._window(scan, time)
            conditions += limits
        else:
            conditions += self._within(time)
        steps = [step for column in (*by.values(), *filters.values()) for step in column.steps]
        steps += to_scope
        conditions += [scope] if scope else []
        groups = [f'{place_of(column)} as "{name}"' for name, column in by.items()]
        groups += [f"{bucket} as {TIME}"] if question.grain else []
        measures = [f"{_aggregate(one)} as {column}" for column, one in scan.measures.items()]
        lines = [
            f"select {', '.join([*groups, *measures])}",
            f"from {base_of(scan, (*by.values(), *filters.values()), steps)}{spine}",
            *joins_of(steps, (*by.values(), *filters.values())),
        ]
        if conditions:
            lines.append("where " + " and ".join(f"({condition})" for condition in conditions))
        if groups:
            lines.append("group by " + ", ".join(str(number) for number in range(1, len(groups) + 1)))
        role = question.viewer.role if question.viewer else None
        if model.fewest_with_anonymous:
            lines.append(f"having {enough(role, 'base', model.fewest_with_anonymous)}")
        elif model.fewest_for_faculty and role is Role.FACULTY:
            lines.append(f"having count(*) >= {model.fewest_for_faculty}")
        return "\n".join(lines)

    def _scope(self, model: SemanticModel) -> tuple[str | None, tuple[Step, ...]]:
        """The condition that the viewer's rows meet, and the steps to what it compares; None: all may be seen."""
        viewer = self._question.viewer
        if viewer is None or model.scope is None:
            return None, ()
        steps = self._registry.paths.scope_steps(model)
        predicate = row_predicate(viewer, model.scope, steps[-1].alias if steps else "base", Place.MARTS)
        if predicate.text == "true":
            return None, ()
        self._parameters |= predicate.parameters
        return predicate.text, steps

    def _prepared(
        self, scan: Scan, columns: tuple[Column, ...], scope: str | None, to_scope: tuple[Step, ...]
    ) -> tuple[Scan, str | None]:
        """The scan over a relation that is added up already, where one answers the same; and which rows of it count."""
        wanted = Pass(
            self._question,
            tuple(scan.measures.values()),
            columns,
            scope,
            to_scope[0].entity if to_scope else None,
            scan.is_cumulative,
            scan.window_days,
            self._as_of,
        )
        found = None if self._from_facts else prepared_for(scan.model, wanted)
        if found is None:
            return scan, None
        model = standing_in(scan.model, found, wanted.measures)
        measures = {column: model.measures[one.name] for column, one in scan.measures.items()}
        condition = None if found.condition is None else f"base.{found.condition}"
        return replace(scan, model=model, measures=measures), condition

    def _bucket(self, day: str) -> str:
        grain = self._question.grain
        return day if grain in (None, Grain.DAY) else f"cast(date_trunc('{grain}', {day}) as date)"

    def _window(self, scan: Scan, time: str) -> tuple[str, str, list[str]]:
        """The calendar to join, the time to group by, and the limits of a window that ends on each of its days."""
        period = self._question.period
        last = self._bind("to", period.last if period else None)
        spine, until = "", f"cast({last} as date)"
        if self._question.grain:
            first = self._bind("from", period.first if period else None)
            spine = (
                f"\ncross join (select {self._bucket('date_day')} as {TIME}, max(date_day) as until"  # noqa: S608
                f" from {MARTS}.dim_date where date_day between {first} and {last} group by 1) as spine"
            )
            until = "spine.until"
        limits = [f"{time} <= {until}"]
        if scan.window_days is not None:
            limits.append(f"{time} > {until} - {scan.window_days}")
        return spine, f"spine.{TIME}", limits

    def _within(self, time: str) -> list[str]:
        """The limits of the period."""
        period = self._question.period
        if period is None:
            return []
        bounds = (("from", ">=", period.first), ("to", "<=", period.last))
        return [f"{time} {sign} {self._bind(name, day)}" for name, sign, day in bounds if day is not None]

    def _filter(self, name: str, column: Column) -> str:
        values = self._question.filters[name]
        place = place_of(column)
        parts = [f"{place} is null"] if None in values else []
        known = [_typed(name, value, column) for value in values if value is not None]
        if known:
            binds = ", ".join(
                self._bind(f"{list(self._question.filters).index(name)}_{number}", value)
                for number, value in enumerate(known)
            )
            place = place if column.dimension.is_key else f"cast({place} as varchar)"
            parts.append(f"{place} in ({binds})")
        return " or ".join(parts) or "false"

    def _together(self, scans: list[Scan], groups: list[str]) -> str:
        """All scans in one relation, one row per group."""
        columns = [(number, column) for number, scan in enumerate(scans) for column in scan.measures]
        rows = []
        for number in range(len(scans)):
            values = [
                f"cast({column if owner == number else 'null'} as double precision) as {column}"
                for owner, column in columns
            ]
            rows.append(f"select {', '.join([*groups, *values])} from part_{number}")  # noqa: S608 - ours
        selected = ", ".join([*groups, *(f"max({column}) as {column}" for _, column in columns)])
        by = f"\ngroup by {', '.join(groups)}" if groups else ""
        joined = "\nunion all ".join(rows)
        return f"select {selected}\nfrom (\n{joined}\n) as parts{by}"  # noqa: S608 - the registry's names

    def _order(self, groups: list[str]) -> str:
        if not self._question.order:
            return ", ".join(f"{group} nulls last" for group in groups)
        return ", ".join(
            f'"{one.column}"{" desc" if one.is_descending else ""} nulls {"first" if one.nulls_first else "last"}'
            for one in self._question.order
        )

    def _bind(self, name: str, value: Any) -> str:
        self._parameters[f"metric_{name}"] = value
        return f":metric_{name}"


def _aggregate(one: Measure) -> str:
    if one.weight:
        return f"cast(sum(base.measure__{one.name}) as double precision) / nullif(sum(base.weight__{one.name}), 0)"
    return _AGGREGATES[one.aggregate].format(f"base.measure__{one.name}")


def _typed(name: str, value: Value, column: Column) -> int | str:
    """A value as the column is compared with it: keys by number, everything else by its text."""
    if not column.dimension.is_key:
        return str(value).lower() if isinstance(value, bool) else str(value)
    try:
        return int(str(value))
    except ValueError:
        raise MetricError(f"{name} is a key and takes whole numbers, not {value!r}") from None


def place_of(column: Column) -> str:
    """Where a dimension stands in the statement."""
    kind = "entity" if column.dimension.is_key else "dimension"
    return f"{column.alias}.{kind}__{column.dimension.name}"


def base_of(scan: Scan, columns: Iterable[Column], steps: Iterable[Step]) -> str:
    """The scan's relation with what is needed of it computed, so that no name is ambiguous once others are joined."""
    model = scan.model
    needed = {f"measure__{one.name}": one.expression for one in scan.measures.values()}
    needed |= {f"weight__{one.name}": one.weight for one in scan.measures.values() if one.weight}
    needed[f"time__{scan.time}"] = model.dimensions[scan.time].expression
    needed |= _needed(model, "base", columns, steps)
    return _computed(model, needed, "base")


def joins_of(steps: Iterable[Step], columns: tuple[Column, ...]) -> list[str]:
    """The joins to what stands elsewhere, each once."""
    once = {step.alias: step for step in steps}
    # Shorter ways come first: a step's origin is joined before it.
    return [
        f"left join {_computed(step.model, _needed(step.model, alias, columns, once.values(), step.entity), alias)}"
        f" on {step.origin}.entity__{step.entity} = {alias}.entity__{step.entity}"
        for alias, step in sorted(once.items(), key=lambda one: len(one[0].split("__")))
    ]


def _needed(
    model: SemanticModel, alias: str, columns: Iterable[Column], steps: Iterable[Step], *entities: str
) -> dict[str, str]:
    """What a question needs of the relation `alias`: its dimensions, and the keys that it is joined by."""
    needed = {place_of(one).split(".")[1]: one.dimension.expression for one in columns if one.alias == alias}
    keys = {*entities, *(step.entity for step in steps if step.origin == alias)}
    return needed | {f"entity__{key}": model.entities[key].expression for key in sorted(keys)}


def _computed(model: SemanticModel, needed: dict[str, str], alias: str) -> str:
    columns = ", ".join(["given.*", *(f"({expression}) as {name}" for name, expression in needed.items())])
    return f"(select {columns} from {model.relation} as given) as {alias}"  # noqa: S608 - the registry's names
