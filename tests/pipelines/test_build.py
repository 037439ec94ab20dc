"""The whole graph on a real database: what is imported is built, scored and published; what is unsound is not."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any, LiteralString

import pandas as pd
import pytest
from pydantic import SecretStr

from headway.demo import generate
from ingest_api.app import create_app
from ingest_api.imports import run_import
from pipelines.lib.dbt_project import DBT_FOLDER
from pipelines.lib.models import Reader
from pipelines.lib.wings import WINGS
from tests.conftest import drop_database, make_database
from tests.factories import make_user
from tests.ingest_api.conftest import serve
from tests.pipelines.conftest import Institute
from warehouse.analysts import ensure_analyst
from warehouse.campus_copy import condition_for
from warehouse.compare import relations
from warehouse.documentation import docs_page
from warehouse.expectations import standing_breach
from warehouse.postgres import connect, engine
from warehouse.published import current_build, open_snapshot
from warehouse.questions import Question, questions
from warehouse.settings import PROJECT_ROOT, Settings
from warehouse.vocabulary import Role

AS_OF = date(2026, 6, 15)

# A lead for every seventh student, a payment of each, and an opinion on every tenth session.
LEADS_AND_FEEDBACK: tuple[LiteralString, ...] = (
    """
    insert into operational.crm_inquiries (campus_id, student_name, source, status, closed_on, student_id, created_at)
    select campus_id, 'Somebody', case when id % 2 = 0 then 'referral' else 'website' end,
        case when id % 3 = 0 then 'enrolled' else 'new' end, case when id % 3 = 0 then date '2026-05-20' end,
        case when id % 3 = 0 then id end, timestamptz '2026-05-01 12:00+00'
    from operational.students where id % 7 = 0
    """,
    """
    insert into operational.payments (receipt, student_id, amount, paid_on)
    select 'R' || id, id, 1000.50 + id, date '2026-05-21' from operational.students where id % 7 = 0
    """,
    """
    insert into operational.feedback
        (campus_id, is_anonymous, faculty_id, session_id, feedback_type, rating, comments, themes, submitted_at)
    select campus_id, true, faculty_id, id, 'session', 1 + id % 5, 'Go slower', array['pace'],
        timestamptz '2026-06-01 12:00+00'
    from operational.learning_sessions where id % 10 = 0
    """,
)


@pytest.fixture(scope="module")
def built(server_url: str, template_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Institute]:
    """The demo institute of a fixed day, imported and built once for all tests of this module."""
    folder = tmp_path_factory.mktemp("demo")
    generate(folder, size="small", seed=11, as_of=AS_OF)
    url = make_database(server_url, "pipeline_build", template_database)
    report = run_import(url, folder, as_of=AS_OF, is_demo=True)
    assert not report.errors
    with connect(url) as connection:
        for statement in LEADS_AND_FEEDBACK:
            connection.execute(statement)
    institute = Institute(url, tmp_path_factory.mktemp("home"))
    told = institute.headway("build")
    assert told.returncode == 0, told.output
    yield institute
    engine(url).dispose()
    drop_database(server_url, "pipeline_build")


def test_every_active_enrolment_is_scored_and_forecast_once(built: Institute) -> None:
    [(active,)] = built.operational(
        "select count(*) from operational.student_subject_enrollments where status = 'active'"
    )
    for relation in ("rpt_at_risk", "rpt_completion_forecast", "rpt_velocity_estimate"):
        query = f"select count(*), count(distinct (enrollment_no, subject)) from reporting.{relation}"
        assert built.rows(query) == [(active, active)], relation
    assert built.rows("select distinct scored_as_of from reporting.rpt_at_risk") == [(AS_OF,)]


def test_what_dbt_did_in_both_calls_is_kept(built: Institute) -> None:
    kept = {path.stem: json.loads(path.read_text()) for path in (built.home / "dbt" / "results").glob("*.json")}
    assert kept.keys() == {"transform", "report"}
    models = {
        name: {one["unique_id"] for one in told["results"] if one["unique_id"].startswith("model.")}
        for name, told in kept.items()
    }
    assert "model.headway.fct_attendance" in models["transform"]
    assert "model.headway.rpt_at_risk" in models["report"]
    assert models["transform"].isdisjoint(models["report"])


def test_published_relations_have_the_promised_columns(built: Institute) -> None:
    promised = {
        "rpt_at_risk": "enrollment_no subject scored_as_of p_drop band reasons model_version p_drop_30d",
        "rpt_completion_forecast": (
            "enrollment_no subject scored_as_of topics_done topics_total p10_date p50_date p90_date "
            "p_finish p_on_time p_on_time_if_finished method"
        ),
        "rpt_learning_velocity": (
            "enrollment_no subject week_start topics_completed mastery_gained delivered_hours velocity trend"
        ),
        "rpt_model_card": ("model version trained_on_rows trained_until baseline metric value baseline_value low high"),
        "rpt_build": "build_id built_at source_as_of relation row_count",
    }
    for relation, columns in promised.items():
        found = {
            row[0] for row in built.rows(f"select column_name from duckdb_columns() where table_name = '{relation}'")
        }
        assert set(columns.split()) <= found, relation
        assert built.rows(f"select count(*) from reporting.{relation}")[0][0] > 0, relation


def test_who_is_most_at_risk_has_reasons_in_sentences(built: Institute) -> None:
    rows = built.rows("select reasons from reporting.rpt_at_risk order by p_drop desc limit 5")
    assert len(rows) == 5
    assert all(len(reasons) >= 1 and all(reason.strip() for reason in reasons) for (reasons,) in rows)


def test_what_is_next_can_be_begun_and_has_not_been_mastered(built: Institute) -> None:
    following = "from reporting.rpt_next_topic as suggestion"
    assert built.rows(f"select max(place), min(length(reason)) > 10 {following}") == [(3, True)]
    mastered = (
        f"select count(*) {following} inner join features.feat_topic_mastery as mastery using (enrollment_id, topic_id)"
        " where mastery.status in ('completed', 'mastered')"
    )
    assert built.rows(mastered) == [(0,)]
    locked = (
        f"select count(*) {following} inner join marts.bridge_topic_prerequisite as needed using (topic_id)"
        " left join features.feat_topic_mastery as mastery"
        " on mastery.enrollment_id = suggestion.enrollment_id and mastery.topic_id = needed.prerequisite_topic_id"
        " where suggestion.step = 'next'"
        " and coalesce(mastery.status, '') not in ('completed', 'mastered', 'needs_review')"
    )
    assert built.rows(locked) == [(0,)]


def test_every_topic_is_told_of_once(built: Institute) -> None:
    [(topics,)] = built.operational("select count(*) from operational.topics")
    assert built.rows("select count(*), count(distinct topic_id) from reporting.rpt_topic_difficulty") == [
        (topics, topics)
    ]


def test_marks_in_the_snapshot_are_those_of_the_operational_tables(built: Institute) -> None:
    operational = built.operational(
        "select count(*), count(*) filter (where attendance_status <> 'absent') from operational.session_attendance"
    )
    assert built.rows("select count(*), count(*) filter (where is_attended) from marts.fct_attendance") == operational


def test_the_api_tells_what_the_operational_tables_hold(built: Institute) -> None:
    """The same question asked of the API and recomputed from operational rows has one answer."""
    since, until = AS_OF - timedelta(days=60), AS_OF
    period = {"from": str(since), "to": str(until)}
    settings = Settings(home=built.home, database_url=SecretStr(built.database_url))
    with connect(built.database_url, autocommit=True) as connection, serve(create_app(settings), connection) as api:
        headers = api.log_in(make_user(connection, Role.SUPER_ADMIN))
        absences = api.get("/attendance/analytics/absenteeism", headers, **period).json()["total"]
        leads = api.get("/crm/analytics/conversion", headers, **period).json()["total"]
        opinions = api.get("/feedback/analytics", headers, **period).json()["total"]
        [(student,)] = built.operational("select min(id) from operational.students")
        [(faculty,)] = built.operational("select min(id) from operational.faculties")
        others = {
            path: api.get(path, headers).status_code
            for path in (
                f"/students/{student}/analytics",
                f"/analytics/student/{student}/progress",
                f"/faculties/{faculty}/performance",
                f"/analytics/faculty/{faculty}/performance",
                "/progress/analytics/velocity",
                "/progress/predictions/completion",
                "/crm/pipeline/health",
                "/feedback/sentiment-analysis",
                "/analytics/institute/overview",
                "/analytics/trends/learning-velocity",
                "/analytics/predictions/completion",
                "/reports/student-progress?format=csv",
                "/reports/faculty-performance?format=pdf",
                "/reports/attendance-analytics",
                "/reports/crm-metrics?format=csv",
            )
        }
    assert {path: status for path, status in others.items() if status != 200} == {}
    assert built.operational(
        "select count(*), count(*) filter (where mark.attendance_status = 'absent') "
        "from operational.session_attendance as mark "
        "inner join operational.learning_sessions as held on held.id = mark.session_id "
        f"where held.session_date between '{since}' and '{until}'"
    ) == [(absences["marks"], absences["absent"])]
    # What a student paid counts once, for the inquiry that led to it first.
    [(inquiries, enrolled, collected)] = built.operational(
        "with inquiry as ("
        " select asked.status, asked.merged_into_id, (asked.created_at at time zone campus.time_zone)::date as day,"
        " asked.student_id, row_number() over (partition by asked.student_id order by"
        " asked.status <> 'enrolled',"
        " coalesce(asked.closed_on, (asked.created_at at time zone campus.time_zone)::date),"
        " asked.id) as place"
        " from operational.crm_inquiries as asked"
        " inner join operational.campuses as campus on campus.id = asked.campus_id)"
        " select count(*), count(*) filter (where status = 'enrolled'),"
        " sum((select sum(amount) from operational.payments as payment"
        " where payment.student_id = inquiry.student_id and inquiry.place = 1"
        " and inquiry.status = 'enrolled'))::float8 "
        f"from inquiry where merged_into_id is null and day between '{since}' and '{until}'"  # noqa: S608
    )
    assert inquiries > 0
    assert (leads["inquiries"], leads["enrolled"]) == (inquiries, enrolled)
    assert float(leads["collected_fees"]) == pytest.approx(collected)
    [(answers, mean)] = built.operational(
        "with told as (select rating, (told.submitted_at at time zone campus.time_zone)::date as day,"
        " not is_anonymous or count(comments) over (partition by is_anonymous, campus_id, faculty_id) >= 5 as is_shown"
        " from operational.feedback as told inner join operational.campuses as campus on campus.id = told.campus_id)"
        " select count(*), avg(rating) filter (where is_shown)::float8 from told"
        " where case when is_shown then day else date_trunc('month', day)::date end"
        f" between '{since}' and '{until}'"  # noqa: S608
    )
    assert (opinions["answers"], opinions["mean_rating"]) == (answers, pytest.approx(mean))


def test_building_again_changes_no_content(built: Institute) -> None:
    before = built.content()
    first = current_build(built.settings)
    assert built.headway("build").returncode == 0
    assert current_build(built.settings) != first
    assert built.content() == before


def test_a_refresh_publishes_the_change_and_takes_over_the_rest(built: Institute) -> None:
    """A mark of today: its month is written, the others stay the same files; scores wait for their time."""

    def months() -> dict[str, int]:
        build = current_build(built.settings)
        assert build is not None
        folder = build.folder / "parquet" / "marts" / "fct_attendance"
        return {file.parent.name: file.stat().st_ino for file in folder.glob("month=*/*.parquet")}

    before, scored = months(), (built.home / "models" / "scored.json").read_text()
    [(mark, month)] = built.operational(
        "select a.id, to_char(s.session_date, 'YYYY-MM') from operational.session_attendance as a "
        "inner join operational.learning_sessions as s on a.session_id = s.id "
        "where a.attendance_status = 'present' order by s.session_date desc, a.id limit 1"
    )
    with connect(built.database_url) as connection:
        connection.execute(
            "update operational.session_attendance set attendance_status = 'absent' where id = %s", (mark,)
        )
    told = built.headway("refresh")
    assert told.returncode == 0, told.output
    after = months()
    assert built.rows(f"select attendance_status from marts.fct_attendance where attendance_id = {mark}") == [
        ("absent",)
    ]
    assert {name for name in before if before[name] != after[name]} == {f"month={month}"}
    assert (built.home / "models" / "scored.json").read_text() == scored
    in_place = built.content()
    assert built.headway("dbt", "run", "--full-refresh", "--exclude", "tag:scoring").returncode == 0
    assert built.headway("refresh").returncode == 0
    assert built.content() == in_place


def test_a_breach_keeps_the_last_good_snapshot_until_it_is_mended(built: Institute) -> None:
    good = current_build(built.settings)
    [(session, day)] = built.operational(
        "select s.id, s.session_date from operational.learning_sessions as s where exists "
        "(select from operational.session_attendance as a where a.session_id = s.id) order by s.id desc limit 1"
    )
    for moved_to, is_sound in ((AS_OF + timedelta(days=30), False), (day, True)):
        with connect(built.database_url) as connection:
            connection.execute(
                "update operational.learning_sessions set session_date = %s where id = %s", (moved_to, session)
            )
        told = built.headway("refresh")
        assert told.returncode == (0 if is_sound else 1), told.output
        breach = standing_breach(built.settings)
        assert (breach is None) is is_sound
        assert (current_build(built.settings) == good) is not is_sound
        if breach is not None:
            assert "not come yet" in " ".join(told.output.split())
            assert "not come yet" in breach.breaches[0].says


def test_a_chosen_mastery_level_and_bands_of_risk_follow_with_the_next_build(built: Institute) -> None:
    """What a super admin chooses by the API holds in the warehouse by itself, and both say the same afterwards."""
    done = "select count(*) filter (where is_done) from marts.fct_topic_observation where source = 'attendance'"
    bands = "select count(*) filter (where (p_drop >= 0.1) <> (band = 'high')) from reporting.rpt_at_risk"
    before = built.rows(done)
    assert built.rows(bands) != [(0,)]
    settings = Settings(home=built.home, database_url=SecretStr(built.database_url))
    with connect(built.database_url, autocommit=True) as connection:
        super_admin = make_user(connection, Role.SUPER_ADMIN)
        with serve(create_app(settings), connection) as api:
            chosen = {"mastery_level": 5, "risk_band_medium": 0.05, "risk_band_high": 0.1}
            assert api.put("/settings/institute", api.log_in(super_admin), json=chosen).status_code == 200
    told = built.headway("build")
    assert told.returncode == 0, told.output
    assert built.rows(done) < before
    assert built.rows(bands) == [(0,)]
    [(operational,)] = built.operational(
        "select round(sum(completion_percentage)) from operational.student_subject_enrollments"
    )
    [(published,)] = built.rows("select round(sum(completion_percentage)) from marts.fct_enrollment")
    assert float(published) == float(operational)


@pytest.mark.parametrize("question", questions().values(), ids=lambda question: question.name)
def test_a_saved_question_gives_analysts_the_same_rows_in_postgres_and_duckdb(
    built: Institute, question: Question
) -> None:
    with connect(ensure_analyst(built.database_url, built.settings)) as analyst:
        rows = analyst.execute(question.sql.encode()).fetchall()
    assert rows
    assert rows == built.rows(question.sql)


def test_the_notebook_runs_and_agrees_with_postgres(built: Institute, tmp_path: Path) -> None:
    executed = tmp_path / "executed.ipynb"
    told = subprocess.run(
        [
            *(sys.executable, "-m", "jupyter", "execute", f"--output={executed}"),
            str(PROJECT_ROOT / "notebooks" / "slow_topics.ipynb"),
        ],
        env=os.environ
        | {"HEADWAY_HOME": str(built.home), "ANALYST_URL": ensure_analyst(built.database_url, built.settings)},
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert told.returncode == 0, told.stderr
    assert "The same rows in PostgreSQL: True" in executed.read_text()


def test_dbt_s_documentation_is_one_page_that_names_everything(built: Institute) -> None:
    told = built.headway("warehouse", "docs")
    assert told.returncode == 0, told.output
    page = docs_page(built.settings).read_text()
    assert all(relation in page for relation in ("fct_attendance", "rpt_at_risk", "feat_enrollment_week"))


def test_every_published_relation_is_a_campus_s_or_the_institute_s(built: Institute) -> None:
    """Of a relation that is neither, an admin's own SQL sees nothing: see `warehouse/campus_copy.py`."""
    with open_snapshot(built.settings) as snapshot:
        known = relations(snapshot)
    assert [name for name in known if condition_for(name, known, 1) is None] == ["reporting.rpt_build"]


