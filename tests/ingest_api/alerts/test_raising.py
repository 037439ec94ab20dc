"""Alerts come from the published scores, by rule, once; the lot falls before anybody hears of them."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import psycopg
import pytest
from pydantic import SecretStr

from ingest_api.alerts.lots import waits
from ingest_api.alerts.raising import Raised
from ingest_api.database import Pool
from ingest_api.upkeep.daily import Upkeep
from tests.factories import enroll, make_alert, make_student
from tests.factories.insert import insert
from tests.ingest_api.analytics.snapshots import AS_OF, publish
from tests.ingest_api.school import School
from warehouse.settings import Settings
from warehouse.vocabulary import Role

SALT = "salt"


@dataclass
class AtRisk:
    """Enrolments of the school at high risk, and what became of them."""

    connection: psycopg.Connection
    settings: Settings
    pool: Pool
    enrollments: list[int]

    async def look(self, **choices: Any) -> Raised | None:
        """Another process looks at the scores."""
        return await Upkeep(self.pool, self.settings.model_copy(update=choices)).take_scores()

    def alerts(self) -> dict[int, dict[str, Any]]:
        """The newest alert of each enrolment."""
        cursor = self.connection.cursor(row_factory=psycopg.rows.dict_row)
        cursor.execute(
            "select * from operational.risk_alerts where enrollment_id = any(%s) order by id", (self.enrollments,)
        )
        return {row["enrollment_id"]: row for row in cursor.fetchall()}


@pytest.fixture
def at_risk(school: School, connection: psycopg.Connection, settings: Settings, pool: Pool, clock: date) -> AtRisk:
    enrollments = [
        enroll(connection, make_student(connection, school.campus), school.subject, faculty_id=school.faculty)
        for _ in range(30)
    ]
    rows = [
        {"enrollment_id": enrollment, "campus_code": "HERE", "scored_as_of": AS_OF, "p_drop": 0.7, "band": "high"}
        | {"p_drop_30d": 0.24, "reasons": ["No session for 12 days."], "model_version": "logistic-1"}
        for enrollment in enrollments
    ]
    rows += [{**rows[0], "enrollment_id": 900_000_001}, {**rows[0], "enrollment_id": enrollments[-1], "band": "low"}]
    del rows[29]
    publish(settings.home, {"reporting.rpt_institute_at_risk": rows})
    return AtRisk(connection, settings.model_copy(update={"alert_salt": SecretStr(SALT)}), pool, enrollments)


@pytest.mark.anyio
async def test_who_is_at_high_risk_gets_one_alert(at_risk: AtRisk) -> None:
    raised = await at_risk.look()
    assert raised is not None
    alerts = at_risk.alerts()
    assert sorted(alerts) == at_risk.enrollments[:29]
    expected = {number for number in alerts if waits(number, SALT, 0.15)}
    assert {number for number, alert in alerts.items() if alert["is_holdout"]} == expected
    assert (raised.raised_count, raised.held_back_count) == (29, len(expected))
    for alert in alerts.values():
        assert (alert["p_drop"], alert["p_drop_30d"]) == (0.7, 0.24)
        waiting = timedelta(days=30 if alert["is_holdout"] else 0)
        assert alert["shown_from"] == AS_OF + waiting
        assert (alert["told_at"] is None) == alert["is_holdout"]
        assert (alert["reasons"], alert["holdout_share"]) == (["No session for 12 days."], 0.15)
    assert await at_risk.look() == Raised(0, 0, 0, 0)


@pytest.mark.anyio
async def test_a_process_looks_once_at_the_same_scores(at_risk: AtRisk) -> None:
    upkeep = Upkeep(at_risk.pool, at_risk.settings)
    assert await upkeep.take_scores() is not None
    assert await upkeep.take_scores() is None


@pytest.mark.anyio
async def test_the_faculty_member_hears_of_those_that_are_shown(at_risk: AtRisk, school: School) -> None:
    await at_risk.look()
    shown = sum(not alert["is_holdout"] for alert in at_risk.alerts().values())
    notes = at_risk.connection.execute(
        "select kind, payload ->> 'alert_count' from operational.notifications where user_id = %s",
        (school.users[Role.FACULTY],),
    ).fetchall()
    assert notes == [("alerts.raised", str(shown))]


@pytest.mark.anyio
async def test_the_most_urgent_never_wait(at_risk: AtRisk) -> None:
    await at_risk.look(alert_holdout_below=0.5, alert_holdout_share=0.5)
    assert not any(alert["is_holdout"] or alert["is_randomised"] for alert in at_risk.alerts().values())


@pytest.mark.anyio
async def test_nobody_waits_where_the_institute_does_not_want_it(at_risk: AtRisk) -> None:
    await at_risk.look(alert_holdout_share=0.0)
    assert not any(alert["is_holdout"] for alert in at_risk.alerts().values())


@pytest.mark.anyio
async def test_who_is_helped_or_had_an_alert_lately_gets_none(at_risk: AtRisk, school: School) -> None:
    connection, (helped, planned, lately, long_ago, *_) = at_risk.connection, at_risk.enrollments
    student = school.students[0]
    action = {"student_id": student, "campus_id": school.campus, "reason": "absent", "action": "call"}
    insert(
        connection,
        "interventions",
        enrollment_id=helped,
        started_on=AS_OF - timedelta(days=3),
        status="cancelled",
        closed_at="2026-06-14T08:00Z",
        **action,
    )
    insert(connection, "interventions", enrollment_id=planned, started_on=AS_OF - timedelta(days=90), **action)
    for enrollment, days in ((lately, 29), (long_ago, 30)):
        day = AS_OF - timedelta(days=days)
        make_alert(
            connection, enrollment, student, school.campus,
            raised_on=day, shown_from=day, status="dismissed", dismissed_because="x", closed_at="2026-06-14T08:00Z",
        )  # fmt: skip
    await at_risk.look(alert_holdout_share=0.5)
    alerts = at_risk.alerts()
    assert {helped, planned} & set(alerts) == set()
    assert alerts[lately]["status"] == "dismissed"
    assert (alerts[long_ago]["status"], alerts[long_ago]["is_randomised"]) == ("open", False)


@pytest.mark.anyio
async def test_an_alert_ends_with_its_enrolment(at_risk: AtRisk) -> None:
    await at_risk.look()
    first, second = at_risk.enrollments[:2]
    at_risk.connection.execute(
        "update operational.student_subject_enrollments set status = 'dropped', ended_on = %s where id = %s",
        (AS_OF, first),
    )
    looked = await at_risk.look()
    assert looked is not None
    assert looked.ended_count == 1
    assert [at_risk.alerts()[number]["status"] for number in (first, second)] == ["ended", "open"]


@pytest.mark.anyio
async def test_old_scores_raise_nothing(at_risk: AtRisk, clock: date) -> None:
    at_risk.connection.execute("update operational.institute set clock_as_of = %s", (AS_OF + timedelta(days=8),))
    assert await at_risk.look() == Raised(0, 0, 0, 0)


@pytest.mark.anyio
async def test_without_a_snapshot_nobody_looks(pool: Pool, settings: Settings) -> None:
    assert await Upkeep(pool, settings).take_scores() is None
