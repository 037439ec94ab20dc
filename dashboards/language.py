"""The language in which somebody reads a screen: words through gettext.

Belongs here: which language it is, and finding a text in it. The texts stand in `locale/`, one catalogue a language;
`make messages` takes new ones up. What the API and the models say stands in `components/told.py`; refusals and content
(names, comments) are shown as they come. Days and numbers are written by `region.py`.
"""

import io
import re
from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from typing import Any, Final, TypeVar

import streamlit as st
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from streamlit.runtime.scriptrunner import get_script_run_ctx

COOKIE: Final = "headway_language"
DOMAIN: Final = "headway"
LOCALE_FOLDER: Final = Path(__file__).parent / "locale"
# By the names that their speakers give them; the first is what the texts of the program are written in.
LANGUAGES: Final = {"en": "English", "hi": "हिन्दी"}
SOURCE: Final = next(iter(LANGUAGES))
# The context of what dbt's registry calls its metrics: its marks are of attendance, those of our screens of exams.
METRIC: Final = "metric"

_KEPT: Final = "_language"
# Of a request to a route of our own, outside of Streamlit.
_of_request: ContextVar[str] = ContextVar("language", default=SOURCE)
# A text in a template of a route: [[Log in]].
TEMPLATE_TEXT: Final = re.compile(r"\[\[(.+?)\]\]", re.DOTALL)
_SCRIPT_TEXT: Final = re.compile(r'\b_\(\s*"((?:[^"\\]|\\.)*)"')

Key = TypeVar("Key")


class Names(dict[Key, str]):
    """Names by what they name, each found in the reader's language; mark the texts with `gettext_noop`."""

    def __getitem__(self, key: Key) -> str:
        return _(super().__getitem__(key))


@lru_cache(maxsize=64)
def preferred(cookie: str | None, accepted: str | None) -> str:
    """The language that somebody has chosen, else the first of ours that the browser asks for, else the source's."""
    if cookie in LANGUAGES:
        return str(cookie)
    wanted = []
    for place, part in enumerate((accepted or "").split(",")):
        code, _separator, quality = part.strip().partition(";q=")
        try:
            wanted.append((-float(quality or 1), place, code.split("-")[0].lower()))
        except ValueError:
            continue
    return next((code for weight, _place, code in sorted(wanted) if code in LANGUAGES and weight < 0), SOURCE)


def language() -> str:
    """The code of the reader's language, in a script run of Streamlit or in a request to a route."""
    if get_script_run_ctx(suppress_warning=True) is None:
        return _of_request.get()
    if _KEPT not in st.session_state:
        # A session keeps the cookies of its handshake: another choice loads the page anew.
        st.session_state[_KEPT] = preferred(st.context.cookies.get(COOKIE), st.context.headers.get("Accept-Language"))
    return str(st.session_state[_KEPT])


@contextmanager
def spoken(code: str) -> Generator[None]:
    """Within a request of the application's own routes, texts are in this language."""
    token = _of_request.set(code)
    try:
        yield
    finally:
        _of_request.reset(token)


def catalogue_file(code: str) -> Path:
    """Where the texts of a language stand."""
    return LOCALE_FOLDER / code / "LC_MESSAGES" / f"{DOMAIN}.po"


@lru_cache(maxsize=len(LANGUAGES))
def _translations(code: str) -> NullTranslations:
    """The catalogue of a language, compiled when it is first asked for: there is no second file to keep in step."""
    if code == SOURCE:
        return NullTranslations()
    with catalogue_file(code).open("rb") as source:
        catalogue = read_po(source, locale=code, domain=DOMAIN)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return GNUTranslations(compiled)


def _(text: str, **values: Any) -> str:
    """A text in the reader's language, with `{name}` replaced by `values`."""
    found = said_in(language(), text)
    return found.format(**values) if values else found


def said_in(code: str, text: str) -> str:
    """A text in one of our languages; as it is where it has no translation."""
    # The empty text stands for the catalogue's head.
    return _translations(code).gettext(text) if text else ""


def ngettext(singular: str, plural: str, count: int, **values: Any) -> str:
    """The one of two texts that goes with `count`, which stands in it as `{count}`."""
    return _translations(language()).ngettext(singular, plural, count).format(count=count, **values)


def pgettext(context: str, text: str) -> str:
    """A text that means something else elsewhere, in the reader's language; as it is where it has no translation."""
    return _translations(language()).pgettext(context, text)


def gettext_noop(text: str) -> str:
    """Marks a text that is looked up where it is shown."""
    return text


def words_of(script: str) -> dict[str, str]:
    """What a browser component's script says, by the text that stands in it as `_("…")`; empty in the source's own."""
    if language() == SOURCE:
        return {}
    texts = {found.replace('\\"', '"') for found in _SCRIPT_TEXT.findall(script)}
    return {text: _(text) for text in sorted(texts)}
