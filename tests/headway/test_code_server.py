"""The pipelines' code in one process: reached by this user alone, and waited for."""

import socket
import stat
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from headway.up.code_server import code_server, main


def test_only_this_user_reaches_it_and_nothing_is_left() -> None:
    with code_server() as code:
        folder = code.address.parent
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        # Longer paths cannot be listened at.
        assert len(str(code.address)) < 100
        [location] = yaml.safe_load(code.workspace.read_text())["load_from"]
        assert location["grpc_server"]["socket"] == str(code.address)
    assert not folder.exists()


def test_a_command_begins_once_somebody_listens_and_is_itself_then() -> None:
    with code_server() as code:
        words = [sys.executable, "-c", "import os, sys; print(os.getpid(), *sys.argv[1:])", "a", "b c"]
        with subprocess.Popen(code.awaited_by(words), stdout=subprocess.PIPE, text=True) as waiting:
            with socket.socket(socket.AF_UNIX) as listener:
                listener.bind(str(code.address))
                listener.listen()
                told, _ = waiting.communicate(timeout=60)
            assert told.split() == [str(waiting.pid), "a", "b", "c"]


def test_where_nobody_listens_it_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("headway.up.code_server.PATIENCE_SECONDS", 0.2)
    assert main([str(tmp_path / "nowhere.sock"), "/bin/true"]) == 1
    assert "its log says why" in capsys.readouterr().err