def scores_of(built: Institute, day: date) -> dict[str, pd.DataFrame]:
    """What every model says when it is trained and asked as on a past day, but for the one that knows no past."""
    frames: dict[str, pd.DataFrame] = {}
    with Reader.of(built.database_url) as reader:
        for wing in WINGS.values():
            if wing.name == "learning_path":
                with pytest.raises(ValueError, match="as of a later day"):
                    wing.train(reader.inputs(wing), day, 7, wing.choices(built.settings))
                continue
            model = wing.train(reader.inputs(wing), day, 7, wing.choices(built.settings))
            frames |= wing.score(model, reader.inputs(wing, day), day)
    return frames


# What was known on a date, of every relation of features; `{edge}` is that date. An outcome says what had ended by
# then and what was planned, a pause whether it was over. Not here: feat_topic_mastery, which stands for the clock's day
# alone.
KNOWN_THEN = {
    "feat_enrollment_week": "select * from features.feat_enrollment_week where as_of_date <= date '{edge}'",
    "feat_velocity_week": "select enrollment_id, week_start, topics_completed, mastery_gained, delivered_hours, trend"
    " from features.feat_velocity_week where week_start + 6 <= date '{edge}'",
    "feat_enrollment_outcome": "select * from features.feat_enrollment_outcome where ended_on <= date '{edge}'",
    "plans": "select enrollment_id, student_id, subject_id, enrolled_on, expected_completion_date"
    " from features.feat_enrollment_outcome where enrolled_on <= date '{edge}'",
    "feat_enrollment_pause": "select enrollment_pause_key, enrollment_id, paused_on,"
    " case when resumed_on <= date '{edge}' then resumed_on end from features.feat_enrollment_pause"
    " where paused_on <= date '{edge}'",
    "feat_campus_day": "select * from features.feat_campus_day where date_day <= date '{edge}'",
    "feat_demand_week": "select * from features.feat_demand_week where week_start + 6 <= date '{edge}'",
    "feat_inquiry_moment": "select * from features.feat_inquiry_moment where known_on <= date '{edge}'",
    "feat_inquiry_attribute": "select attribute.* from restricted.feat_inquiry_attribute as attribute"
    " inner join features.feat_inquiry_outcome as inquiry on attribute.inquiry_id = inquiry.inquiry_id"
    " where inquiry.captured_on <= date '{edge}'",
    "feat_inquiry_outcome": "select * from features.feat_inquiry_outcome where closed_on <= date '{edge}'",
}
NOT_IN_THE_DEMO = {"feat_enrollment_pause", "feat_inquiry_attribute"}
# Later facts, and what is told of earlier ones only later. `{edge}`: the last day that may not move. Not here: endings
# and hand-ins of long ago that are told late, because feat_velocity_week stands on the days of events; and pauses,
# because who is paused today is scored for no day. Of the other features tests/dbt/test_point_in_time.py shows it.
SCRAMBLES = (
    # what ended later
    "update operational.student_subject_enrollments set status = 'dropped', actual_completion_date = null,"
    " ended_on = greatest(enrollment_date, date '{edge}' + 1) where ended_on > date '{edge}'",
    # more time for those who are slow
    "update operational.student_subject_enrollments set expected_completion_date ="
    " coalesce(expected_completion_date, enrollment_date) + 200",
    "insert into operational.topics (subject_id, name, order_index) select id, 'Later', 1000 from operational.subjects",
    "update operational.session_attendance as a set attendance_status = 'absent', minutes_late = null,"
    " check_in_time = null, check_out_time = null"
    " from operational.learning_sessions as s where a.session_id = s.id and s.session_date > date '{edge}'",
    "delete from operational.session_attendance_topics where attendance_id in (select a.id from"
    " operational.session_attendance as a inner join operational.learning_sessions as s on a.session_id = s.id"
    " where s.session_date > date '{edge}')",
    # what becomes of later sessions; of earlier ones see tests/dbt/test_point_in_time.py
    "update operational.learning_sessions as s set status = case when status = 'cancelled' then 'no_show'"
    " else 'cancelled' end where s.session_date > date '{edge}' and not exists"
    " (select from operational.session_attendance as a where a.session_id = s.id)",
    # later marks, and earlier ones corrected
    "update operational.assessments set marks_obtained = 0 where graded_on > date '{edge}' and marks_obtained > 0",
    "update operational.assessments set marks_obtained = total_marks - marks_obtained where graded_on <= date '{edge}'",
    "insert into operational.topic_corrections"
    " (student_id, topic_id, competency_level, status, corrected_on, corrected_by)"
    " select enrollment.student_id, topic.id, 5, 'mastered', date '{edge}' + 1,"
    " (select min(id) from operational.users where role = 'faculty')"
    " from operational.student_subject_enrollments as enrollment"
    " inner join operational.topics as topic on topic.subject_id = enrollment.subject_id"
    " where topic.id % 3 = 0 on conflict do nothing",
    "insert into operational.crm_inquiries (campus_id, student_name, source, created_at)"
    " select campus_id, student_name, 'website', timestamptz '{edge} 12:00+00' + interval '3 days'"
    " from operational.crm_inquiries",
    "update operational.crm_inquiries set status = 'lost', closed_on ="
    " greatest(date '{edge}' + 1, created_at::date + 1)"
    " where status not in ('enrolled', 'lost')",
    "update operational.follow_ups set status = case status when 'completed' then 'missed' else 'completed' end"
    " where follow_up_date > date '{edge}'",
    "update operational.feedback set rating = 6 - rating, comments = 'All of it is bad'"
    " where submitted_at >= timestamptz '{edge} 00:00+00' + interval '2 days'",
    "update operational.feedback set sentiment = 'negative', themes = array['fees'], settled_on = date '{edge}' + 1"
    " where settled_on is null and sentiment is null",
)


