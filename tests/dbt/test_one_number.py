"""One number, one definition: the registry on both engines, the routes, the dashboard and operational rows agree."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any, LiteralString

import anyio
import duckdb
import pytest

from bench.warehouse import queries
from bench.warehouse.queries import QUESTIONS
from dashboards.queries import institute as dashboard
from dashboards.queries import needs, revenue
from ingest_api.analytics import crm, faculty, feedback, institute, learning, metrics, student
from ingest_api.analytics.filters import Asked
from ingest_api.analytics.snapshot import Snapshots
from ingest_api.reports import contents
from tests.dbt.conftest import Dbt
from tests.dbt.happenings import ask_pay_and_tell, follow_up_on, live_through_a_term
from tests.dbt.institute import CLOCK, Institute
from warehouse.extract import extract
from warehouse.metrics import Grain, Period, Question, get_registry
from warehouse.postgres import connect
from warehouse.publish import publish
from warehouse.published import open_snapshot
from warehouse.scope import Place, Resource, Viewer, row_predicate
from warehouse.settings import Settings
from warehouse.vocabulary import Role

FIRST = CLOCK - timedelta(days=89)
EVERYBODY = Viewer(1, Role.SUPER_ADMIN)

SCORED = (
    "insert into predictions.at_risk select id, '2026-03-02', 0.1 * mod(id, 10), "
    "case when mod(id, 3) = 0 then 'high' else 'low' end, array['No session'], 'rule-1' "
    "from operational.student_subject_enrollments"
)
FORECAST = (
    "insert into predictions.completion_forecast (enrollment_id, scored_as_of, p10_date, p50_date, p90_date, method)"
    " select id, '2026-03-02', '2026-03-10', "
    "date '2026-03-20' + cast(10 * mod(id, 4) as integer), '2026-08-20', 'pace' "
    "from operational.student_subject_enrollments"
)

# What nobody has settled, the model says; it agrees with nobody where somebody has.
MEANT = (
    "insert into predictions.feedback_sentiment (feedback_id, scored_as_of, sentiment, confidence, is_unsure,"
    " is_contradicted, worth_asking, themes, model_version)"
    " select id, '2026-03-02', 'neutral', 0.6, true, false, 0.5, array['pace'], 'sentiment-1' from operational.feedback"
)

SESSIONS = "operational.learning_sessions as session where session.session_date between %(first)s and %(last)s"
MARKS = (
    "operational.session_attendance as mark inner join operational.learning_sessions as session"
    " on session.id = mark.session_id where session.session_date between %(first)s and %(last)s"
)
COVERED = (
    "operational.session_attendance_topics as covered"
    " inner join operational.session_attendance as mark on mark.id = covered.attendance_id"
    " inner join operational.learning_sessions as session on session.id = mark.session_id"
    " where mark.attendance_status <> 'absent' and session.session_date between %(first)s and %(last)s"
)
LEADS = "operational.crm_inquiries where merged_into_id is null and created_at >= %(first)s"
# Whoever is active can teach three hours every Monday, no longer than the longest day, and not while on leave.
MONDAYS = (
    "select faculty.id as faculty_id, cast(day as date) as day, least(180, 60 * faculty.max_hours_per_day) - coalesce(("
    "select sum(entry.minutes) from operational.faculty_time_entries as entry where entry.kind = 'leave'"
    " and entry.faculty_id = faculty.id and entry.work_date = cast(day as date)), 0) as minutes"
    " from generate_series(%(first)s, %(last)s, interval '1 day') as day"
    " cross join operational.faculties as faculty where extract(isodow from day) = 1 and faculty.status = 'active'"
)
# What was done on each of them: nothing is taught twice in an hour, and what is beyond is no part of it.
USED = (
    "select able.minutes, least(able.minutes, sum(minutes_of.completed)) as taught, sum(minutes_of.no_show) as missed,"
    " sum(minutes_of.scheduled) as unclosed, sum(minutes_of.cancelled) as cancelled"
    f" from ({MONDAYS}) as able left join lateral ("
    " select case when status = 'completed' then duration_minutes else 0 end as completed,"
    " case when status = 'no_show' then duration_minutes else 0 end as no_show,"
    " case when status = 'scheduled' then duration_minutes else 0 end as scheduled,"
    " case when status = 'cancelled' then duration_minutes else 0 end as cancelled"
    " from operational.learning_sessions as held where held.faculty_id = able.faculty_id"
    " and held.session_date = able.day union all select 0, 0, 0, 0"
    ") as minutes_of on true group by able.faculty_id, able.day, able.minutes"
)

# Each recomputed from operational rows, on a way of its own.
OPERATIONAL: dict[str, LiteralString] = {
    "marks": f"select count(*) from {MARKS}",
    "attendance_rate": f"select avg(case when attendance_status = 'absent' then 0.0 else 1 end) from {MARKS}",
    "late_marks": f"select count(*) from {MARKS} and attendance_status = 'late'",
    "attending_students": f"select count(distinct mark.student_id) from {MARKS} and attendance_status <> 'absent'",
    "attended_hours": f"select sum(session.duration_minutes) / 60.0 from {MARKS}"
    " and attendance_status <> 'absent' and session.status = 'completed'",
    "sessions_delivered": f"select count(*) from {SESSIONS} and status = 'completed'",
    "sessions_no_show": f"select count(*) from {SESSIONS} and status = 'no_show'",
    "available_hours": f"select sum(minutes) / 60.0 from ({MONDAYS}) as able",
    "utilization": f"select sum(taught) * 1.0 / sum(minutes) from ({USED}) as used",
    "no_show_share": f"select sum(greatest(least(minutes - taught, missed), 0)) * 1.0 / sum(minutes)"
    f" from ({USED}) as used",
    "idle_hours": f"select sum(greatest(minutes - taught - missed - unclosed - cancelled, 0)) / 60.0"
    f" from ({USED}) as used",
    "overtime_hours": f"select ((select sum(duration_minutes) from {SESSIONS} and status = 'completed'"
    f" and faculty_id is not null) - (select sum(taught) from ({USED}) as used)) / 60.0",
    "mean_understanding": f"select avg(understanding) from {COVERED}",
    "topic_difficulty": f"select avg(case when understanding < 3 then 1.0 else 0 end) from {COVERED}"
    " and understanding is not null",
    "topics_done": f"select count(distinct (mark.student_id, covered.topic_id)) from {COVERED}"
    " and coalesce(understanding, 5) >= 3",
    "active_students": "select count(distinct student_id) from operational.student_subject_enrollments"
    " where status = 'active'",
    "completion_rate": "select avg(case when status = 'completed' then 1.0 else 0 end)"
    " from operational.student_subject_enrollments where ended_on between %(first)s and %(last)s",
    "median_days_to_complete": "select percentile_cont(0.5) within group (order by ended_on - enrollment_date)"
    " from operational.student_subject_enrollments where status = 'completed'",
    "inquiries": f"select count(*) from {LEADS}",
    "conversion_rate": f"select avg(case when status = 'enrolled' then 1.0 else 0 end) from {LEADS}",
    "lost_inquiries": f"select count(*) from {LEADS} and status = 'lost'",
    "open_inquiries": "select count(*) from operational.crm_inquiries"
    " where merged_into_id is null and status not in ('enrolled', 'lost')",
    "enrolled_inquiries": f"select count(*) from {LEADS} and status = 'enrolled'",
    # An hour and a half, and ninety minutes more; of the third somebody called on an earlier day.
    "hours_to_first_contact": "select percentile_cont(0.5) within group"
    " (order by extract(epoch from stage.changed_at - inquiry.created_at)) / 3600"
    " from operational.crm_inquiry_stages as stage inner join operational.crm_inquiries as inquiry"
    " on inquiry.id = stage.inquiry_id where to_status = 'contacted' and source = 'campaign'"
    " and not exists (select from operational.follow_ups where inquiry_id = inquiry.id)",
    "losses": "select count(*) from operational.crm_inquiry_stages as stage inner join operational.crm_inquiries"
    " as inquiry on inquiry.id = stage.inquiry_id where merged_into_id is null and to_status = 'lost'"
    " and from_status is not null and changed_at between %(first)s and %(last)s",
    "losses_by_inquiry": "select count(*) from operational.crm_inquiry_stages as stage"
    " inner join operational.crm_inquiries as inquiry on inquiry.id = stage.inquiry_id where merged_into_id is null"
    " and to_status = 'lost' and from_status is not null and inquiry.created_at between %(first)s and %(last)s",
    "overdue_fees": "select sum(amount)"
    " - (select sum(amount) from operational.payments where enrollment_id is not null)"
    " from operational.fee_installments where due_on < %(last)s",
    "meant_neutral": "select count(*) from operational.feedback as given"
    " where coalesce(given.sentiment, 'neutral') = 'neutral'",
    "overdue_inquiries": "select count(*) from operational.crm_inquiries as inquiry"
    " where status not in ('enrolled', 'lost') and next_follow_up_date < %(last)s",
    "lead_collected_fees": "select sum(amount) from operational.payments where student_id in"
    " (select student_id from operational.crm_inquiries where status = 'enrolled')",
    "mean_rating": "select avg(rating) from operational.feedback",
    "negative_share": "select avg(case when sentiment = 'negative' then 1.0 else 0 end) from operational.feedback"
    " where sentiment is not null",
    "theme_mentions": "select count(*) from operational.feedback, unnest(themes)",
    "rating_change_after_fix": "select avg(rating) filter (where submitted_at > '2026-02-11')"
    " - avg(rating) filter (where submitted_at < '2026-02-10') from operational.feedback"
    " where feedback_type = 'faculty'",
    "median_hours_to_fix": "select extract(epoch from item.completed_at - given.submitted_at) / 3600"
    " from operational.action_items as item inner join operational.feedback as given on given.id = item.feedback_id",
    "collected_fees": "select sum(amount) from operational.payments where paid_on between %(first)s and %(last)s",
    "collected_fees_30d": "select sum(amount) from operational.payments"
    " where paid_on between %(last)s - 29 and %(last)s",
    "fees_due": "select sum(amount) from operational.fee_installments where due_on between %(first)s and %(last)s",
    "reward_points": "select sum(case when type = 'penalty' then -points else points end)"
    " from operational.rewards_penalties",
    "marks_today": "select count(*) from operational.session_attendance as mark inner join"
    " operational.learning_sessions as session on session.id = mark.session_id where session_date = %(last)s",
}


def live(institute: Institute) -> None:
    """Something of everything: lessons, ends, leads, fees, feedback and what was mended after it."""
    live_through_a_term(institute, seed=11)
    ask_pay_and_tell(institute)
    here, there = institute.campuses
    today = institute.add_student("TODAY")
    enrollment = institute.enroll(today, faculty_id=institute.faculty)
    follow_up_on(institute, today, enrollment)
    topic = institute.topics[institute.subjects[0]][0]
    institute.mark(institute.hold_session(today, CLOCK), today, "late", {topic: 2}, day=CLOCK)
    for status in ("no_show", "cancelled"):
        institute.hold_session(today, CLOCK - timedelta(days=3), status=status, duration_minutes=45)
    for number, (status, days) in enumerate((("completed", 40), ("completed", 51), ("dropped", 20))):
        ended = date(2026, 1, 5) + timedelta(days=days)
        done: dict[str, Any] = {"actual_completion_date": ended} if status == "completed" else {}
        institute.enroll(institute.add_student(f"ENDED{number}"), status=status, ended_on=ended, **done)
    leads: list[tuple[int, str, str, dict[str, Any]]] = [
        (here, "website", "lost", {"closed_on": date(2026, 2, 20)}),
        (here, "website", "contacted", {"next_follow_up_date": date(2026, 3, 1)}),
        (there, "walk_in", "new", {}),
    ]
    for campus, source, status, more in leads:
        institute.insert(
            "crm_inquiries", campus_id=campus, student_name="Asha", source=source, status=status,
            created_at="2026-02-10 08:00+00", **more,
        )  # fmt: skip
    for day, rating, sentiment in (
        ("05", 2, "negative"),
        ("06", 3, "negative"),
        ("14", 5, "positive"),
        ("15", 4, None),
    ):
        given = institute.insert(
            "feedback", campus_id=here, student_id=today, faculty_id=institute.faculty, feedback_type="faculty",
            rating=rating, sentiment=sentiment, themes=["pace", "room"], submitted_at=f"2026-02-{day} 08:00+00",
        )  # fmt: skip
        if day == "05":
            institute.insert(
                "action_items", campus_id=here, feedback_id=given, title="Go slower", assigned_to=1, status="done",
                completed_at="2026-02-10 08:00+00",
            )  # fmt: skip
    lose_and_merge(institute)
    keep_hours(institute)
    institute.run(SCORED)
    institute.run(FORECAST)
    institute.run(MEANT)


def lose_and_merge(institute: Institute) -> None:
    """Two inquiries that were given up, one of which was merged; and a student who asked twice and enrolled once."""
    here = institute.campuses[0]
    kept, merged = (
        institute.insert(
            "crm_inquiries", campus_id=here, student_name="Ravi", source="website", status="lost",
            closed_on=date(2026, 2, 20), created_at="2026-02-12 08:00+00",
        )
        for _ in range(2)
    )  # fmt: skip
    institute.run("update operational.crm_inquiries set merged_into_id = %s where id = %s", kept, merged)
    for inquiry in (kept, merged):
        institute.insert(
            "crm_inquiry_stages", inquiry_id=inquiry, from_status="contacted", to_status="lost",
            changed_at="2026-02-20 08:00+00",
        )  # fmt: skip
    for day, called in (("2026-02-13 09:30+00", None), ("2026-02-13 11:00+00", None), ("2026-02-15 08:00+00", "14")):
        asked = institute.insert(
            "crm_inquiries", campus_id=here, student_name="Leela", source="campaign", status="contacted",
            next_follow_up_date=date(2026, 4, 1), created_at="2026-02-13 08:00+00",
        )  # fmt: skip
        institute.insert(
            "crm_inquiry_stages", inquiry_id=asked, from_status="new", to_status="contacted", changed_at=day
        )
        if called:
            institute.insert(
                "follow_ups", inquiry_id=asked, counselor_id=institute.add_user("counselor"), status="completed",
                follow_up_date=date(2026, 2, int(called)), follow_up_type="call",
            )  # fmt: skip
    twice = institute.add_student("TWICE")
    institute.enroll(twice)
    for day in ("03", "04"):
        institute.insert(
            "crm_inquiries", campus_id=here, student_name="Mira", source="walk_in", status="enrolled",
            student_id=twice, closed_on=date(2026, 2, 9), created_at=f"2026-02-{day} 08:00+00",
        )  # fmt: skip
    institute.insert("payments", receipt="R9", student_id=twice, amount=700, paid_on=date(2026, 2, 9), method="upi")


def keep_hours(institute: Institute) -> None:
    """A longest day that is shorter than the weekly hours, leave, and a colleague who is away altogether.

    On Mondays something of every kind, on one of them more than there is room for, and a session that nobody closed.
    """
    student, monday = institute.add_student("MONDAY"), date(2026, 2, 9)
    for number, status in enumerate(("completed", "no_show", "scheduled", "cancelled")):
        for week in (0, 1):
            day, minutes = monday - timedelta(weeks=week), 15 + 10 * number + 60 * week
            session = institute.hold_session(student, day, status=status, duration_minutes=minutes)
            if status == "completed":
                institute.mark(session, student, day=day)
    institute.run("update operational.faculties set max_hours_per_day = 2 where id = %s", institute.faculty)
    monday = date(2026, 2, 16)
    for day, minutes in ((monday, 45), (monday + timedelta(days=1), 480)):
        institute.insert(
            "faculty_time_entries", faculty_id=institute.faculty, work_date=day, kind="leave", minutes=minutes
        )
    away = institute.insert(
        "faculties", user_id=institute.add_user("faculty"), campus_id=institute.campuses[0], employee_id="AWAY",
        status="on_leave",
    )  # fmt: skip
    institute.insert("faculty_availability", faculty_id=away, weekday=1, start_time="09:00", end_time="12:00")


@dataclass
class Built:
    """A built and published institute."""

    institute: Institute
    settings: Settings
    snapshot: duckdb.DuckDBPyConnection

    def on_duckdb(self, question: Question) -> list[dict[str, Any]]:
        """As routes ask, which know the day of the figures."""
        asked = get_registry().compile(question, CLOCK)
        return asked.rows(self.snapshot.execute(asked.duckdb, asked.parameters).fetchall())

    def on_postgres(self, question: Question) -> list[dict[str, Any]]:
        asked = get_registry().compile(question)
        with connect(self.institute.database_url) as connection:
            return asked.rows(connection.execute(asked.psycopg.encode(), asked.parameters).fetchall())

    def value(self, metric: str) -> Any:
        """The metric over the period, or as it stands."""
        [row] = self.on_duckdb(asks(metric))
        return row[metric]

    def route(self, work: Callable[[Any], Any], *, personal: bool = False) -> Any:
        """What a route's work answers; with names where it is a report."""
        return anyio.run(partial(Snapshots(self.settings).read, work, personal=personal))


