"""The processes that serve, run together by honcho: when one ends, all end, and the reason is in its log."""

import os
import shlex
import sys
from dataclasses import dataclass
from pathlib import Path

from honcho.manager import Manager
from rich.console import Console

from headway.up.code_server import CodeServer
from warehouse.settings import PROJECT_ROOT, Settings


@dataclass(frozen=True)
class Service:
    """A process to supervise."""

    name: str
    command: list[str]


def services(settings: Settings, ports: dict[str, int], code: CodeServer) -> list[Service]:
    """What serves an installation: API, dashboards, the refresher, Dagster's code server, webserver and daemon."""
    binaries = Path(sys.executable).parent
    host = settings.host
    uvicorn = [
        *(str(binaries / "uvicorn"), "--host", host, "--no-server-header", "--timeout-graceful-shutdown", "3"),
        # The dashboards reach the API under `host`, so that is where they come from, and they tell for whom they ask.
        *("--forwarded-allow-ips", f"{settings.trusted_proxies},{host}"),
    ]
    workspace = ["-w", str(code.workspace)]
    webserver = [str(binaries / "dagster-webserver"), "-h", host, "-p", str(ports["dagster"]), *workspace]
    return [
        Service("api", [*uvicorn, "--port", str(ports["api"]), "--no-access-log", "ingest_api.app:app"]),
        Service(
            "dashboards",
            [*uvicorn, "--port", str(ports["dashboards"]), "--no-access-log", "dashboards.streamlit_app:app"],
        ),
        Service("code", code.command),
        Service("dagster", code.awaited_by(webserver)),
        Service("refresher", [str(binaries / "python"), "-m", "pipelines.refresher"]),
        Service("daemon", code.awaited_by([str(binaries / "dagster-daemon"), "run", *workspace])),
    ]


def serve(console: Console, settings: Settings, running: list[Service]) -> int:
    """Runs the services until Ctrl-C or until one of them ends.

    Returns:
        0 after Ctrl-C or SIGTERM, else the exit code of the service that ended first.
    """
    settings.logs_folder.mkdir(parents=True, exist_ok=True)
    manager = Manager(printer=_Quiet(console, settings.logs_folder))
    for service in running:
        log = settings.logs_folder / f"{service.name}.log"
        # exec: signals reach the service itself, not a shell around it
        command = f"exec {shlex.join(service.command)} >> {shlex.quote(str(log))} 2>&1"
        manager.add_process(service.name, command, env=dict(os.environ), cwd=str(PROJECT_ROOT))
    manager.loop()
    return 0 if manager.returncode in (130, 143) else int(manager.returncode or 0)


class _Quiet:
    """Prints only what a person wants to know of honcho's own messages; output of services goes to their logs."""

    width = 0

    def __init__(self, console: Console, logs: Path) -> None:
        self._console = console
        self._logs = logs

    def write(self, message: object) -> None:
        """Takes honcho's messages one by one."""
        text = str(getattr(message, "data", "")).strip()
        if "received" in text:
            self._console.print("\nStopping …")
        elif "stopped" in text:
            name = text.split()[0]
            is_asked_for = "rc=-15" in text or "rc=0" in text
            self._console.print(f"  {text}" + ("" if is_asked_for else f" · {self._logs / name}.log"))
