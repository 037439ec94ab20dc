"""A report on schedule, made or changed: which, how often, about which campus, for whom."""

from collections.abc import Mapping
from typing import Any, Final

import streamlit as st

from dashboards.access import Person
from dashboards.api_client import ApiError
from dashboards.components.labels import ROLE_NAMES, weekday_name
from dashboards.components.sending import refusal, send
from dashboards.components.told import in_own_words
from dashboards.components.user_list import full_name
from dashboards.language import Names, _, gettext_noop
from dashboards.pages_table import ADMINS, OFFICE, STAFF
from dashboards.session import api
from warehouse.vocabulary import ReportFrequency, ReportKind, Role, UserStatus

REPORT_NAMES: Final = Names(
    {
        ReportKind.STUDENT_PROGRESS: gettext_noop("Student progress"),
        ReportKind.ATTENDANCE_ANALYTICS: gettext_noop("Attendance"),
        ReportKind.FACULTY_PERFORMANCE: gettext_noop("Faculty performance"),
        ReportKind.CRM_METRICS: gettext_noop("Leads and conversion"),
    }
)
# Who may read which; the API holds to it.
READERS: Final[dict[ReportKind, frozenset[Role]]] = {
    ReportKind.STUDENT_PROGRESS: STAFF,
    ReportKind.ATTENDANCE_ANALYTICS: STAFF,
    ReportKind.FACULTY_PERFORMANCE: frozenset({*ADMINS, Role.FACULTY}),
    ReportKind.CRM_METRICS: frozenset(OFFICE),
}
FREQUENCY_NAMES: Final = Names(
    {ReportFrequency.WEEKLY: gettext_noop("Every week"), ReportFrequency.MONTHLY: gettext_noop("Every month")}
)
_WEEK: Final = range(1, 8)
EVERYWHERE: Final = gettext_noop("All that each recipient may see")
_MOST_USERS: Final = 200
_DAYS_OF_MONTH: Final = 28


def new_schedule(person: Person, campuses: Mapping[int, str]) -> None:
    """Asks for everything, and makes it."""
    st.dialog(_("New schedule"))(_new_schedule)(person, campuses)


def _new_schedule(person: Person, campuses: Mapping[int, str]) -> None:
    report = st.selectbox(_("Report"), list(REPORT_NAMES), format_func=REPORT_NAMES.__getitem__, key="schedule-report")
    campus_id = person.campus.id if person.campus else None
    if not person.campus:
        options = [None, *campuses]
        campus_id = st.selectbox(
            _("Campus"),
            options,
            format_func=lambda key: campuses[key] if key else _(EVERYWHERE),
            key="schedule-campus",
        )
    rhythm = _rhythm({})
    recipients = _recipients(person, report, campus_id, [])
    if not st.button(_("Save"), type="primary", key="schedule-save", width="stretch", disabled=not recipients):
        return
    content = {"report": report, "campus_id": campus_id, **rhythm, "recipients": recipients}
    _save("POST", "/reports/schedules", content, None, _("On schedule."))


def change_schedule(person: Person, schedule: dict[str, Any]) -> None:
    """How often, for whom; stopping it, letting it go on, removing it."""
    st.dialog(_("Change the schedule"))(_change_schedule)(person, schedule)


def _change_schedule(person: Person, schedule: dict[str, Any]) -> None:
    st.markdown(f"**{in_own_words(schedule['title'])}** · {schedule['campus_name'] or _(EVERYWHERE)}")
    rhythm = _rhythm(schedule)
    known = [one["user_id"] for one in schedule["recipients"]]
    recipients = _recipients(person, ReportKind(schedule["report"]), schedule["campus_id"], known)
    is_active = st.toggle(_("Made on schedule"), value=schedule["is_active"], key="schedule-active")
    path, version = f"/reports/schedules/{schedule['id']}", schedule["version"]
    if st.button(_("Save"), type="primary", key="schedule-save", width="stretch", disabled=not recipients):
        _save("PUT", path, {**rhythm, "recipients": recipients, "is_active": is_active}, version, _("Changed."))
    with st.expander(_("Remove it")):
        st.caption(_("The files that came of it go too. To keep them, stop it instead."))
        if st.button(_("Remove"), key="schedule-remove", icon=":material/delete:", width="stretch"):
            _save("DELETE", path, {}, version, _("Removed."))


def _rhythm(known: dict[str, Any]) -> dict[str, Any]:
    frequency = st.segmented_control(
        _("How often"),
        list(FREQUENCY_NAMES),
        default=ReportFrequency(known.get("frequency", ReportFrequency.WEEKLY)),
        required=True,
        format_func=FREQUENCY_NAMES.__getitem__,
        key="schedule-frequency",
    )
    if frequency is ReportFrequency.MONTHLY:
        days = list(range(1, _DAYS_OF_MONTH + 1))
        day = st.selectbox(_("Day of the month"), days, index=(known.get("day_of_month") or 1) - 1, key="schedule-day")
        return {"frequency": frequency, "weekday": None, "day_of_month": day}
    weekday = st.selectbox(
        _("Day of the week"),
        list(_WEEK),
        index=(known.get("weekday") or 1) - 1,
        format_func=weekday_name,
        key="schedule-weekday",
    )
    return {"frequency": ReportFrequency.WEEKLY, "weekday": weekday, "day_of_month": None}


def _recipients(person: Person, report: ReportKind, campus_id: int | None, known: list[int]) -> list[int]:
    try:
        people = {one["id"]: one for one in _people(report, campus_id)}
    except ApiError as error:
        st.error(refusal(error), icon=":material/error:")
        return []
    mine = [person.id] if person.id in people and not known else []
    return st.multiselect(
        _("For whom"),
        list(people),
        default=[one for one in known if one in people] or mine,
        format_func=lambda key: f"{full_name(people[key])} · {ROLE_NAMES[Role(people[key]['role'])]}",
        placeholder=_("Choose who is given it"),
        key=f"schedule-for-{report}-{campus_id}",
    )


def _people(report: ReportKind, campus_id: int | None) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for role in sorted(READERS[report]):
        # A super admin belongs to no campus, and may see each.
        place = {"campus_id": campus_id} if campus_id and role is not Role.SUPER_ADMIN else {}
        query = {"role": role, "status": UserStatus.ACTIVE, "limit": _MOST_USERS} | place
        found += api("GET", "/users", query=query)["items"]
    return found


def _save(method: str, path: str, content: dict[str, Any], version: int | None, told: str) -> None:
    try:
        send(method, path, content, version)
    except ApiError as error:
        st.error(refusal(error), icon=":material/error:")
        return
    st.toast(told, icon=":material/check_circle:")
    st.rerun()