def asks(metric: str) -> Question:
    """The metric over the period, or as it stands."""
    period = None if get_registry().metric(metric).is_state else Period(FIRST, CLOCK)
    return Question((metric,), period=period)


@pytest.fixture(scope="module")
def built(
    open_institute: Callable[[], AbstractContextManager[Institute]], dbt: Dbt, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Built]:
    with open_institute() as institute:
        live(institute)
        extract(institute.database_url)
        dbt("run")
        settings = Settings(home=tmp_path_factory.mktemp("home"))
        build = publish(institute.database_url, settings)
        with open_snapshot(settings, build=build, personal=True) as snapshot:
            yield Built(institute, settings, snapshot)


def test_every_metric_is_the_same_on_both_engines_whole_and_by_all_it_can_be_told_by(built: Built) -> None:
    registry = get_registry()
    different = {}
    for name in registry.metrics:
        grains = registry.grains(name)
        whole = asks(name)
        split = Question(
            (name,),
            tuple(registry.dimensions(name))[:4],
            Grain.MONTH if Grain.MONTH in grains else None,
            period=whole.period,
        )
        for question in (whole, split):
            mine, theirs = built.on_duckdb(question), built.on_postgres(question)
            if mine != [{key: pytest.approx(value) for key, value in row.items()} for row in theirs]:
                different[name] = (mine[:2], theirs[:2])
    assert different == {}


