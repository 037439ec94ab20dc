"""A small published snapshot: two campuses, three students, the relations that the screens ask for."""

import json
import tempfile
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path

import duckdb

from warehouse.published import BUILD_FILE, POINTER, RESTRICTED_FILE, WAREHOUSE_FILE

AS_OF = date(2024, 7, 1)
MONDAY = AS_OF

_RELATIONS = """
create schema marts;
create schema reporting;
create schema features;
create table marts.dim_campus (campus_id bigint, campus_code text, campus_name text, time_zone text);
create table marts.fct_enrollment (
    enrollment_id bigint, student_id bigint, faculty_id bigint, campus_id bigint, enrollment_no text, subject_code text,
    status text, expected_completion_date date, enrolled_on date, ended_on date, outcome text
);
create table marts.dim_student (student_id bigint, campus_id bigint, enrollment_no text);
create table marts.dim_subject (subject_id bigint, subject_code text, subject_name text);
create table marts.dim_topic (topic_id bigint, topic_name text);
create table marts.dim_faculty (faculty_id bigint, campus_id bigint, employee_id text);
create table marts.fct_session (
    session_id bigint, campus_id bigint, faculty_id bigint, subject_id bigint, session_date date, start_time time,
    duration_minutes integer, session_type text, status text
);
create table marts.fct_action_item (action_item_id bigint, campus_id bigint, status text, is_overdue boolean);
create table marts.fct_payment (
    payment_id bigint, student_id bigint, campus_id bigint, subject_id bigint, amount decimal(14, 2), paid_on date
);
create table marts.fct_fee_plan (
    fee_plan_id bigint, student_id bigint, campus_id bigint, subject_id bigint, discount_amount decimal(14, 2),
    agreed_amount decimal(14, 2), paid_amount decimal(14, 2), balance_amount decimal(14, 2),
    overdue_amount decimal(14, 2)
);
create table marts.fct_fee_installment (
    fee_installment_id bigint, student_id bigint, campus_id bigint, subject_id bigint, due_on date,
    amount decimal(14, 2), paid_amount decimal(14, 2), open_amount decimal(14, 2), is_overdue boolean,
    days_past_due integer
);
create table reporting.rpt_faculty_week (
    faculty_id bigint, campus_id bigint, week_start date, sessions bigint, sessions_delivered bigint,
    sessions_cancelled bigint, sessions_no_show bigint, delivered_minutes bigint, cancelled_minutes bigint,
    no_show_minutes bigint, days bigint, available_minutes bigint, delivered_within_minutes bigint,
    no_show_within_minutes bigint, unclosed_within_minutes bigint, cancelled_within_minutes bigint, idle_minutes bigint,
    overtime_minutes bigint
);
create table reporting.rpt_at_risk (
    enrollment_no text, subject text, p_drop double, band text, reasons varchar[], p_drop_30d double
);
create table reporting.rpt_velocity_estimate (
    enrollment_id bigint, velocity double, velocity_low double, velocity_high double, own_weight double,
    cohort_velocity double, peer_count integer, peers_slower_share double, trend text
);
create table reporting.rpt_next_topic (
    enrollment_id bigint, place integer, topic_id bigint, topic_name text, reason text, expected_sessions double
);
create table reporting.rpt_topic_difficulty (
    topic_id bigint, subject text, order_index integer, topic_name text, planned_hours double, mastered_count integer,
    hours_to_mastery double, hours_low double, hours_high double, sessions_to_mastery double, sessions_low double,
    sessions_high double, relative_hours double, relative_low double, relative_high double, review_share double,
    mark_percent double, difficulty text
);
create table reporting.rpt_topic_teaching (
    topic_id bigint, subject_id bigint, faculty_id bigint, student_count integer, effect double, verdict text
);
create table reporting.rpt_institute_overview (
    campus_code text, active_students bigint, active_enrollments bigint, attendance_rate_30d double,
    attendance_rate_prev_30d double, marks_total bigint, marks_today bigint, velocity_28d double, at_risk_high bigint,
    forecast_completions_30d bigint, as_of_date date
);
create table reporting.rpt_institute_week (
    campus_code text, week_start date, marks bigint, attended bigint, attendance_rate double,
    mastery_gained double, delivered_hours double, velocity double
);
create table reporting.rpt_institute_forecast_month (campus_code text, month_start date, completions bigint);
create table reporting.rpt_institute_at_risk (
    enrollment_id bigint, student_id bigint, enrollment_no text, campus_code text, subject text, subject_name text,
    p_drop double, p_drop_30d double, band text, reasons varchar[], last_attended_on date, topics_done integer,
    topics_total integer
);
create table features.feat_demand_week (
    campus_code text, week_start date, is_whole boolean, sessions bigint, new_enrollments bigint, inquiries bigint,
    completions bigint
);
create table reporting.rpt_demand_forecast (
    campus_code text, measure text, week_start date, p10 double, p50 double, p90 double, method text, weeks_known bigint
);
create table reporting.rpt_capacity_week (
    campus_code text, week_start date, is_ahead boolean, booked_hours double, p10_hours double, p50_hours double,
    p90_hours double, expected_hours double, faculty bigint, holiday_hours double, leave_hours double,
    available_hours double, spare_hours double, load_share double, state text
);
create table reporting.rpt_capacity_subject_week (
    campus_code text, subject text, subject_name text, week_start date, expected_hours double, faculty bigint,
    teachable_hours double, is_short boolean
);
create table reporting.rpt_intervention_uplift (
    comparison text, estimated_as_of date, status text, treated bigint, untreated bigint, kept_treated double,
    kept_untreated double, uplift double, low double, high double, more_needed bigint, more_needed_to_tell bigint,
    method text, model_version text
);
create table reporting.rpt_intervention_outcome (
    campus_code text, action text, interventions bigint, open_interventions bigint, overdue_interventions bigint,
    done_interventions bigint, better_outcomes bigint, unchanged_outcomes bigint, dropped_outcomes bigint,
    windows_over bigint, marks_before bigint, attended_before bigint, marks_after bigint, attended_after bigint
);
create table reporting.rpt_completion_forecast (
    enrollment_no text, subject text, scored_as_of date, p10_date date, p50_date date, p90_date date,
    p_finish double, p_on_time double, p_on_time_if_finished double,
    topics_done integer default 3, topics_total integer default 10
);
create table marts.fct_feedback (
    feedback_id bigint, campus_id bigint, faculty_id bigint, student_id bigint, is_anonymous boolean, is_shown boolean,
    has_comment boolean, submitted_on date
);
create table reporting.rpt_feedback_sentiment (
    feedback_id bigint, feedback text, campus_id bigint, faculty_id bigint, student_id bigint, feedback_type text,
    rating integer, is_anonymous boolean, has_comment boolean, submitted_on date, sentiment text, confidence double,
    is_settled boolean, settled_on date, is_unsure boolean, is_contradicted boolean, worth_asking double,
    themes varchar[], words varchar[], predicted_sentiment text, scored_as_of date, model_version text
);
create table reporting.rpt_feedback_theme (
    feedback_theme_key text, feedback_id bigint, theme text, is_settled boolean, campus_id bigint, faculty_id bigint,
    student_id bigint, feedback_type text, rating integer, sentiment text, is_anonymous boolean, has_comment boolean,
    submitted_on date, week_start date, words varchar[]
);
create table reporting.rpt_call_list (
    inquiry_id bigint, campus_id bigint, campus_code text, counselor_id bigint, source text, status text, priority text,
    subjects_asked text, inquired_on date, age_days integer, next_follow_up_date date, is_overdue boolean,
    contacts_made integer, last_contact_on date, scored_as_of date, moment text, p_enrol double, band text,
    reasons varchar[], rank_at_campus integer
);
create table marts.fct_inquiry (
    inquiry_id bigint, campus_id bigint, counselor_id bigint, source text, status text, inquired_on date,
    days_to_contact integer, was_contacted boolean, was_scheduled boolean, closed_on date, is_duplicate boolean
);
create table marts.fct_inquiry_outcome (
    inquiry_id bigint, campus_id bigint, counselor_id bigint, source text, status text, inquired_on date,
    is_open boolean, age_days integer, is_overdue boolean, is_unplanned boolean, is_unassigned boolean,
    is_stale boolean, enrollments integer, completed_enrollments integer, collected_amount decimal(14, 2)
);
create table marts.fct_follow_up (
    follow_up_id bigint, inquiry_id bigint, campus_id bigint, counselor_id bigint, follow_up_date date,
    follow_up_type text, status text, is_overdue boolean
);
create table reporting.rpt_lead_attribute (
    attribute text, verdict text, reason text, filled_share double, power double, model_version text
);
create table reporting.rpt_model_card (
    model text, version text, trained_on_rows bigint, trained_until date, baseline text, metric text, value double,
    baseline_value double, low double, high double
);
create table reporting.rpt_model_reliability (
    model text, version text, target text, bin bigint, predicted double, observed double, low double, high double,
    row_count bigint
);
create table reporting.rpt_model_backtest (
    model text, version text, origin_date date, metric text, baseline text, value double, baseline_value double,
    low double, high double, row_count bigint
);
create table reporting.rpt_model_fairness (
    model text, version text, attribute text, group_name text, row_count bigint, base_rate double,
    mean_prediction double, auc double, flagged_share double, found_share double
);
create table reporting.rpt_model_drift (
    model text, version text, day date, measure text, subject text, value double, reference double, low double,
    high double, row_count bigint, level text
);
create table reporting.rpt_model_version (
    model text, version text, kind text, trained_at timestamptz, trained_until date, row_count bigint,
    code_fingerprint text, data_fingerprint text, seed bigint, metric text, value double, baseline text,
    baseline_value double, is_serving boolean
);
"""

