"""Which values are in force of what was chosen in `operational.settings`: the one reading of that table.

What was chosen for a campus stands above what was chosen for the institute, and that above the environment. A row is
one value for a campus (or without one, for the institute) and key; one that was taken back holds JSON null, so that the
versions of a campus's rows only ever grow.

Belongs here: the rule, as SQL, and what a super admin chose for the whole institute, for whoever reads it outside the
API: thresholds that the API, the import and the pipelines compute with alike, so that one campus cannot have its own.
What a campus can choose for itself, only the API asks for (`ingest_api/institute/thresholds.py`).
"""

from typing import Final, LiteralString

import psycopg

from warehouse.settings import Settings

INSTITUTE_KEYS: Final = ("mastery_level", "risk_band_medium", "risk_band_high")

# {key: value} of everything chosen at a campus; what the campus chose comes last and wins. `{campus_id}`: an expression
# that gives the campus, or null for what holds for the institute.
IN_FORCE: Final[LiteralString] = """
select coalesce(jsonb_object_agg(setting.key, setting.value order by setting.campus_id nulls first), '{{}}')
from operational.settings as setting
where (setting.campus_id is null or setting.campus_id = {campus_id}) and jsonb_typeof(setting.value) = 'number'
"""


def with_chosen(settings: Settings, connection: psycopg.Connection) -> Settings:
    """The settings with what was chosen for the institute; a value that was taken back is the environment's."""
    row = connection.execute(IN_FORCE.format(campus_id="null")).fetchone()
    chosen = {} if row is None else row[0]
    return settings.model_copy(update={key: chosen[key] for key in INSTITUTE_KEYS if key in chosen})
