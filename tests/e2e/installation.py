"""A really running Headway for end-to-end tests: `headway up` in a process group and a home of its own."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import httpx
import psutil

from tests.waiting import wait_until
from warehouse.published import current_build, open_snapshot
from warehouse.server import running_server
from warehouse.settings import Settings

READY = "Ready. Ctrl-C stops everything."
_START_SECONDS = 900
_LOGIN = re.compile(r"Log in as (?P<role>[a-z ]+?)\s+(?P<email>\S+@\S+)\s+(?P<password>\S+)")


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Installation:
    """One home and the `headway up` that serves it."""

    home: Path
    environment: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None
    ports: dict[str, int] = field(default_factory=lambda: {n: free_port() for n in ("dashboards", "api", "dagster")})

    @property
    def settings(self) -> Settings:
        """The settings that the running system has."""
        return Settings(home=self.home)

    @property
    def api(self) -> str:
        """The API's base address."""
        return f"http://127.0.0.1:{self.ports['api']}/api/v1"

    @property
    def dashboards(self) -> str:
        """The dashboards' address."""
        return f"http://127.0.0.1:{self.ports['dashboards']}"

    @property
    def output(self) -> str:
        """What the last start has printed."""
        return (self.home.parent / f"{self.home.name}-up.log").read_text(errors="replace")

    def start(self) -> None:
        """Starts and waits until it says that it is ready."""
        environment = {key: value for key, value in os.environ.items() if not key.startswith(("HEADWAY_", "DAGSTER_"))}
        environment |= {
            "HEADWAY_HOME": str(self.home),
            "HEADWAY_DASHBOARDS_PORT": str(self.ports["dashboards"]),
            "HEADWAY_API_PORT": str(self.ports["api"]),
            "HEADWAY_DAGSTER_PORT": str(self.ports["dagster"]),
            "COLUMNS": "200",
            "NO_COLOR": "1",
            **self.environment,
        }
        with (self.home.parent / f"{self.home.name}-up.log").open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-u", "-m", "headway", "up"],
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        wait_until(lambda: READY in self.output or self._ended(), within_seconds=_START_SECONDS, what=READY)
        assert READY in self.output, self.output[-3000:]

    def _ended(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def stop(self) -> int:
        """Ctrl-C, as a person does it; returns the exit code."""
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGINT)
        return self.process.wait(timeout=60)

    def kill_everything(self) -> None:
        """SIGKILL for whatever of this installation still runs, the embedded database included."""
        from headway.up.leftovers import end

        if self.process is not None and self.process.poll() is None:
            self.process.kill()
            self.process.wait(timeout=10)
        end(self.home)
        with running_server(self.settings):
            """Entered and left: the last user stops the server."""

    def service(self, words: str) -> psutil.Process:
        """The process of this installation whose command line holds `words`."""
        from headway.up.leftovers import find

        for process in find(self.home):
            command = " ".join(process.cmdline())
            if words in command and not command.startswith(("/bin/sh", "sh ")):
                return process
        raise AssertionError(f"no process with {words!r}")

    def login(self, role: str) -> tuple[str, str]:
        """E-mail and password that were announced for a role."""
        for match in _LOGIN.finditer(self.output):
            if match["role"] == role:
                return match["email"], match["password"]
        raise AssertionError(f"no log-in announced for {role}: {self.output[-2000:]}")

    def client(self, role: str) -> httpx.Client:
        """An API client that is logged in."""
        email, password = self.login(role)
        answer = httpx.post(f"{self.api}/auth/login", data={"username": email, "password": password}, timeout=30)
        answer.raise_for_status()
        token = answer.json()["access_token"]
        return httpx.Client(base_url=self.api, headers={"Authorization": f"Bearer {token}"}, timeout=30)

    def database_url(self) -> str:
        """The embedded database's address while it runs."""
        secrets = json.loads((self.home / "secrets.json").read_text())
        port = (self.home / "postgres" / "postmaster.pid").read_text().splitlines()[3]
        return f"postgresql://headway:{secrets['postgres']}@127.0.0.1:{port}/headway"

    def published(self, query: str) -> list[tuple[Any, ...]]:
        """Rows of the current snapshot."""
        with open_snapshot(self.settings) as snapshot:
            return snapshot.execute(query).fetchall()

    def extract_id(self) -> int:
        """The extract that readers see."""
        build = current_build(self.settings)
        assert build is not None
        with duckdb.connect(build.warehouse_path, read_only=True):
            return build.extract_id
