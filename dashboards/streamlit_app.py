"""The web application: Streamlit as ASGI, with routes of our own in front of it.

Start: `uvicorn dashboards.streamlit_app:app`. Belongs here: what the application is made of. What a screen shows
is `portal.py` and `app_pages/`.
"""

from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

from dashboards.routes import (
    attendance,
    authentication,
    brand,
    calendars,
    data_docs,
    index,
    languages,
    live,
    verify,
    warehouse_docs,
    welcome,
)
from dashboards.routes.guard import LogInGuard
from dashboards.routes.languages import ReadersLanguage

PORTAL = Path(__file__).parent / "portal.py"

app = st.App(
    PORTAL,
    routes=[
        *authentication.ROUTES,
        *welcome.ROUTES,
        *verify.ROUTES,
        *calendars.ROUTES,
        *attendance.ROUTES,
        *live.ROUTES,
        *data_docs.ROUTES,
        *warehouse_docs.ROUTES,
        *brand.ROUTES,
        *languages.ROUTES,
        *index.ROUTES,
    ],
    middleware=[Middleware(ReadersLanguage), Middleware(LogInGuard)],
)
