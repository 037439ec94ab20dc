"""Names of the registry's metrics in the reader's language.

The registry is dbt's, in English; `dashboards/messages.py` reads its labels for the catalogues. What a metric counts
and how, its description says in the registry's words.
"""

from typing import Final

from dashboards.language import METRIC, Names, gettext_noop, pgettext
from warehouse.metrics import Dimension, Metric

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


def dimension_label(dimension: Dimension) -> str:
    """What people call a dimension."""
    return pgettext(METRIC, dimension.label)


def group_name(group: str) -> str:
    """What people call a group of metrics."""
    return GROUPS[group] if group in GROUPS else group.capitalize()
