"""Reads `dbt/metrics/*.yml`, dbt's semantic-model vocabulary, and refuses what the reader does not do.

dbt validates the same files when it parses the project. Here only what could give a wrong number is checked again: an
unknown name, a kind of metric or a filter that would silently be left out.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from warehouse.metrics.definitions import (
    Dimension,
    Direction,
    Entity,
    Grain,
    Measure,
    Metric,
    MetricKind,
    Prepared,
    RegistryError,
    SemanticModel,
    Threshold,
    Unit,
)
from warehouse.relations import FEATURES, MARTS, REPORTING
from warehouse.scope import Resource

AGGREGATES = frozenset({"sum", "average", "count_distinct", "median"})
# A model's name tells its schema; see dbt/README.md.
_SCHEMAS = {"dim": MARTS, "fct": MARTS, "feat": FEATURES, "rpt": REPORTING}
_MODEL = re.compile(r"ref\('((dim|fct|feat|rpt)_\w+)'\)")
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_WINDOW = re.compile(r"(\d+) days?")


def read_folder(folder: Path) -> tuple[dict[str, SemanticModel], dict[str, Metric]]:
    """The semantic models and metrics of all files in `folder`.

    Raises:
        RegistryError: a file says what cannot be understood, or a name twice.
    """
    models: dict[str, SemanticModel] = {}
    metrics: dict[str, Metric] = {}
    for file in sorted(folder.glob("*.yml")):
        told = yaml.load(file.read_text(), yaml.CSafeLoader)  # noqa: S506 - is a safe loader
        for found in _each(file, told.get("semantic_models", []), _model):
            _add(models, found.name, found, file)
        for metric in _each(file, told.get("metrics", []), _metric):
            _add(metrics, metric.name, metric, file)
    return models, metrics


def _each(file: Path, told: list[dict[str, Any]], make: Any) -> Iterator[Any]:
    for one in told:
        try:
            if not _NAME.fullmatch(one["name"]):
                raise ValueError("a name is small letters, digits and underscores")
            yield make(one)
        except (KeyError, ValueError, TypeError) as error:
            raise RegistryError(f"{file.name}, {one.get('name')}: {error!r}") from error


def _add(known: dict[str, Any], name: str, value: Any, file: Path) -> None:
    if name in known:
        raise RegistryError(f"{file.name}: {name} is defined twice")
    known[name] = value


def _model(told: dict[str, Any]) -> SemanticModel:
    relation = _relation(told["model"])
    meta = told.get("config", {}).get("meta", {})
    scope = meta.get("scope", {})
    usual_time = told.get("defaults", {}).get("agg_time_dimension")
    dimensions = {one["name"]: _dimension(one) for one in told.get("dimensions", [])}
    measures = {one["name"]: _measure(one, usual_time) for one in told.get("measures", [])}
    for measure in measures.values():
        if dimensions[measure.time_dimension].granularity is None:
            raise ValueError(f"{measure.time_dimension} is no time")
    if measures and not (meta.get("permission") and scope.get("resource")):
        raise ValueError("whose rows these are and who may ask is missing (config: meta: permission, scope)")
    return SemanticModel(
        name=told["name"],
        relation=relation,
        description=told["description"],
        entities={one["name"]: _entity(one) for one in told["entities"]},
        dimensions=dimensions,
        measures=measures,
        permission=meta.get("permission"),
        scope=Resource(scope["resource"]) if scope else None,
        scope_entity=scope.get("entity"),
        fewest_for_faculty=meta.get("fewest_for_faculty"),
        fewest_with_anonymous=meta.get("fewest_with_anonymous"),
        prepared=tuple(_prepared(one, measures) for one in meta.get("prepared", [])),
    )


def _prepared(told: dict[str, Any], measures: dict[str, Measure]) -> Prepared:
    exactly = told.get("exactly")
    columns: dict[str, tuple[str, str | None]] = {}
    for name, column in told["measures"].items():
        aggregate = measures[name].aggregate
        if exactly is None and aggregate not in ("sum", "average"):
            raise ValueError(f"{name} cannot be added up: say exactly what the prepared relation answers")
        is_mean = isinstance(column, list)
        if is_mean != (aggregate == "average"):
            raise ValueError(f"{name}: a mean is prepared as [sum, weight], and nothing else is")
        columns[name] = (column[0], column[1]) if is_mean else (column, None)
    return Prepared(
        relation=_relation(told["model"]),
        time=told["time"],
        grain=Grain(told.get("grain", Grain.DAY)),
        window_days=told.get("window_days"),
        is_whole=told.get("whole", False),
        kept=frozenset(told.get("kept", [])),
        exactly=None if exactly is None else frozenset(exactly),
        condition=told.get("condition"),
        measures=columns,
    )


def _relation(told: str) -> str:
    named = _MODEL.fullmatch(told)
    if named is None:
        raise ValueError(f"{told} is no published relation")
    return f"{_SCHEMAS[named[2]]}.{named[1]}"


def _entity(told: dict[str, Any]) -> Entity:
    return Entity(
        name=told["name"],
        is_owned=told["type"] in ("primary", "unique"),
        expression=str(told.get("expr", told["name"])),
        label=told.get("label"),
        description=told.get("description", ""),
    )


def _dimension(told: dict[str, Any]) -> Dimension:
    return Dimension(
        name=told["name"],
        expression=str(told.get("expr", told["name"])),
        label=told.get("label", told["name"]),
        description=told.get("description", ""),
        granularity=Grain(told["type_params"]["time_granularity"]) if told["type"] == "time" else None,
    )


def _measure(told: dict[str, Any], usual_time: str | None) -> Measure:
    if told["agg"] not in AGGREGATES:
        raise ValueError(f"the reader does not do the aggregate {told['agg']}")
    time = told.get("agg_time_dimension") or usual_time
    if time is None:
        raise ValueError(f"{told['name']} has no time (agg_time_dimension)")
    return Measure(
        name=told["name"],
        aggregate=told["agg"],
        expression=str(told.get("expr", told["name"])),
        time_dimension=time,
    )


def _metric(told: dict[str, Any]) -> Metric:
    kind = MetricKind(told["type"])
    if "filter" in told:
        raise ValueError("the reader does not do filters: write the condition into the measure")
    params, meta = told["type_params"], told["config"]["meta"]
    measure = params.get("measure")
    if isinstance(measure, str):
        measure = {"name": measure}
    inputs = {one: one for one in params.get("metrics", [])}
    expression = params.get("expr")
    if kind is MetricKind.RATIO:
        inputs = {params[part]: params[part] for part in ("numerator", "denominator")}
        expression = f"cast({params['numerator']} as double precision) / nullif({params['denominator']}, 0)"
    if (measure is None) == (expression is None):
        raise ValueError("a simple or cumulative metric has a measure, any other an expression")
    return Metric(
        name=told["name"],
        label=told["label"],
        description=told["description"],
        kind=kind,
        group=meta["group"],
        unit=Unit(meta["unit"]),
        direction=Direction(meta["direction"]),
        is_state=meta.get("is_state", False),
        threshold=_threshold(meta.get("threshold")),
        measure=measure["name"] if measure else None,
        fill=measure.get("fill_nulls_with") if measure else None,
        window_days=_window(params.get("cumulative_type_params", {})),
        expression=expression,
        inputs=inputs,
    )


def _window(told: dict[str, Any]) -> int | None:
    if set(told) - {"window"}:
        raise ValueError("of a cumulative metric the reader does windows only")
    if not told:
        return None
    found = _WINDOW.fullmatch(told["window"])
    if found is None:
        raise ValueError("a window is a number of days")
    return int(found[1])


def _threshold(told: dict[str, str] | None) -> Threshold | None:
    if told is None:
        return None
    [(kind, name)] = told.items()
    if kind not in ("setting", "variable"):
        raise ValueError("a threshold is a setting or a variable")
    return Threshold(kind, name)
