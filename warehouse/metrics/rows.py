"""The rows behind a metric: what it counts, one by one, by the same scope, period and filters as the number itself.

Belongs here: from a question to one statement for every relation that the metric reads. Never from what dbt keeps added
up: its rows are sums. Names of people are no part of a relation that a metric reads; whoever shows rows attaches them.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from warehouse.metrics.compilation import Compilation, Scan, base_of, joins_of, place_of
from warehouse.metrics.definitions import Measure, Metric, SemanticModel
from warehouse.metrics.joins import Column
from warehouse.metrics.question import TIME, Compiled, MetricError, Question
from warehouse.vocabulary import Role

if TYPE_CHECKING:
    from warehouse.metrics.registry import Registry

# What tells a reader what a row is about, beside what the relation itself can be told by.
_ABOUT: Final = (
    "campus__campus_code",
    "subject__subject_name",
    "topic__topic_name",
    "student__enrollment_no",
    "faculty__employee_id",
)
# Keys that lead on; people by the entity, wherever it stands, the others by a column of the relation itself.
_PEOPLE: Final = ("student", "faculty")
KEYS: Final = ("session_id", "inquiry_id", "enrollment_id")


@dataclass(frozen=True)
class Behind:
    """The rows of one relation that a metric counts.

    Where single rows could tell who has said something anonymously (`may_be_anonymous`), `metric_time` is the first
    day of the month.

    Attributes:
        model: the relation.
        time: its time dimension by which the metric is dated.
        dimensions: dimension → what it is, of the columns that tell what a row is about.
        measures: column → the simple metric that adds it up.
        keys: columns that lead on: `student`, `faculty` and those of KEYS that there are.
    """

    model: SemanticModel
    time: str
    dimensions: dict[str, Column]
    measures: dict[str, Metric]
    keys: tuple[str, ...]
    selected: str
    source: str
    parameters: dict[str, Any]

    @property
    def columns(self) -> list[str]:
        """The columns of the answer in order; `metric_time` is the first."""
        return [TIME, *self.dimensions, *self.measures, *(f"key_{name}" for name in self.keys)]

    def page(self, most: int) -> Compiled:
        """The statement for the newest so many rows."""
        order = ", ".join(f"{place} nulls last" for place in range(2, len(self.columns) + 1))
        text = f"select {self.selected}\n{self.source}\norder by 1 desc nulls last, {order}\nlimit :metric_limit"
        return Compiled(text, self.parameters | {"metric_limit": most}, {})

    @property
    def count(self) -> Compiled:
        """The statement for how many there are."""
        return Compiled(f"select count(*) {self.source}", self.parameters, {})


def rows_behind(
    registry: "Registry", question: Question, known: Mapping[str, Collection[str]], as_of: date | None
) -> list[Behind]:
    """What stands behind a metric, by relation, in the order in which its formula names them.

    Args:
        registry: of the metric.
        question: one metric, without dimensions and grain.
        known: the columns of every relation, by `schema.name`.
        as_of: the day that the figures stand for.

    Raises:
        MetricError: the metric is unknown, cannot be asked like that, or its rows would tell who is behind what was
            said anonymously.
    """
    name = question.metrics[0]
    first = _Rows(registry, question, as_of, from_facts=True)
    first.compiled()
    found = []
    for scan in first.scans.values():
        if scan.model.may_be_anonymous and question.viewer is not None and question.viewer.role is Role.FACULTY:
            raise MetricError(f"{name} is shown to a faculty member as a whole, never row by row")
        # Each statement binds its own values only.
        one = _Rows(registry, question, as_of, from_facts=True)
        found.append(one.behind(scan, _metrics_of(registry, name, scan), known.get(scan.model.relation, ())))
    return found


def _metrics_of(registry: "Registry", name: str, scan: Scan) -> dict[str, Metric]:
    """The simple metric of every measure of a scan."""
    parts = {str(part.measure): part for part in registry.parts(name)}
    return {column: parts[one.name] for column, one in scan.measures.items()}


class _Rows(Compilation):
    def behind(self, scan: Scan, metrics: dict[str, Metric], known: Collection[str]) -> Behind:
        columns = self._registry.paths.columns(scan.model)
        shown = {name: one for name, one in columns.items() if not one.steps and not one.dimension.is_key}
        shown |= {name: columns[name] for name in _ABOUT if name in columns and name not in shown}
        people = {name: columns[name] for name in _PEOPLE if name in columns}
        keys = [name for name in KEYS if name in known]
        filters = {name: columns[name] for name in self._question.filters}
        scope, to_scope = self._scope(scan.model)
        used = (*shown.values(), *people.values(), *filters.values())
        steps = [step for column in used for step in column.steps] + list(to_scope)
        time = f"base.time__{scan.time}"
        measures = {one.name: one for one in scan.measures.values()}
        counted = " or ".join(_counts(one) for one in measures.values())
        conditions = [counted, *(self._filter(name, column) for name, column in filters.items())]
        conditions += self._window(scan, time)[2] if scan.is_cumulative else self._within(time)
        conditions += [scope] if scope else []
        # What was said anonymously is told by its month: the day would tell in which session.
        shown_time = f"cast(date_trunc('month', {time}) as date)" if scan.model.may_be_anonymous else time
        selected = [
            f"{shown_time} as {TIME}",
            *(f'{place_of(one)} as "{name}"' for name, one in shown.items()),
            *(f"base.measure__{name} as {name}" for name in measures),
            *(f"{place_of(one)} as key_{name}" for name, one in people.items()),
            *(f"base.{name} as key_{name}" for name in keys),
        ]
        source = "\n".join(
            [
                f"from {base_of(scan, used, steps)}",
                *joins_of(steps, used),
                "where " + " and ".join(f"({condition})" for condition in conditions),
            ]
        )
        return Behind(
            scan.model,
            scan.time,
            shown,
            {one.name: metrics[column] for column, one in scan.measures.items()},
            (*people, *keys),
            ", ".join(selected),
            source,
            dict(self._parameters),
        )


def _counts(one: Measure) -> str:
    """Whether a row does something to a measure."""
    column = f"base.measure__{one.name}"
    return f"coalesce({column}, 0) <> 0" if one.aggregate == "sum" else f"{column} is not null"