_PEOPLE = """
create table dim_person (student_id bigint, faculty_id bigint, first_name text, last_name text);
insert into dim_person values
    (1, null, 'Asha', 'Rao'), (2, null, 'Dev', '<b>Nair</b>'), (3, null, 'Zoya', null), (null, 1, 'Meera', 'Iyer');
create table feedback_comment (feedback_id bigint, campus_id bigint, comments text, resolution text);
"""

_INQUIRERS = """
create table dim_inquirer (inquiry_id bigint, campus_id bigint, student_name text, phone text, email text);
insert into dim_inquirer values (1, 1, 'Ira <i>Sen</i>', '+91 98 1', null), (2, 1, 'Omar', null, 'omar@x.example'),
    (3, 1, 'Tara', null, null), (4, 2, 'Goa only', '4', null);
"""

_ROWS = """
insert into marts.dim_campus values (1, 'PUNE', 'Pune Camp', 'Asia/Kolkata'), (2, 'GOA', 'Goa Panaji', 'Asia/Kolkata');
insert into marts.fct_enrollment values
    (11, 1, 1, 1, 'S1', 'PY', 'active', '2024-08-30', '2024-06-28', null, null),
    (12, 2, 1, 1, 'S2', 'PY', 'active', null, '2024-06-20', null, null),
    (13, 3, 8, 2, 'S3', 'PY', 'active', null, '2024-01-08', null, null),
    (14, 2, 1, 1, 'S2', 'SQL', 'completed', null, '2024-01-08', '2024-06-27', 'completed');
insert into marts.dim_student values (1, 1, 'S1'), (2, 1, 'S2'), (3, 2, 'S3');
insert into marts.dim_subject values (1, 'PY', 'Python'), (2, 'SQL', 'Databases');
insert into marts.dim_topic values (21, 'Loops'), (22, 'Recursion & <i>friends</i>');
insert into marts.dim_faculty values (1, 1, 'F<1>'), (8, 2, 'F8');
-- Pune's week before: of 20 hours ten were taught, one was cancelled, two missed. Goa: more than entered.
insert into reporting.rpt_faculty_week values
    (1, 1, '2024-06-24', 12, 10, 1, 1, 600, 60, 120, 5, 1200, 600, 120, 0, 60, 420, 0),
    (8, 2, '2024-06-24', 3, 3, 0, 0, 180, 0, 0, 1, 120, 120, 0, 0, 0, 0, 60),
    (1, 1, '2024-06-17', 5, 5, 0, 0, 300, 0, 0, 5, 1200, 300, 0, 0, 0, 900, 0),
    (1, 1, '2024-07-01', 1, 1, 0, 0, 60, 0, 0, 1, 1200, 60, 0, 0, 0, 1140, 0);
insert into marts.fct_session values
    (901, 1, 1, 1, '2024-06-25', '10:00', 60, 'individual', 'cancelled'),
    (902, 1, 1, 2, '2024-06-26', null, 120, 'individual', 'no_show'),
    (903, 1, 1, 1, '2024-06-27', '09:00', 60, 'group', 'completed'),
    (904, 2, 8, 1, '2024-06-27', '09:00', 180, 'group', 'completed');
insert into marts.fct_action_item values (1, 1, 'open', true), (2, 1, 'done', false), (3, 2, 'open', false);
insert into marts.fct_payment values
    (1, 1, 1, 1, 6000, '2024-05-10'), (2, 2, 1, 1, 4000, '2024-06-10'), (3, 3, 2, 1, 9000, '2024-06-11');
insert into marts.fct_fee_plan values (1, 1, 1, 1, 500, 12000, 6000, 6000, 3000), (2, 3, 2, 1, 0, 9000, 9000, 0, 0);
insert into marts.fct_fee_installment values
    (1, 1, 1, 1, '2024-05-10', 6000, 6000, 0, false, null), (2, 2, 1, 1, '2024-06-10', 7000, 4000, 3000, true, 21);
insert into reporting.rpt_at_risk values
    ('S1', 'PY', 0.7, 'high', ['Missed 3 of the last 5 sessions'], 0.24), ('S2', 'PY', 0.4, 'medium', [], null),
    ('S3', 'PY', 0.9, 'high', ['No session attended for 16 days'], 0.6);
insert into reporting.rpt_velocity_estimate values
    (11, 0.9, 0.6, 1.3, 0.7, 0.8, 9, 0.72, 'steady'), (12, 0.8, 0.4, 1.5, 0.1, 0.8, 9, 0.5, 'unknown'),
    (13, 0.5, 0.3, 0.8, 0.8, 0.8, 3, null, 'falling');
insert into reporting.rpt_next_topic values
    (11, 1, 21, 'Loops', 'Unlocked by Variables. Students like you take about 2 sessions.', 2.2),
    (11, 2, 22, 'Recursion', 'Next in teaching order; it builds on no other topic.', null);
insert into reporting.rpt_topic_difficulty values
    (21, 'PY', 1, 'Loops', 2.0, 40, 1.9, 1.7, 2.2, 1.6, 1.4, 1.9, 0.8, 0.7, 0.95, 0.05, 74, 'easier'),
    (22, 'PY', 2, 'Recursion & <i>friends</i>', 2, 31, 5.1, 4.2, 6.3, 3.4, 2.8, 4.1, 2.1, 1.7, 2.6, 0.3, 61, 'harder'),
    (23, 'PY', 3, 'Decorators', null, 2, 2.6, 1.2, 5.0, 2.0, 1.0, 4.0, 1.1, 0.5, 2.1, 0.1, null, 'too_few');
insert into reporting.rpt_topic_teaching values (22, 1, 1, 12, 0.6, 'better'), (22, 1, 8, 12, -0.6, 'worse');
insert into reporting.rpt_institute_overview values
    ('all', 3, 3, 0.9, 0.8, 40, 4, 0.5, 2, 1, '2024-07-01'),
    ('PUNE', 2, 2, 0.875, null, 30, 3, null, 1, 1, '2024-07-01'),
    ('GOA', 1, 1, null, null, 10, 1, 0.4, 1, 0, '2024-07-01');
insert into reporting.rpt_institute_at_risk values
    (11, 1, 'S1', 'PUNE', 'PY', 'Python', 0.7, 0.24, 'high', ['Missed 3 of the last 5 sessions'], '2024-06-20', 3, 10),
    (12, 2, 'S2', 'PUNE', 'PY', 'Python', 0.4, null, 'medium', [], null, 5, 10),
    (13, 3, 'S3', 'GOA', 'PY', 'Python', 0.9, 0.6, 'high', ['No session attended for 16 days'], '2024-06-15', 1, 10);
insert into reporting.rpt_institute_forecast_month values
    ('all', '2024-06-01', 9), ('all', '2024-07-01', 1), ('all', '2024-09-01', 2), ('PUNE', '2024-09-01', 2);
insert into features.feat_demand_week
    select 'all', cast('2024-07-01' as date) - to_days(cast(7 * back as integer)), true, 20, 1, 2, 1
    from range(1, 16) as weeks (back);
insert into reporting.rpt_demand_forecast
    select 'all', 'sessions', cast('2024-07-01' as date) + to_days(cast(7 * ahead as integer)), 10, 22, 30,
        'recent_weeks', 15
    from range(13) as weeks (ahead);
insert into reporting.rpt_demand_forecast values
    ('all', 'inquiries', '2024-07-01', null, null, null, 'not_enough_weeks', 5);
insert into reporting.rpt_capacity_week
    select code, cast('2024-07-01' as date) + to_days(cast(7 * step as integer)), step >= 0, 20, 10, 22, 30,
        case when step = 3 then 60 else 30 end, 2, 0, 0, 50, case when step = 3 then -10 else 20 end,
        case when step = 3 then 1.2 else 0.6 end, case when step = 3 then 'short' else 'fine' end
    from range(-3, 5) as weeks (step) cross join (values ('all'), ('PUNE')) as campus (code);
insert into reporting.rpt_capacity_week
    select 'GOA', '2024-07-01', true, 0, null, null, null, null, 0, 0, 0, 0, null, null, 'unknown';
insert into reporting.rpt_capacity_subject_week values
    ('PUNE', 'PY', 'Python', '2024-07-01', 20, 1, 30, false), ('PUNE', 'PY', 'Python', '2024-07-08', 40, 1, 30, true),
    ('PUNE', 'SQL', 'Databases', '2024-07-01', 5, 1, 30, false), ('PUNE', 'R', 'R', '2024-07-01', 5, 3, 90, false);
insert into reporting.rpt_intervention_uplift values
    ('alert', '2024-07-01', 'not_enough_data', 12, 3, 0.75, null, null, null, null, 110, 660, 'lot', '1'),
    ('help', '2024-07-01', 'estimated', 40, 60, 0.8, 0.7, 0.1, 0.02, 0.18, 0, 200, 'choice', '1');
insert into reporting.rpt_intervention_outcome values
    ('all', 'call', 4, 1, 0, 3, 2, 1, 0, 3, 10, 5, 10, 8), ('PUNE', 'call', 4, 1, 0, 3, 2, 1, 0, 3, 10, 5, 10, 8),
    ('all', 'meeting', 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0);
insert into reporting.rpt_completion_forecast (enrollment_no, subject, scored_as_of, p10_date, p50_date, p90_date)
values
    ('S1', 'PY', '2024-07-01', '2024-08-01', '2024-08-20', '2024-10-01'),
    ('S3', 'PY', '2024-07-01', null, '2024-09-09', null);
insert into reporting.rpt_call_list values
    (1, 1, 'PUNE', null, 'website', 'new', 'high', 'Python', '2024-06-30', 1, null, false, 0, null, '2024-07-01', 'day',
        0.3, 'medium', ['Speaks for enrolling: Minutes on the site is 40'], 2),
    (2, 1, 'PUNE', 7001, 'referral', 'follow_up_scheduled', 'low', null, '2024-06-20', 11, '2024-06-29', true, 2,
        '2024-06-25', '2024-07-01', 'week', 0.8, 'high', [], 1),
    (3, 1, 'PUNE', null, null, 'new', 'low', null, '2024-07-01', 0, null, false, 0, null, null, null, null, null, null,
        3),
    (4, 2, 'GOA', null, 'walk_in', 'contacted', 'low', null, '2024-06-20', 11, '2024-07-09', false, 1, '2024-06-25',
        '2024-07-01', 'week', 0.9, 'high', [], 1);
-- Pune: of twenty who walked in and asked a month ago twelve were contacted, eight planned, five enrolled. Goa: one.
insert into marts.fct_inquiry
    select 100 + asker, 1, 7001, 'walk_in', case when asker < 5 then 'enrolled' else 'lost' end, '2024-06-01', 2,
        asker < 12, asker < 8, '2024-06-20', false
    from range(20) as askers (asker);
insert into marts.fct_inquiry values (200, 2, null, 'website', 'new', '2024-06-01', null, false, false, null, false);
insert into marts.fct_inquiry_outcome values
    (2, 1, 7001, 'referral', 'follow_up_scheduled', '2024-06-20', true, 11, true, false, false, false, 0, 0, 0);
insert into marts.fct_follow_up values
    (1, 2, 1, 7001, '2024-06-25', 'call', 'completed', false), (2, 2, 1, 7001, '2024-06-29', 'call', 'pending', true);
insert into reporting.rpt_lead_attribute values
    ('Last <remark>', 'rejected', 'Knows the outcome.', 0.6, 0.95, 'v'),
    ('Source', 'used', 'Alone it ranks 60 of 100 pairs rightly.', 1, 0.6, 'v');
insert into reporting.rpt_model_card values
    ('lead_scoring', '1', 500, '2024-06-30', 'source rate', 'lift_at_capacity', 2.4, 1.3, 2.1, 2.7),
    ('at_risk', '3', 120, '2024-06-30', 'rule', 'auc', 0.8, 0.6, 0.75, 0.85),
    ('at_risk', '3', 120, '2024-06-30', 'none', 'known_outcomes', 120, null, null, null),
    ('echo', 'echo-1', 7, null, 'none', 'known_outcomes', 7, null, null, null);
insert into reporting.rpt_model_reliability values
    ('at_risk', '3', 'p_drop', 1, 0.1, 0.12, 0.05, 0.2, 60), ('at_risk', '3', 'p_drop', 2, 0.6, 0.9, 0.8, 0.95, 60),
    ('at_risk', '3', 'p_drop_30d', 1, 0.05, 0.05, 0.01, 0.1, 60);
insert into reporting.rpt_model_backtest values
    ('at_risk', '3', '2024-05-01', 'auc', 'rule', 0.8, 0.7, 0.75, 0.85, 200),
    ('at_risk', '3', '2024-05-29', 'auc', 'rule', 0.65, 0.7, 0.6, 0.7, 210),
    ('at_risk', '3', '2024-05-29', 'auc_30d', 'even spread', 0.62, 0.6, 0.55, 0.7, 210);
insert into reporting.rpt_model_fairness values
    ('at_risk', '3', 'gender', 'F', 70, 0.3, 0.28, 0.8, 0.2, 0.5),
    ('at_risk', '3', 'gender', '<M>', 50, 0.4, 0.3, null, 0, null);
insert into reporting.rpt_model_drift values
    ('at_risk', '2', '2024-06-01', 'realised', 'p_drop_30d', 0.3, 0.1, 0.25, 0.35, 200, 'alert'),
    ('at_risk', '3', '2024-06-29', 'realised', 'p_drop_30d', 0.3, 0.15, 0.25, 0.35, 200, 'alert'),
    ('at_risk', '3', '2024-06-29', 'stability', 'sessions_7d', 0.4, 0, null, null, 200, 'alert'),
    ('at_risk', '3', '2024-06-29', 'base_rate', 'p_drop', 0.32, 0.3, 0.2, 0.4, 120, 'ok'),
    ('at_risk', '3', '2024-06-29', 'stability', 'elapsed_share', 0.05, 0, null, null, 200, 'ok');
insert into reporting.rpt_model_version values
    ('at_risk', '2', 'rule', '2024-05-30 20:00+00', '2024-05-30', 0, 'c1', 'd1', 7, null, null, null, null, false),
    ('at_risk', '3', 'logistic', '2024-06-30 20:00+00', '2024-06-30', 120, 'c1', 'd2', 7, 'auc', 0.8, 'rule', 0.6,
     true);
"""


