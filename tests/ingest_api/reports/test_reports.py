"""Reports: the same rows as JSON, CSV and PDF, with names only for who may see them."""

import csv
import io
from datetime import UTC, date, datetime
from typing import Any

import psycopg
import pytest
from httpx import Response
from pypdf import PdfReader

from ingest_api.analytics.snapshot import BuildStamp
from ingest_api.reports.formats import PDF_MOST_ROWS, as_csv, as_pdf
from ingest_api.reports.tables import Column, Report, Unit
from tests.ingest_api.analytics.snapshots import AS_OF, BUILD_ID
from tests.ingest_api.conftest import Api
from tests.ingest_api.school import School
from warehouse.vocabulary import Role

REPORTS = ("student-progress", "faculty-performance", "attendance-analytics", "crm-metrics")


def lines(answer: Response) -> list[dict[str, str]]:
    assert answer.status_code == 200, answer.text
    return list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))


def printed(content: bytes) -> str:
    """The text of a PDF as a reader copies it."""
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def report(rows: list[dict[str, Any]]) -> Report:
    return Report(
        build=BuildStamp(build_id=BUILD_ID, built_at=datetime(2026, 6, 15, 6, tzinfo=UTC), source_as_of=AS_OF),
        report="student-progress",
        title="Student progress",
        date_from=date(2026, 3, 18),
        date_to=AS_OF,
        columns=[Column(name="student_name", title="Student"), Column(name="rate", title="Rate", unit=Unit.SHARE)],
        rows=rows,
        rows_total=len(rows),
    )


@pytest.mark.parametrize("name", REPORTS)
def test_every_report_comes_in_three_forms(api: Api, published: School, name: str) -> None:
    headers = api.log_in(published.users[Role.SUPER_ADMIN])
    told = api.get(f"/reports/{name}", headers)
    assert told.status_code == 200, told.text
    assert told.json()["build"]["build_id"] == BUILD_ID
    assert told.json()["rows"]
    as_file = api.get(f"/reports/{name}", headers, format="csv")
    assert as_file.headers["Headway-Build"] == BUILD_ID
    assert as_file.headers["Content-Disposition"] == f'attachment; filename="{name}-{AS_OF}.csv"'
    rows = lines(as_file)
    assert len(rows) == len(told.json()["rows"]) == told.json()["rows_total"]
    assert list(rows[0]) == [column["name"] for column in told.json()["columns"]]
    pdf = api.get(f"/reports/{name}", headers, format="pdf")
    assert pdf.headers["Content-Type"] == "application/pdf"
    assert pdf.content.startswith(b"%PDF-")
    assert BUILD_ID in printed(pdf.content)


@pytest.mark.parametrize("name", REPORTS)
def test_the_first_rows_alone_can_be_asked_for(api: Api, published: School, name: str) -> None:
    headers = api.log_in(published.users[Role.SUPER_ADMIN])
    whole = api.get(f"/reports/{name}", headers).json()
    first = api.get(f"/reports/{name}", headers, limit=1).json()
    assert first["rows"] == whole["rows"][:1]
    assert first["rows_total"] == whole["rows_total"]
    for wrong in (0, 5001, "many"):
        assert api.get(f"/reports/{name}", headers, limit=wrong).status_code == 422


def test_names_are_for_admins_and_the_students_own_faculty(api: Api, published: School) -> None:
    expected = {
        Role.SUPER_ADMIN: {"S1": "Asha Rao", "'=S2": "देव", "S3": ""},
        Role.ADMIN: {"S1": "Asha Rao", "'=S2": "देव"},
        Role.FACULTY: {"S1": "Asha Rao"},
        Role.COUNSELOR: {"S1": None, "'=S2": None},
    }
    for role, names in expected.items():
        headers = api.log_in(published.users[role])
        for name in ("student-progress", "attendance-analytics"):
            rows = lines(api.get(f"/reports/{name}", headers, format="csv"))
            assert {row["enrollment_no"]: row.get("student_name") for row in rows} == names, (role, name)


