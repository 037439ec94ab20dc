"""One process that holds the pipelines' code for Dagster's webserver and daemon.

Left to themselves both start one of their own, and the daemon starts its own anew every minute: all of dbt's and the
models' libraries imported again, on a quiet institute a good part of what it costs. Belongs here: the server, where the
others find it, and waiting for it.
"""

import os
import socket
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import yaml

MODULE: Final = "pipelines.definitions"
LOCATION: Final = "headway"
PATIENCE_SECONDS: Final = 120.0
_PAUSE_SECONDS: Final = 0.1


@dataclass(frozen=True)
class CodeServer:
    """Where the server listens, and the workspace file that leads there."""

    address: Path
    workspace: Path

    @property
    def command(self) -> list[str]:
        """What runs it."""
        server = [sys.executable, "-m", "dagster", "api", "grpc", "--socket", str(self.address)]
        return [*server, "--module-name", MODULE, "--location-name", LOCATION, "--log-level", "warning"]

    def awaited_by(self, command: Sequence[str]) -> list[str]:
        """A command that begins once the server listens."""
        return [sys.executable, "-m", "headway.up.code_server", str(self.address), *command]


@contextmanager
def code_server() -> Iterator[CodeServer]:
    """A place for the server's socket that only this user can reach; gone afterwards.

    It lies in the folder for temporary files, since the path of a socket may have a hundred letters at most.
    """
    with TemporaryDirectory(prefix="headway-") as folder:
        server = CodeServer(Path(folder) / "code.sock", Path(folder) / "workspace.yaml")
        location = {"grpc_server": {"socket": str(server.address), "location_name": LOCATION}}
        server.workspace.write_text(yaml.safe_dump({"load_from": [location]}))
        yield server


def await_server(address: Path) -> bool:
    """Waits until somebody listens at a socket, and says whether it came to that."""
    began = time.monotonic()
    while time.monotonic() - began < PATIENCE_SECONDS:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
            try:
                probe.connect(str(address))
            except OSError:
                time.sleep(_PAUSE_SECONDS)
            else:
                return True
    return False


def main(arguments: Sequence[str]) -> int:
    """Waits for the socket that is named first, then becomes the command that follows.

    Returns:
        1 when nobody listens in time.
    """
    address, *command = arguments
    if await_server(Path(address)):
        # In place of this process: signals reach the command itself.
        os.execv(command[0], command)  # noqa: S606 - a command of ours
    sys.stderr.write(f"no code server listens at {address}; its log says why\n")
    return 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
