"""What the registry's files define, as typed values: models with entities, dimensions and measures, and metrics.

Belongs here: shapes and words only. Reading the files is `reading.py`'s, making SQL of them `compilation.py`'s.
"""

from dataclasses import dataclass
from enum import StrEnum

from warehouse.scope import Resource


class RegistryError(RuntimeError):
    """The metric files contradict themselves or ask for what the reader does not do; names file and place."""


class Unit(StrEnum):
    """What a metric's value is counted in."""

    COUNT = "count"
    SHARE = "share"  # 0 to 1
    PERCENT = "percent"  # 0 to 100
    HOURS = "hours"
    MINUTES = "minutes"
    DAYS = "days"
    LEVELS = "levels"  # of understanding
    LEVELS_PER_HOUR = "levels_per_hour"
    RATING = "rating"  # 1 to 5
    MONEY = "money"  # the institute's currency


class Direction(StrEnum):
    """Which way a metric had better move."""

    UP = "up"
    DOWN = "down"
    NEUTRAL = "neutral"


class Grain(StrEnum):
    """Lengths of time, shortest first."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


class MetricKind(StrEnum):
    """How a metric is made; dbt's words."""

    SIMPLE = "simple"
    RATIO = "ratio"
    DERIVED = "derived"
    CUMULATIVE = "cumulative"


@dataclass(frozen=True)
class Entity:
    """A key by which models are joined: primary and unique ones own it, foreign ones point to its owner."""

    name: str
    is_owned: bool
    expression: str
    label: str | None
    description: str


@dataclass(frozen=True)
class Dimension:
    """What values can be grouped and filtered by; `granularity` is set for times."""

    name: str
    expression: str
    label: str
    description: str
    granularity: Grain | None = None
    is_key: bool = False


@dataclass(frozen=True)
class Measure:
    """An aggregate over one model's rows, at the time of `time_dimension`.

    `weight` is set where the rows are sums already: the mean is then the sum of the expression by that of the weight.
    """

    name: str
    aggregate: str
    expression: str
    time_dimension: str
    weight: str | None = None


@dataclass(frozen=True)
class Prepared:
    """A relation in which measures of a model stand added up; `prepared.py` says when it answers a question.

    Attributes:
        relation: `schema.name`; its columns of keys and dimensions are called as in the model's own relation.
        time: its column of time.
        grain: by what it is added up; a grain longer than a day holds what is dated up to the day of the figures.
        window_days: it holds one window that ends with the day of the figures, instead of a row per grain.
        is_whole: it holds what is dated to whatever day, instead of a row per grain; it answers only without a period.
        kept: entities and dimensions of the model that it still tells apart.
        exactly: it answers only what is told by one of these, and by nothing when empty; None: its rows add up.
        condition: which of its rows count.
        measures: by measure, the column that holds it; of a mean the columns of its sum and its weight.
    """

    relation: str
    time: str
    grain: Grain
    window_days: int | None
    is_whole: bool
    kept: frozenset[str]
    exactly: frozenset[str] | None
    condition: str | None
    measures: dict[str, tuple[str, str | None]]


@dataclass(frozen=True)
class SemanticModel:
    """One relation with what can be asked of it.

    `scope` says whose rows they are, `scope_entity` which joined entity tells so (None: the row itself);
    `fewest_for_faculty` is how many rows a group must have to be shown to a faculty member, `fewest_with_anonymous`
    the same for everybody where one of the rows `is_anonymous` (and for a faculty member always).
    """

    name: str
    relation: str
    description: str
    entities: dict[str, Entity]
    dimensions: dict[str, Dimension]
    measures: dict[str, Measure]
    permission: str | None
    scope: Resource | None
    scope_entity: str | None
    fewest_for_faculty: int | None
    fewest_with_anonymous: int | None
    prepared: tuple[Prepared, ...] = ()

    @property
    def may_be_anonymous(self) -> bool:
        """Whether a row of it alone could tell who has said something."""
        return bool(self.fewest_for_faculty or self.fewest_with_anonymous)


@dataclass(frozen=True)
class Threshold:
    """The number a metric depends on: a `setting` of the institute or a `variable` of the dbt project."""

    kind: str
    name: str


@dataclass(frozen=True)
class Metric:
    """One number with its wording.

    Attributes:
        name: what programs call it.
        label: what people call it, a few words.
        description: what is counted and how, for a tooltip.
        kind: how it is made.
        group: the field it belongs to, such as attendance.
        unit: what it is counted in.
        direction: which way is good.
        is_state: it tells of the build's day and takes neither period nor grain.
        threshold: the number it depends on, where there is one.
        measure: of a simple or cumulative metric.
        fill: what stands where there is no row, None for nothing.
        window_days: of a cumulative metric; None is everything up to the day.
        expression: of a ratio or derived metric, over the names in `inputs`.
        inputs: name in the expression → metric.
    """

    name: str
    label: str
    description: str
    kind: MetricKind
    group: str
    unit: Unit
    direction: Direction
    is_state: bool
    threshold: Threshold | None
    measure: str | None
    fill: int | None
    window_days: int | None
    expression: str | None
    inputs: dict[str, str]
