"""What a super admin chose for the whole institute, for whoever reads it outside the API.

Belongs here: the thresholds that the API, the import and the pipelines compute with alike, so that one campus cannot
have its own. What a campus can choose for itself, only the API asks for (`ingest_api/institute/thresholds.py`).
"""

from typing import Final

import psycopg

from warehouse.settings import Settings

INSTITUTE_KEYS: Final = ("mastery_level", "risk_band_medium", "risk_band_high")


def with_chosen(settings: Settings, connection: psycopg.Connection) -> Settings:
    """The settings with what was chosen for the institute; a value that was taken back is the environment's."""
    rows = connection.execute(
        "select key, value from operational.settings"
        " where campus_id is null and key = any(%s) and jsonb_typeof(value) = 'number'",
        (list(INSTITUTE_KEYS),),
    ).fetchall()
    return settings.model_copy(update=dict(rows))
