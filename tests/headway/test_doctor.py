"""`headway doctor` on what keeps figures back."""

from datetime import UTC, datetime
from pathlib import Path

from headway.doctor import Verdict as Taken
from headway.doctor import held_back
from warehouse.expectations import Breach, Edge, Verdict, write_breach
from warehouse.expectations.state import note_warnings
from warehouse.settings import Settings

NOON = datetime(2026, 6, 15, 12, tzinfo=UTC)
FINDING = Breach(Edge.INCOMING, "raw.users", "role", "expect", "id 7: boss", "Some [roles] are unknown. Why. Mend it.")


def test_nothing_is_said_while_all_is_well(tmp_path: Path) -> None:
    assert list(held_back(Settings(home=tmp_path))) == []


def test_a_breach_is_broken_and_says_how_to_mend_it(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    write_breach(settings, Verdict(Edge.INCOMING, False, (FINDING,), NOON, 0.1))
    since, what = held_back(settings)
    assert (since.verdict, what.verdict) == (Taken.BAD, Taken.BAD)
    assert "15 Jun 2026, 12:00 UTC" in since.words
    assert what.words == "raw.users, role"
    # Brackets would be markup on the screen.
    assert what.mend == "Some \\[roles] are unknown. Why. Mend it."


def test_a_warning_is_a_note(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    note_warnings(settings, Verdict(Edge.INCOMING, True, (), NOON, 0.1, (FINDING,)))
    [note] = held_back(settings)
    assert note.verdict is Taken.NOTE
    assert note.words == "warnings of late: 1, the last on 15 Jun 2026, 12:00 UTC"
