"""Great Expectations at the edges that dbt does not own, and what a breach does.

The checks are loaded when they are asked for: the dashboards and the API only want to know whether a breach stands, and
need neither PostgreSQL nor Great Expectations for that.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from warehouse.expectations.state import StandingBreach, clear_breach, standing_breach, write_breach
from warehouse.expectations.verdict import Breach, Edge, Severity, Verdict

if TYPE_CHECKING:
    from warehouse.expectations.data_docs import build_data_docs
    from warehouse.expectations.incoming import check_incoming
    from warehouse.expectations.predictions import check_predictions, watched
    from warehouse.expectations.published import check_published

__all__ = [
    "Breach",
    "Edge",
    "Severity",
    "StandingBreach",
    "Verdict",
    "build_data_docs",
    "check_incoming",
    "check_predictions",
    "check_published",
    "clear_breach",
    "standing_breach",
    "watched",
    "write_breach",
]

_LOADED_LATE = {
    "build_data_docs": "data_docs",
    "check_incoming": "incoming",
    "check_predictions": "predictions",
    "check_published": "published",
    "watched": "predictions",
}


def __getattr__(name: str) -> Any:
    if name not in _LOADED_LATE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_LOADED_LATE[name]}"), name)
