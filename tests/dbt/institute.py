"""A small institute for tests of the warehouse: one method per thing that can happen, each in its own transaction."""

from datetime import UTC, date, datetime, time
from typing import Any, LiteralString, Self

import psycopg

from warehouse.postgres import connect

CLOCK = date(2026, 3, 2)


class Institute:
    """Two campuses in different time zones, two subjects of three topics, a faculty member; students come later."""

    def __init__(self, database_url: str) -> None:
        self.database_url = database_url
        self.connection = connect(database_url, autocommit=True)
        self.campuses = self._ids("select id from operational.campuses order by id")
        self.subjects = self._ids("select id from operational.subjects order by id")
        self.topics = {
            subject: self._ids("select id from operational.topics where subject_id = %s order by id", subject)
            for subject in self.subjects
        }
        self.faculty = next(iter(self._ids("select id from operational.faculties")), None)

    @classmethod
    def found(cls, database_url: str) -> None:
        """Writes what every test starts from into an empty database."""
        with cls(database_url) as empty:
            empty.run("insert into operational.institute (id, name, clock_as_of) values (1, 'Institute', %s)", CLOCK)
            for code, time_zone in (("PUNE", "Asia/Kolkata"), ("OSLO", "Europe/Oslo")):
                empty.campuses.append(empty.insert("campuses", code=code, name=f"Campus {code}", time_zone=time_zone))
            for code in ("PY", "SQL"):
                subject = empty.insert("subjects", code=code, name=f"Subject {code}")
                for place in (1, 2, 3):
                    empty.insert("topics", subject_id=subject, name=f"Topic {place}", order_index=place)
            empty.insert("faculties", user_id=empty.add_user("faculty"), campus_id=empty.campuses[0], employee_id="F1")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.connection.close()

    def run(self, statement: LiteralString, *values: Any) -> list[tuple[Any, ...]]:
        """Runs one statement and returns its rows."""
        cursor = self.connection.execute(statement, values)
        return cursor.fetchall() if cursor.description else []

    def _ids(self, statement: LiteralString, *values: Any) -> list[int]:
        return [row_id for (row_id,) in self.run(statement, *values)]

    def insert(self, table: str, connection: psycopg.Connection | None = None, **values: Any) -> int:
        """Inserts one row into `operational.<table>` and returns its id."""
        statement = psycopg.sql.SQL("insert into operational.{} ({}) values ({}) returning id").format(
            psycopg.sql.Identifier(table),
            psycopg.sql.SQL(", ").join(map(psycopg.sql.Identifier, values)),
            psycopg.sql.SQL(", ").join(map(psycopg.sql.Placeholder, values)),
        )
        [(row_id,)] = (connection or self.connection).execute(statement, values).fetchall()
        return int(row_id)

    def add_user(self, role: str) -> int:
        return self.insert("users", first_name="Asha", role=role, campus_id=self.campuses[0])

    def add_student(self, enrollment_no: str, campus: int | None = None) -> int:
        return self.insert(
            "students",
            user_id=self.add_user("student"),
            campus_id=campus or self.campuses[0],
            enrollment_no=enrollment_no,
            admission_date=date(2026, 1, 5),
        )

    def enroll(self, student: int, subject: int | None = None, **values: Any) -> int:
        return self.insert(
            "student_subject_enrollments",
            student_id=student,
            subject_id=subject or self.subjects[0],
            **{"enrollment_date": date(2026, 1, 5)} | values,
        )

    def hold_session(
        self,
        student: int,
        day: date,
        subject: int | None = None,
        connection: psycopg.Connection | None = None,
        **values: Any,
    ) -> int:
        return self.insert(
            "learning_sessions",
            connection,
            student_id=student,
            campus_id=self.campuses[0],
            faculty_id=self.faculty,
            subject_id=subject or self.subjects[0],
            session_date=day,
            **{"duration_minutes": 60, "status": "completed"} | values,
        )

    def mark(
        self,
        session: int,
        student: int,
        status: str = "present",
        topics: dict[int, int | None] | None = None,
        *,
        day: date,
        connection: psycopg.Connection | None = None,
    ) -> int:
        """Marks a student and the topics covered, as known at 20:00 UTC of the day."""
        attendance = self.insert(
            "session_attendance",
            connection,
            session_id=session,
            student_id=student,
            attendance_status=status,
            recorded_at=datetime.combine(day, time(20), UTC),
        )
        for topic, understanding in (topics or {}).items():
            self.insert(
                "session_attendance_topics",
                connection,
                attendance_id=attendance,
                topic_id=topic,
                understanding=understanding,
            )
        return attendance

    def assess(self, student: int, topic: int | None, subject: int | None = None, **values: Any) -> int:
        return self.insert(
            "assessments",
            student_id=student,
            subject_id=subject or self.subjects[0],
            topic_id=topic,
            assessment_type="quiz",
            due_date=date(2026, 2, 1),
            total_marks=50,
            **values,
        )
