"""Raising alerts: the published scores are read, and who is newly at high risk is written down.

The rule. An active enrolment whose published band is high gets an alert, unless it has an open one, had one raised
within `alert_again_days`, or help is planned for it or began within that time. Of an enrolment's first alert below
`alert_holdout_below` a lot decides (`lots.py`) whether it is shown now or after `alert_outcome_days`. The lot is drawn
and written before anybody hears of the alert. An open alert whose enrolment ended is closed as ended. Faculty and
counselors are told, by count, of what has become visible.

Doing it twice changes nothing. Scores older than `STALE_DAYS` raise nothing.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from psycopg import AsyncConnection
from psycopg.rows import DictRow

from ingest_api import events
from ingest_api.alerts.lots import waits
from ingest_api.analytics.snapshot import Snapshot, Snapshots
from ingest_api.errors import Unavailable
from ingest_api.notifications.sending import notify
from ingest_api.progress import review
from ingest_api.rows import insert_row
from warehouse.settings import Settings

Db = AsyncConnection[DictRow]

STALE_DAYS: Final = 7

_AT_HIGH_RISK: Final = """
select enrollment_id, scored_as_of, p_drop, p_drop_30d, band, reasons, model_version
from reporting.rpt_institute_at_risk
where band = 'high' and scored_as_of >= cast($as_of as date) - to_days(cast($stale_days as integer))
order by enrollment_id
"""
# Locked, so that somebody who plans help at this moment is seen or waits.
_NEWLY: Final = """
select enrollment.id as enrollment_id, enrollment.student_id, student.campus_id,
    not exists (select from operational.risk_alerts as alert where alert.enrollment_id = enrollment.id) as is_first
from operational.student_subject_enrollments as enrollment
join operational.students as student on student.id = enrollment.student_id
where enrollment.id = any(%(ids)s) and enrollment.status = 'active'
    and not exists (
        select from operational.risk_alerts as alert
        where alert.enrollment_id = enrollment.id and (alert.status = 'open' or alert.raised_on > %(since)s)
    )
    and not exists (
        select from operational.interventions as action
        where action.enrollment_id = enrollment.id and (action.status = 'planned' or action.started_on > %(since)s)
    )
order by enrollment.id
for no key update of enrollment
"""
_END: Final = """
update operational.risk_alerts as alert set status = 'ended', closed_at = now()
from operational.student_subject_enrollments as enrollment
where enrollment.id = alert.enrollment_id and alert.status = 'open' and enrollment.status in ('completed', 'dropped')
returning alert.id, alert.campus_id, alert.student_id
"""
# Who is to hear of alerts that have become visible: whoever teaches the enrolment, and the student's counselor.
_TELL: Final = """
with visible as (
    update operational.risk_alerts as alert set told_at = now()
    where alert.status = 'open' and alert.told_at is null and alert.shown_from <= %(today)s
    returning alert.enrollment_id
)
select told.user_id, count(*) as alert_count
from visible
join operational.student_subject_enrollments as enrollment on enrollment.id = visible.enrollment_id
join operational.students as student on student.id = enrollment.student_id
left join operational.faculties as faculty on faculty.id = enrollment.faculty_id
cross join lateral (values (faculty.user_id), (student.counselor_id)) as told (user_id)
where told.user_id is not null
group by told.user_id
order by told.user_id
"""


@dataclass(frozen=True)
class Raised:
    """What a look at the scores found to do."""

    raised_count: int
    held_back_count: int
    ended_count: int
    told_users: int


async def raise_alerts(connection: Db, settings: Settings, actor: events.Actor) -> Raised:
    """Looks at the published scores; in the transaction of the caller."""
    today = await review.today(connection)
    ended = await _close_ended(connection, actor)
    scores = await _scores(settings, today)
    found = await connection.execute(
        _NEWLY, {"ids": list(scores), "since": today - timedelta(days=settings.alert_again_days)}
    )
    salt, held_back, newly = settings.secret("alert_salt"), 0, await found.fetchall()
    for row in newly:
        score = scores[row["enrollment_id"]]
        is_randomised = bool(row["is_first"]) and score["p_drop"] < settings.alert_holdout_below
        is_holdout = is_randomised and waits(row["enrollment_id"], salt, settings.alert_holdout_share)
        held_back += is_holdout
        await _raise(connection, actor, settings, today, row, score, is_randomised, is_holdout)
    told = await (await connection.execute(_TELL, {"today": today})).fetchall()
    for row in told:
        await notify(
            connection,
            [row["user_id"]],
            "alerts.raised",
            f"Students who may be about to leave: {row['alert_count']}",
            link="/alerts",
            alert_count=row["alert_count"],
        )
    return Raised(len(newly), held_back, ended, len(told))


async def _scores(settings: Settings, today: date) -> dict[int, dict[str, Any]]:
    """The published scores of enrolments at high risk, by enrolment; none when there are none, or only old ones."""

    def work(snapshot: Snapshot) -> list[dict[str, Any]]:
        if snapshot.as_of < today - timedelta(days=STALE_DAYS):
            return []
        return snapshot.rows(_AT_HIGH_RISK, stale_days=STALE_DAYS)

    try:
        rows = await Snapshots(settings).read(work)
    except Unavailable:
        return {}
    return {row["enrollment_id"]: row for row in rows}


async def _raise(
    connection: Db,
    actor: events.Actor,
    settings: Settings,
    today: date,
    row: DictRow,
    score: dict[str, Any],
    is_randomised: bool,
    is_holdout: bool,
) -> None:
    values = {
        **{name: row[name] for name in ("enrollment_id", "student_id", "campus_id")},
        **{name: score[name] for name in ("scored_as_of", "p_drop", "p_drop_30d", "band", "model_version")},
        "reasons": list(score["reasons"] or []),
        "raised_on": today,
        "is_randomised": is_randomised,
        "is_holdout": is_holdout,
        "holdout_share": settings.alert_holdout_share if is_randomised else 0.0,
        "outcome_on": today + timedelta(days=settings.alert_outcome_days),
        "shown_from": today + timedelta(days=settings.alert_outcome_days if is_holdout else 0),
    }
    alert = await insert_row(connection, "risk_alerts", values)
    event = events.NewEvent(
        name="risk_alert.raised",
        relation="risk_alerts",
        row_id=alert["id"],
        campus_id=row["campus_id"],
        student_id=row["student_id"],
        payload={"enrollment_id": row["enrollment_id"], "is_randomised": is_randomised, "is_holdout": is_holdout},
    )
    await events.append(connection, actor.signed(event))


async def _close_ended(connection: Db, actor: events.Actor) -> int:
    rows = await (await connection.execute(_END)).fetchall()
    for row in rows:
        event = events.NewEvent(
            name="risk_alert.ended",
            relation="risk_alerts",
            row_id=row["id"],
            campus_id=row["campus_id"],
            student_id=row["student_id"],
        )
        await events.append(connection, actor.signed(event))
    return len(rows)