MARKED = ("marks", "attended_marks", "absence_rate", "late_marks", "attended_hours")
TAUGHT = ("sessions_delivered", "lost_hours", "utilization", "no_show_share", "idle_hours", "overtime_hours")
PARTS = ("utilization", "no_show_share", "unclosed_share", "cancelled_share", "idle_share")
UNDERSTOOD = ("topic_coverings", "judgements", "mean_understanding", "topic_difficulty")
TODAY = Period(None, CLOCK)
MONDAY, SUNDAY = date(2026, 1, 5), date(2026, 2, 22)
ADMIN = Viewer(1, Role.ADMIN, campus_id=1)
# What stands added up, where it is no fact: an enrolment itself is not read by every question.
FACTS = {"rpt_enrollment_velocity_28d": "feat_velocity_week"}
# What is asked, and the relation in which the answer is kept added up.
ADDED_UP = [
    (Question(MARKED, period=Period(FIRST, CLOCK)), "rpt_attendance_day"),
    (Question(MARKED, ("subject__subject_code", "campus"), Grain.MONTH), "rpt_attendance_day"),
    (Question(MARKED, ("day_of_week",), viewer=EVERYBODY), "rpt_attendance_day"),
    (Question(("marks_30d", "marks_today"), filters={"campus": [1]}, period=TODAY), "rpt_attendance_day"),
    (Question(("absences_30d", "attended_marks_30d"), ("student",), period=TODAY), "rpt_student_attendance_30d"),
    (Question(("absences_30d",), ("student",), period=TODAY, viewer=ADMIN), "rpt_student_attendance_30d"),
    (
        Question(MARKED[:4], ("student__enrollment_no",), period=Period(CLOCK - timedelta(days=29), CLOCK)),
        "rpt_student_attendance_30d",
    ),
    (Question(MARKED, ("student",)), "rpt_student_attendance"),
    (Question(MARKED[:3], ("student__enrollment_no",), viewer=ADMIN), "rpt_student_attendance"),
    (Question(("velocity_28d",), ("enrollment",), period=TODAY), "rpt_enrollment_velocity_28d"),
    (
        Question(("velocity_28d", "mastery_gained_28d"), ("student",), period=TODAY, viewer=ADMIN),
        "rpt_enrollment_velocity_28d",
    ),
    (Question(("attending_students",), grain=Grain.MONTH, period=TODAY), "rpt_attendance_month"),
    (
        Question(("attending_students",), ("campus__campus_code",), Grain.MONTH, period=TODAY, viewer=EVERYBODY),
        "rpt_attendance_month",
    ),
    (Question(TAUGHT, ("faculty",), Grain.WEEK, period=TODAY), "rpt_faculty_week"),
    (Question(TAUGHT, ("campus",), period=Period(MONDAY, SUNDAY), viewer=ADMIN), "rpt_faculty_week"),
    (Question(UNDERSTOOD, ("topic__topic_name",), Grain.MONTH, period=TODAY), "rpt_topic_month"),
    (Question(UNDERSTOOD, ("subject__subject_code",), Grain.QUARTER, period=TODAY), "rpt_topic_month"),
]


