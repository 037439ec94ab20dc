"""The data dictionary: finding a relation, and one relation in full, with examples and lineage."""

import re
from html import escape
from urllib.parse import quote

import streamlit as st

from dashboards.components import states
from dashboards.language import Names, _, gettext_noop
from warehouse.documentation import Relation

SCHEMA_NAMES = Names(
    {
        "marts": gettext_noop("Marts: dimensions and facts"),
        "reporting": gettext_noop("Reporting: what the screens read"),
        "features": gettext_noop("Features: what was known on a date"),
        "predictions": gettext_noop("Predictions"),
    }
)
SHOWN_COLUMNS = 4


def found_relations(known: dict[str, Relation], typed: str) -> list[Relation]:
    """Every relation in which all of the words stand; all of them without words."""
    words = typed.lower().split()
    return [relation for relation in known.values() if _is_found(relation, words)]


def search_results(found: list[Relation], typed: str) -> None:
    """Shows relations by schema; what was typed is marked."""
    words = typed.lower().split()
    if not found:
        states.empty(_("Nothing is documented with these words."), _("Try fewer or other words."))
        return
    for schema in SCHEMA_NAMES:
        cards = [_card(relation, words) for relation in found if relation.schema == schema]
        if cards:
            st.subheader(SCHEMA_NAMES[schema], anchor=False)
            st.html(f'<div class="hw-found">{"".join(cards)}</div>')


def relation_in_full(relation: Relation, known: dict[str, Relation]) -> None:
    """One relation: its grain, what it is for, columns, examples, and where it comes from and goes."""
    st.header(relation.name, anchor=False)
    if relation.grain:
        st.markdown(_("**Grain:** {grain}", grain=relation.grain))
    for title, text in relation.sections.items():
        words = re.sub(r"```sql.*?```", "", text, flags=re.DOTALL).strip()
        if title in ("Example Queries", "Primary Key") or not words:
            continue
        if title not in ("", "Overview"):
            st.subheader(title.capitalize(), anchor=False)
        st.markdown(words)
    st.subheader(_("Columns"), anchor=False)
    st.html(_columns(relation))
    if relation.examples:
        st.subheader(_("Example queries"), anchor=False)
        for title, sql in relation.examples:
            if title:
                st.caption(title)
            st.code(sql, language="sql", wrap_lines=True)
    open_it = escape(_("Open in the SQL workspace →"))
    st.html(f'<p><a href="/workspace?relation={quote(relation.name)}" target="_self">{open_it}</a></p>')
    st.subheader(_("Lineage"), anchor=False)
    st.html(_lineage(relation, known))


def _is_found(relation: Relation, words: list[str]) -> bool:
    text = " ".join(
        [relation.name, relation.description, *(f"{column.name} {column.description}" for column in relation.columns)]
    ).lower()
    return all(word in text for word in words)


def _card(relation: Relation, words: list[str]) -> str:
    about = relation.grain[:1].upper() + relation.grain[1:] or " ".join(relation.sections.get("", "").split())
    hits = [column for column in relation.columns if any(word in column.name for word in words)]
    listed = ", ".join(f"<code>{marked(column.name, words)}</code>" for column in hits[:SHOWN_COLUMNS])
    if len(hits) > SHOWN_COLUMNS:
        listed = _("{names} and {count} more", names=listed, count=len(hits) - SHOWN_COLUMNS)
    columns = _("{count} columns", count=len(relation.columns))
    return (
        f'<a href="/dictionary?relation={quote(relation.name)}" target="_self"><strong>{marked(relation.name, words)}'
        f'</strong><span><span lang="en">{marked(about.rstrip("."), words)}</span> · {escape(columns)}</span>'
        + (f"<span>{listed}</span>" if hits else "")
        + "</a>"
    )


def marked(text: str, words: list[str]) -> str:
    """The text, with the words that were searched for marked."""
    if not words:
        return escape(text)
    pattern = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    parts = re.split(f"({pattern})", text, flags=re.IGNORECASE)
    return "".join(
        f"<mark>{escape(part)}</mark>" if place % 2 else escape(part) for place, part in enumerate(parts) if part
    )


def _columns(relation: Relation) -> str:
    key = f" · {escape(_('key'))}"
    rows = "".join(
        f"<tr><th scope='row'><code>{escape(column.name)}</code>{key if column.name in relation.key else ''}</th>"
        f"<td data-label='{escape(_('Type'))}'>{escape(column.data_type) or '–'}</td>"
        f"<td lang='en'>{escape(column.description)}</td></tr>"
        for column in relation.columns
    )
    return (
        '<div class="hw-scroll" tabindex="0"><table class="hw-table hw-columns" data-testid="columns"><thead><tr>'
        f"<th>{escape(_('Column'))}</th><th>{escape(_('Type'))}</th><th>{escape(_('What it says'))}</th></tr></thead>"
        f"<tbody>{rows}</tbody></table></div>"
    )


def _lineage(relation: Relation, known: dict[str, Relation]) -> str:
    def listed(names: tuple[str, ...], nothing: str) -> str:
        if not names:
            return f'<ul><li class="quiet">{escape(nothing)}</li></ul>'
        return "<ul>" + "".join(f"<li>{_node(name, known)}</li>" for name in names) + "</ul>"

    return (
        '<div class="hw-lineage" data-testid="lineage">'
        + listed(relation.made_from, _("Made from nothing else"))
        + f'<span class="arrow" aria-label="{escape(_("becomes"))}">→</span>'
        + f'<span class="node here">{escape(relation.name)}</span>'
        + f'<span class="arrow" aria-label="{escape(_("is used by"))}">→</span>'
        + listed(relation.used_by, _("Read by people only"))
        + "</div>"
    )


def _node(name: str, known: dict[str, Relation]) -> str:
    if name in known:
        return f'<a class="node" href="/dictionary?relation={quote(name)}" target="_self">{escape(name)}</a>'
    return f'<span class="node quiet">{escape(name)}</span>'
