"""What the refresher tells of its runs reaches its log, whatever a library has made of logging before."""

import logging
from collections.abc import Iterator

import pytest

from pipelines import refresher


@pytest.fixture
def root() -> Iterator[logging.Logger]:
    """The root logger, as it is given back."""
    logger = logging.getLogger()
    handlers, level = logger.handlers[:], logger.level
    yield logger
    for handler in logger.handlers[:]:
        logger.removeHandler(handler)
    for handler in handlers:
        logger.addHandler(handler)
    logger.setLevel(level)


def test_a_run_is_told_although_logging_was_set_up_before(
    root: logging.Logger, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root.addHandler(logging.NullHandler())
    root.setLevel(logging.WARNING)
    monkeypatch.setattr(refresher, "refresh_until", lambda _farewell: refresher.log.info("refreshed after 1.00 s"))
    refresher.main()
    assert "refreshed after 1.00 s" in capsys.readouterr().out
