"""The subjects and topics the demo institute teaches, and the order in which students take them.

Content only: no students, no dates, no random numbers.
"""

from dataclasses import dataclass
from typing import Literal

TopicDifficulty = Literal["easy", "medium", "hard"]
_DIFFICULTY: dict[str, TopicDifficulty] = {"e": "easy", "m": "medium", "h": "hard"}


@dataclass(frozen=True, slots=True)
class Topic:
    """One topic; `prerequisites` are order indexes within the subject, which start at 1."""

    name: str
    difficulty_level: TopicDifficulty
    estimated_duration_minutes: int
    prerequisites: tuple[int, ...]
    learning_objectives: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Subject:
    """One subject with its topics in teaching order; `prerequisites` are subject codes."""

    code: str
    name: str
    description: str
    category: str
    difficulty_level: Literal["beginner", "intermediate", "advanced"]
    fee_inr: int
    prerequisites: tuple[str, ...]
    topics: tuple[Topic, ...]

    @property
    def duration_hours(self) -> int:
        """Hours that the topics are estimated to take, rounded."""
        return round(sum(topic.estimated_duration_minutes for topic in self.topics) / 60)


def _topics(table: str) -> tuple[Topic, ...]:
    """Read lines of `name | e, m or h and minutes | prerequisites | objectives`."""
    topics = []
    for line in table.strip().splitlines():
        name, size, needs, objectives = (cell.strip() for cell in line.split("|"))
        topics.append(
            Topic(
                name,
                _DIFFICULTY[size[0]],
                int(size[1:]),
                tuple(int(index) for index in needs.split()),
                tuple(objective.strip() for objective in objectives.split(";")),
            )
        )
    return tuple(topics)