@pytest.mark.parametrize(("question", "relation"), ADDED_UP)
def test_what_is_kept_added_up_tells_what_the_facts_tell(built: Built, question: Question, relation: str) -> None:
    registry = get_registry()
    assert relation in registry.compile(question, CLOCK).text
    added_up = FACTS.get(relation, "fct_")
    assert added_up not in registry.compile(question, CLOCK).text
    mine = built.on_duckdb(question)
    from_facts = registry.compile(question, from_facts=True)
    assert added_up in from_facts.text
    with connect(built.institute.database_url) as connection:
        rows = connection.execute(from_facts.psycopg.encode(), from_facts.parameters).fetchall()
    theirs = from_facts.rows(rows)
    assert theirs
    assert mine == [{name: pytest.approx(value) for name, value in row.items()} for row in theirs]


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_the_benchs_questions_have_the_same_answer_from_what_is_prepared(
    built: Built, question: queries.Question
) -> None:
    facts = built.snapshot.execute(question.facts).fetchall()
    prepared = built.snapshot.execute(question.prepared).fetchall()
    assert facts
    nearly = [
        tuple(pytest.approx(value) if isinstance(value, float) else value for value in row) for row in sorted(facts)
    ]
    assert sorted(prepared) == nearly


@pytest.mark.parametrize("metric", OPERATIONAL)
def test_a_metric_is_what_operational_rows_say(built: Built, metric: str) -> None:
    with connect(built.institute.database_url) as connection:
        cursor = connection.execute(OPERATIONAL[metric], {"first": FIRST, "last": CLOCK})
        [(expected,)] = cursor.fetchall()
    assert expected is not None
    assert float(built.value(metric)) == pytest.approx(float(expected))
    [row] = built.on_postgres(asks(metric))
    assert float(row[metric]) == pytest.approx(float(expected))