# Of Pune's faculty member 7: anonymous complaints about the labs, three and then five, and praise under a name with one
# star. In Goa: one anonymous comment, too few to be shown, so that only the mart knows of it.
_FEEDBACK = """
insert into reporting.rpt_feedback_sentiment
select
    number, 'F' || number, 1, 7, null, 'faculty', null, true, true,
    cast('2024-06-18' as date) + cast(number as integer), 'negative', 0.8,
    false, null, number = 1, false, 0.2, ['labs'], ['slow'], 'negative', '2024-07-01', 'sentiment-1'
from range(1, 6) as anonymous (number);
insert into reporting.rpt_feedback_sentiment
select
    number, 'F' || number, 1, 7, null, 'faculty', null, true, true,
    cast('2024-06-01' as date) + cast(number - 7 as integer), 'negative', 0.8,
    false, null, false, false, 0.1, ['labs'], ['slow'], 'negative', '2024-07-01', 'sentiment-1'
from range(8, 11) as anonymous (number);
insert into reporting.rpt_feedback_sentiment values
    (6, 'F6', 1, 7, 1, 'faculty', 1, false, true, '2024-06-25', 'positive', 0.9, false, null, false, true, 0.1,
     ['teaching'], ['great'], 'positive', '2024-07-01', 'sentiment-1');
insert into marts.fct_feedback
select feedback_id, campus_id, faculty_id, student_id, is_anonymous, true, has_comment, submitted_on
from reporting.rpt_feedback_sentiment;
insert into marts.fct_feedback values (7, 2, null, null, true, false, true, '2024-06-01');
insert into reporting.rpt_feedback_theme
select
    feedback_id || '@' || theme, feedback_id, theme, false, campus_id, faculty_id, student_id, feedback_type, rating,
    sentiment, is_anonymous, has_comment, submitted_on, date_trunc('week', submitted_on), words
from (select *, unnest(themes) as theme from reporting.rpt_feedback_sentiment);
"""
_COMMENTS = """
insert into feedback_comment
select number, 1, 'The lab PC <b>hangs</b> ' || number, null from range(1, 11) as said (number)
where number not in (6, 7);
insert into feedback_comment values (6, 1, 'Great teacher', null), (7, 2, 'Fees are expensive', null);
"""


