"""What a killed start has left running is found by its mark, wherever it stands in the process tree, and ended."""

import os
import subprocess
import sys
from pathlib import Path

from headway.up import leftovers
from tests.waiting import wait_until

SLEEPER = "import time; time.sleep(600)"
PARENT = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {SLEEPER!r}])"


def start(code: str, home: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", code], env=os.environ | leftovers.mark(home))


def test_children_and_grandchildren_of_this_home_are_ended(tmp_path: Path) -> None:
    parent = start(PARENT, tmp_path)
    wait_until(lambda: len(leftovers.find(tmp_path)) == 2, within_seconds=30, what="the parent has its child")
    assert leftovers.end(tmp_path) == 2
    parent.wait(timeout=10)
    assert leftovers.find(tmp_path) == []


def test_another_home_is_left_alone(tmp_path: Path) -> None:
    other = start(SLEEPER, tmp_path / "other")
    try:
        assert leftovers.end(tmp_path / "mine") == 0
        assert other.poll() is None
    finally:
        other.kill()
        other.wait(timeout=10)
