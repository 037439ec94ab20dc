"""Routes: /imports, for super admins: an import reaches every campus."""

from typing import Annotated, Any

from anyio import to_thread
from fastapi import APIRouter, Depends, File, Path, Query, Request, UploadFile
from fastapi.responses import FileResponse
from psycopg.rows import DictRow

from ingest_api import people
from ingest_api.auth.dependencies import Context, CurrentUser, require
from ingest_api.auth.permissions import Permission
from ingest_api.database import Connection
from ingest_api.imports.formats import FORMATS
from ingest_api.imports.schemas import ImportedFile, ImportRun, PastImport
from ingest_api.imports.uploads import Uploads
from ingest_api.listing import Conditions, CursorParameter, LimitParameter, Listing, Page, SortKey, fetch_page

router = APIRouter(prefix="/imports", tags=["imports"])
Importer = Annotated[CurrentUser, Depends(require(Permission.IMPORTS_RUN))]
ImportId = Annotated[str, Path(pattern=r"^[0-9a-f]{32}$")]

_PAST = Listing(
    columns="""
        event.id, event.occurred_at, event.payload,
        nullif(concat_ws(' ', actor.first_name, actor.last_name), '') as actor_name
    """,
    tables="operational.event as event left join operational.users as actor on actor.id = event.actor_user_id",
    orders={"newest": [SortKey("event.id", "id", int)]},
)
_CSV: dict[int | str, dict[str, Any]] = {
    200: {"description": "Every error", "content": {"text/csv": {"schema": {"type": "string"}}}}
}


async def _uploads(request: Request, context: Context) -> Uploads:
    return Uploads(context.settings.home / "imports", request.app.state.database_url)


Running = Annotated[Uploads, Depends(_uploads)]


@router.get("")
async def past(
    _: Importer, connection: Connection, cursor: CursorParameter = None, limit: LimitParameter = 50
) -> Page[PastImport]:
    """What was imported so far, newest first; an import that changed nothing is not among it."""
    wanted = Conditions(parts=["event.source = 'import' and event.name = 'import.completed'"])
    rows, next_cursor = await fetch_page(
        connection, _PAST, order="-newest", cursor=cursor, limit=limit, conditions=wanted
    )
    return Page(items=[_past(row) for row in rows], next_cursor=next_cursor)


@router.post("", status_code=202)
async def start(
    user: Importer,
    uploads: Running,
    files: Annotated[list[UploadFile], File(description="One zip, or CSV files and workbooks of the import format.")],
    dry_run: Annotated[bool, Query(description="Check everything and count truly, but write nothing.")] = True,
) -> ImportRun:
    """Begin an import; all of it is written, or nothing on any error. Ask for it again until it has ended."""
    names = [file.filename or "" for file in files]
    if len(files) > len(FORMATS) or any("\x00" in name or not name.strip("./\\ ") for name in names):
        raise people.invalid("files", "send one zip, or each file of the import format once", "files")
    if len(set(names)) < len(names):
        raise people.invalid("files", "there are two files of the same name", "files")
    contents = [(name, file.file) for name, file in zip(names, files, strict=True)]
    return await to_thread.run_sync(lambda: uploads.start(contents, is_dry_run=dry_run, actor_user_id=user.id))


@router.get("/{import_id}")
async def one(import_id: ImportId, _: Importer, uploads: Running) -> ImportRun:
    """How far an import is, and what came of it; for a day."""
    return await to_thread.run_sync(uploads.get, import_id)


@router.get("/{import_id}/errors", response_class=FileResponse, responses=_CSV)
async def errors(import_id: ImportId, _: Importer, uploads: Running) -> FileResponse:
    """Every error of an import, as a file: file, line, column, value, expected."""
    path = await to_thread.run_sync(uploads.errors, import_id)
    return FileResponse(path, media_type="text/csv", filename="import-errors.csv")


def _past(row: DictRow) -> PastImport:
    files = row["payload"].get("files", {})
    return PastImport(
        id=row["id"],
        completed_at=row["occurred_at"],
        actor_name=row["actor_name"],
        clock_as_of=row["payload"].get("clock_as_of"),
        files=[
            ImportedFile(file=name, rows_read=it["read"], rows_inserted=it["inserted"], rows_updated=it["updated"])
            for name, it in files.items()
        ],
    )
