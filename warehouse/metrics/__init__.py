"""The metric registry's reader: which metrics there are, what they mean, and the SQL that answers a question.

Belongs here: reading `dbt/metrics/*.yml` and turning name × dimensions × grain × filters × period into one statement
that DuckDB and PostgreSQL both take. What a metric *is* stands in those files alone; who may ask stands with who
answers.
"""

from warehouse.metrics.definitions import Dimension, Direction, Grain, Metric, RegistryError, Threshold, Unit
from warehouse.metrics.question import Compiled, MetricError, Order, Period, Question
from warehouse.metrics.registry import Registry, get_registry
from warehouse.metrics.rows import Behind

__all__ = [
    "Behind",
    "Compiled",
    "Dimension",
    "Direction",
    "Grain",
    "Metric",
    "MetricError",
    "Order",
    "Period",
    "Question",
    "Registry",
    "RegistryError",
    "Threshold",
    "Unit",
    "get_registry",
]
