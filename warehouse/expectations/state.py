"""The breach that keeps figures back now, kept as `quality/breach.json` below the home.

Belongs here: writing, reading and removing that file, for the pipelines, the API, the dashboards and `headway doctor`.
Great Expectations is not loaded by it. What is checked stands beside it, one module per edge.
"""

import json
import os
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from warehouse.expectations.verdict import Breach, Edge, Verdict
from warehouse.settings import Settings

BREACH_FILE = "breach.json"
WARNINGS_FILE = "warnings.json"
KEPT_WARNINGS = 50


@dataclass(frozen=True)
class Told:
    """A warning, and when it was given last."""

    at: datetime
    warning: Breach


@dataclass(frozen=True)
class StandingBreach:
    """Why the published figures stand still.

    Attributes:
        since: when the first breach was found after the last good publication.
        first_extract_id: the extract at which that was; None when the edge knew none.
        breaches: what was found most recently.
    """

    since: datetime
    first_extract_id: int | None
    breaches: tuple[Breach, ...]


def quality_folder(settings: Settings) -> Path:
    """Where the breach, the last results and the Data Docs are kept."""
    return settings.home / "quality"


def results_folder(settings: Settings) -> Path:
    """The newest result of every relation, one JSON file each."""
    return quality_folder(settings) / "results"


def data_docs_folder(settings: Settings) -> Path:
    """The static site of the Data Docs."""
    return quality_folder(settings) / "data-docs"


def write_breach(settings: Settings, verdict: Verdict) -> StandingBreach:
    """Notes that a verdict keeps figures back; a breach that stood before keeps its beginning.

    Raises:
        ValueError: the verdict passed, so there is nothing to note.
    """
    if verdict.passed:
        raise ValueError(f"the verdict on {verdict.edge} passed: there is no breach to note")
    before = standing_breach(settings)
    standing = StandingBreach(
        since=before.since if before else verdict.checked_at,
        first_extract_id=before.first_extract_id if before else verdict.extract_id,
        breaches=verdict.breaches,
    )
    told = asdict(standing) | {"since": standing.since.isoformat()}
    write_whole(quality_folder(settings) / BREACH_FILE, json.dumps(told, indent=2))
    return standing


def clear_breach(settings: Settings) -> None:
    """Forgets the breach: a publication succeeded. Does nothing when none stands."""
    (quality_folder(settings) / BREACH_FILE).unlink(missing_ok=True)


def standing_breach(settings: Settings) -> StandingBreach | None:
    """The breach that keeps figures back now, or None.

    A file that cannot be understood is a breach too: silence would claim that the figures are fresh.
    """
    path = quality_folder(settings) / BREACH_FILE
    try:
        text = path.read_text(encoding="utf-8")
        changed_at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except FileNotFoundError:
        return None
    try:
        return _from_json(json.loads(text))
    except (ValueError, KeyError, TypeError) as error:
        says = (
            f"The note of what keeps figures back cannot be read ({error}). Until it can, nobody knows whether they are"
            f" sound. Remove {BREACH_FILE} in the folder `quality` and run `headway build`, which looks anew."
        )
        what = "The note of what keeps figures back cannot be read"
        breach = Breach(Edge.PUBLISHED, "quality", BREACH_FILE, "can_be_read", type(error).__name__, says, what)
        return StandingBreach(changed_at, None, (breach,))


def _from_json(told: dict[str, Any]) -> StandingBreach:
    breaches = tuple(_breach(one) for one in told["breaches"])
    return StandingBreach(datetime.fromisoformat(told["since"]), told["first_extract_id"], breaches)


def _breach(told: dict[str, Any]) -> Breach:
    return Breach(**told | {"edge": Edge(told["edge"])})


def note_warnings(settings: Settings, verdict: Verdict) -> None:
    """Keeps the warnings of a verdict, the newest fifty: the next check may look at other rows and not give them."""
    if not verdict.warnings:
        return
    kept = [Told(verdict.checked_at, warning) for warning in verdict.warnings]
    again = {(one.relation, one.column, one.observed) for one in verdict.warnings}
    for told in recent_warnings(settings):
        if (told.warning.relation, told.warning.column, told.warning.observed) not in again:
            kept.append(told)
    plain = [asdict(one) | {"at": one.at.isoformat()} for one in kept[:KEPT_WARNINGS]]
    write_whole(quality_folder(settings) / WARNINGS_FILE, json.dumps(plain, indent=2), is_durable=False)


def recent_warnings(settings: Settings) -> list[Told]:
    """The warnings given of late, the newest first; none when they cannot be read."""
    try:
        told = json.loads((quality_folder(settings) / WARNINGS_FILE).read_text(encoding="utf-8"))
        return [Told(datetime.fromisoformat(one["at"]), _breach(one["warning"])) for one in told]
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return []


def write_whole(path: Path, text: str, *, is_durable: bool = True) -> None:
    """Writes a file so that a reader sees the old content or the new; also after a crash when `is_durable`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    with fresh.open("w", encoding="utf-8") as file:
        file.write(text)
        if is_durable:
            file.flush()
            os.fsync(file.fileno())
    fresh.replace(path)
