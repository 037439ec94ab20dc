"""Data Docs: a page for every relation, made when due, and nothing in them asks another site."""

import os
import re
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import pytest

from warehouse.expectations import Edge, Severity, Verdict, build_data_docs
from warehouse.expectations.rules import one_of, within
from warehouse.expectations.runner import Check, CheckError
from warehouse.expectations.state import data_docs_folder
from warehouse.settings import Settings
from warehouse.vocabulary import RiskBand

RULES = [
    one_of(
        "band",
        RiskBand,
        what="Some bands are <b>unknown</b>",
        why="Nobody would see them.",
        resolve="Score anew.",
    ),
    within("p", 0, 1, what="Too much", why="Odd.", resolve="Look.", severity=Severity.WARNING),
]


def check(settings: Settings, band: str = "high", p: float = 0.5) -> Verdict:
    """Looks at one relation, and ends."""
    looked = Check(Edge.PREDICTIONS, settings)
    looked.look("predictions.at_risk", [pd.DataFrame({"id": [7], "band": [band], "p": [p]})], RULES, key="id")
    return looked.verdict()


def page(settings: Settings, name: str = "predictions-predictions-at-risk.html") -> str:
    return (data_docs_folder(settings) / name).read_text(encoding="utf-8")


def test_a_relation_has_a_line_in_the_index_and_a_page(settings: Settings) -> None:
    assert check(settings).passed
    index = page(settings, "index.html")
    assert 'href="predictions-predictions-at-risk.html">predictions.at_risk</a>' in index
    assert "2 of 2" in index
    assert "✓ as expected" in index
    assert "Not checked yet" in index
    assert "values must belong to this set" in page(settings)


def test_what_was_found_is_told_with_its_rows_breaches_first(settings: Settings) -> None:
    verdict = check(settings, "urgent", 3)
    assert [breach.observed for breach in verdict.breaches] == ["1 of 1 rows looked at: id 7: urgent"]
    shown = page(settings)
    assert "Some bands are &lt;b&gt;unknown&lt;/b&gt;. Nobody would see them. Score anew." in shown
    assert "id 7: urgent" in shown
    assert shown.index('<li class="breach">') < shown.index('<li class="warning">')
    assert "✗ keeps figures back" in page(settings, "index.html")


def test_no_page_asks_another_site_or_runs_anything(settings: Settings) -> None:
    check(settings, "<img src=https://elsewhere.example/x onerror=alert(1)>", 3)
    pages = sorted(data_docs_folder(settings).glob("*.html"))
    assert len(pages) == 2
    for file in pages:
        html = file.read_text(encoding="utf-8")
        assert "<script" not in html
        assert "<img" not in html
        asked = re.findall(r"""<[^>]*\b(?:src|href|action|data|poster)\s*=\s*["']?([^"'\s>]+)""", html)
        assert all(not re.match(r"(?:[a-z]+:)?//", address) for address in asked), asked
    style = page(settings, "data_docs.css")
    assert "url(" not in style
    assert "@import" not in style


def test_they_are_made_anew_when_they_are_due_and_at_once_after_a_breach(settings: Settings) -> None:
    check(settings)
    index = data_docs_folder(settings) / "index.html"
    made_first = make_older(index, minutes=1)
    check(settings)
    assert index.stat().st_mtime == made_first
    check(settings, "urgent")
    assert index.stat().st_mtime > made_first
    made_first = make_older(index, minutes=1)
    check(settings, p=3)
    assert index.stat().st_mtime > made_first
    made_long_ago = make_older(index, minutes=settings.quality_docs_minutes + 1)
    check(settings)
    assert index.stat().st_mtime > made_long_ago


def make_older(file: Path, minutes: int) -> float:
    moment = datetime.now(UTC).timestamp() - 60 * minutes
    os.utime(file, (moment, moment))
    return file.stat().st_mtime


def test_a_warning_stands_in_the_index_also_after_a_check_of_other_rows(settings: Settings) -> None:
    check(settings, p=3)
    check(settings, p=3)
    check(settings)
    build_data_docs(settings)
    assert page(settings, "index.html").count("Too much (predictions.at_risk: 1 of 1 rows looked at: id 7: 3)") == 1


def test_before_the_first_check_they_say_so(settings: Settings) -> None:
    assert build_data_docs(settings).read_text(encoding="utf-8").count("Not checked yet") == 3


def test_a_rule_that_cannot_be_evaluated_is_an_error_and_no_pass(settings: Settings) -> None:
    looked = Check(Edge.PREDICTIONS, settings)
    with pytest.raises(CheckError, match="of band cannot be evaluated"):
        looked.look("predictions.at_risk", [pd.DataFrame({"id": [7], "p": [0.5]})], RULES, key="id")
