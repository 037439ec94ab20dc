"""The metric registry for programs and people: which metrics there are, what they mean, and their values.

What a metric is stands in `dbt/metrics/`; here is only who may ask for it, and how an answer looks. Every value is of
the rows that the user may see.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from pydantic import BaseModel, Field

from ingest_api.analytics.filters import Asked, Period
from ingest_api.analytics.snapshot import Answer, Snapshot
from ingest_api.auth.permissions import PERMISSIONS, Permission
from ingest_api.errors import Forbidden, Invalid, NotFound
from warehouse.metrics import Direction, Grain, Metric, MetricError, Question, Registry, Unit, get_registry
from warehouse.metrics.question import TIME, Value
from warehouse.scope import Viewer
from warehouse.vocabulary import Role


class MetricSummary(BaseModel):
    """One metric in words."""

    name: str = Field(examples=["attendance_rate"])
    label: str = Field(examples=["Attendance"])
    description: str = Field(examples=["Marks that are present or late, out of all marks."])
    group: str = Field(description="The field it belongs to.", examples=["attendance"])
    unit: Unit
    direction: Direction = Field(description="Which way is good.")


class MetricList(BaseModel):
    """The metrics that the user may ask for, by group."""

    items: list[MetricSummary]


class MetricDimension(BaseModel):
    """Something that a metric can be grouped and filtered by."""

    name: str = Field(examples=["campus__campus_code"])
    label: str
    description: str


class MetricThreshold(BaseModel):
    """The number a metric depends on."""

    kind: Literal["setting", "variable"] = Field(description="A setting of the institute, or a variable of dbt.")
    name: str = Field(examples=["mastery_level"])


class MetricDefinition(MetricSummary):
    """One metric, whole."""

    formula: str = Field(examples=["cast(attended_marks as double precision) / nullif(marks, 0)"])
    made_of: list[str] = Field(description="The metrics in the formula.")
    relations: list[str] = Field(description="The published relations it is computed from.")
    is_state: bool = Field(description="It tells of the day the figures stand for; it takes no period and no grain.")
    threshold: MetricThreshold | None
    dimensions: list[MetricDimension]
    grains: list[Grain]


class MetricRow(BaseModel):
    """One value."""

    dimensions: dict[str, str | int | float | bool | None] = Field(examples=[{"campus__campus_code": "PUNE"}])
    time: date | None = Field(description="First day of the grain; null without one.")
    value: int | float | Decimal | None = Field(
        description="Null where there is nothing to tell it from; money as text, to the cent.", examples=[0.87]
    )


class MetricValues(Answer):
    """A metric's values."""

    metric: MetricSummary
    date_from: date | None
    date_to: date | None
    grain: Grain | None
    rows: list[MetricRow]
    is_complete: bool = Field(description="Whether these are all; if not, ask for more or for less at once.")


@dataclass(frozen=True)
class Wanted:
    """What a user asks of one metric; `filters` are `dimension:value` pairs, an empty value stands for none."""

    asked: Asked
    by: tuple[str, ...]
    grain: Grain | None
    filters: tuple[str, ...]
    limit: int


def listed(role: Role, group: str | None) -> MetricList:
    """The metrics of a group, or all, that the role may ask for."""
    registry = get_registry()
    metrics = sorted(registry.metrics.values(), key=lambda metric: (metric.group, metric.name))
    return MetricList(
        items=[
            _summary(metric)
            for metric in metrics
            if group in (None, metric.group) and not _missing(registry, role, metric.name)
        ]
    )


def definition(role: Role, name: str) -> MetricDefinition:
    """One metric.

    Raises:
        NotFound: there is none of this name.
        Forbidden: the role may not ask for it.
    """
    registry = get_registry()
    metric = _allowed(registry, role, name)
    return MetricDefinition(
        **_summary(metric).model_dump(),
        formula=registry.formula(name),
        made_of=list(metric.inputs.values()),
        relations=[model.relation for model in registry.models_of(name)],
        is_state=metric.is_state,
        threshold=MetricThreshold.model_validate(vars(metric.threshold)) if metric.threshold else None,
        dimensions=[
            MetricDimension(name=key, label=one.label, description=one.description)
            for key, one in registry.dimensions(name).items()
        ],
        grains=registry.grains(name),
    )


def values(viewer: Viewer, name: str, wanted: Wanted) -> Callable[[Snapshot], MetricValues]:
    """A metric's values over the rows that `viewer` may see (the last 90 days unless asked otherwise).

    Raises:
        NotFound: there is no metric of this name.
        Forbidden: the role may not ask for it.
        Invalid: the metric cannot be told this way; the message says how it can.
    """
    registry = get_registry()
    metric = _allowed(registry, viewer.role, name)

    def work(snapshot: Snapshot) -> MetricValues:
        period = _period(metric, wanted.asked, snapshot.as_of)
        question = Question(
            (name,),
            wanted.by,
            wanted.grain,
            wanted.asked.filters() | _filters(wanted.filters),
            period.days if period else None,
            viewer,
            # One more than asked for tells whether that was all.
            limit=wanted.limit + 1,
        )
        try:
            rows = snapshot.metrics(question)
        except MetricError as error:
            raise Invalid(str(error)) from error
        return MetricValues(
            build=snapshot.stamp,
            metric=_summary(metric),
            date_from=period.date_from if period else None,
            date_to=period.date_to if period else None,
            grain=wanted.grain,
            rows=[_row(row, wanted.by, name) for row in rows[: wanted.limit]],
            is_complete=len(rows) <= wanted.limit,
        )

    return work


def _summary(metric: Metric) -> MetricSummary:
    return MetricSummary.model_validate(metric, from_attributes=True)


def _row(row: dict[str, Any], by: Iterable[str], name: str) -> MetricRow:
    return MetricRow(dimensions={one: row[one] for one in by}, time=row.get(TIME), value=row[name])


def _missing(registry: Registry, role: Role, name: str) -> set[Permission]:
    return {Permission(one) for one in registry.permissions(name)} - PERMISSIONS[role]


def _allowed(registry: Registry, role: Role, name: str) -> Metric:
    try:
        metric = registry.metric(name)
    except MetricError as error:
        raise NotFound(str(error)) from error
    if missing := _missing(registry, role, name):
        raise Forbidden(f"the role {role} may not do this ({', '.join(sorted(missing))})")
    return metric


def _period(metric: Metric, asked: Asked, as_of: date) -> Period | None:
    if not metric.is_state:
        return asked.period(as_of)
    if asked.date_from or asked.date_to:
        raise Invalid(f"{metric.name} tells of the day the figures stand for; it takes no period")
    return None


def _filters(pairs: Iterable[str]) -> dict[str, list[Value]]:
    found: dict[str, list[Value]] = {}
    for pair in pairs:
        name, colon, value = pair.partition(":")
        if not colon:
            raise Invalid(f"a filter is dimension:value, not {pair!r}")
        found.setdefault(name, []).append(value or None)
    return found
