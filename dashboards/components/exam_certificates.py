"""The certificates of a student whose subject is complete: made and taken along by the office."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from dashboards.api_client import ApiError
from dashboards.components.assets import COMPONENTS_FOLDER
from dashboards.components.lead_words import plain
from dashboards.components.own_exams import certificates, show_refusal
from dashboards.components.sending import refusal
from dashboards.language import _
from dashboards.session import api


def certificates_of(place: Mapping[str, Any]) -> None:
    """The certificates of whoever has this place (an item of `GET /exams/bookings`)."""
    st.dialog(_("Certificates"))(_certificates_of)(place)


def _certificates_of(place: Mapping[str, Any]) -> None:
    st.html(COMPONENTS_FOLDER.parent / "assets" / "student.css")
    st.markdown(f"**{plain(place['student_name'])}**")
    show_refusal()
    try:
        items = api("GET", f"/certificates/student/{place['student_id']}")["items"]
    except ApiError as error:
        st.error(refusal(error), icon=":material/error:")
        return
    certificates(items)
