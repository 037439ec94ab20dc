"""Write the whole demo institute: what all sections share, then section after section."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np
from numpy.random import Generator, SeedSequence

from headway.demo.folder import ImportFolder
from headway.demo.institute import Campus
from headway.demo.people import Person, draw_people
from headway.demo.profiles import PROFILES, Profile, Size
from headway.demo.register import campus_rows, holiday_rows, subject_rows, topic_rows
from headway.demo.section import SectionPlan, Shown, run_section
from headway.demo.summary import DemoSummary
from headway.demo.world import World, build_world

Progress = Callable[[int, int], None]
"""Called after each section with the students written so far and in all."""

_COUNSELOR_PHONES = 95_000_000


def generate(
    folder: Path, *, size: Size = "small", seed: int = 7, as_of: date, progress: Progress | None = None
) -> DemoSummary:
    """Write an import folder with an invented institute as it stood on `as_of`.

    The same seed, size and date give the same bytes. The as-of date has unmarked sessions, among them a full class of
    the first faculty; so have the 14 days after it.

    Args:
        folder: where the CSV files go; made when missing, files of the same names are replaced.
        size: about 300, 20,000 or 1,000,000 students.
        seed: any number from 0.
        as_of: the institute's today.
        progress: told how many students are written, after each section.

    Returns:
        The logins worth announcing and the rows per file.

    Raises:
        OSError: the folder cannot be written.
    """
    return generate_profile(folder, PROFILES[size], seed=seed, as_of=as_of, progress=progress)


def generate_profile(
    folder: Path, profile: Profile, *, seed: int, as_of: date, progress: Progress | None = None
) -> DemoSummary:
    """Write an institute of any profile; `generate` is this with a named size."""
    root = SeedSequence([seed, profile.code, as_of.toordinal()])
    world_seed, people_seed, *section_seeds = root.spawn(2 + len(profile.section_shares))
    # Drawn after all others, so that these stay what they are.
    office_seeds = root.spawn(len(profile.section_shares))
    world = build_world(profile, as_of, world_seed)
    with ImportFolder(folder) as files:
        files.write_rows("campuses", campus_rows(world))
        files.write_rows("holidays", holiday_rows(world))
        files.write_rows("subjects", subject_rows())
        files.write_rows("topics", topic_rows())
        counselors = _write_counselors(world, files, Generator(np.random.PCG64(people_seed)))
        shown: Shown | None = None
        for plan, *seeds in zip(_plan_sections(world, counselors), section_seeds, office_seeds, strict=True):
            learning, office = (Generator(np.random.PCG64(seed)) for seed in seeds)
            result = run_section(world, plan, files, learning, office)
            shown = shown or result
            if progress:
                progress(plan.first_student + plan.student_count, profile.students)
        row_counts = dict(files.row_counts)
    if shown is None:
        raise ValueError("A profile needs at least one section.")
    campus = world.campuses[0]
    counselor = counselors[0][0]
    return DemoSummary(
        folder=folder,
        as_of=as_of,
        campus_code=campus.code,
        campus_name=campus.name,
        faculty_email=shown.faculty.email,
        faculty_employee_id=shown.faculty_employee_id,
        faculty_name=shown.faculty.name,
        batch=shown.batch,
        student_email=shown.student.email,
        student_enrollment_no=shown.student_enrollment_no,
        student_name=shown.student.name,
        counselor_email=counselor.email,
        counselor_name=counselor.name,
        row_counts=row_counts,
    )


def _write_counselors(world: World, files: ImportFolder, random: Generator) -> list[list[Person]]:
    """Write counselors.csv and return the counselors by campus."""
    by_campus = []
    per_campus = world.profile.counselors_per_campus
    for number, campus in enumerate(world.campuses):
        keys = [f"{campus.code}-c{index + 1}" for index in range(per_campus)]
        people = draw_people(random, keys, _COUNSELOR_PHONES + number * per_campus)
        files.write_rows(
            "counselors",
            ((person.email, person.first_name, person.last_name, person.phone, campus.code) for person in people),
        )
        by_campus.append(people)
    return by_campus


def _plan_sections(world: World, counselors: list[list[Person]]) -> list[SectionPlan]:
    profile = world.profile
    sections = len(profile.section_shares)
    ends = [round(profile.students * sum(profile.section_shares[: number + 1])) for number in range(sections)]
    plans = []
    for number, (begin, end) in enumerate(zip([0, *ends], ends, strict=False)):
        campus_number = number * profile.campuses // sections
        campus: Campus = world.campuses[campus_number]
        plans.append(
            SectionPlan(
                number=number,
                key=campus.code if sections == profile.campuses else f"{campus.code}-S{number + 1:03d}",
                campus=campus,
                student_count=end - begin,
                first_student=begin,
                counselor_emails=tuple(person.email for person in counselors[campus_number]),
            )
        )
    return plans
