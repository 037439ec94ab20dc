"""The Streamlit script: finds out who is there, offers their pages, runs the one that was asked for.

Belongs here: nothing but that order of things. Pages are in `app_pages/`; who may open them stands in `pages_table.py`.
"""

import streamlit as st
from streamlit.navigation.page import Page

from dashboards.api_client import ApiError
from dashboards.components import states
from dashboards.components.shell import page_frame, shell
from dashboards.language import _
from dashboards.pages_table import PAGES, PageRule, menu_of, pages_of
from dashboards.session import current_person


def _page(rule: PageRule) -> Page:
    return st.Page(
        rule.path,
        title=_(rule.title),
        icon=rule.icon,
        url_path=rule.url_path,
        visibility="visible" if rule.is_in_menu else "hidden",
    )


page_frame()
try:
    person = current_person()
except ApiError as error:
    # Every address stays a page's, whoever may open it: otherwise Streamlit says that there is no such page.
    nowhere = [st.Page(lambda: None, title=rule.title, url_path=rule.url_path, visibility="hidden") for rule in PAGES]
    st.navigation([st.Page(lambda: None, title="Headway", url_path="home", default=True), *nowhere], position="hidden")
    if error.status == 401:
        states.log_in_again()
    else:
        states.broken(error)
    st.stop()

# Only the pages of the role exist in this session. `/` leads to the first, so that every page keeps its address.
pages = {rule: _page(rule) for rule in pages_of(person.role)}
first = next(iter(pages.values()))
home = st.Page(lambda: st.switch_page(first), title="Headway", url_path="home", default=True, visibility="hidden")
menu = {
    _(heading) if heading else "": [pages[rule] for rule in rules] for heading, rules in menu_of(person.role).items()
}
page = st.navigation({**menu, "": [home, *menu.get("", [])]}, expanded=True)
shell(person)
page.run()
