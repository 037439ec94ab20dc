"""The registry: metrics by name, what each can be told by, and the way from a question to a statement."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path

from warehouse.metrics.compilation import compile_question
from warehouse.metrics.definitions import Dimension, Grain, Metric, MetricKind, RegistryError, SemanticModel
from warehouse.metrics.joins import Paths
from warehouse.metrics.question import Compiled, MetricError, Question
from warehouse.metrics.reading import read_folder
from warehouse.metrics.rows import Behind, rows_behind
from warehouse.settings import PROJECT_ROOT

METRICS_FOLDER = PROJECT_ROOT / "dbt" / "metrics"
_SUGGESTIONS = 3


class Registry:
    """All metrics of a folder.

    Raises:
        RegistryError: a metric names what does not exist.
    """

    def __init__(self, folder: Path = METRICS_FOLDER) -> None:
        self.folder = folder
        self.models, self.metrics = read_folder(folder)
        self.paths = Paths(self.models)
        self._measures = {name: model for model in self.models.values() for name in model.measures}
        for metric in self.metrics.values():
            missing = set(metric.inputs.values()) - set(self.metrics)
            if metric.measure is not None and metric.measure not in self._measures:
                missing.add(metric.measure)
            if missing:
                raise RegistryError(f"{metric.name} is made of {', '.join(sorted(missing))}, which nobody defines")

    def metric(self, name: str) -> Metric:
        """One metric.

        Raises:
            MetricError: there is none of this name; the message names similar ones.
        """
        if name in self.metrics:
            return self.metrics[name]
        similar = get_close_matches(name, self.metrics, _SUGGESTIONS)
        raise MetricError(f"there is no metric {name!r}" + (f"; did you mean {', '.join(similar)}?" if similar else ""))

    def model_of(self, measure: str) -> SemanticModel:
        """The semantic model that a measure belongs to."""
        return self._measures[measure]

    def parts(self, name: str) -> Iterator[Metric]:
        """The simple and cumulative metrics that a metric is made of in the end."""
        metric = self.metric(name)
        if metric.measure is not None:
            yield metric
        for one in metric.inputs.values():
            yield from self.parts(one)

    def models_of(self, name: str) -> list[SemanticModel]:
        """The semantic models that a metric reads."""
        found = {str(part.measure): self.model_of(str(part.measure)) for part in self.parts(name)}
        return list({model.name: model for model in found.values()}.values())

    def permissions(self, name: str) -> frozenset[str]:
        """What one must be allowed to, all of it, to be told a metric."""
        return frozenset(model.permission for model in self.models_of(name) if model.permission)

    def dimensions(self, *names: str) -> dict[str, Dimension]:
        """What all of the metrics can be grouped and filtered by, by name."""
        found = [self.paths.dimensions(model) for name in names for model in self.models_of(name)]
        return {name: one for name, one in found[0].items() if all(name in others for others in found)}

    def grains(self, *names: str) -> list[Grain]:
        """The lengths of time that all of the metrics can be told by; none of a state."""
        order = list(Grain)
        shortest = 0
        for name in names:
            if self.metric(name).is_state:
                return []
            for part in self.parts(name):
                model = self.model_of(str(part.measure))
                time = model.dimensions[model.measures[str(part.measure)].time_dimension]
                shortest = max(shortest, order.index(time.granularity or Grain.DAY))
        return order[shortest:]

    def formula(self, name: str) -> str:
        """How a metric is computed, in one line."""
        metric = self.metric(name)
        if metric.measure is None:
            return str(metric.expression)
        model = self.model_of(metric.measure)
        measure = model.measures[metric.measure]
        window = ""
        if metric.kind is MetricKind.CUMULATIVE:
            window = f" over {metric.window_days} days" if metric.window_days else " up to the day"
        return f"{measure.aggregate}({measure.expression}) of {model.relation}{window}"

    def compile(self, question: Question, as_of: date | None = None, *, from_facts: bool = False) -> Compiled:
        """The statement that answers a question, for DuckDB and PostgreSQL alike.

        Args:
            question: what is asked.
            as_of: the day that the figures stand for, where the caller knows it; then what dbt keeps added up by week,
                by month and for the last days can answer too.
            from_facts: leave everything out that is kept added up.

        Raises:
            MetricError: a name is unknown, or a metric cannot be told this way.
        """
        return compile_question(self, question, as_of, from_facts=from_facts)

    def rows_behind(
        self, question: Question, known: Mapping[str, Collection[str]], as_of: date | None = None
    ) -> list[Behind]:
        """The rows behind a metric, by relation; see `rows.rows_behind`."""
        return rows_behind(self, question, known, as_of)


@lru_cache
def get_registry() -> Registry:
    """The registry of this installation, read when first asked for."""
    return Registry()
