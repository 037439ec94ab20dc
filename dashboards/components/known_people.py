"""Who is known already under a phone number or an e-mail: said while somebody new is typed in."""

from typing import Any, Final

import streamlit as st

from dashboards.access import Person
from dashboards.components.labels import day
from dashboards.components.lead_words import listed, plain, stage_name, when
from dashboards.language import _
from dashboards.session import api

# Fewer digits, or no address yet, tell nobody apart.
_FEWEST_DIGITS: Final = 6
_MOST: Final = 5


def search_words(phone: str, email: str) -> list[str]:
    """What is worth looking for."""
    digits = sum(sign.isdigit() for sign in phone)
    name, _at, domain = email.partition("@")
    return ([phone.strip()] if digits >= _FEWEST_DIGITS else []) + (
        [email.strip()] if name and "." in domain.strip(".") else []
    )


def known_inquiries(words: list[str]) -> list[dict[str, Any]]:
    """Inquiries that answer to one of the words, each once.

    Raises:
        ApiError: the API does not answer.
    """
    return _found("/crm/inquiries", words)


def known_students(words: list[str]) -> list[dict[str, Any]]:
    """Students who answer to one of the words, each once.

    Raises:
        ApiError: the API does not answer.
    """
    return _found("/students", words)


def _found(path: str, words: list[str]) -> list[dict[str, Any]]:
    found: dict[int, dict[str, Any]] = {}
    for word in words:
        for one in api("GET", path, query={"q": word, "limit": _MOST})["items"]:
            found.setdefault(one["id"], one)
    return list(found.values())


def student_name(student: dict[str, Any]) -> str:
    """First and last name of a student that the API told."""
    return f"{student['first_name']} {student['last_name'] or ''}".strip()


def warn(inquiries: list[dict[str, Any]], students: list[dict[str, Any]], person: Person) -> None:
    """Says who is known, with the way there; nothing when nobody is."""
    zone = person.time_zone
    lines = [
        f"- [{plain(one['student_name'])}](/inquiry?inquiry={one['id']}): "
        + plain(
            listed(
                [
                    _("asked {day}", day=day(when(one["created_at"], zone))),
                    stage_name(one["status"]),
                    one["counselor_name"] or _("nobody's"),
                ]
            )
        )
        for one in inquiries
    ]
    lines += [
        f"- {_('{name}, a student: {number}', name=plain(student_name(one)), number=plain(one['enrollment_no']))}"
        for one in students
    ]
    if lines:
        told = "\n".join(lines)
        st.warning(
            _("**Known already.** Go on there instead of asking anew:\n{people}", people=told),
            icon=":material/group:",
        )
