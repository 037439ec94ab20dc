"""The registry's metrics whose change between two snapshots can be traced to rows.

Belongs here: the step from a metric's definition to a number that adds up over the rows of one relation. A mean is a
sum per a count; a ratio is two sums. What counts distinct values, takes a median, looks back over a window or mixes
relations does not add up over rows: of such a metric, the ones that it is made of can be traced.
"""

import re
from typing import Final

from warehouse.attribution import Measure
from warehouse.compare import CompareError
from warehouse.metrics import MetricError, Registry, get_registry
from warehouse.metrics.definitions import Metric, MetricKind

_RATIO: Final = re.compile(
    r"(?:cast\((?P<cast>[\w +-]+) as double precision\)|\((?P<plain>[\w +-]+)\)|(?P<word>\w+))"
    r" / nullif\((?P<per>[\w +-]+), 0\)"
)
_SCALED: Final = re.compile(r"\(?(?P<value>[\w +-]+)\)? / (?P<by>[\d.]+)")
_WORD: Final = re.compile(r"[a-z_]\w*")


def explained_metric(name: str) -> tuple[str, Measure]:
    """The relation that a metric is read from, and the number over its rows.

    Raises:
        CompareError: there is no such metric, or it does not add up over rows; the message names what does.
    """
    registry = get_registry()
    try:
        metric = registry.metric(name)
    except MetricError as error:
        raise CompareError(str(error)) from error
    found = _explained(registry, metric)
    if found is None:
        parts = [one for one in metric.inputs.values() if _explained(registry, registry.metric(one))]
        instead = f"; what it is made of does: {', '.join(parts)}" if parts else ""
        raise CompareError(f"{metric.label} ({name}) does not add up over the rows of one relation{instead}")
    return found


def explained_metrics() -> dict[str, tuple[str, str, Measure]]:
    """Every metric that can be traced, by name: its group, its relation, and the number."""
    registry = get_registry()
    found = {name: (metric, _explained(registry, metric)) for name, metric in registry.metrics.items()}
    return {name: (metric.group, *one) for name, (metric, one) in found.items() if one is not None}


def _explained(registry: Registry, metric: Metric) -> tuple[str, Measure] | None:
    if metric.kind is MetricKind.SIMPLE and metric.measure is not None:
        model = registry.model_of(metric.measure)
        measure = model.measures[metric.measure]
        day = model.dimensions[measure.time_dimension].expression
        value = f"sum({measure.expression})"
        if measure.aggregate == "sum":
            return model.relation, Measure(metric.label, value, None, day, metric.unit.value)
        if measure.aggregate == "average":
            return model.relation, Measure(metric.label, value, f"count({measure.expression})", day, metric.unit.value)
        return None
    if metric.expression is None:
        return None
    if ratio := _RATIO.fullmatch(metric.expression):
        return _put_together(registry, metric, ratio["cast"] or ratio["plain"] or ratio["word"], ratio["per"])
    if scaled := _SCALED.fullmatch(metric.expression):
        return _put_together(registry, metric, scaled["value"], None, divisor=scaled["by"])
    return None


def _put_together(
    registry: Registry, metric: Metric, value: str, per: str | None, divisor: str | None = None
) -> tuple[str, Measure] | None:
    """A metric over sums of one relation, in the SQL of those sums."""
    parts = {word: _explained(registry, registry.metric(name)) for word, name in metric.inputs.items()}
    known = {word: part for word, part in parts.items() if part is not None and part[1].per is None}
    if len(known) < len(metric.inputs) or len({relation for relation, _ in known.values()}) != 1:
        return None
    sums = {word: measure.value for word, (_, measure) in known.items()}

    def spelled(expression: str) -> str:
        return _WORD.sub(lambda found: sums.get(found[0], found[0]), expression)

    relation, first = next(iter(known.values()))
    whole = f"({spelled(value)})" + (f" / {divisor}" if divisor else "")
    return relation, Measure(metric.label, whole, f"({spelled(per)})" if per else None, first.day, metric.unit.value)
