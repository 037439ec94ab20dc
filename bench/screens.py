"""`make bench-screens`: how soon every page can be used, and follows a filter, in Chromium. See README.md."""

import argparse
import json
import os
import shutil
import statistics
import tempfile
from collections import defaultdict
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import psycopg
from playwright.sync_api import Browser, Page, TimeoutError, sync_playwright
from rich.console import Console
from rich.table import Table

from bench.api import server
from bench.freshness import prepare
from dashboards.pages_table import pages_of
from dashboards.session import ACCESS_COOKIE, REFRESH_COOKIE
from headway.database import open_database
from headway.up.ports import choose
from ingest_api.auth.tokens import AccessClaims, make_access_token
from warehouse.settings import get_settings
from warehouse.vocabulary import Role

OPEN_TARGET_S, FILTER_TARGET_S = 1.5, 0.7
PATIENCE_MS = 60_000
DESKTOP = {"width": 1440, "height": 900}

# Of each role the person with the most to look at.
_PEOPLE = {
    Role.SUPER_ADMIN: "select uuid from operational.users where role = 'super_admin' order by id limit 1",
    Role.ADMIN: """
        select person.uuid from operational.users as person
        where person.role = 'admin' and person.status = 'active'
        order by (select count(*) from operational.students as s where s.campus_id = person.campus_id) desc limit 1
    """,
    Role.COUNSELOR: """
        select person.uuid from operational.users as person
        where person.role = 'counselor' and person.status = 'active'
        order by (select count(*) from operational.crm_inquiries as i where i.campus_id = person.campus_id) desc limit 1
    """,
    Role.FACULTY: """
        select person.uuid from operational.users as person
        join operational.faculties as member on member.user_id = person.id
        where person.status = 'active'
        order by (
            select count(*) from operational.student_subject_enrollments as e
            where e.faculty_id = member.id and e.status = 'active'
        ) desc limit 1
    """,
    Role.STUDENT: """
        select person.uuid from operational.users as person
        join operational.students as student on student.user_id = person.id
        where person.status = 'active'
        order by (select count(*) from operational.session_attendance as a where a.student_id = student.id) desc limit 1
    """,
}

# An institute that came by an import has nobody who runs it.
_RUN_BY = """
insert into operational.users (first_name, last_name, role, campus_id)
select 'Bench', role, role, case role when 'admin' then (
    select campus_id from operational.students group by campus_id order by count(*) desc limit 1
) end
from unnest(array['super_admin', 'admin']) as missing (role)
where not exists (select from operational.users as known where known.role = missing.role)
"""

# When the page first stood there whole: a heading, no script at work, nothing that still turns.
_STANDS = """
() => {
  const app = document.querySelector(".stApp");
  const busy = app?.querySelector('[data-testid="stSpinner"], [data-testid="stSkeleton"]');
  const isWhole = app?.dataset.testScriptState === "notRunning" && !busy && app.querySelector("h1, h2, h3");
  if (!isWhole) { window.stoodAt = null; return false; }
  // It has to stand: a script may end and begin anew at once.
  window.stoodAt ??= performance.now();
  return performance.now() - window.stoodAt > 150 ? window.stoodAt : false;
}
"""
# From the click to the end of the last run that it set off.
_WATCH = """
() => {
  window.clickedAt = null; window.drawnAt = null;
  document.addEventListener("click", (event) => { window.clickedAt = event.timeStamp; window.drawnAt = null; }, true);
  const app = document.querySelector(".stApp");
  new MutationObserver(() => {
    window.drawnAt = app.dataset.testScriptState === "notRunning" ? performance.now() : null;
  }).observe(app, { attributes: true, attributeFilter: ["data-test-script-state"] });
}
"""
_DRAWN = """
() => window.clickedAt && window.drawnAt && performance.now() - window.drawnAt > 150
  ? window.drawnAt - window.clickedAt : false
"""


@dataclass
class Times:
    """Seconds of every opening and of every change of a filter."""

    opened: list[float] = field(default_factory=list)
    filtered: list[float] = field(default_factory=list)


def token_of(database_url: str, role: Role, secret: str) -> str | None:
    """A token of the person of a role with the most to look at; None when there is nobody."""
    with psycopg.connect(database_url, autocommit=True) as connection:
        row = connection.execute(_PEOPLE[role]).fetchone()
    if row is None:
        return None
    user_uuid: UUID = row[0]
    return make_access_token(AccessClaims(user_uuid, uuid4()), secret, timedelta(hours=8))


@contextmanager
def person(browser: Browser, address: str, token: str) -> Iterator[Page]:
    """A browser in which somebody is logged in."""
    context = browser.new_context(viewport=DESKTOP)  # type: ignore[arg-type]
    cookies = [{"name": name, "value": token, "url": address} for name in (ACCESS_COOKIE, REFRESH_COOKIE)]
    context.add_cookies(cookies)  # type: ignore[arg-type]
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    yield page
    context.close()


def open_page(page: Page, address: str) -> float:
    """Seconds from the start of the navigation until the page stands.

    Raises:
        SystemExit: it does not.
    """
    page.goto(address, wait_until="commit")
    try:
        return float(page.wait_for_function(_STANDS, polling="raf").json_value()) / 1000
    except TimeoutError as error:
        raise SystemExit(f"{address} did not stand within {PATIENCE_MS / 1000:.0f} s") from error