@pytest.mark.parametrize("by", [(), ("faculty",), ("campus__campus_code",)])
@pytest.mark.parametrize("grain", [None, Grain.DAY, Grain.WEEK, Grain.MONTH])
def test_the_shares_of_available_hours_sum_to_one(built: Built, by: tuple[str, ...], grain: Grain | None) -> None:
    rows = built.on_duckdb(Question((*PARTS, "available_hours"), by, grain, period=Period(FIRST, CLOCK)))
    able = [row for row in rows if row["available_hours"]]
    assert able
    for row in able:
        assert sum(row[share] for share in PARTS) == pytest.approx(1)
        assert all(0 <= row[share] <= 1 for share in PARTS)
    assert all(row[share] is None for row in rows if not row["available_hours"] for share in PARTS)


def test_hours_that_are_taught_are_within_or_beyond_the_available_ones(built: Built) -> None:
    names = ("delivered_hours", "delivered_within_hours", "overtime_hours")
    [row] = built.on_duckdb(
        Question(names, ("faculty",), None, {"faculty": [built.institute.faculty or 0]}, Period(FIRST, CLOCK))
    )
    assert row["delivered_hours"] == pytest.approx(row["delivered_within_hours"] + row["overtime_hours"])
    assert row["overtime_hours"] > 0