_OFFICE = """
Parts of a computer and the desktop    | e120 |     | Name the parts of a computer; Start and close programs
Files and folders                      | e120 | 1   | Copy, move and find files; Keep a tidy folder tree
Touch typing: home row                 | e240 | 1   | Type the home row without looking
Touch typing: full keyboard            | m300 | 3   | Type 20 words a minute with few errors
Writing and formatting documents       | e180 | 2   | Use styles, lists and page layout
Letters and mail merge                 | m180 | 5   | Send one letter to many addresses
Spreadsheet basics                     | e180 | 2   | Enter, sort and filter data
Formulas and cell references           | m240 | 7   | Use relative and absolute references
Lookup and conditional functions       | h240 | 8   | Use IF and lookup functions; Find errors in formulas
Charts and printing                    | e120 | 7   | Choose a chart that fits the data
Presentations                          | e180 | 5   | Build ten slides with a clear story
E-mail, calendar and safe browsing     | e120 | 2   | Write a formal e-mail; Recognise a phishing message
"""
_TALLY = """
Principles of accounting               | m180 |     | Tell the five kinds of account apart
Journal, ledger and trial balance      | m240 | 1   | Post entries and balance a ledger
Creating a company and its masters     | e120 | 2   | Set up groups and ledgers
Purchase and sales vouchers            | e180 | 3   | Record cash and credit transactions
Receipts, payments and contra          | m180 | 3   | Choose the right voucher
Inventory and stock groups             | m240 | 4   | Keep stock with units and godowns
GST: registration and tax rates        | m180 | 4   | Set up tax ledgers and rates
GST returns and input tax credit       | h240 | 7   | Reconcile input credit; Prepare a return
Tax deducted at source                 | h180 | 5   | Deduct and report tax at source
Bank reconciliation                    | m180 | 5   | Match the bank statement with the books
Payroll                                | h240 | 5   | Define pay heads; Produce a salary slip
Cost centres and budgets               | m180 | 6   | Compare actual cost with the budget
Year-end adjustments and final accounts| h240 | 8 10| Prepare profit and loss account and balance sheet
"""
_PYTHON = """
Setting up and first programs          | e120 |     | Run a script; Read an error message
Variables, types and input             | e120 | 1   | Convert between types
Conditions                             | e120 | 2   | Write nested decisions clearly
Loops                                  | m180 | 3   | Choose between for and while; Trace a loop by hand
Strings and formatting                 | e120 | 2   | Slice and format text
Lists and tuples                       | m180 | 4   | Change, copy and sort lists
Dictionaries and sets                  | m180 | 6   | Count and group with a dictionary
Functions                              | m240 | 4   | Use parameters and return values; Explain scope
Files and CSV                          | m180 | 7 8 | Read, change and write a CSV file
Errors and exceptions                  | m120 | 8   | Handle what can go wrong and no more
Modules, packages and environments     | e120 | 8   | Install and import a package
Classes and objects                    | h240 | 8   | Model a small domain with classes
Inheritance and protocols              | h240 | 12  | Extend behaviour without copying
Testing and debugging                  | m180 | 10  | Write a test that fails first
Working with web data                  | h240 | 9 11| Fetch and use JSON from an interface
Project: a small application           | h360 | 12 14 | Plan, build and present a program
"""
_SQL = """
Tables, keys and relations             | e120 |     | Read a schema diagram
Selecting and filtering rows           | e180 | 1   | Filter with several conditions
Sorting, limiting and expressions      | e120 | 2   | Compute columns
Aggregates and grouping                | m180 | 3   | Explain where and having
Joining tables                         | m240 | 4   | Choose the join that loses no rows
Subqueries and common table expressions| h240 | 5   | Split a question into steps
Dates and text                         | m120 | 3   | Group by month; Clean text columns
Window functions                       | h300 | 6   | Rank and compare with the previous row
Cleaning data                          | m240 | 5 7 | Find duplicates and gaps
Spreadsheets and pivot tables          | e180 | 4   | Summarise a table by two dimensions
Descriptive statistics                 | m180 | 4   | Choose mean or median; Describe spread
Charts that answer a question          | m180 | 11  | Choose a chart and label it honestly
Building a dashboard                   | h240 | 8 12| Lay out five figures a manager needs
Project: from question to report       | h360 | 9 13| Present a finding with its limits
"""
_WEB = """
How the web works                      | e120 |     | Explain a request and its answer
HTML structure and semantics           | e180 | 1   | Build a page with meaningful elements
Forms and tables                       | e180 | 2   | Build a form that can be used with the keyboard
CSS basics                             | e180 | 2   | Style text, colour and boxes
Flexbox and grid                       | m240 | 4   | Lay out a page in two dimensions
Responsive pages                       | m180 | 5   | Fit one page to phone and desktop
JavaScript basics                      | m240 | 2   | Use variables, conditions and functions
Arrays and objects in JavaScript       | m180 | 7   | Transform a list of objects
The document and events                | m240 | 8   | React to clicks and input
Fetching data                          | h240 | 9   | Show data from an interface; Handle failure
Version control with Git               | e180 | 1   | Commit, branch and merge
Server basics with Node                | h240 | 10  | Answer a request with data
Databases for web applications         | h240 | 12  | Store and read records safely
Logging in and security                | h180 | 13  | Avoid the most common weaknesses
Project: publish a site                | h360 | 6 14| Build, publish and present a site
"""
_CPP = """
Compilers and the first program        | e120 |     | Compile and run a program
Types, variables and operators         | e120 | 1   | Choose a type; Predict overflow
Decisions                              | e120 | 2   | Use if and switch
Loops                                  | m180 | 3   | Write nested loops
Functions and header files             | m180 | 4   | Separate declaration and definition
Arrays and strings                     | m180 | 5   | Search and sort an array
Pointers                               | h300 | 6   | Draw what a pointer refers to
References and dynamic memory          | h240 | 7   | Avoid leaks with ownership
Structures and enumerations            | m120 | 6   | Group related data
Classes and constructors               | m240 | 9   | Protect what a class promises
Operator overloading                   | m180 | 10  | Make a type behave as expected
Inheritance and polymorphism           | h240 | 10  | Use virtual functions
Templates                              | h240 | 10  | Write code for many types
Standard containers and algorithms     | m240 | 13  | Choose a container by its costs
Project: a console application         | h300 | 12 14 | Design and test a program of several files
"""
_JAVA = """
The platform and first classes         | e120 |     | Compile and run; Read a stack trace
Types, operators and control flow      | e180 | 1   | Write decisions and loops
Methods and arrays                     | m180 | 2   | Pass and return values
Classes and objects                    | m240 | 3   | Encapsulate state
Inheritance and interfaces             | h240 | 4   | Program to an interface
Strings and text                       | e120 | 3   | Build and compare text correctly
Exceptions                             | m180 | 4   | Distinguish checked and unchecked
Generics and collections               | h240 | 5   | Choose list, set or map
Lambdas and streams                    | h240 | 8   | Replace a loop by a pipeline
Files and serialisation                | m180 | 7   | Read and write files safely
Threads                                | h300 | 8   | Share data between threads safely
Databases with JDBC                    | m240 | 7   | Query with parameters
Unit tests and build tools             | m180 | 4   | Build and test from one command
Spring Boot basics                     | h300 | 9 12| Answer a web request with data
Project: a web service                 | h360 | 13 14 | Design, build and present a service
"""
_DESIGN = """
What good design does                  | e120 |     | Judge a screen by its purpose
Users and their tasks                  | e180 | 1   | Interview two users; Write a task flow
Sketching and wireframes               | e180 | 2   | Draw three variants before choosing
Grids and spacing                      | m180 | 3   | Align a page on a grid
Typography                             | m180 | 4   | Choose and pair typefaces
Colour and contrast                    | m180 | 4   | Reach readable contrast
Components and states                  | m240 | 5 6 | Design every state of a form
Prototyping in Figma                   | m240 | 7   | Build a prototype that can be clicked
Designing for phones                   | m180 | 7   | Fit thumbs and small screens
Accessibility                          | h180 | 6   | Check a page against the main criteria
Usability testing                      | h180 | 8   | Test with five people and report
Project: a case study                  | h300 | 10 11 | Present a design and its reasons
"""

