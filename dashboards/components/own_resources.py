"""What a student can learn from: first what helps now and why, then everything else by subject."""

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any, Final

from dashboards.components.guide import KIND_NAMES
from dashboards.components.lead_words import listed
from dashboards.components.told import in_own_words
from dashboards.language import Names, _, gettext_noop
from warehouse.vocabulary import ResourceKind, StepKind, TopicDifficulty

_STEPS: Final = Names(
    {
        StepKind.REVIEW: gettext_noop("↺ Due for review"),
        StepKind.IN_PROGRESS: gettext_noop("◔ In progress"),
        StepKind.NEXT: gettext_noop("→ Next"),
    }
)
DIFFICULTY_NAMES: Final = Names(
    {
        TopicDifficulty.EASY: gettext_noop("easy"),
        TopicDifficulty.MEDIUM: gettext_noop("medium"),
        TopicDifficulty.HARD: gettext_noop("hard"),
    }
)


def for_now(subject: Mapping[str, Any]) -> str:
    """Resources for what is next in one subject of `GET /students/{id}/next-topics`; empty when there are none."""
    topics = sorted(subject["topics"], key=lambda topic: topic["step"] != StepKind.REVIEW)
    parts = [_topic(topic) for topic in topics if topic["resources"]]
    return f'<div class="hw-days" data-testid="for-now">{"".join(parts)}</div>' if parts else ""


def _topic(topic: Mapping[str, Any]) -> str:
    items = "".join(_item(one, in_own_words(one["reason"])) for one in topic["resources"])
    return (
        f"<section><h4>{_STEPS[StepKind(topic['step'])]}: {escape(topic['name'])}</h4>"
        f'<p class="hw-quiet">{escape(in_own_words(topic["reason"]))}</p><ul class="hw-shelf">{items}</ul></section>'
    )


def shelf(resources: Iterable[Mapping[str, Any]], topics: Mapping[int, str]) -> str:
    """Resources of `GET /resources`, with the names of their topics."""
    items = [_item(one, topics.get(one["topic_id"] or 0, _("The whole subject"))) for one in resources]
    return f'<ul class="hw-shelf" data-testid="shelf">{"".join(items)}</ul>'


def _item(one: Mapping[str, Any], why: str) -> str:
    title = f"<strong>{escape(one['title'])}</strong>"
    if one["url"]:
        url = escape(one["url"], quote=True)
        title = f'<a href="{url}" target="_blank" rel="noopener noreferrer">{escape(one["title"])}</a>'
    about = listed(
        [
            KIND_NAMES[ResourceKind(one["kind"])],
            _("{count} min", count=one["duration_minutes"]) if one["duration_minutes"] else "",
            DIFFICULTY_NAMES[TopicDifficulty(one["difficulty"])] if one["difficulty"] else "",
            "" if one["url"] else _("ask your teacher for the file"),
        ]
    )
    return f"<li>{title}<span>{escape(about)}</span><span>{escape(why)}</span></li>"
