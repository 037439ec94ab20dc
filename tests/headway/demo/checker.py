"""What must hold between the files of an import folder, checked without any code of the generator."""

from collections.abc import Iterator

import pandas as pd

Tables = dict[str, pd.DataFrame]

KEYS = {
    "campuses": ["code"],
    "holidays": ["campus", "date"],
    "counselors": ["email"],
    "faculties": ["employee_id"],
    "availability": ["employee_id", "weekday", "start_time"],
    "subjects": ["code"],
    "topics": ["subject", "order_index"],
    "students": ["enrollment_no"],
    "enrollments": ["enrollment_no", "subject"],
    "batches": ["batch"],
    "sessions": ["session"],
    "attendance": ["session", "enrollment_no"],
    "assessments": ["assessment"],
    "feedback": ["feedback"],
    "inquiries": ["inquiry"],
    "follow_ups": ["inquiry", "follow_up_date", "follow_up_type"],
    "payments": ["receipt"],
}
_TARGETS = {
    "campus": ("campuses", "code"),
    "counselor": ("counselors", "email"),
    "employee_id": ("faculties", "employee_id"),
    "subject": ("subjects", "code"),
    "enrollment_no": ("students", "enrollment_no"),
    "batch": ("batches", "batch"),
    "session": ("sessions", "session"),
    "inquiry": ("inquiries", "inquiry"),
}
_LISTS = {
    ("batches", "members"): ("students", "enrollment_no"),
    ("subjects", "prerequisites"): ("subjects", "code"),
    ("inquiries", "interested_subjects"): ("subjects", "code"),
    ("faculties", "specialization"): ("subjects", "code"),
}


def key_faults(tables: Tables) -> Iterator[str]:
    """Yield files whose key is empty or occurs twice."""
    for name, key in KEYS.items():
        if tables[name].duplicated(key).any():
            yield f"{name}: key occurs twice"
        if (tables[name][key] == "").any(axis=None):
            yield f"{name}: key is empty"


def reference_faults(tables: Tables) -> Iterator[str]:
    """Yield references that lead nowhere."""
    for name, table in tables.items():
        for column in table.columns.intersection(list(_TARGETS)):
            target, target_column = _TARGETS[column]
            if name != target:
                values = set(table[column]) - {""}
                if lost := values - set(tables[target][target_column]):
                    yield f"{name}.{column}: {sorted(lost)[:3]}"
    for (name, column), (target, target_column) in _LISTS.items():
        values = set(tables[name][column].str.split(";").explode()) - {""}
        if lost := values - set(tables[target][target_column]):
            yield f"{name}.{column}: {sorted(lost)[:3]}"
    topics = set(zip(tables["topics"]["subject"], tables["topics"]["order_index"], strict=True))
    needs = tables["topics"].assign(need=tables["topics"]["prerequisites"].str.split(";")).explode("need")
    for row in needs[needs["need"] != ""].itertuples():
        if (row.subject, row.need) not in topics or int(row.need) >= int(row.order_index):
            yield f"topics: {row.subject} {row.order_index} needs {row.need}"
    covered = observations(tables)
    for pair in set(zip(covered["subject"], covered["topic"], strict=True)) - topics:
        yield f"attendance: topic {pair}"
    enrolled = set(zip(tables["enrollments"]["enrollment_no"], tables["enrollments"]["subject"], strict=True))
    marks = marks_with_sessions(tables)
    for pair in set(zip(marks["enrollment_no"], marks["subject"], strict=True)) - enrolled:
        yield f"attendance: {pair} is not enrolled"


