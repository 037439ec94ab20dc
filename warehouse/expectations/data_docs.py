"""Data Docs: the newest result of every relation as a static site, for admins.

Belongs here: making the pages, in `quality/data-docs` below the home. What was expected and observed is rendered by
Great Expectations; the page around it is ours, because its own fetches styles and scripts from six other sites, and no
request leaves the origin here. Who may read the pages is decided where they are served.
"""

import json
import re
import time
from dataclasses import dataclass
from datetime import datetime
from html import escape
from pathlib import Path
from typing import Any

from warehouse.expectations.state import Told, data_docs_folder, recent_warnings, results_folder, write_whole
from warehouse.expectations.verdict import Edge, Verdict, plain
from warehouse.settings import Settings

INDEX = "index.html"
STYLE = "data_docs.css"
_SOURCE = Path(__file__).with_name(STYLE)
_SECONDS_PER_MINUTE = 60

_EDGES = {
    Edge.INCOMING: ("Incoming rows", "What the forms and imports wrote, before figures are built on it."),
    Edge.PREDICTIONS: ("Predictions", "What the models say, before anybody is shown it."),
    Edge.PUBLISHED: ("Published snapshot", "The finished files, before readers are switched to them."),
}
_WORDS = {"good": "✓ as expected", "warning": "! look at it", "breach": "✗ keeps figures back"}


@dataclass(frozen=True)
class _Result:
    """One kept result."""

    file: Path
    edge: Edge
    relation: str
    checked_at: datetime
    told: dict[str, Any]

    @classmethod
    def read(cls, file: Path) -> "_Result":
        kept = json.loads(file.read_text(encoding="utf-8"))
        checked_at = datetime.fromisoformat(kept["checked_at"])
        return cls(file, Edge(kept["edge"]), kept["relation"], checked_at, kept["result"])

    @property
    def page(self) -> str:
        return f"{self.file.stem}.html"

    @property
    def failed(self) -> list[dict[str, Any]]:
        """What does not hold, breaches first."""
        failed = [one for one in self.told["results"] if not one["success"]]
        return sorted(failed, key=lambda one: _severity(one) != "breach")

    @property
    def state(self) -> str:
        return _severity(self.failed[0]) if self.failed else "good"

    @property
    def rows(self) -> int:
        return max((one["result"].get("element_count", 0) for one in self.told["results"]), default=0)


def build_data_docs(settings: Settings) -> Path:
    """Makes the site anew: pages of results that are newer than their page, and the index.

    Returns:
        The index page.
    """
    folder = data_docs_folder(settings)
    results = [_Result.read(file) for file in sorted(results_folder(settings).glob("*.json"))]
    for result in results:
        page = folder / result.page
        if not page.exists() or page.stat().st_mtime < result.file.stat().st_mtime:
            write_whole(page, _page_of(result), is_durable=False)
    write_whole(folder / STYLE, _SOURCE.read_text(encoding="utf-8"), is_durable=False)
    write_whole(folder / INDEX, _index(results, recent_warnings(settings)), is_durable=False)
    return folder / INDEX


def build_when_due(settings: Settings, verdict: Verdict) -> None:
    """Makes the site anew after a breach or a warning, and otherwise when it is older than the settings want it."""
    index = data_docs_folder(settings) / INDEX
    age_seconds = time.time() - index.stat().st_mtime if index.exists() else float("inf")
    if verdict.breaches or verdict.warnings or age_seconds >= settings.quality_docs_minutes * _SECONDS_PER_MINUTE:
        build_data_docs(settings)


def _index(results: list[_Result], warnings: list[Told]) -> str:
    parts = [
        "<h1>Data Docs</h1>",
        '<p class="lead">What is expected of the data where it comes in and where it goes out, and what was found the'
        " last time rows of a relation changed. A breach keeps figures back: the last good snapshot stays.</p>",
    ]
    for edge, (title, words) in _EDGES.items():
        parts.append(f'<h2>{title}</h2><p class="quiet">{words}</p>')
        rows = [_index_row(result) for result in results if result.edge is edge]
        if rows:
            head = "<th>Relation</th><th>Found</th><th class=number>Expectations met</th><th class=number>Rows</th>"
            body = "".join(rows)
            parts.append(
                f'<table class="index"><thead><tr>{head}<th>Checked</th></tr></thead><tbody>{body}</tbody></table>'
            )
        else:
            parts.append("<p>Not checked yet: the next build does it.</p>")
    parts.append(
        '<h2>Warnings of late</h2><p class="quiet">They keep nothing back. Each stands here until fifty newer ones'
        " came, also when its rows have been corrected meanwhile.</p>"
    )
    told = "".join(
        f'<li class="warning">{escape(one.warning.says)}<br><span class="quiet">{_moment(one.at)}</span></li>'
        for one in warnings
    )
    parts.append(f'<ul class="told">{told}</ul>' if told else "<p>None.</p>")
    return _page("Data Docs", "".join(parts))