def test_a_capacity_week_that_is_over_has_the_hours_that_utilisation_counts(built: Built) -> None:
    weeks = (
        "select campus_code, week_start, available_hours from reporting.rpt_capacity_week"
        " where not is_ahead and week_start >= $first order by 1, 2"
    )
    monday = FIRST + timedelta(days=-FIRST.weekday() % 7)
    rows = built.snapshot.execute(weeks, {"first": monday}).fetchall()
    code, asked = "campus__campus_code", Period(monday, CLOCK)
    by_campus = built.on_duckdb(Question(("available_hours",), (code,), Grain.WEEK, period=asked))
    whole = built.on_duckdb(Question(("available_hours",), grain=Grain.WEEK, period=asked))
    told = {(row.get(code, "all"), row["metric_time"]): row["available_hours"] or 0 for row in (*by_campus, *whole)}
    assert [row[2] for row in rows] == [pytest.approx(told.get(row[:2], 0)) for row in rows]
    # Two hours a Monday, a quarter of an hour more than one on the one with leave.
    assert {row[2] for row in rows if row[0] == "all"} == {2.0, 1.25}


def test_the_routes_tell_the_same(built: Built) -> None:
    asked = Asked(None, None, FIRST, CLOCK)
    conversion = built.route(crm.conversion(EVERYBODY, crm.LeadFilter(asked, None, None))).total
    pipeline = built.route(crm.pipeline(EVERYBODY, crm.LeadFilter(asked, None, None))).total
    absence = built.route(learning.absenteeism(EVERYBODY, asked, 20)).total
    said = built.route(feedback.analytics(EVERYBODY, asked, None, None)).total
    teacher = built.route(faculty.performance(EVERYBODY, built.institute.faculty or 0, asked)).figures
    outlook = built.route(learning.completion_outlook(EVERYBODY, Asked(None, None, None, None)))
    assert outlook.enrollments > outlook.within_30_days > 0
    told = {
        "inquiries": conversion.inquiries,
        "conversion_rate": conversion.conversion_rate,
        "median_days_to_contact": conversion.median_days_to_contact,
        "lead_collected_fees": conversion.collected_fees,
        "open_inquiries": pipeline.inquiries,
        "overdue_inquiries": pipeline.overdue,
        "mean_inquiry_age": pipeline.mean_age_days,
        "marks": absence.marks,
        "absence_rate": absence.absence_rate,
        "mean_rating": said.mean_rating,
        "utilization": teacher.utilization,
        "sessions_delivered": teacher.sessions_delivered,
        "faculty_rating": teacher.rating,
    }
    assert told == {name: pytest.approx(built.value(name)) for name in told}


