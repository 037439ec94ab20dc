"""What all analyst pages share: their style sheet, and whose rows they hold."""

import streamlit as st

from dashboards.access import NoScopeError, Person, campus_in_scope
from dashboards.components import states
from dashboards.components.assets import COMPONENTS_FOLDER
from dashboards.language import _


def analyst_style() -> None:
    """Loads the style sheet of the analyst pages."""
    st.html(COMPONENTS_FOLDER.parent / "assets" / "analyst.css")


def scope_of(person: Person) -> int | None:
    """The campus whose rows the page may ask for, None for all; stops the page, saying why, when it is nobody's."""
    try:
        return campus_in_scope(person)
    except NoScopeError as error:
        states.empty(_("There is nothing to ask yet."), str(error))
        st.stop()


def campus_note(person: Person) -> str:
    """Whose rows are there, in a sentence."""
    if person.campus is None:
        return _("The rows are those of the whole institute, by keys: names and contacts are not among them.")
    return _("The rows are those of {place}, by keys: names and contacts are not among them.", place=person.campus.name)
