"""The note of what keeps figures back: who wrote it first counts, and half a note is no silence."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest

from warehouse.expectations import Breach, Edge, Verdict, clear_breach, standing_breach, write_breach
from warehouse.expectations.state import BREACH_FILE, note_warnings, quality_folder, recent_warnings
from warehouse.settings import Settings

NOON = datetime(2026, 6, 15, 12, tzinfo=UTC)


def verdict(edge: Edge = Edge.INCOMING, checked_at: datetime = NOON, extract_id: int | None = 7) -> Verdict:
    breach = Breach(edge, "raw.topics", "order_index", "expect_column_values_to_be_unique", "twice", "Says.", "What")
    return Verdict(edge, False, (breach,), checked_at, 0.1, extract_id=extract_id)


def test_nothing_is_held_back_at_first(settings: Settings) -> None:
    assert standing_breach(settings) is None
    clear_breach(settings)


def test_what_is_written_is_read_back(settings: Settings) -> None:
    written = write_breach(settings, verdict())
    assert standing_breach(settings) == written
    assert (written.since, written.first_extract_id) == (NOON, 7)
    assert written.breaches == verdict().breaches


def test_a_breach_at_another_edge_keeps_the_beginning_and_tells_the_newest(settings: Settings) -> None:
    write_breach(settings, verdict())
    later = write_breach(settings, verdict(Edge.PUBLISHED, NOON + timedelta(hours=2), 9))
    assert (later.since, later.first_extract_id) == (NOON, 7)
    assert [breach.edge for breach in later.breaches] == [Edge.PUBLISHED]


def test_after_a_publication_a_new_breach_has_a_beginning_of_its_own(settings: Settings) -> None:
    write_breach(settings, verdict())
    clear_breach(settings)
    assert standing_breach(settings) is None
    assert write_breach(settings, verdict(checked_at=NOON + timedelta(days=1))).since == NOON + timedelta(days=1)


def test_a_verdict_that_passed_is_no_breach(settings: Settings) -> None:
    with pytest.raises(ValueError, match="passed"):
        write_breach(settings, Verdict(Edge.INCOMING, True, (), NOON, 0.1))


@pytest.mark.parametrize("text", ["", "{", "{}", '{"since": 1, "first_extract_id": null, "breaches": []}'])
def test_a_note_that_cannot_be_read_is_a_breach_itself(settings: Settings, text: str) -> None:
    quality_folder(settings).mkdir()
    (quality_folder(settings) / BREACH_FILE).write_text(text)
    standing = standing_breach(settings)
    assert standing is not None
    assert "headway build" in standing.breaches[0].says
    assert write_breach(settings, verdict()).breaches == verdict().breaches


def test_no_half_note_is_left_beside_it(settings: Settings) -> None:
    write_breach(settings, verdict())
    assert [path.name for path in quality_folder(settings).iterdir()] == [BREACH_FILE]


def test_reading_it_loads_neither_the_checks_nor_postgres() -> None:
    heavy = "{'great_expectations', 'sqlalchemy', 'psycopg', 'adbc_driver_postgresql', 'pandas'}"
    program = f"import sys, warehouse.expectations.state as state; print(sorted({heavy} & set(sys.modules)))"
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"


def test_the_newest_fifty_warnings_are_kept_each_once(settings: Settings) -> None:
    assert recent_warnings(settings) == []
    for place in [*range(60), 58]:
        warning = Breach(Edge.INCOMING, "raw.topics", "order_index", "expect", f"id {place}", "Says.")
        note_warnings(settings, Verdict(Edge.INCOMING, True, (), NOON + timedelta(minutes=place), 0.1, (warning,)))
    kept = recent_warnings(settings)
    assert [told.warning.observed for told in kept[:3]] == ["id 58", "id 59", "id 57"]
    assert len(kept) == 50
    assert kept[0].at == NOON + timedelta(minutes=58)
