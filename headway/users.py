"""`headway user`: words around the API's user service."""

from rich.console import Console
from rich.table import Table

from ingest_api.auth.passwords import WeakPasswordError
from ingest_api.auth.users import UserError, create_user, list_users, set_password
from warehouse.postgres import connect
from warehouse.vocabulary import Role


def create(
    console: Console,
    database_url: str,
    *,
    email: str,
    role: Role,
    first_name: str,
    last_name: str | None,
    campus_code: str | None,
    password: str,
) -> bool:
    """Creates a user who may log in, or says why not."""
    try:
        with connect(database_url) as connection:
            create_user(
                connection,
                email=email,
                password=password,
                role=role,
                first_name=first_name,
                last_name=last_name,
                campus_code=campus_code,
            )
    except (UserError, WeakPasswordError) as error:
        console.print(f"[red]{error}[/red]")
        return False
    console.print(f"{email} can log in now.")
    return True


def change_password(console: Console, database_url: str, email: str, password: str) -> bool:
    """Sets a password, or says why not."""
    try:
        with connect(database_url) as connection:
            set_password(connection, [email], password)
    except (UserError, WeakPasswordError) as error:
        console.print(f"[red]{error}[/red]")
        return False
    console.print(f"{email} has a new password.")
    return True


def show(console: Console, database_url: str) -> None:
    """Prints who may log in."""
    table = Table("e-mail", "name", "role", "campus", "status", "password")
    with connect(database_url) as connection:
        for user in list_users(connection):
            name = " ".join(part for part in (user.first_name, user.last_name) if part)
            has_password = "set" if user.has_password else "none yet"
            table.add_row(user.email, name, user.role, user.campus_code, user.status, has_password)
    console.print(table)
