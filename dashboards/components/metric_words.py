"""Names and meanings of the registry's metrics in the reader's language.

The registry is dbt's, in English; `dashboards/messages.py` reads its labels and descriptions for the catalogues.
"""

from typing import Final

from dashboards.language import METRIC, Names, gettext_noop, pgettext
from warehouse.metrics import Dimension, Metric, get_registry

GROUPS: Final = Names(
    {
        "attendance": gettext_noop("Attendance"),
        "completion": gettext_noop("Completion"),
        "crm": "CRM",
        "faculty": gettext_noop("Faculty"),
        "feedback": gettext_noop("Feedback"),
        "learning": gettext_noop("Learning"),
        "revenue": gettext_noop("Revenue"),
    }
)


def metric_label(metric: Metric) -> str:
    """What people call a metric."""
    return metric_name(metric.label)


def metric_name(label: str) -> str:
    """The label of a metric in the reader's language."""
    return pgettext(METRIC, label)


def metric_meaning(metric: Metric) -> str:
    """What a metric counts and how."""
    return pgettext(METRIC, metric.description)


def meaning_of(name: str) -> str:
    """What the metric of this name counts and how.

    Raises:
        MetricError: the registry has none of this name.
    """
    return metric_meaning(get_registry().metric(name))


def dimension_label(dimension: Dimension) -> str:
    """What people call a dimension."""
    return pgettext(METRIC, dimension.label)


def group_name(group: str) -> str:
    """What people call a group of metrics."""
    return GROUPS[group] if group in GROUPS else group.capitalize()
