"""Ways on: from a figure or a name to what lies behind it, as far as the viewer's role has the page.

Belongs here: addresses. What a page shows at its address is the page's own; whose rows it shows, the row scope's.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from html import escape
from urllib.parse import urlencode

from dashboards.pages_table import PAGES, PageRule
from warehouse.vocabulary import Role


@dataclass(frozen=True)
class Way:
    """A page, by its address, and what it is to show."""

    page: str
    query: Mapping[str, str | Sequence[str]] = field(default_factory=dict)

    @property
    def rule(self) -> PageRule:
        """The page.

        Raises:
            KeyError: there is none at this address.
        """
        return _RULES[self.page]

    @property
    def href(self) -> str:
        """The address."""
        return f"/{self.page}" + (f"?{urlencode(self.query, doseq=True)}" if self.query else "")

    def is_open_to(self, role: Role) -> bool:
        """Whether the page exists for a role."""
        return role in self.rule.roles


_RULES = {rule.url_path: rule for rule in PAGES}


def rows_of(
    metric: str,
    *,
    campus: str | None = None,
    first: date | None = None,
    last: date | None = None,
    where: Mapping[str, object] | None = None,
) -> Way:
    """The way to the rows that a metric counts.

    Args:
        metric: its name in the registry.
        campus: the code of one campus; None is every campus in the viewer's scope.
        first: the first day, if it is a metric of a period.
        last: the last day.
        where: dimension → the one value that counts.
    """
    here = {"campus__campus_code": campus} if campus else {}
    narrowed = {name: as_condition(value) for name, value in {**here, **(where or {})}.items()}
    query: dict[str, str | Sequence[str]] = {"metric": metric}
    if first and last:
        query |= {"from": first.isoformat(), "to": last.isoformat()}
    if narrowed:
        query["filter"] = [f"{name}:{value}" for name, value in narrowed.items()]
    return Way("rows", query)


def student_way(role: Role, student_id: object) -> Way | None:
    """The way to one student in full; None where the role has no such page, or nobody is named."""
    page = {Role.FACULTY: "my-students", Role.STUDENT: None}.get(role, "students")
    return Way(page, {"student": str(student_id)}) if page and student_id is not None else None


def as_condition(value: object) -> str:
    """A value of the snapshot as a condition in an address tells it; empty where it is not noted."""
    if value is None or value != value:  # noqa: PLR0124 - NaN alone is not itself
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def linked(text: str, way: Way | None) -> str:
    """A text as HTML that leads on, or as it is where nothing lies behind it."""
    told = escape(text)
    return f'<a href="{escape(way.href, quote=True)}" target="_self">{told}</a>' if way else told
