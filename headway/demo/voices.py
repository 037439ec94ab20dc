"""What students say: feedback.csv of one section, in English and in the Hindi that people type on a phone.

How somebody speaks follows from what was simulated: motivation, the faculty's warmth and skill, the campus. What a
comment is about and how it is meant is never written beside it: that is for the models to find out. Sentences only;
rows and days here.
"""

from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.random import Generator

from headway.demo.institute import Campus
from headway.demo.learners import NONE, Enrollments, Faculty
from headway.demo.register import Row
from headway.demo.world import World
from warehouse.vocabulary import FeedbackType

_EVERY_DAYS = 40
"""A student is asked about this often and answers half of the time."""
_ANONYMOUS_SHARE = 0.4
_SILENT_SHARE = 0.2
"""Share of answers that are a rating without a word."""
_UNRATED_SHARE = 0.1
_HINDI_SHARE = 0.4
_SLIP_SHARE = 0.03
"""Share of ratings that are given the wrong way round: 1 was taken for the best."""
_LAB_TROUBLE_DAYS = 90
"""For so long the machines of the first campus have been failing."""

# Praise and complaint by what they are about: (English, Hindi).
_TEACHING: Final = (
    (
        (
            "Sir explains every concept clearly and takes doubts after class.",
            "Sir bahut accha padhate hai, sab samajh aata hai.",
        ),
        ("The teacher is patient and very helpful.", "Mam har doubt clear karti hai, bahut badhiya."),
        ("Great teacher, learned a lot in this course.", "Bahut kuch seekha, sir ka samjhane ka tarika mast hai."),
    ),
    (
        (
            "The explanation is confusing and doubts are not answered.",
            "Doubt poochne par samjhate nahi, kuch samajh nahi aata.",
        ),
        ("Sir was rude when I asked the same question again.", "Sir dhyan nahi dete, bas slides padhte hai."),
        ("The teacher reads from the slides and it is boring.", "Padhai bilkul boring hai, maza nahi aata."),
    ),
)
_PACE: Final = (
    (
        ("The pace is just right for beginners.", "Speed sahi hai, aaram se samajh aata hai."),
        ("We revise before moving on, which is very helpful.", "Har topic ka revision hota hai, accha lagta hai."),
    ),
    (
        (
            "The class goes too fast, I could not follow loops and functions.",
            "Class bahut tez chalti hai, samajh nahi aata.",
        ),
        ("Too slow, we repeat the same topic for weeks.", "Bahut dheere padhate hai, syllabus kab khatam hoga."),
    ),
)
_LABS: Final = (
    (
        (
            "Lab computers are fast and everything is installed.",
            "Lab ke PC badhiya hai, practice karne me maza aata hai.",
        ),
        ("Plenty of lab time for practice, very useful.", "Lab me practice ka time milta hai, accha hai."),
    ),
    (
        (
            "Lab computers hang all the time, we lose half of the session.",
            "Lab ke PC bahut slow hai, hang ho jate hai.",
        ),
        ("Internet in the lab is not working most days.", "Lab me internet chalta nahi, bahut dikkat hai."),
        ("The software in the lab is outdated.", "Machine kharab hai, do log ek PC pe baithte hai."),
    ),
)
_FACILITY: Final = (
    (("Clean and comfortable classrooms.", "Classroom saaf hai, AC bhi accha chalta hai."),),
    (
        ("The AC does not work and the room is crowded.", "AC kharab hai, garmi me padhna mushkil hai."),
        ("The washroom is dirty.", "Pani ki dikkat hai aur washroom ganda hai."),
    ),
)
_SCHEDULING: Final = (
    (("The evening batch timing is convenient for me.", "Batch ka time mere liye sahi hai."),),
    (
        ("Classes are cancelled without telling us.", "Class cancel ho jati hai, koi batata nahi."),
        ("The session starts late every week.", "Class hamesha late shuru hoti hai."),
    ),
)
_FEES: Final = (
    (("Good value for the fees.", "Fees ke hisaab se course accha hai."),),
    (("The fees are expensive and there is no refund.", "Fees bahut zyada hai, paisa barbaad."),),
)
_OFFICE: Final = (
    (("The office staff is friendly and answers quickly.", "Office wale bahut madad karte hai."),),
    (
        (
            "The front desk does not reply, my certificate is late.",
            "Office me koi jawab nahi deta, certificate ke liye bahut pareshan hu.",
        ),
    ),
)
_PLACEMENT: Final = (
    (
        (
            "The interview preparation helped me, I got placed.",
            "Placement cell ne interview ki taiyari karayi, naukri mil gayi.",
        ),
    ),
    (("No placement support after the course.", "Placement ka kuch nahi hota, company aati nahi."),),
)
_EXAMS: Final = (
    (("The tests are fair and marked on time.", "Test sahi level ka tha, marks bhi jaldi mile."),),
    (("The exam had questions that were never taught.", "Exam bahut mushkil tha, jo padhaya nahi wahi pucha."),),
)
_PLAIN: Final = (
    ("We finished the chapter on tables today.", "Aaj arrays ka topic hua."),
    ("The course has two assignments and a final project.", "Course me do assignment aur ek project hai."),
    ("Please share the timetable for next month.", "Agle mahine ka timetable bhej dijiye."),
    ("It is okay.", "Theek hai."),
)
_ABOUT: Final = {
    FeedbackType.FACULTY: (_TEACHING, _TEACHING, _PACE, _SCHEDULING),
    FeedbackType.SUBJECT: (_PACE, _EXAMS, _PLACEMENT, _TEACHING),
    FeedbackType.FACILITY: (_LABS, _LABS, _FACILITY),
    FeedbackType.INSTITUTE: (_FEES, _OFFICE, _PLACEMENT, _SCHEDULING),
}
_KINDS: Final = tuple(_ABOUT)
_KIND_SHARES: Final = (0.4, 0.2, 0.22, 0.18)