def change_filter(page: Page) -> float | None:
    """Seconds from the choice of another value until the page is drawn anew; None on a page without a filter."""
    main = page.get_by_test_id("stMain")
    buttons = main.locator('[data-testid="stButtonGroup"] button[aria-checked="false"]').filter(visible=True)
    chooser = main.get_by_test_id("stSelectbox").locator("input").filter(visible=True)
    if buttons.count():
        choice = buttons.first
    elif chooser.count():
        chooser.first.click()
        options = page.get_by_role("option")
        if options.count() < 2:  # noqa: PLR2004 - one option is no choice
            return None
        choice = options.nth(1)
    else:
        return None
    page.evaluate(_WATCH)
    choice.click()
    try:
        return float(page.wait_for_function(_DRAWN, polling="raf", timeout=10_000).json_value()) / 1000
    except TimeoutError:
        # What was chosen had been chosen already.
        return None


def measure(
    address: str, tokens: dict[Role, str], rounds: int, pages: Collection[str]
) -> dict[tuple[Role, str], Times]:
    """Opens every page of every role, or those `pages`, so many times, and changes its first filter each time.

    Raises:
        SystemExit: there is no Chromium, or a page never stands.
    """
    path = shutil.which("chromium")
    if path is None:
        raise SystemExit("needs Chromium: apt-get install chromium")
    taken: defaultdict[tuple[Role, str], Times] = defaultdict(Times)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        for role, token in tokens.items():
            with person(browser, address, token) as page:
                # What is not in the menu is opened with an id.
                for rule in (one for one in pages_of(role) if one.is_in_menu and (one.url_path in pages or not pages)):
                    own = f"{address}/{rule.url_path}"
                    # The first time, the server asks what it keeps for everybody after.
                    open_page(page, own)
                    for _ in range(rounds):
                        times = taken[role, rule.url_path]
                        times.opened.append(open_page(page, own))
                        filtered = change_filter(page)
                        if filtered is not None:
                            times.filtered.append(filtered)
        browser.close()
    return dict(taken)


def percentile_95(values: list[float]) -> float:
    """The 95th percentile of what was measured."""
    return statistics.quantiles(values, n=20, method="inclusive")[-1] if len(values) > 1 else values[0]


def report(console: Console, rows: int, taken: dict[tuple[Role, str], Times]) -> None:
    """The table, then one line of JSON."""
    table = Table(title=f"Pages in Chromium at 1440 px, {rows:,} attendance rows")
    for column in ("role", "page", "open p50 s", "p95 s", "filter p50 s", "p95 s"):
        table.add_column(column, justify="left" if column in ("role", "page") else "right")
    figures = {}
    for (role, page), times in taken.items():
        own = {"open_p50_s": statistics.median(times.opened), "open_p95_s": percentile_95(times.opened)}
        if times.filtered:
            own |= {"filter_p50_s": statistics.median(times.filtered), "filter_p95_s": percentile_95(times.filtered)}
        figures[f"{role}, {page}"] = {name: round(value, 3) for name, value in own.items()}
        cells = [f"{own[name]:.2f}" if name in own else "" for name in ("open_p50_s", "open_p95_s")]
        cells += [f"{own[name]:.2f}" if name in own else "" for name in ("filter_p50_s", "filter_p95_s")]
        table.add_row(role.value, page, *cells)
    console.print(table)
    opened = percentile_95([value for times in taken.values() for value in times.opened])
    filtered = percentile_95([value for times in taken.values() for value in times.filtered])
    slow = [name for name, own in figures.items() if own["open_p95_s"] > OPEN_TARGET_S]
    console.print(
        f"All pages together: open p95 {opened:.2f} s (target {OPEN_TARGET_S}), filter p95 {filtered:.2f} s (target "
        f"{FILTER_TARGET_S}). Pages above the target by themselves: {', '.join(slow) or 'none'}. bench/README.md says"
        " how."
    )
    document = {
        "bench": "screens",
        "rows": rows,
        "figures": figures,
        "open_p95_s": round(opened, 3),
        "filter_p95_s": round(filtered, 3),
        "ratio_to_target": {
            "open": round(opened / OPEN_TARGET_S, 3),
            "filter": round(filtered / FILTER_TARGET_S, 3),
        },
    }
    console.file.write(json.dumps(document) + "\n")


def run(console: Console, home: Path, rounds: int, pages: Collection[str]) -> None:
    """Measures in a home of its own, or in one that is kept."""
    os.environ["HEADWAY_HOME"] = str(home)
    get_settings.cache_clear()
    with open_database(console) as database_url:
        rows = prepare(console, database_url)
        with psycopg.connect(database_url, autocommit=True) as connection:
            connection.execute(_RUN_BY)
        secret = get_settings().secret("jwt")
        found = {role: token_of(database_url, role, secret) for role in _PEOPLE}
        tokens = {role: token for role, token in found.items() if token is not None}
        api = choose("127.0.0.1", 8900, set())
        screens = choose("127.0.0.1", 8901, {api})
        ours = {f"HEADWAY_RATE_LIMIT_{group}": "100000000/minute" for group in ("READ", "WRITE", "LOGIN", "REPORTS")}
        address = f"http://127.0.0.1:{screens}"
        with (
            server("ingest_api.app:app", api, "/api/v1/ready", **ours),
            server(
                "dashboards.streamlit_app:app", screens, "/healthz", HEADWAY_API_URL=f"http://127.0.0.1:{api}", **ours
            ),
        ):
            taken = measure(address, tokens, rounds, pages)
    report(console, rows, taken)


def main() -> None:
    """Reads the arguments and measures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, help="a home that is kept, with what is published there")
    parser.add_argument("--rounds", type=int, default=5, help="how often each page is opened")
    parser.add_argument("--pages", nargs="*", default=(), help="addresses of pages, to measure those alone")
    chosen = parser.parse_args()
    console = Console(width=120)
    if chosen.home is not None:
        run(console, chosen.home, chosen.rounds, chosen.pages)
        return
    with tempfile.TemporaryDirectory(prefix="headway-bench-") as home:
        run(console, Path(home), chosen.rounds, chosen.pages)


if __name__ == "__main__":
    main()
