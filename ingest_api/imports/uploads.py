"""Imports of uploaded files: one at a time, in a thread of its own, followed through a small file.

The file lies in `HEADWAY_HOME/imports`, so that every process of this machine can tell how far an import is. Uploads
hold personal data: they are removed as soon as the import has ended, and what is told of it after a day.
"""

import logging
import os
import shutil
import time
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from threading import Thread
from typing import BinaryIO, Final

import psutil
import psycopg

from ingest_api.errors import Conflict, NotFound
from ingest_api.imports.report import SHOWN_ERRORS, ImportReport, write_errors_csv
from ingest_api.imports.run import run_import
from ingest_api.imports.schemas import Fault, FileOutcome, ImportOutcome, ImportRun, ImportState, LeftFile

_STATE, _UPLOAD, _ERRORS, _PROCESS = "state.json", "upload", "errors.csv", "process"
_KEPT_SECONDS: Final = 86_400
# Progress that nobody can follow by eye is not written down.
_PAUSE_SECONDS: Final = 0.3
_SHOWN_ERRORS: Final = 4 * SHOWN_ERRORS

_log = logging.getLogger("headway.imports")


class Uploads:
    """The imports of one installation."""

    def __init__(self, folder: Path, database_url: str) -> None:
        self._folder = folder
        self._database_url = database_url

    def start(self, files: list[tuple[str, BinaryIO]], *, is_dry_run: bool, actor_user_id: int) -> ImportRun:
        """Takes the files over and begins.

        Args:
            files: names and contents; one zip, or files of the import format.
            is_dry_run: do all the work, report true counts, and roll it back.
            actor_user_id: who imports.

        Raises:
            Conflict: another import is running.
        """
        self._forget_old()
        if any(self._read(one).state is ImportState.RUNNING for one in self._known()):
            raise Conflict("another import is running; wait until it has ended", kind="import-running")
        run = ImportRun(
            id=uuid.uuid4().hex,
            is_dry_run=is_dry_run,
            state=ImportState.RUNNING,
            started_at=datetime.now(UTC),
            ended_at=None,
            step="reading",
            done=0,
            total=None,
            problem=None,
            outcome=None,
        )
        place = self._folder / run.id
        upload = place / _UPLOAD
        upload.mkdir(parents=True, mode=0o700)
        for name, content in files:
            with (upload / Path(name).name).open("wb") as stream:
                shutil.copyfileobj(content, stream)
        (place / _PROCESS).write_text(f"{os.getpid()} {psutil.Process().create_time()}")
        _write(place, run)
        paths = list(upload.iterdir())
        source = paths[0] if len(paths) == 1 and paths[0].suffix.lower() == ".zip" else upload
        Thread(target=self._work, args=(place, run, source, actor_user_id), daemon=True).start()
        return run

    def get(self, import_id: str) -> ImportRun:
        """How far an import is.

        Raises:
            NotFound: there is none, or it ended more than a day ago.
        """
        if import_id not in self._known():
            raise NotFound("there is no such import; what was imported stands in the list of past imports")
        return self._read(import_id)

    def errors(self, import_id: str) -> Path:
        """The file of all errors.

        Raises:
            NotFound: there is no such import, or it found none.
        """
        self.get(import_id)
        path = self._folder / import_id / _ERRORS
        if not path.exists():
            raise NotFound("this import has found no error")
        return path

    def _work(self, place: Path, run: ImportRun, source: Path, actor_user_id: int) -> None:
        try:
            report = run_import(
                self._database_url,
                source,
                dry_run=run.is_dry_run,
                progress=_follower(place, run),
                actor_user_id=actor_user_id,
            )
            run.outcome = _outcome(report)
            if not report.has_succeeded:
                write_errors_csv(report, place / _ERRORS)
            run.state = ImportState.DONE
        except (psycopg.Error, OSError) as error:
            _log.exception("import %s was interrupted", run.id)
            run.state = ImportState.INTERRUPTED
            run.problem = f"nothing was written: {type(error).__name__}"
        run.ended_at = datetime.now(UTC)
        shutil.rmtree(place / _UPLOAD, ignore_errors=True)
        _write(place, run)

    def _known(self) -> list[str]:
        if not self._folder.is_dir():
            return []
        return [place.name for place in self._folder.iterdir() if (place / _STATE).exists()]

    def _read(self, import_id: str) -> ImportRun:
        place = self._folder / import_id
        run = ImportRun.model_validate_json((place / _STATE).read_text(encoding="utf-8"))
        if run.state is ImportState.RUNNING and not _is_alive((place / _PROCESS).read_text()):
            shutil.rmtree(place / _UPLOAD, ignore_errors=True)
            run.state = ImportState.INTERRUPTED
            run.problem = "nothing was written: the server was stopped meanwhile"
            run.ended_at = datetime.now(UTC)
            _write(place, run)
        return run

    def _forget_old(self) -> None:
        for import_id in self._known():
            ended = self._read(import_id).ended_at
            if ended is not None and (datetime.now(UTC) - ended).total_seconds() > _KEPT_SECONDS:
                shutil.rmtree(self._folder / import_id, ignore_errors=True)


def _follower(place: Path, run: ImportRun) -> Callable[[str, int, int | None], None]:
    told_at = 0.0

    def follow(step: str, done: int, total: int | None) -> None:
        nonlocal told_at
        now = time.monotonic()
        if step == run.step and now - told_at < _PAUSE_SECONDS:
            return
        told_at = now
        run.step, run.done, run.total = step, done, total
        _write(place, run)

    return follow


def _write(place: Path, run: ImportRun) -> None:
    fresh = place / f"{_STATE}.tmp"
    fresh.write_text(run.model_dump_json(), encoding="utf-8")
    fresh.replace(place / _STATE)


def _is_alive(process: str) -> bool:
    number, _, began = process.partition(" ")
    try:
        return bool(abs(psutil.Process(int(number)).create_time() - float(began)) < 1)
    except psutil.Error:
        return False


def _outcome(report: ImportReport) -> ImportOutcome:
    return ImportOutcome(
        has_succeeded=report.has_succeeded,
        is_written=report.is_written,
        is_changed=report.is_changed,
        files=[
            FileOutcome(
                file=file.file,
                rows_read=file.rows_read,
                rows_inserted=file.rows_inserted,
                rows_updated=file.rows_updated,
                rows_unchanged=file.rows_unchanged if report.has_succeeded else 0,
                ignored_columns=list(file.ignored_columns),
                kept_columns=list(file.kept_columns),
            )
            for file in report.files
        ],
        ignored_files=[LeftFile(file=one.file, reason=one.reason) for one in report.ignored_files],
        warnings=report.warnings,
        error_count=len(report.errors),
        errors=[Fault(**fault._asdict()) for fault in islice(report.errors, _SHOWN_ERRORS)],
        people_to_invite=report.people_to_invite,
        people_without_email=report.people_without_email,
    )
