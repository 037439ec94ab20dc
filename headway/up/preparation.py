"""What must be true before serving: somebody can log in, the demo is loaded if wanted, a snapshot is published."""

import os
import subprocess
import sys
from dataclasses import dataclass

from rich.console import Console

from headway.demonstration import ADMIN_EMAIL, first_password, load_demo
from headway.up import leftovers
from ingest_api.auth.users import create_user
from warehouse.analysts import AnalystRoleError, ensure_analyst
from warehouse.postgres import connect
from warehouse.published import current_build
from warehouse.settings import Settings
from warehouse.vocabulary import Role

SUPER_ADMIN_EMAIL = "super.admin@headway.example"


@dataclass(frozen=True)
class Login:
    """A log-in to announce."""

    who: str
    email: str
    password: str


def ensure_people(console: Console, settings: Settings, database_url: str) -> bool:
    """Makes the first super admin, and loads the demo institute into an empty database when that is wanted.

    Returns:
        Whether the database is ready.
    """
    with connect(database_url) as connection:
        is_empty = connection.execute("select not exists (select from operational.users)").fetchone() == (True,)
        if is_empty:
            create_user(
                connection,
                email=SUPER_ADMIN_EMAIL,
                password=first_password(settings, "super_admin_password"),
                role=Role.SUPER_ADMIN,
                first_name="Super",
                last_name="Admin",
                campus_code=None,
            )
    if is_empty and settings.demo:
        console.print("The database is empty: loading the demo institute (HEADWAY_DEMO=0 starts without).")
        credentials = {"username": SUPER_ADMIN_EMAIL, "password": first_password(settings, "super_admin_password")}
        return load_demo(console, settings, database_url, credentials)
    return True


def ensure_analyst_role(console: Console, settings: Settings, database_url: str) -> None:
    """Makes the analysts' read-only role; an institute can be served without it, so a failure is only told."""
    try:
        ensure_analyst(database_url, settings)
    except AnalystRoleError as error:
        console.print(f"[yellow]No PostgreSQL role for analysts:[/yellow] {error}", soft_wrap=True)


def ensure_snapshot(console: Console, settings: Settings) -> bool:
    """Builds and publishes when nothing is published; later changes are the refresher's business.

    The database is the one that `HEADWAY_DATABASE_URL` names.
    """
    build = current_build(settings)
    if build is not None:
        console.print(f"Published build {build.build_id} of {build.built_at:%d %b %Y %H:%M} UTC is there.")
        return True
    console.print("Building the warehouse for the first time …")
    # In a process of its own: what a build leaves in memory would stay for as long as Headway serves.
    command = [sys.executable, "-m", "headway", "build"]
    return subprocess.run(command, env=os.environ | leftovers.mark(settings.home), check=False).returncode == 0  # noqa: S603


def logins(settings: Settings, database_url: str) -> list[Login]:
    """The super admin and, in a demo institute, one person of each role; only while their first passwords hold."""
    from ingest_api.auth.passwords import verify_password

    people = """
    select distinct on (u.role) u.role, u.email, u.password_hash
    from operational.users as u
    where u.password_hash is not null
    and (u.email = any(%s) or exists (select from operational.institute where is_demo))
    order by u.role, u.id
    """
    known = {"super_admin": first_password(settings, "super_admin_password")}
    with connect(database_url) as connection:
        rows = connection.execute(people, ([SUPER_ADMIN_EMAIL, ADMIN_EMAIL],)).fetchall()
    found = []
    for role, email, password_hash in rows:
        password = known.get(role) or first_password(settings, "demo_password")
        if verify_password(password_hash, password):
            found.append(Login(role.replace("_", " "), email, password))
    return found
