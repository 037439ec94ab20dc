"""`headway up`, from start to end: prepare, choose ports, serve, announce, stop cleanly."""

import os
import threading
import time
from dataclasses import dataclass

import httpx
from rich.console import Console

from headway.database import open_database
from headway.up import leftovers, ports
from headway.up.code_server import code_server
from headway.up.preparation import Login, ensure_analyst_role, ensure_people, ensure_snapshot, logins
from headway.up.processes import serve, services
from headway.warehouse_docs import keep_docs_fresh
from warehouse.settings import Settings, get_settings

_READY_WITHIN_SECONDS = 120


@dataclass(frozen=True)
class Address:
    """Where a service answers, and the path that tells that it is ready."""

    label: str
    url: str
    probe: str


def run_up(console: Console) -> int:
    """Serves until Ctrl-C.

    Returns:
        The exit code: 0 after a clean stop.
    """
    settings = get_settings()
    settings.home.mkdir(parents=True, exist_ok=True)
    console.print(f"[bold]Headway[/bold] · data in {settings.home}")
    ended = leftovers.end(settings.home)
    if ended:
        console.print(f"Ended {ended} processes that an earlier start had left behind.")
    console.print("Starting the database …")
    with open_database(console) as database_url:
        settings = get_settings()
        if not _prepare(console, settings, database_url):
            return 1
        chosen = _choose_ports(console, settings)
        os.environ |= {
            **leftovers.mark(settings.home),
            "HEADWAY_API_URL": f"http://{settings.host}:{chosen['api']}",
            "HEADWAY_HOME": str(settings.home),
        }
        addresses = [
            Address("Dashboards", f"http://{settings.host}:{chosen['dashboards']}", "/healthz"),
            Address("API", f"http://{settings.host}:{chosen['api']}/api/v1", "/health"),
            Address("Dagster", f"http://{settings.host}:{chosen['dagster']}", "/server_info"),
        ]
        people = logins(settings, database_url)
        announcer = threading.Thread(
            target=_announce_and_document, args=(console, addresses, people, settings, database_url), daemon=True
        )
        announcer.start()
        with code_server() as pipelines_code:
            code = serve(console, settings, services(settings, chosen, pipelines_code))
        leftovers.end(settings.home)
        console.print("Stopped. Nothing is lost; `make up` starts again.")
        return code


def _prepare(console: Console, settings: Settings, database_url: str) -> bool:
    from dagster import DagsterInstance

    from pipelines.lib.dbt_project import manifest_path
    from pipelines.lib.instance import end_unfinished_runs, prepare_instance

    if not ensure_people(console, settings, database_url):
        return False
    ensure_analyst_role(console, settings, database_url)
    prepare_instance(settings, database_url)
    with DagsterInstance.get() as instance:
        unfinished = end_unfinished_runs(instance)
    if unfinished:
        console.print(f"{unfinished} pipeline runs had been cut off; what they left out is made up for now.")
    if not ensure_snapshot(console, settings):
        return False
    manifest_path()
    return True


def _choose_ports(console: Console, settings: Settings) -> dict[str, int]:
    chosen: dict[str, int] = {}
    wanted = {"dashboards": settings.dashboards_port, "api": settings.api_port, "dagster": settings.dagster_port}
    for name, port in wanted.items():
        chosen[name] = ports.choose(settings.host, port, set(chosen.values()))
        if chosen[name] != port:
            console.print(f"Port {port} is taken: {name} serves on {chosen[name]} instead.")
    return chosen


def _announce_and_document(
    console: Console, addresses: list[Address], people: list[Login], settings: Settings, database_url: str
) -> None:
    """Announces, and only then lets dbt write its documentation: nobody waits for it."""
    _announce(console, addresses, people)
    keep_docs_fresh(settings, database_url)


def _announce(console: Console, addresses: list[Address], people: list[Login]) -> None:
    """Waits until everything answers, then prints where, and who may log in."""
    began = time.monotonic()
    for address in addresses:
        while not _answers(address):
            if time.monotonic() - began > _READY_WITHIN_SECONDS:
                console.print(f"[yellow]{address.label} does not answer yet: {address.url}[/yellow]")
                break
            time.sleep(0.3)
    lines = [f"  {address.label:<22} {address.url}" for address in addresses]
    lines += [f"  {'Log in as ' + login.who:<22} {login.email}   {login.password}" for login in people]
    # Whole lines: a wrapped password is a wrong password.
    console.print("\n" + "\n".join(lines), soft_wrap=True, markup=False)
    console.print("\nReady. Ctrl-C stops everything.")


def _answers(address: Address) -> bool:
    try:
        return httpx.get(address.url + address.probe, timeout=2).is_success
    except httpx.HTTPError:
        return False
