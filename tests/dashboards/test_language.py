"""Which language somebody reads, and that nothing is left untranslated or translated with other placeholders."""

import re
from datetime import date

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from dashboards.components import account, attendance_sheet, model_words, page_export, print_button, session_cards
from dashboards.components.labels import ROLE_NAMES, day, or_as_it_is
from dashboards.components.metric_words import meaning_of, metric_label
from dashboards.language import (
    LANGUAGES,
    LOCALE_FOLDER,
    SOURCE,
    _,
    catalogue_file,
    ngettext,
    preferred,
    spoken,
    words_of,
)
from dashboards.messages import KEYWORDS
from dashboards.region import date_part
from warehouse.metrics import get_registry
from warehouse.vocabulary import Role

DASHBOARDS = LOCALE_FOLDER.parent
METHODS = [
    ("**.py", "dashboards.messages:extract_python"),
    ("components/**.js", "javascript"),
    ("routes/**.html", "dashboards.messages:extract_template"),
    ("*.yml", "dashboards.messages:extract_metrics"),
]
TRANSLATED = [code for code in LANGUAGES if code != SOURCE]
PLACEHOLDER = re.compile(r"\{\w+\}|\$\w+|\*\*")


def texts() -> Catalog:
    """Every text of the screens, as `make messages` finds them."""
    found = Catalog()
    for folder in (DASHBOARDS, get_registry().folder):
        for _file, _line, text, _comments, context in extract_from_dir(str(folder), METHODS, keywords=KEYWORDS):
            found.add(text, context=context)
    return found


def catalogue(code: str) -> Catalog:
    with catalogue_file(code).open("rb") as source:
        return read_po(source, locale=code)


def forms(text: str | tuple[str, ...]) -> tuple[str, ...]:
    return text if isinstance(text, tuple) else (text,)


@pytest.mark.parametrize("code", TRANSLATED)
def test_every_text_is_translated(code: str) -> None:
    known = {(message.id, message.context): message for message in catalogue(code) if message.id}
    wanted = [(message.id, message.context) for message in texts() if message.id]
    assert len(wanted) > 1900
    missing = [text for text in wanted if text not in known or not all(forms(known[text].string))]
    assert missing == [], "run `make messages` and translate what is new"
    assert sorted(known.keys() - set(wanted), key=str) == [], "texts that no screen says any more"


@pytest.mark.parametrize("code", TRANSLATED)
def test_a_translation_has_the_placeholders_of_its_text(code: str) -> None:
    for message in catalogue(code):
        allowed = set().union(*(PLACEHOLDER.findall(one) for one in forms(message.id)))
        for singular_or_plural, translation in zip(forms(message.id), forms(message.string), strict=True):
            found = set(PLACEHOLDER.findall(translation))
            # One may be said without its number: "once, by {minutes} minutes".
            assert found <= allowed, message.id
            assert found >= set(PLACEHOLDER.findall(singular_or_plural)) - {"{count}"}, message.id
            if isinstance(message.id, str):
                assert found == allowed, message.id


@pytest.mark.parametrize("code", TRANSLATED)
def test_what_the_browser_s_components_say_is_translated(code: str) -> None:
    known = {message.id for message in catalogue(code)}
    for component in (account, attendance_sheet, page_export, print_button, session_cards):
        with spoken(code):
            words = words_of(component._SCRIPT)
        assert words
        assert words.keys() <= known
        assert all(text != translation for text, translation in words.items())


def test_in_its_own_language_a_text_is_as_it_stands() -> None:
    assert _("Hello {name}", name="Asha") == "Hello Asha"
    assert ngettext("{count} student", "{count} students", 1) == "1 student"
    assert ngettext("{count} student", "{count} students", 3) == "3 students"
    assert words_of('_("Log out")') == {}


def test_within_a_request_texts_names_and_days_are_in_the_reader_s_language() -> None:
    with spoken("hi"):
        assert _("Hello {name}", name="Asha") == "नमस्ते Asha"
        assert ngettext("You are ready. {count} place left.", "You are ready. {count} places left.", 3).startswith("आप")
        assert ROLE_NAMES[Role.STUDENT] == "विद्यार्थी"
        assert day(date(2026, 11, 29)) == "29 नवंबर 2026"
        assert date_part(date(2026, 11, 29), "EEEE") == "रविवार"
        assert _("") == ""
    assert ROLE_NAMES[Role.STUDENT] == "Student"


def test_names_from_the_database_stay_and_ours_are_told() -> None:
    with spoken("hi"):
        assert or_as_it_is("All campuses")("All campuses") == "सभी कैंपस"
        assert or_as_it_is("All campuses")("Today") == "Today"


def test_metrics_and_models_have_names_in_the_reader_s_language() -> None:
    with spoken("hi"):
        assert metric_label(get_registry().metric("attendance_rate")) == "उपस्थिति"
        assert meaning_of("attendance_rate") == "सभी प्रविष्टियों में उपस्थित या देर से आने वालों का हिस्सा।"
        # Of attendance there, of exams on our screens.
        assert metric_label(get_registry().metric("marks")) == "हाज़िरी की प्रविष्टियाँ"
        assert _("Marks") != metric_label(get_registry().metric("marks"))
        assert model_words.words_of("velocity").limits[-1].startswith("धीमा")
        compared = model_words.compared_by("at_risk")
        assert compared is not None
        assert compared.chosen == "सूची में"
        assert model_words.compared_by("demand") is None


@pytest.mark.parametrize(
    ("cookie", "accepted", "code"),
    [
        (None, None, "en"),
        ("hi", "en-GB,en;q=0.9", "hi"),
        ("en", "hi-IN", "en"),
        ("xx", "hi-IN,en;q=0.5", "hi"),
        (None, "en-IN,hi;q=0.8", "en"),
        (None, "fr,hi;q=0.3,en;q=0.7", "en"),
        (None, "de-DE", "en"),
        (None, "hi;q=0, de", "en"),
        (None, "hi;q=many", "en"),
    ],
)
def test_a_choice_comes_before_what_the_browser_asks_for(cookie: str | None, accepted: str | None, code: str) -> None:
    assert preferred(cookie, accepted) == code