def feedback_rows(
    world: World,
    campus: Campus,
    key: str,
    enrollments: Enrollments,
    faculty: Faculty,
    enrollment_nos: list[str],
    employee_ids: list[str],
    random: Generator,
) -> Iterator[Row]:
    """Yield the rows of feedback.csv of one section, by day."""
    asked = []
    for index in range(enrollments.count):
        begin = int(enrollments.enrolled_day[index]) + 14
        ended = int(enrollments.ended_day[index])
        end = min(world.today, ended if ended != NONE else world.today)
        asked += [
            (day + int(random.integers(_EVERY_DAYS)), index)
            for day in range(begin, end - _EVERY_DAYS, _EVERY_DAYS)
            if random.random() < 0.5
        ]
        if end == world.today and end - 14 > begin and random.random() < 0.35:
            asked.append((end - 1 - int(random.integers(14)), index))
    has_failing_lab = campus is world.campuses[0]
    for number, (day, index) in enumerate(sorted(asked), start=1):
        kind = _KINDS[int(random.choice(len(_KINDS), p=_KIND_SHARES))]
        teacher = int(enrollments.faculty[index])
        mood = 0.5 * float(enrollments.motivation[index]) + float(random.normal(-0.15, 0.9))
        if kind is FeedbackType.FACULTY and teacher != NONE:
            mood += 1.2 * float(faculty.warmth[teacher]) + 0.8 * float(faculty.skill[teacher])
        topic = _ABOUT[kind][int(random.integers(len(_ABOUT[kind])))]
        if has_failing_lab and topic is _LABS and world.today - day < _LAB_TROUBLE_DAYS:
            mood -= 2.0
        comment = None if random.random() < _SILENT_SHARE else _comment(topic, kind, mood, random)
        rating = _rating(mood, random)
        is_anonymous = random.random() < _ANONYMOUS_SHARE
        hour, minute = int(random.integers(9, 21)), int(random.integers(60))
        yield (
            f"{key}-FB{number:05d}",
            f"{world.dates[day]}T{'00:00' if is_anonymous else f'{hour:02d}:{minute:02d}'}",
            None if is_anonymous else enrollment_nos[enrollments.student[index]],
            employee_ids[teacher if teacher != NONE else 0],
            None,
            kind,
            None if comment and random.random() < _UNRATED_SHARE else rating,
            comment,
        )


def _rating(mood: float, random: Generator) -> int:
    rating = int(np.clip(np.rint(3.3 + mood), 1, 5))
    return 6 - rating if random.random() < _SLIP_SHARE else rating


def _comment(topic: tuple[tuple[tuple[str, str], ...], ...], kind: FeedbackType, mood: float, random: Generator) -> str:
    """One sentence, or praise and complaint about two things when the mood is neither good nor bad."""
    language = int(random.random() < _HINDI_SHARE)

    def one(choices: tuple[tuple[str, str], ...]) -> str:
        return choices[int(random.integers(len(choices)))][language]

    praise, complaint = topic
    if mood > 0.5:
        return one(praise)
    if mood < -0.4:
        return one(complaint)
    if random.random() < 0.5:
        return one(_PLAIN)
    other = _ABOUT[kind][int(random.integers(len(_ABOUT[kind])))]
    joined = ", but " if language == 0 else ", lekin "
    blamed = one(other[1])
    return one(praise).rstrip(".") + joined + blamed[0].lower() + blamed[1:]
