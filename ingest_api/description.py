"""The served description (OpenAPI), where the framework's own is not quite right.

Belongs here: what concerns all routes at once. What a single route takes and gives, its schemas say.
"""

from typing import Any

from fastapi import FastAPI

from ingest_api.examples import add_examples

# `format: time` promises an offset; our times of day are those of the campus and have none.
_TIME_OF_DAY = r"^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,6})?)?$"


def install(app: FastAPI) -> None:
    """Makes `app` serve the corrected description."""
    framework = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _corrected(framework())
            add_examples(app.openapi_schema)
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]


def _corrected(part: Any) -> Any:
    if isinstance(part, dict):
        corrected = {key: _corrected(value) for key, value in part.items()}
        if part.get("type") == "string" and part.get("format") == "time":
            corrected.pop("format")
            corrected["pattern"] = _TIME_OF_DAY
        return corrected
    return [_corrected(one) for one in part] if isinstance(part, list) else part
