"""Which words show what a comment is about, English and romanised Hindi.

A word with `*` stands for all that begin with it. Not here: which themes there are (`warehouse/vocabulary`), and
what staff's corrections teach (`themes.py`).
"""

from collections.abc import Mapping
from typing import Final

from warehouse.vocabulary import Theme

WORDS: Final[Mapping[Theme, str]] = {
    Theme.TEACHING: "teach* | taught | teacher* | professor* | prof | profs | instructor* | faculty | tutor* | "
    "trainer* | lecturer* | sir | mam | ma'am | madam | explain* | explanation* | doubt* | "
    "approachable | accent | rude | helpful | knowledgeable | his class* | her class* | lectures well "
    "| attitude | mentor* | padha* | samjha* | guru | office hours | accessible | patient | caring",
    Theme.PACE: "pace | paced | speed | too fast | too slow | too quick* | very fast | so fast | rush* | hurry | "
    "hurried | goes fast | moves fast | slow down | keep up | catch up | behind schedule | jaldi* | "
    "tez | dheere | dhire | not enough time | time pressure | crammed | workload | overload* | backlog",
    Theme.CONTENT: "content | contents | syllabus | course material* | materials | material | curriculum | topic | "
    "topics | module* | notes | slide* | ppt | textbook* | book | books | reading | readings | subject "
    "matter | concept* | outdated | examples | practical knowledge | theory | theoretical | handout* | "
    "kitab | video* | course content | version | updated | interesting course | relevant | irrelevant",
    Theme.LABS: "lab | labs | laborator* | computer | computers | pc | pcs | laptop* | machine | machines | system "
    "hang* | systems | software | hardware | internet | wifi | wi-fi | network | server | keyboard | "
    "mouse | monitor | install* | projector | license* | practicals | hang | hangs | hanging | slow "
    "system*",
    Theme.FACILITY: "facilit* | classroom* | room | rooms | ac | air condition* | fan | fans | seat* | chair* | bench* "
    "| washroom* | toilet* | restroom* | water | canteen | cafeteria | food | parking | building* | "
    "campus | library | clean | dirty | ganda | gandi | garmi | lift | electricity | power cut* | "
    "light | lights | hostel* | accommodation | gym | infrastructure | noise | noisy | shor",
    Theme.SCHEDULING: "schedul* | timing* | timetable* | time table* | batch time* | batch timing* | slot* | cancel* | "
    "reschedul* | postpone* | late | on time | punctual* | weekend* | evening batch* | morning batch* "
    "| holiday* | class time* | early morning | clash* | makeup class* | extra class* | der se | "
    "waiting",
    Theme.FEES: "fee | fees | cost | costs | costly | expensive | price* | pric* | money | refund* | instal* | emi "
    "| tuition | afford* | cheap* | scholarship* | payment* | discount* | paisa | paise | mehnga | "
    "mehenga | mahanga | value for money | overpriced | receipt*",
    Theme.ADMINISTRATION: "admin* | office | front desk | reception* | staff | counsel* | "
    "management | registration | enrolment | enrollment | admission* | certificate* | paperwork | "
    "document* | support staff | customer service | response | responds | reply | replies | "
    "communication | information | services | process | id card*",
    Theme.PLACEMENT: "placement* | placed | job | jobs | career* | interview* | resume* | cv | internship* | intern | "
    "company | companies | hiring | employ* | naukri | industry | opportunit* | future | package | "
    "recruit* | co-op | coop",
    Theme.EXAMS: "exam* | test | tests | testing | quiz* | midterm* | mid-term* | final | finals | assessment* | "
    "assignment* | homework | mark | marks | marking | marked | grade* | grading | grader | marker | "
    "result* | question paper* | viva | project* | essay* | score* | syllabus test* | pariksha | paper "
    "checking | practice test*",
}
