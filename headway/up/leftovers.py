"""What an earlier `headway up` that was killed has left running: found by a mark in its environment, and ended.

A mark survives where process ids do not: grandchildren (Dagster's code servers and run workers) carry it as well.
"""

import contextlib
import os
from pathlib import Path

import psutil

MARK = "HEADWAY_SUPERVISED"


def mark(home: Path) -> dict[str, str]:
    """The environment entry by which this home's processes are found again."""
    return {MARK: str(home.resolve())}


def find(home: Path) -> list[psutil.Process]:
    """Processes of this home that carry the mark, but for the caller."""
    wanted = str(home.resolve())
    found = []
    for process in psutil.process_iter():
        if process.pid == os.getpid():
            continue
        with contextlib.suppress(psutil.Error):
            if process.environ().get(MARK) == wanted:
                found.append(process)
    return found


def end(home: Path, patience_seconds: float = 5) -> int:
    """Ends what is left: politely first, then not.

    Returns:
        How many processes there were.
    """
    processes = find(home)
    for process in processes:
        with contextlib.suppress(psutil.Error):
            process.terminate()
    _, stubborn = psutil.wait_procs(processes, timeout=patience_seconds)
    for process in stubborn:
        with contextlib.suppress(psutil.Error):
            process.kill()
    psutil.wait_procs(stubborn, timeout=patience_seconds)
    return len(processes)
