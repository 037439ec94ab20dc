"""Telling admins that a model drifts: once when it begins, once when it is over, each of them for themselves.

The published drift of each model is read (`reporting.rpt_model_drift`, where thresholds have made levels of figures):
the newest look at each probability, for columns alone are no alarm. A drift begins with one at `alert` and is over when
none is at `alert` or `watch` any more, so that an index at the edge does not call every day. Who was told last that it
began is not told again: the notifications themselves are the record, and doing it twice changes nothing. Figures older
than `STALE_DAYS` tell nothing.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from psycopg import AsyncConnection
from psycopg.rows import DictRow

from ingest_api.alerts.raising import STALE_DAYS
from ingest_api.analytics.snapshot import Snapshot, Snapshots
from ingest_api.errors import Unavailable
from ingest_api.notifications.sending import notify
from ingest_api.progress import review
from warehouse.settings import Settings
from warehouse.vocabulary import Role

Db = AsyncConnection[DictRow]

BEGAN: Final = "model.drift_began"
ENDED: Final = "model.drift_ended"
_LINK: Final = "/model-card"

_LEVELS: Final = """
select model,
    count(*) filter (where level = 'alert') as alerts,
    count(*) filter (where level = 'watch') as watched,
    coalesce(list(distinct subject order by subject) filter (where level = 'alert'), []) as subjects
from (
    select model, subject, level
    from reporting.rpt_model_drift
    where starts_with(subject, 'p_')
    qualify row_number() over (partition by model, measure, subject order by day desc) = 1
)
group by model
order by model
"""
# Of every admin and model, what was told last.
_TOLD: Final = """
select distinct on (person.id, note.payload ->> 'model') person.id as user_id, note.payload ->> 'model' as model,
    note.kind
from operational.users as person
left join operational.notifications as note on note.user_id = person.id and note.kind = any(%(kinds)s)
where person.role = any(%(roles)s) and person.status = 'active'
order by person.id, note.payload ->> 'model', note.id desc
"""


@dataclass(frozen=True)
class Drifting:
    """What a look at the drift found to tell: models, by whether it began or is over."""

    began: tuple[str, ...]
    ended: tuple[str, ...]


async def tell_of_drift(connection: Db, settings: Settings) -> Drifting:
    """Looks at the published drift; in the transaction of the caller."""
    models = await _levels(settings, await review.today(connection))
    if not models:
        return Drifting((), ())
    cursor = await connection.execute(
        _TOLD, {"kinds": [BEGAN, ENDED], "roles": [Role.ADMIN.value, Role.SUPER_ADMIN.value]}
    )
    admins: dict[int, set[str]] = {}
    for row in await cursor.fetchall():
        knows = admins.setdefault(row["user_id"], set())
        if row["kind"] == BEGAN:
            knows.add(row["model"])
    began, ended = [], []
    for found in models:
        model, name = str(found["model"]), str(found["model"]).replace("_", " ")
        unaware = [user for user, knows in admins.items() if model not in knows]
        waiting = [user for user, knows in admins.items() if model in knows]
        if found["alerts"] and unaware:
            title = f"The {name} model no longer fits those it speaks of: look before you rely on it"
            await notify(
                connection, unaware, BEGAN, title, link=_LINK, model=model, subjects=list(found["subjects"])
            )  # fmt: skip
            began.append(model)
        elif not found["alerts"] and not found["watched"] and waiting:
            await notify(connection, waiting, ENDED, f"The {name} model fits again", link=_LINK, model=model)
            ended.append(model)
    return Drifting(tuple(began), tuple(ended))


async def _levels(settings: Settings, today: date) -> list[dict[str, Any]]:
    """Of every published model its rows of drift by level; none when there are none, or only old ones."""

    def work(snapshot: Snapshot) -> list[dict[str, Any]]:
        if snapshot.as_of < today - timedelta(days=STALE_DAYS):
            return []
        return snapshot.rows(_LEVELS)

    try:
        return await Snapshots(settings).read(work)
    except Unavailable:
        return []
