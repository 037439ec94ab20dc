# ruff: noqa: S608 - only names of this module are put together
"""Writing people: a user for each, and what they are. Nobody gets a password here.

Belongs here: counselors, faculties, students. A person is matched by their key, or by an e-mail whose user has the
role but not yet the record.
"""

import psycopg

from ingest_api.imports.staging import StagedFile
from ingest_api.imports.upsert import upsert

_STAFF = "('counselor', 'admin', 'super_admin')"

# One row per person of the folder, with the user they are already, if any. An empty e-mail never takes a log-in away.
_PEOPLE = f"""
create temporary table import_people on commit drop as
with person as (
    select
        1 as place, 'counselors' as file, 'counselor' as role, staged.line, staged.email as key, staged.email,
        staged.first_name, staged.last_name, staged.phone, staged.campus, account.id as user_id
    from import_counselors as staged
    left join operational.users as account on account.email = staged.email and account.role in {_STAFF}
    union all
    select
        2, 'faculties', 'faculty', staged.line, staged.employee_id, staged.email, staged.first_name, staged.last_name,
        staged.phone, staged.campus, coalesce(known.user_id, account.id)
    from import_faculties as staged
    left join operational.faculties as known on known.employee_id = staged.employee_id
    left join operational.users as account
        on known.id is null and account.email = staged.email and account.role = 'faculty'
            and not exists (select from operational.faculties as other where other.user_id = account.id)
    union all
    select
        3, 'students', 'student', staged.line, staged.enrollment_no, staged.email, staged.first_name,
        staged.last_name, staged.phone, staged.campus, coalesce(known.user_id, account.id)
    from import_students as staged
    left join operational.students as known on known.enrollment_no = staged.enrollment_no
    left join operational.users as account
        on known.id is null and account.email = staged.email and account.role = 'student'
            and not exists (select from operational.students as other where other.user_id = account.id)
)
select person.*, coalesce(account.uuid, gen_random_uuid()) as uuid, coalesce(account.role, person.role) as kept_role
from person left join operational.users as account on account.id = person.user_id
"""

# Two people who swap addresses would collide halfway through one statement.
_FREE_ADDRESSES = """
update operational.users as mover set email = null
from import_people as person
where person.user_id = mover.id and mover.email <> person.email
    and exists (select from import_people as taker where taker.email = mover.email)
"""


def match_people(connection: psycopg.Connection) -> None:
    """Makes `import_people`: who of the folder is which user."""
    connection.execute(_PEOPLE)
    connection.execute("analyze import_people")


def write_users(connection: psycopg.Connection, file: str) -> None:
    """The users of one file's people. Counted as nothing of their own: a changed user is a changed row of the file."""
    connection.execute(_FREE_ADDRESSES)
    upsert(
        connection,
        f"{file}:users",
        "users",
        ("uuid",),
        ("email", "first_name", "last_name", "phone", "role", "campus_id"),
        f"""select person.line, person.uuid, person.email, person.first_name, person.last_name, person.phone,
            person.kept_role as role, campus.id as campus_id
        from import_people as person left join operational.campuses as campus on campus.code = person.campus
        where person.file = '{file}'""",
    )


def write_counselors(connection: psycopg.Connection, _: StagedFile) -> None:
    """Counselors are users and nothing else."""
    write_users(connection, "counselors")
    connection.execute("update import_touched set file = 'counselors' where file = 'counselors:users'")


def write_faculties(connection: psycopg.Connection, staged: StagedFile) -> None:
    """Faculty members by employee_id."""
    write_users(connection, "faculties")
    specialization = (
        "coalesce(string_to_array(staged.specialization, ';'), '{}')"
        if "specialization" in staged.present
        else "coalesce(known.specialization, '{}')"
    )
    upsert(
        connection,
        "faculties",
        "faculties",
        ("employee_id",),
        (
            "user_id",
            "campus_id",
            "specialization",
            "qualification",
            "experience_years",
            "hourly_rate",
            "max_hours_per_day",
            "max_students_per_day",
            "status",
        ),
        f"""select staged.line, staged.employee_id, account.id as user_id, campus.id as campus_id,
            {specialization} as specialization, staged.qualification, staged.experience_years, staged.hourly_rate,
            staged.max_hours_per_day, staged.max_students_per_day, staged.status
        from import_faculties as staged
        join import_people as person on person.file = 'faculties' and person.line = staged.line
        join operational.users as account on account.uuid = person.uuid
        join operational.campuses as campus on campus.code = staged.campus
        left join operational.faculties as known on known.employee_id = staged.employee_id""",
    )
    _count_users(connection, "faculties")


def write_availability(connection: psycopg.Connection, _: StagedFile) -> None:
    """When faculty can teach, by faculty member, weekday and start."""
    upsert(
        connection,
        "availability",
        "faculty_availability",
        ("faculty_id", "weekday", "start_time"),
        ("end_time",),
        """select staged.line, faculty.id as faculty_id, staged.weekday, staged.start_time, staged.end_time
        from import_availability as staged join operational.faculties as faculty using (employee_id)""",
    )


def write_students(connection: psycopg.Connection, staged: StagedFile) -> None:
    """Students by enrollment_no. Attributes that the file does not have are kept, empty ones are forgotten."""
    write_users(connection, "students")
    upsert(
        connection,
        "students",
        "students",
        ("enrollment_no",),
        (
            "user_id",
            "campus_id",
            "date_of_birth",
            "address",
            "emergency_contact_name",
            "emergency_contact_phone",
            "guardian_email",
            "admission_date",
            "counselor_id",
            "learning_style",
            "attributes",
            "status",
        ),
        """select staged.line, staged.enrollment_no, account.id as user_id, campus.id as campus_id,
            staged.date_of_birth, staged.address, staged.emergency_contact_name, staged.emergency_contact_phone,
            staged.guardian_email,
            staged.admission_date, counselor.id as counselor_id, staged.learning_style,
            jsonb_strip_nulls(coalesce(known.attributes, '{}') || coalesce(staged.attributes, '{}')) as attributes,
            staged.status
        from import_students as staged
        join import_people as person on person.file = 'students' and person.line = staged.line
        join operational.users as account on account.uuid = person.uuid
        join operational.campuses as campus on campus.code = staged.campus
        left join operational.users as counselor on counselor.email = staged.counselor
        left join operational.students as known on known.enrollment_no = staged.enrollment_no""",
    )
    _count_users(connection, "students")


def _count_users(connection: psycopg.Connection, file: str) -> None:
    """Turns touched users into touched rows of the file."""
    connection.execute(
        f"""update import_touched as touched set file = '{file}', row_id = record.id
        from operational.{file} as record
        where touched.file = '{file}:users' and record.user_id = touched.row_id"""
    )


def count_invitations(connection: psycopg.Connection) -> tuple[int, int]:
    """How many of the folder's people have an e-mail but no password, and how many have no e-mail."""
    found = connection.execute(
        """select count(*) filter (where account.email is not null and account.password_hash is null),
            count(*) filter (where account.email is null)
        from import_people as person join operational.users as account on account.uuid = person.uuid"""
    ).fetchone()
    return (found[0], found[1]) if found else (0, 0)
