"""Which campus a page shows: kept in the address (`?campus=PUNE`), so that a view can be shared."""

import streamlit as st

from dashboards.access import NoScopeError, Person, chosen_campus, enrollments_in_scope
from dashboards.components import states
from dashboards.language import _
from dashboards.queries.institute import campuses
from dashboards.queries.snapshot import ask
from warehouse.published import Build
from warehouse.vocabulary import Role

ALL = "all"


def campus_filter(person: Person, build: Build) -> str | None:
    """Shows the choice when there is one, and returns the campus code in scope (None: all of them).

    Stops the page, saying why, when nothing is in the person's scope.
    """
    visible = ask(build, campuses, enrollments_in_scope(person))
    names = dict(zip(visible["campus_code"], visible["campus_name"], strict=True))
    sees_all = person.role is Role.SUPER_ADMIN
    try:
        code = chosen_campus(list(names), st.query_params.get("campus"), sees_all=sees_all)
    except NoScopeError as error:
        states.empty(_("There is nothing to show yet."), str(error))
        st.stop()
    if not sees_all or len(names) < 2:
        return code
    chosen: str = st.selectbox(
        _("Campus"),
        [ALL, *names],
        index=0 if code is None else 1 + list(names).index(code),
        format_func=lambda option: _("All campuses") if option == ALL else names[option],
        width=280,
    )
    if chosen == ALL:
        st.query_params.pop("campus", None)
        return None
    st.query_params["campus"] = chosen
    return chosen
