"""The application: `uvicorn ingest_api.app:app`.

Belongs here: putting the parts together and opening and closing what lives as long as the process. The database's
address comes from `HEADWAY_DATABASE_URL`; the supervisor sets it for the embedded server too.
"""

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware

from ingest_api import description, errors, logs
from ingest_api.alerts.router import router as alerts
from ingest_api.analytics.attendance_router import router as absenteeism
from ingest_api.analytics.crm_router import router as crm_analytics
from ingest_api.analytics.faculties_router import router as faculty_analytics
from ingest_api.analytics.feedback_router import router as feedback_analytics
from ingest_api.analytics.metrics_router import router as metric_registry
from ingest_api.analytics.progress_router import router as progress_analytics
from ingest_api.analytics.router import router as analytics
from ingest_api.analytics.snapshot import Snapshots
from ingest_api.analytics.students_router import router as student_analytics
from ingest_api.assessments.router import router as assessments
from ingest_api.attendance.router import router as attendance
from ingest_api.audit.router import router as audit
from ingest_api.auth.dependencies import AuthContext
from ingest_api.auth.router import router as auth
from ingest_api.auth.throttle import LoginThrottle
from ingest_api.batches.router import router as batches
from ingest_api.calendars.router import router as calendars
from ingest_api.catalog.router import router as catalog
from ingest_api.certificates.router import router as certificates
from ingest_api.crm.router import router as crm
from ingest_api.database import make_pool
from ingest_api.enrollments.router import router as enrollments
from ingest_api.exams.router import router as exams
from ingest_api.faculties.hours_router import router as faculty_hours
from ingest_api.faculties.router import router as faculties
from ingest_api.feedback.router import router as feedback
from ingest_api.freshness.router import router as freshness
from ingest_api.guardians.router import router as guardians
from ingest_api.health.router import router as health
from ingest_api.imports.router import router as imports
from ingest_api.institute.router import router as institute
from ingest_api.institute.settings_router import router as institute_settings
from ingest_api.interventions.router import router as interventions
from ingest_api.learning_paths.router import of_students as next_topics
from ingest_api.learning_paths.router import router as learning_paths
from ingest_api.limits.bodies import BodyLimit
from ingest_api.limits.headers import EXPOSED, SecurityHeaders
from ingest_api.limits.rates import RateLimits
from ingest_api.limits.store import LimitStore
from ingest_api.metrics.registry import Metrics
from ingest_api.metrics.router import router as metrics
from ingest_api.notifications.router import router as notifications
from ingest_api.payments.router import router as payments
from ingest_api.progress.router import router as progress
from ingest_api.realtime.announcements import Announcements
from ingest_api.realtime.hub import Hub
from ingest_api.realtime.router import router as realtime
from ingest_api.realtime.wakeups import wakeups_of
from ingest_api.report_schedules.router import router as report_schedules
from ingest_api.reports.router import router as reports
from ingest_api.resources.router import router as resources
from ingest_api.rewards.router import router as rewards
from ingest_api.sessions.router import router as sessions
from ingest_api.students.router import router as students
from ingest_api.upkeep.daily import Upkeep
from ingest_api.users.router import router as users
from ingest_api.workspace.router import router as workspace
from warehouse.settings import Settings, get_settings

PREFIX = "/api/v1"


# A class of thirty makes some thousand objects, which all go with its answer: looked through every 700 of them, as by
# default, they are looked through while they are in use.
_YOUNG_OBJECTS = 50_000


class NoDatabaseError(RuntimeError):
    """Nobody said where the database is."""


@asynccontextmanager
async def _settled() -> AsyncIterator[None]:
    """Spares the collector the objects of routes and schemas, some hundred thousand, that live as long as the process.

    Going through them again and again was what the slowest requests waited for. Where somebody has spared what there is
    already, nothing is left to do.
    """
    if gc.get_freeze_count():
        yield
        return
    gc.collect()
    gc.freeze()
    usual = gc.get_threshold()
    gc.set_threshold(_YOUNG_OBJECTS, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)
        gc.unfreeze()


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
        app.state.metrics, app.state.limits = Metrics(), LimitStore.of(settings)
        app.state.auth = AuthContext(settings, settings.secret("jwt"), LoginThrottle(app.state.limits))
        # Not waited for: a database that comes later finds the API alive and, until then, not ready.
        async with make_pool(app.state.database_url) as app.state.pool:
            wakeups = wakeups_of(settings, app.state.database_url)
            async with (
                Hub(app.state.pool, wakeups).running() as app.state.hub,
                Upkeep(app.state.pool, settings).running(),
                _settled(),
            ):
                yield
        app.state.snapshots.let_go()

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
    app.state.settings, app.state.snapshots = settings, Snapshots(settings)
    # The last one added is the outermost.
    app.add_middleware(Announcements)
    app.add_middleware(BodyLimit, settings=settings)
    app.add_middleware(RateLimits, settings=settings)
    app.add_middleware(logs.RequestLog)
    if settings.cors_origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=settings.cors_origins,
            allow_methods=["*"],
            allow_headers=["*"],
            expose_headers=EXPOSED,
        )
    app.add_middleware(SecurityHeaders)
    errors.install(app)
    description.install(app)
    # Routes are tried in this order, and a hundred that do not fit cost more than a statement: what is asked for
    # most comes first. Then what must come early: `/feedback/analytics` is not the feedback with the id "analytics".
    # Each straight in the application: a router of routers is looked through whole at every request.
    for router in (
        absenteeism,
        attendance,
        sessions,
        auth,
        health,
        analytics,
        reports,
        student_analytics,
        faculty_analytics,
        progress_analytics,
        crm_analytics,
        feedback_analytics,
        metric_registry,
        catalog,
        users,
        enrollments,
        exams,
        learning_paths,
        next_topics,
        resources,
        batches,
        assessments,
        institute,
        institute_settings,
        # the rest in any order
        students,
        guardians,
        progress,
        realtime,
        audit,
        metrics,
        freshness,
        faculties,
        faculty_hours,
        crm,
        feedback,
        rewards,
        payments,
        alerts,
        interventions,
        notifications,
        report_schedules,
        calendars,
        certificates,
        workspace,
        imports,
    ):
        app.include_router(router, prefix=PREFIX)
    return app


app = create_app()
