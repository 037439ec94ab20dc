"""The demo institute on the command line: written as an import folder, or loaded into an empty database."""

import tempfile
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from rich.console import Console

from headway.demo import DemoSummary, generate
from headway.importing import import_with_progress
from ingest_api.auth.users import create_user, set_password
from warehouse.postgres import connect
from warehouse.settings import Settings
from warehouse.vocabulary import Role

ADMIN_EMAIL = "admin@demo.example"
DEMO_TIME_ZONE = ZoneInfo("Asia/Kolkata")


def write_demo_folder(console: Console, folder: Path, *, size: str, seed: int, as_of: date) -> DemoSummary:
    """Writes the synthetic institute; the same size, seed and day write the same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    with console.status(f"Simulating the demo institute ({size}) …"):
        summary = generate(folder, size=size, seed=seed, as_of=as_of)  # type: ignore[arg-type]
    console.print(f"Demo institute ({size}) written to {folder}")
    return summary


def first_password(settings: Settings, name: str) -> str:
    """A password for people to type: 72 bits, made once for this installation."""
    return settings.secret(name, random_bytes=9)


def load_demo(console: Console, settings: Settings, database_url: str) -> bool:
    """Fills an empty database with the small demo institute and gives its people a password made for this installation.

    Returns:
        Whether it was loaded.
    """
    with tempfile.TemporaryDirectory(prefix="headway-demo-") as temporary:
        folder = Path(temporary) / "institute"
        today = datetime.now(DEMO_TIME_ZONE).date()
        summary = write_demo_folder(console, folder, size="small", seed=settings.demo_seed, as_of=today)
        if not import_with_progress(console, database_url, folder, is_demo=True):
            return False
    password = first_password(settings, "demo_password")
    with connect(database_url) as connection:
        create_user(
            connection,
            email=ADMIN_EMAIL,
            password=password,
            role=Role.ADMIN,
            first_name="Demo",
            last_name="Admin",
            campus_code=summary.campus_code,
        )
        set_password(connection, [summary.faculty_email, summary.student_email, summary.counselor_email], password)
    return True