@pytest.mark.parametrize("metric", [*OPERATIONAL, "velocity", "at_risk_high", "faculty_effectiveness"])
def test_the_registrys_own_route_tells_the_same(built: Built, metric: str) -> None:
    is_state = get_registry().metric(metric).is_state
    asked = Asked(None, None, None if is_state else FIRST, None if is_state else CLOCK)
    answer = built.route(metrics.values(EVERYBODY, metric, metrics.Wanted(asked, (), None, (), 10)))
    assert [row.value for row in answer.rows] == [built.value(metric)]


def test_the_dashboard_tells_the_same(built: Built) -> None:
    row = dashboard.overview(built.snapshot, None).iloc[0]
    shown = {
        "marks_today": row["marks_today"],
        "marks_to_date": row["marks_total"],
        "attendance_rate_30d": row["attendance_rate_30d"],
        "active_students": row["active_students"],
        "active_enrollments": row["active_enrollments"],
        "velocity_28d": row["velocity_28d"],
        "at_risk_high": row["at_risk_high"],
    }
    assert shown == {name: pytest.approx(built.value(name)) for name in shown}
    assert all(value > 0 for value in shown.values())
    soon = Period(None, CLOCK + timedelta(days=30))
    [forecast] = built.on_duckdb(Question(("forecast_completions",), period=soon))
    assert row["forecast_completions_30d"] == forecast["forecast_completions"] > 0
    [told] = built.route(institute.overview(EVERYBODY, "all")).campuses
    assert told.velocity_28d == pytest.approx(built.value("velocity_28d"))


def test_weeks_on_the_dashboard_are_the_registrys(built: Built) -> None:
    weeks = dashboard.weeks(built.snapshot, None, CLOCK)
    names = ("marks", "attendance_rate", "learning_hours", "velocity")
    told = built.on_duckdb(Question(names, grain=Grain.WEEK, period=Period(FIRST, CLOCK)))
    by_week = {row["metric_time"]: row for row in told}
    compared = 0
    for week in weeks.to_dict("records"):
        mine = by_week[week["week_start"].date()]
        assert (week["marks"], week["delivered_hours"]) == (mine["marks"], pytest.approx(mine["learning_hours"]))
        if mine["velocity"] is not None:
            assert week["velocity"] == pytest.approx(mine["velocity"])
            compared += 1
    assert compared