def state_faults(tables: Tables, as_of: str) -> Iterator[str]:
    """Yield rows that contradict themselves or know the future."""
    sessions, enrollments, assessments = tables["sessions"], tables["enrollments"], tables["assessments"]
    if ((sessions["enrollment_no"] == "") == (sessions["batch"] == "")).any():
        yield "sessions: one of student and batch"
    if ((sessions["status"] == "scheduled") != (sessions["session_date"] >= as_of)).any():
        yield "sessions: scheduled from the as-of date on, and only then"
    marks = marks_with_sessions(tables)
    if (marks["status"] != "completed").any():
        yield "attendance: session was not held"
    absent = marks["attendance_status"] == "absent"
    if (marks.loc[absent, ["check_in_time", "topics"]] != "").any(axis=None):
        yield "attendance: an absent student did something"
    if (marks.loc[~absent, ["check_in_time", "check_out_time"]] == "").any(axis=None):
        yield "attendance: a present student has no times"
    late_minutes = _minutes(marks.loc[~absent, "check_in_time"]) - _minutes(marks.loc[~absent, "start_time"])
    if ((marks.loc[~absent, "attendance_status"] == "late") != (late_minutes > 5)).any():
        yield "attendance: late means more than five minutes"
    enrolled = marks.merge(enrollments, on=["enrollment_no", "subject"], suffixes=("", "_enrolled"))
    if (enrolled["session_date"] < enrolled["enrollment_date"]).any():
        yield "attendance: before the enrolment"
    if ((enrolled["ended_on"] != "") & (enrolled["session_date"] > enrolled["ended_on"])).any():
        yield "attendance: after the enrolment"
    is_completed = enrollments["status"] == "completed"
    if (enrollments["actual_completion_date"] != enrollments["ended_on"].where(is_completed, "")).any():
        yield "enrollments: completion date"
    if ((enrollments["ended_on"] != "") != enrollments["status"].isin(["completed", "dropped"])).any():
        yield "enrollments: ended_on"
    if ((assessments["assessment_date"] == "") != (assessments["status"] == "pending")).any():
        yield "assessments: handed in"
    for column in ("graded_on", "marks_obtained"):
        if ((assessments[column] != "") != (assessments["status"] == "graded")).any():
            yield f"assessments: {column}"
    graded = assessments[assessments["status"] == "graded"]
    if (graded["graded_on"] < graded["assessment_date"]).any():
        yield "assessments: graded before handed in"
    if (graded["marks_obtained"].astype(float) > graded["total_marks"].astype(float)).any():
        yield "assessments: more marks than there are"
    if (tables["batches"]["start_date"] > tables["batches"]["end_date"]).any():
        yield "batches: end before start"
    for name, column in (
        ("students", "admission_date"), ("enrollments", "enrollment_date"), ("enrollments", "ended_on"),
        ("batches", "start_date"), ("assessments", "assessment_date"), ("assessments", "graded_on"),
        ("feedback", "created_at"),
    ):  # fmt: skip
        if (tables[name][column] > as_of).any():
            yield f"{name}.{column}: after the as-of date"


