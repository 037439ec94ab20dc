"""The notice that figures stand still: since when, why, and who can do something about it.

Belongs here: the words and their markup, for staff. Students are told the day their figures stand for, and no more.
"""

from html import escape

from dashboards.access import Person
from dashboards.components.labels import clock_time, day, on_clock
from dashboards.language import _, gettext_noop
from dashboards.routes.data_docs import DATA_DOCS, READERS
from warehouse.expectations.state import StandingBreach
from warehouse.vocabulary import Role

SHOWN_BREACHES = 3


def held_back_notice(person: Person, breach: StandingBreach | None) -> str:
    """The notice as HTML; empty for students and while nothing is held back."""
    if breach is None or person.role is Role.STUDENT:
        return ""
    zone = person.time_zone
    local = on_clock(breach.since, zone)
    what = dict.fromkeys(f"{one.what}." for one in breach.breaches if one.what)
    found = _list(list(what), gettext_noop("And {count} more kinds."))
    told = _list([one.says for one in breach.breaches], gettext_noop("And {count} more findings."))
    next_step = (
        f'<a href="{DATA_DOCS}" target="_blank">{escape(_("All that was checked: Data Docs"))}</a>'
        if person.role in READERS
        else escape(_("An admin can see every finding and resolve it."))
    )
    since = _("Figures have stood still since {time} on {day}.", time=clock_time(breach.since, zone), day=day(local))
    meaning = _(
        "Something in the data is not as it must be. What you enter is kept, and will show in the figures as soon as"
        " this is resolved."
    )
    return (
        '<div class="hw-held" role="status" data-testid="held-back">'
        f"<strong>{escape(since)}</strong><span>{escape(meaning)}</span>{found}"
        f"<details><summary>{escape(_('Which rows, why it matters, and what to do'))}</summary>{told}</details>"
        f"<span>{next_step}</span></div>"
    )


def _list(texts: list[str], rest: str) -> str:
    more = len(texts) - SHOWN_BREACHES
    found = [f'<li lang="en">{escape(text)}</li>' for text in texts[:SHOWN_BREACHES]]
    if more > 0:
        found.append(f"<li>{escape(_(rest, count=more))}</li>")
    return f"<ul>{''.join(found)}</ul>"
