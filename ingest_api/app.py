"""The application: `uvicorn ingest_api.app:app`.

Belongs here: putting the parts together and opening and closing what lives as long as the process. The database's
address comes from `HEADWAY_DATABASE_URL`; the supervisor sets it for the embedded server too.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import APIRouter, FastAPI

from ingest_api import errors, logs
from ingest_api.attendance.router import router as attendance
from ingest_api.auth.dependencies import AuthContext
from ingest_api.auth.router import router as auth
from ingest_api.auth.throttle import LoginThrottle
from ingest_api.database import make_pool
from ingest_api.health.router import router as health
from ingest_api.progress.router import router as progress
from ingest_api.sessions.router import router as sessions
from ingest_api.students.router import router as students
from warehouse.settings import Settings, get_settings

PREFIX = "/api/v1"


class NoDatabaseError(RuntimeError):
    """Nobody said where the database is."""


def create_app(settings: Settings | None = None) -> FastAPI:
    """The API, ready to be served; the pool opens when the server starts.

    Raises (when it starts):
        NoDatabaseError: the settings hold no database URL.
    """
    settings = settings or get_settings()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        if settings.database_url is None:
            raise NoDatabaseError("set HEADWAY_DATABASE_URL, or start everything with `headway up`")
        logs.configure()
        app.state.database_url = settings.database_url.get_secret_value()
        app.state.auth = AuthContext(settings, settings.secret("jwt"), LoginThrottle())
        # Not waited for: a database that comes later finds the API alive and, until then, not ready.
        async with make_pool(app.state.database_url) as app.state.pool:
            yield

    app = FastAPI(
        title="Headway",
        description="Records what happens to every student of an institute.",
        version="1",
        lifespan=lifespan,
        openapi_url=f"{PREFIX}/openapi.json",
        # The interactive pages would fetch scripts from elsewhere; nothing phones home.
        docs_url=None,
        redoc_url=None,
        responses=errors.PROBLEM_RESPONSES,
    )
    app.state.settings = settings
    app.add_middleware(logs.RequestLog)
    errors.install(app)
    routes = APIRouter(prefix=PREFIX)
    for router in (health, auth, students, progress, sessions, attendance):
        routes.include_router(router)
    app.include_router(routes)
    return app


app = create_app()