def office_faults(tables: Tables, as_of: str) -> Iterator[str]:
    """Yield inquiries, follow-ups and payments that contradict themselves, each other or the students."""
    inquiries, contacts, payments = tables["inquiries"], tables["follow_ups"], tables["payments"]
    is_over = inquiries["status"].isin(["enrolled", "lost"])
    if ((inquiries["closed_on"] != "") != is_over).any():
        yield "inquiries: closed_on"
    if ((inquiries["enrollment_no"] != "") != (inquiries["status"] == "enrolled")).any():
        yield "inquiries: enrollment_no"
    if inquiries.loc[inquiries["enrollment_no"] != "", "enrollment_no"].duplicated().any():
        yield "inquiries: a student asked twice"
    if ((inquiries["Last remark"] != "") != is_over).any():
        yield "inquiries: the last remark comes at the end"
    if (inquiries["created_at"].str[:10] > as_of).any() or (inquiries["closed_on"] > as_of).any():
        yield "inquiries: after the as-of date"
    students = inquiries.merge(tables["students"], on="enrollment_no", suffixes=("", "_student"))
    if (students["closed_on"] != students["admission_date"]).any() or (
        students["counselor"] != students["counselor_student"]
    ).any():
        yield "inquiries: not as the student came"
    made = contacts.merge(inquiries, on="inquiry", suffixes=("", "_inquiry"))
    if (made["follow_up_date"] < made["created_at"].str[:10]).any():
        yield "follow_ups: before the inquiry"
    if ((made["closed_on"] != "") & (made["follow_up_date"] >= made["closed_on"])).any():
        yield "follow_ups: after the end"
    is_pending = made["status"] == "pending"
    if (is_pending & (made["closed_on"] != "")).any() or (~is_pending & (made["follow_up_date"] >= as_of)).any():
        yield "follow_ups: status"
    if (made.loc[is_pending, "follow_up_date"] != made.loc[is_pending, "next_follow_up_date"]).any():
        yield "follow_ups: the plan is not the inquiry's"
    if ((made["outcome"] != "") != (made["status"] == "completed")).any():
        yield "follow_ups: outcome"
    enrolled = payments.merge(tables["enrollments"], on=["enrollment_no", "subject"], how="left")
    if enrolled["enrollment_date"].isna().any() or (enrolled["paid_on"] < enrolled["enrollment_date"]).any():
        yield "payments: not enrolled"
    if (payments["paid_on"] > as_of).any():
        yield "payments: after the as-of date"
    fees = tables["subjects"].set_index("code")["fee"].astype(float)
    paid = (
        payments.assign(amount=payments["amount"].astype(float)).groupby(["enrollment_no", "subject"])["amount"].sum()
    )
    if (paid > paid.index.get_level_values("subject").map(fees)).any():
        yield "payments: more than the fee"


def clash_faults(tables: Tables) -> Iterator[str]:
    """Yield faculty and students who are at two sessions at one time."""
    sessions = tables["sessions"]
    begin = pd.to_datetime(sessions["session_date"] + " " + sessions["start_time"])
    minutes = pd.to_timedelta(sessions["duration_minutes"].astype(int), unit="min")
    booked = sessions.assign(begin=begin, end=begin + minutes)
    booked = booked[booked["status"] != "cancelled"]
    if _overlaps(booked, "employee_id"):
        yield "a faculty is at two sessions at one time"
    members = tables["batches"][["batch", "members"]].assign(member=tables["batches"]["members"].str.split(";"))
    enrollments = tables["enrollments"].rename(columns={"enrollment_no": "member"})
    groups = booked.merge(members.explode("member")[["batch", "member"]], on="batch")
    groups = groups.merge(enrollments[["member", "subject", "enrollment_date", "ended_on"]], on=["member", "subject"])
    is_member = (groups["session_date"] >= groups["enrollment_date"]) & (
        (groups["ended_on"] == "") | (groups["session_date"] <= groups["ended_on"])
    )
    singles = booked[booked["batch"] == ""].assign(member=lambda frame: frame["enrollment_no"])
    columns = ["member", "begin", "end"]
    if _overlaps(pd.concat([groups.loc[is_member, columns], singles[columns]]), "member"):
        yield "a student is at two sessions at one time"


def marks_with_sessions(tables: Tables) -> pd.DataFrame:
    """Return attendance with the columns of its session."""
    return tables["attendance"].merge(tables["sessions"].drop(columns="enrollment_no"), on="session")


def observations(tables: Tables) -> pd.DataFrame:
    """Return one row per mark and covered topic, in the order of time."""
    marks = marks_with_sessions(tables)
    marks = marks[marks["topics"] != ""].assign(pair=lambda frame: frame["topics"].str.split(";")).explode("pair")
    pairs = marks["pair"].str.split(":", expand=True)
    marks = marks.assign(topic=pairs[0], understanding=pairs[1])
    return marks.sort_values(["session_date", "start_time"], kind="stable")


def _overlaps(booked: pd.DataFrame, who: str) -> bool:
    ordered = booked.sort_values([who, "begin"])
    is_same = ordered[who] == ordered[who].shift()
    return bool((is_same & (ordered["begin"] < ordered["end"].shift())).any())


def _minutes(times: pd.Series) -> pd.Series:
    return times.str[:2].astype(int) * 60 + times.str[3:].astype(int)
