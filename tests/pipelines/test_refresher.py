"""What the refresher tells of its runs reaches its log, whatever a library has made of logging before."""

import subprocess
import sys

TOLD = """
import logging
logging.basicConfig(level=logging.WARNING)
from pipelines import refresher
refresher.refresh_until = lambda farewell: refresher.log.info("refreshed after 1.00 s")
refresher.main()
"""


def test_a_run_is_told_although_logging_was_set_up_before() -> None:
    # In a process of its own: Dagster's import warns of what the tests take for errors.
    done = subprocess.run([sys.executable, "-c", TOLD], capture_output=True, text=True, timeout=120, check=True)
    assert "refreshed after 1.00 s" in done.stdout