@cache
def _files(*, is_empty: bool) -> dict[str, bytes]:
    """The files of a snapshot by name: made once, because every test of a screen wants them."""
    with tempfile.TemporaryDirectory(prefix="headway-test-") as temporary:
        folder = Path(temporary)
        with duckdb.connect(folder / WAREHOUSE_FILE) as connection:
            connection.execute(_RELATIONS)
            if not is_empty:
                connection.execute(_ROWS)
                connection.execute(_FEEDBACK)
                connection.executemany(
                    "insert into reporting.rpt_institute_week values (?, ?, ?, ?, ?, ?, ?, ?)", _weeks()
                )
        with duckdb.connect(folder / RESTRICTED_FILE) as connection:
            connection.execute(_PEOPLE)
            if not is_empty:
                connection.execute(_COMMENTS)
            connection.execute(_INQUIRERS)
        return {name: (folder / name).read_bytes() for name in (WAREHOUSE_FILE, RESTRICTED_FILE)}


def make_snapshot(home: Path, build_id: str = "build-1", *, is_empty: bool = False) -> None:
    """Publishes a snapshot under `home`, as `warehouse/publish.py` lays it out; with or without rows."""
    folder = home / "snapshots" / build_id
    folder.mkdir(parents=True)
    for name, content in _files(is_empty=is_empty).items():
        (folder / name).write_bytes(content)
    told = {
        "build_id": build_id,
        "built_at": datetime.now(UTC).isoformat(),
        "source_as_of": str(AS_OF),
        "extract_id": 1,
    }
    (folder / BUILD_FILE).write_text(json.dumps(told))
    pointer = home / "snapshots" / POINTER
    pointer.unlink(missing_ok=True)
    pointer.symlink_to(build_id)


def _weeks() -> list[tuple[object, ...]]:
    """Twenty weeks of the institute: 80% attended, 90% in the last four."""
    rows: list[tuple[object, ...]] = []
    for back in range(20):
        attended = 90 if back < 4 else 80
        week = MONDAY - timedelta(weeks=back)
        rows.append(("all", week, 100, attended, attended / 100, 30.0, 60.0, 0.5))
    return rows