def known_then(built: Institute, edge: date) -> dict[str, list[tuple[Any, ...]]]:
    """What the features of a past day say, from PostgreSQL: a snapshot keeps apart what is restricted."""
    return {name: sorted(built.operational(query.format(edge=edge)), key=repr) for name, query in KNOWN_THEN.items()}


def test_the_future_is_compared_in_every_relation_of_features() -> None:
    found = {path.stem for path in (DBT_FOLDER / "models" / "features").glob("feat_*.sql")}
    assert found - {"feat_topic_mastery"} == KNOWN_THEN.keys() - {"plans"}


def test_no_feature_and_no_score_knows_the_future(built: Institute) -> None:
    """Two weeks later all after a date is scrambled and the rest told anew: what was known then does not move."""
    edge = AS_OF - timedelta(days=63)
    before, scored = known_then(built, edge), scores_of(built, edge)
    assert {name for name, rows in before.items() if not rows} <= NOT_IN_THE_DEMO
    assert {name for name, frame in scored.items() if frame.empty} <= {"lead_attribute"}
    with connect(built.database_url) as connection:
        connection.execute("update operational.institute set clock_as_of = %s", (AS_OF + timedelta(days=14),))
        for statement in SCRAMBLES:
            moved = connection.execute(statement.format(edge=edge).encode()).rowcount
            assert moved or "follow_ups" in statement or "learning_sessions as s set" in statement, statement
        connection.execute("insert into operational.event (name, source, relation) values ('scramble', 'system', '')")
    told = built.headway("build")
    assert told.returncode == 0, told.output
    after = known_then(built, edge)
    for name, rows in before.items():
        assert after[name] == rows, name
    again = scores_of(built, edge)
    assert set(again) == set(scored)
    for name, frame in scored.items():
        pd.testing.assert_frame_equal(again[name], frame, obj=name)


def test_an_unsound_warehouse_is_not_published(built: Institute) -> None:
    """A row that must not be: the build fails and readers keep the last good snapshot."""
    good = current_build(built.settings)
    with connect(built.database_url) as connection:
        connection.execute("alter table operational.users drop constraint ck_users_role_vocabulary")
        connection.execute(
            "update operational.users set role = 'pirate' where id = (select min(id) from operational.users)"
        )
        connection.execute("insert into operational.event (name, source, relation) values ('x', 'system', 'users')")
    told = built.headway("build")
    assert told.returncode == 1
    assert "last good snapshot stays" in told.output
    assert current_build(built.settings) == good