SUBJECTS: tuple[Subject, ...] = (
    Subject(
        "PY",
        "Python programming",
        "Programming from the first line to a small application",
        "Programming",
        "beginner",
        14_000,
        (),
        _topics(_PYTHON),
    ),
    Subject(
        "WEB",
        "Web development",
        "Pages, scripts and a server of one's own",
        "Web",
        "intermediate",
        18_000,
        (),
        _topics(_WEB),
    ),
    Subject(
        "SQL",
        "Data analysis with SQL",
        "From a question to a report with SQL and charts",
        "Data",
        "intermediate",
        16_000,
        ("PY",),
        _topics(_SQL),
    ),
    Subject(
        "OFF",
        "Office applications and typing",
        "Documents, spreadsheets, presentations and touch typing",
        "Office",
        "beginner",
        6_500,
        (),
        _topics(_OFFICE),
    ),
    Subject(
        "TAL",
        "Accounting with Tally",
        "Book-keeping, GST and payroll on the computer",
        "Accounting",
        "intermediate",
        11_000,
        ("OFF",),
        _topics(_TALLY),
    ),
    Subject(
        "CPP",
        "C++ programming",
        "Memory, objects and the standard library",
        "Programming",
        "intermediate",
        13_000,
        (),
        _topics(_CPP),
    ),
    Subject(
        "JAVA",
        "Java programming",
        "Objects, collections and web services",
        "Programming",
        "advanced",
        19_000,
        ("CPP",),
        _topics(_JAVA),
    ),
    Subject(
        "UI",
        "UI design",
        "Screens that people understand",
        "Design",
        "beginner",
        15_000,
        (),
        _topics(_DESIGN),
    ),
)
SUBJECT_INDEX: dict[str, int] = {subject.code: index for index, subject in enumerate(SUBJECTS)}
TOPICS_MAX = max(len(subject.topics) for subject in SUBJECTS)

PATHS: tuple[tuple[int, tuple[str, ...]], ...] = (
    (7, ("OFF",)),
    (16, ("OFF", "TAL")),
    (6, ("PY",)),
    (15, ("PY", "SQL")),
    (8, ("PY", "WEB")),
    (5, ("WEB",)),
    (10, ("UI", "WEB")),
    (4, ("CPP",)),
    (13, ("CPP", "JAVA")),
    (9, ("PY", "SQL", "WEB")),
    (7, ("OFF", "PY", "SQL")),
)
"""Weight and subjects in order; a path keeps to the subjects' prerequisites."""

DIPLOMAS: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
    (("OFF", "TAL", "PY", "SQL"), ("UI", "WEB", "CPP", "JAVA")),
    (("PY", "SQL", "OFF", "TAL"), ("CPP", "JAVA", "UI", "WEB")),
    (("CPP", "JAVA", "PY", "SQL"), ("OFF", "TAL", "UI", "WEB")),
)
"""Programmes of two tracks side by side."""

FACULTY_SUBJECTS: tuple[tuple[str, ...], ...] = (
    ("PY", "SQL", "CPP"),
    ("OFF", "TAL", "UI"),
    ("WEB", "UI", "PY"),
    ("CPP", "JAVA", "WEB"),
    ("PY", "SQL", "OFF"),
    ("OFF", "TAL", "SQL"),
    ("JAVA", "CPP", "PY"),
    ("WEB", "UI", "OFF"),
)
"""What one person can teach; any four in a row cover all subjects."""
