"""Drift of a model is told to admins once for as long as it lasts, and its end as well."""

import shutil
from datetime import date, timedelta

import psycopg
import pytest

from ingest_api.alerts.drift import BEGAN, ENDED
from ingest_api.database import Pool
from ingest_api.upkeep.daily import Upkeep
from tests.factories import make_user
from tests.ingest_api.analytics.snapshots import AS_OF, publish
from tests.ingest_api.school import School
from warehouse.settings import Settings
from warehouse.vocabulary import Role

Told = list[tuple[str, str]]


class Watched:
    """An institute with a published drift, and what its people were told."""

    def __init__(self, connection: psycopg.Connection, settings: Settings, pool: Pool) -> None:
        self.connection, self.settings, self.pool = connection, settings, pool

    async def look(self, *levels: tuple[str, str, str]) -> None:
        """Another process looks after a build that found these levels (model, subject, level); once it was worse."""
        shutil.rmtree(self.settings.home / "snapshots", ignore_errors=True)
        rows = [
            {"model": model, "version": "v1", "day": AS_OF, "measure": "stability", "subject": subject}
            | {"value": 0.3, "reference": 0.0, "row_count": 400, "level": level}
            for model, subject, level in levels
        ]
        rows += [{**row, "day": AS_OF - timedelta(days=7), "level": "alert"} for row in rows]
        publish(self.settings.home, {"reporting.rpt_model_drift": rows})
        await Upkeep(self.pool, self.settings).take_scores()

    def told(self, user: int) -> Told:
        """What a user was told of drift, the oldest first."""
        return self.connection.execute(
            "select kind, payload ->> 'model' from operational.notifications"
            " where user_id = %s and kind like 'model.%%' order by id",
            (user,),
        ).fetchall()


@pytest.fixture
def watched(school: School, connection: psycopg.Connection, settings: Settings, pool: Pool, clock: date) -> Watched:
    return Watched(connection, settings, pool)


@pytest.mark.anyio
async def test_admins_and_super_admins_are_told_once_and_nobody_else(watched: Watched, school: School) -> None:
    for _ in range(2):
        await watched.look(
            ("at_risk", "p_drop", "alert"), ("at_risk", "late", "alert"), ("completion", "p_finish", "watch")
        )
    for role in (Role.ADMIN, Role.SUPER_ADMIN):
        assert watched.told(school.users[role]) == [(BEGAN, "at_risk")]
    for role in (Role.FACULTY, Role.COUNSELOR, Role.STUDENT):
        assert watched.told(school.users[role]) == []
    assert watched.connection.execute(
        "select payload -> 'subjects', link from operational.notifications where user_id = %s and kind = %s",
        (school.users[Role.ADMIN], BEGAN),
    ).fetchall() == [(["p_drop"], "/model-card")]


@pytest.mark.anyio
async def test_an_episode_lasts_until_nothing_is_watched_any_more(watched: Watched, school: School) -> None:
    admin = school.users[Role.ADMIN]
    for level in ("alert", "watch", "alert"):
        await watched.look(("at_risk", "p_drop", level))
    assert watched.told(admin) == [(BEGAN, "at_risk")]
    for _ in range(2):
        await watched.look(("at_risk", "p_drop", "ok"))
    assert watched.told(admin) == [(BEGAN, "at_risk"), (ENDED, "at_risk")]
    await watched.look(("at_risk", "p_drop", "alert"))
    assert watched.told(admin)[2:] == [(BEGAN, "at_risk")]


@pytest.mark.anyio
async def test_every_model_has_episodes_of_its_own(watched: Watched, school: School) -> None:
    await watched.look(("at_risk", "p_drop", "alert"))
    await watched.look(("at_risk", "p_drop", "alert"), ("lead_scoring", "p_enrol", "alert"))
    assert watched.told(school.users[Role.ADMIN]) == [(BEGAN, "at_risk"), (BEGAN, "lead_scoring")]


@pytest.mark.anyio
async def test_a_new_admin_hears_of_what_goes_on(watched: Watched, school: School) -> None:
    await watched.look(("at_risk", "p_drop", "alert"))
    newcomer = make_user(watched.connection, Role.ADMIN, campus_id=school.campus)
    await watched.look(("at_risk", "p_drop", "alert"))
    assert watched.told(newcomer) == [(BEGAN, "at_risk")]
    assert watched.told(school.users[Role.ADMIN]) == [(BEGAN, "at_risk")]


@pytest.mark.anyio
async def test_a_column_that_moves_alone_is_no_alarm(watched: Watched, school: School) -> None:
    await watched.look(("at_risk", "late", "alert"), ("at_risk", "p_drop", "ok"))
    assert watched.told(school.users[Role.ADMIN]) == []


@pytest.mark.anyio
async def test_old_figures_tell_nothing(watched: Watched, school: School) -> None:
    watched.connection.execute("update operational.institute set clock_as_of = %s", (AS_OF + timedelta(days=8),))
    await watched.look(("at_risk", "p_drop", "alert"))
    assert watched.told(school.users[Role.ADMIN]) == []