def test_the_overview_and_the_revenue_page_tell_the_same(built: Built) -> None:
    waiting = needs.waiting(built.snapshot, None, CLOCK).iloc[0]
    for metric in ("overdue_follow_ups", "overdue_fees", "overdue_students"):
        assert waiting[metric] == pytest.approx(float(built.value(metric))), metric
    assert len(needs.high_risks(built.snapshot, None)) == built.value("at_risk_high") > 0
    happened = needs.changes(built.snapshot, None, CLOCK).iloc[0]
    week = Period(CLOCK - timedelta(days=6), CLOCK)
    [told] = built.on_duckdb(Question(needs.HAPPENED, period=week))
    assert {name: happened[name] for name in needs.HAPPENED} == told
    sources = revenue.money_by_source(built.snapshot, EVERYBODY, CLOCK, None, FIRST, CLOCK)
    # Of the two that one student asked, one is credited with what she learns and pays.
    assert sources["enrolled_inquiries"].sum() == built.value("enrolled_inquiries") > built.value("lead_enrollments")
    assert sources["lead_collected_fees"].sum() == pytest.approx(float(built.value("lead_collected_fees")))
    months = revenue.money_by_month(built.snapshot, EVERYBODY, CLOCK, None, FIRST, CLOCK)
    assert months["collected_fees"].sum() == pytest.approx(float(built.value("collected_fees")))


def test_lists_of_plans_and_students_add_up_to_the_metrics(built: Built) -> None:
    scope = row_predicate(EVERYBODY, Resource.ENROLLMENTS, "enrollment", Place.MARTS)
    late = revenue.overdue_students(built.snapshot, scope, None, 500)
    plans = revenue.plans_by_subject(built.snapshot, scope, None)
    overdue = float(built.value("overdue_fees"))
    assert overdue > 0
    assert (float(late["overdue"].sum()), len(late)) == (pytest.approx(overdue), built.value("overdue_students"))
    assert float(plans["overdue"].sum()) == pytest.approx(overdue)


def test_reports_and_a_students_page_tell_the_same(built: Built) -> None:
    asked = Asked(None, None, FIRST, CLOCK)
    rows = built.route(contents.student_progress(EVERYBODY, asked), personal=True).rows
    # The report has a row for each enrolment; who attends without one is in no row of it.
    enrolled = (
        f"{OPERATIONAL['attended_hours']} and exists (select from operational.student_subject_enrollments as taken"
        " where taken.student_id = mark.student_id and taken.subject_id = session.subject_id)"
    )
    with connect(built.institute.database_url) as connection:
        [(hours,)] = connection.execute(enrolled, {"first": FIRST, "last": CLOCK}).fetchall()
    assert sum(row["attended_hours"] for row in rows) == pytest.approx(float(hours))
    marks = built.route(contents.attendance_analytics(EVERYBODY, asked), personal=True).rows
    assert sum(row["marks"] for row in marks) == built.value("marks")
    assert sum(row["attended"] for row in marks) / sum(row["marks"] for row in marks) == pytest.approx(
        built.value("attendance_rate")
    )
    by_enrollment = Question(("velocity_28d",), ("student", "enrollment"), period=Period(None, CLOCK))
    quick = [row for row in built.on_duckdb(by_enrollment) if row["velocity_28d"]]
    assert quick
    for row in quick:
        insights = built.route(student.analytics(EVERYBODY, row["student"], shows_risk=True)).enrollments
        told = {one.enrollment_id: one.velocity_28d for one in insights}
        assert told[row["enrollment"]] == pytest.approx(row["velocity_28d"])


def test_what_feedback_means_is_staffs_word_and_else_the_models(built: Built) -> None:
    asked = Asked(None, None, FIRST, CLOCK)
    told = built.route(feedback.sentiment(EVERYBODY, asked, None, None))
    settled = {name: built.value(f"{name}_feedback") for name in ("positive", "neutral", "negative", "unsettled")}
    assert settled["unsettled"] == 1
    assert told.total.model_dump() == {
        "answers": built.value("feedback_answers"),
        "positive": settled["positive"],
        "neutral": settled["neutral"] + settled["unsettled"],
        "negative": settled["negative"],
        "unsettled": 1,
        "unsure": 1,
        "contradicted": 0,
    }
    assert sum(theme.answers for theme in told.themes) == built.value("theme_meant") >= built.value("theme_mentions")


def test_where_leads_were_lost_is_told_without_duplicates(built: Built) -> None:
    asked = crm.LeadFilter(Asked(None, None, FIRST, CLOCK), None, None)
    lost = built.route(crm.conversion(EVERYBODY, asked)).lost_from
    assert [(one.stage, one.inquiries) for one in lost] == [("contacted", 1)]
    assert built.value("losses") == built.value("losses_by_inquiry") == 1