def _index_row(result: _Result) -> str:
    total = len(result.told["results"])
    return (
        f'<tr><td><a href="{escape(result.page)}">{escape(result.relation)}</a></td><td>{_state(result)}</td>'
        f'<td class="number" data-label="Expectations met">{total - len(result.failed)} of {total}</td>'
        f'<td class="number" data-label="Rows">{result.rows:,}</td><td data-label="Checked">{_when(result)}</td></tr>'
    )


def _page_of(result: _Result) -> str:
    told = "".join(f'<li class="{_severity(one)}">{_failure(one)}</li>' for one in result.failed)
    return _page(
        result.relation,
        f'<p class="trail"><a href="{INDEX}">Data Docs</a> / {_EDGES[result.edge][0]}</p>'
        f"<h1>{escape(result.relation)}</h1>"
        f'<p class="lead">{_state(result)} · {result.rows:,} rows looked at · {_when(result)}</p>'
        f"{f'<ul class=told>{told}</ul>' if told else ''}{_sections(result.told)}",
    )


def _severity(one: dict[str, Any]) -> str:
    return "breach" if one["expectation_config"]["severity"] == "critical" else "warning"


def _failure(one: dict[str, Any]) -> str:
    """The rule's words, and a few of the rows."""
    column = one["expectation_config"]["kwargs"]["column"]
    rows = [
        f"{' '.join(f'{name} {plain(key)}' for name, key in row.items() if name != column)}: {plain(row.get(column))}"
        for row in one["result"].get("partial_unexpected_index_list") or []
    ]
    words = escape(str(one["expectation_config"]["notes"]))
    return f'{words}<br><span class="quiet">{escape("; ".join(rows))}</span>' if rows else words


def _sections(told: dict[str, Any]) -> str:
    """What Great Expectations says of each column: the expectation, and what was observed."""
    from great_expectations.core.expectation_validation_result import expectationSuiteValidationResultSchema
    from great_expectations.render.renderer.page_renderer import ValidationResultsPageRenderer
    from great_expectations.render.view.view import DefaultJinjaSectionView

    # The notes are told above, where they are needed.
    plain = json.loads(json.dumps(told))
    for one in plain["results"]:
        one["expectation_config"]["notes"] = None
        one["result"] = _escaped(one["result"])
    result = expectationSuiteValidationResultSchema.load(plain)
    document = ValidationResultsPageRenderer().render(result)
    view = DefaultJinjaSectionView()
    # The first section repeats what stands above.
    rendered = [
        view.render(  # type: ignore[no-untyped-call]
            {"section": section.to_json_dict(), "section_loop": {"index": place}}
        )
        for place, section in enumerate(document.sections[1:], start=1)
    ]
    return _without_elsewhere("".join(rendered))


def _escaped(told: Any) -> Any:
    """Values of rows as text: Great Expectations puts them into its tables as they are."""
    if isinstance(told, str):
        return escape(told)
    if isinstance(told, list):
        return [_escaped(one) for one in told]
    return {name: _escaped(one) for name, one in told.items()} if isinstance(told, dict) else told


def _without_elsewhere(html: str) -> str:
    """Takes out scripts, and whatever would make the browser ask another site."""
    html = re.sub(r"<script\b.*?</script>", "", html, flags=re.DOTALL | re.IGNORECASE)
    return re.sub(r"""\s(?:src|href)\s*=\s*(["'])(?:https?:)?//.*?\1""", "", html, flags=re.IGNORECASE)


def _state(result: _Result) -> str:
    return f'<span class="state {result.state}">{_WORDS[result.state]}</span>'


def _when(result: _Result) -> str:
    return _moment(result.checked_at)


def _moment(at: datetime) -> str:
    return f"{at:%d %b %Y, %H:%M} UTC"


def _page(title: str, body: str) -> str:
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<title>{escape(title)} · Headway</title><link rel="stylesheet" href="{STYLE}">'
        f'<link rel="icon" href="/brand/favicon.svg"></head><body>{body}</body></html>'
    )