def test_figures_of_the_student_report(api: Api, published: School) -> None:
    rows = api.get("/reports/student-progress", api.log_in(published.users[Role.FACULTY])).json()["rows"]
    assert [(row["attendance_rate"], row["attended_hours"], row["velocity"], row["risk_band"]) for row in rows] == [
        (0.5, 2.0, 1.5, "high")
    ]


def test_counselors_are_named_to_admins_only(api: Api, published: School) -> None:
    admin = api.get("/reports/crm-metrics", api.log_in(published.users[Role.ADMIN])).json()
    assert {row["counselor_name"] for row in admin["rows"]} == {"Chetan Iyer", None}
    counselor = api.get("/reports/crm-metrics", api.log_in(published.users[Role.COUNSELOR])).json()
    assert [row["inquiries"] for row in counselor["rows"]] == [row["inquiries"] for row in admin["rows"]]
    assert not any("counselor_name" in row for row in counselor["rows"])


def test_a_faculty_member_reports_on_herself(api: Api, published: School) -> None:
    [row] = api.get("/reports/faculty-performance", api.log_in(published.users[Role.FACULTY])).json()["rows"]
    assert (row["employee_id"], row["faculty_name"], row["delivered_hours"]) == ("F1", "Farah Khan", 2.0)


def test_no_cell_is_a_formula() -> None:
    for dangerous in ("=1+1", "+1", "-1", "@sum", "\t=1"):
        [row] = csv.DictReader(io.StringIO(as_csv(report([{"student_name": dangerous, "rate": -0.5}]))))
        assert row == {"student_name": f"'{dangerous}", "rate": "-0.5"}


def test_a_pdf_repeats_its_headings_and_says_what_it_left_out() -> None:
    rows = [{"student_name": f"Student {number}", "rate": 0.5} for number in range(PDF_MOST_ROWS + 1)]
    text = printed(as_pdf(report(rows)))
    pages = text.count("Page ")
    assert pages > 10
    assert text.count("Student progress") == pages
    assert f"The first {PDF_MOST_ROWS} of {PDF_MOST_ROWS + 1} rows" in text
    assert "50%" in text


def test_a_pdf_prints_names_in_the_letters_of_their_language() -> None:
    names = ("Zoë Żółć", "Ольга", "अमन राव", "गणेश", "جمال")
    text = printed(as_pdf(report([{"student_name": name, "rate": 0.5} for name in names])))
    for name in names:
        # A reader may put a space where letters are set apart.
        assert name.replace(" ", "") in text.replace(" ", "")
    assert "?" not in text


def test_a_pdf_survives_any_name_and_no_rows() -> None:
    assert as_pdf(report([{"student_name": "देव 😀 " * 40, "rate": None}])).startswith(b"%PDF-")
    assert "Nothing in this period." in printed(as_pdf(report([])))


def test_a_batch_is_told_of_by_its_members_in_its_subject(
    api: Api, published: School, connection: psycopg.Connection
) -> None:
    # As the snapshot calls the subject.
    connection.execute("update operational.subjects set code = 'PY' where id = %s", (published.subject,))
    connection.execute(
        "delete from operational.flexible_batch_members where batch_id = %s and student_id <> %s",
        (published.batch, published.students[0]),
    )
    admin = api.log_in(published.users[Role.ADMIN])
    told = api.get("/reports/student-progress", admin).json()["rows"]
    mine = [(one["enrollment_no"], one["subject_code"]) for one in told if one["enrollment_no"] == "S1"]
    assert len(told) > len(mine) > 0
    of_batch = api.get("/reports/student-progress", admin, batch=published.batch).json()
    assert [(one["enrollment_no"], one["subject_code"]) for one in of_batch["rows"]] == [("S1", "PY")]
    assert of_batch["rows_total"] == 1
    in_another = api.get("/reports/student-progress", admin, batch=published.batch, subject="SQL").json()["rows"]
    assert [one["subject_code"] for one in in_another] == [code for _number, code in mine if code == "SQL"]


def test_a_batch_out_of_sight_is_not_found(api: Api, published: School) -> None:
    stranger = api.log_in(published.other_admin)
    answer = api.get("/reports/student-progress", stranger, batch=published.batch)
    assert answer.status_code == 404
    assert f"no batch {published.batch}" in answer.json()["detail"]
