"""What is around every page: logo, who is logged in, demo label, how fresh the figures are, and the page as files."""

from datetime import UTC, datetime
from html import escape

import streamlit as st

from dashboards.access import Person
from dashboards.components.account import account
from dashboards.components.assets import COMPONENTS_FOLDER
from dashboards.components.held_back import held_back_notice
from dashboards.components.labels import ago, clock_time, day
from dashboards.components.page_export import page_export
from dashboards.language import _
from dashboards.routes.data_docs import DATA_DOCS, READERS
from warehouse.expectations.state import standing_breach
from warehouse.published import Build, current_build
from warehouse.settings import get_settings

ASSETS_FOLDER = COMPONENTS_FOLDER.parent / "assets"
LOOK_FOR_NEW_BUILD_SECONDS = 10
# Set by what reads the snapshot: only such a page is shown anew with another build. What somebody is filling in on any
# other page would be lost with it.
SHOWS_FIGURES = "_shows_figures"


def page_frame() -> None:
    """Title, icon, style sheet and logo; the first thing a script run does."""
    st.set_page_config(
        page_title="Headway", page_icon=str(ASSETS_FOLDER / "favicon.svg"), layout="wide", initial_sidebar_state="auto"
    )
    st.html(ASSETS_FOLDER / "shell.css")
    st.html(ASSETS_FOLDER / "print.css")
    look = "dark" if st.context.theme.type == "dark" else "light"
    st.logo(str(ASSETS_FOLDER / f"logo-{look}.svg"), icon_image=str(ASSETS_FOLDER / "favicon.svg"), size="large")


def shell(person: Person) -> None:
    """The line above the page and the foot of the sidebar."""
    st.session_state[SHOWS_FIGURES] = False
    with st.sidebar:
        account(person)
        if person.role in READERS:
            label = escape(_("Data Docs: checks of the data"))
            st.html(f'<a class="hw-aside" href="{DATA_DOCS}" target="_blank">{label}</a>')
    with st.container(horizontal=True, key="page-head"):
        with st.container():
            _freshness(person)
        page_export()


@st.fragment(run_every=LOOK_FOR_NEW_BUILD_SECONDS)
def _freshness(person: Person) -> None:
    """Which build the figures are from; shows a page of figures anew when another one is published."""
    build = current_build(get_settings())
    shown = st.session_state.get("_shown_build")
    build_id = build.build_id if build else None
    st.session_state["_shown_build"] = build_id
    st.html(_status_line(person, build))
    if notice := held_back_notice(person, standing_breach(get_settings())):
        st.html(notice)
    if shown is not None and shown != build_id and st.session_state.get(SHOWS_FIGURES):
        st.rerun()


def _status_line(person: Person, build: Build | None) -> str:
    parts = [f'<span class="hw-institute">{escape(person.institute_name)}</span>']
    if person.is_demo:
        parts.append(f'<span class="hw-demo" data-testid="demo-label">{escape(_("Demo data"))}</span>')
    if build is None:
        waiting = escape(_("No figures yet: the first build is on its way"))
        parts.append(f'<span data-testid="freshness">{waiting}</span>')
    else:
        zone = person.time_zone
        made = f"{clock_time(build.built_at, zone)}, {ago((datetime.now(UTC) - build.built_at).total_seconds())}"
        parts.append(
            f'<span data-testid="freshness" data-build="{escape(build.build_id)}">'
            f"{escape(_('Figures as of {day} · built {made}', day=day(build.source_as_of), made=made))}</span>"
        )
    return f'<div class="hw-line">{"".join(parts)}</div>'
