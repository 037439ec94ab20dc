"""Ready-made questions: SQL files that run unchanged on the published snapshot (DuckDB) and in PostgreSQL.

Belongs here: what an analyst starts from, one file per question, its title and explanation in the first two lines.
They are offered on the analyst's page, used in the notebook, and checked on both engines by a test.
"""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).parent
# Characters of a question that somebody types, asks and saves.
LONGEST_SQL: Final = 20_000


@dataclass(frozen=True)
class Question:
    """A question in words and in SQL; `name` is the file's name and part of addresses."""

    name: str
    title: str
    says: str
    sql: str


@lru_cache(maxsize=1)
def questions() -> dict[str, Question]:
    """All ready-made questions by name, the one of the guide first.

    Raises:
        ValueError: a file does not begin with its title and explanation.
    """
    found = [_read(path) for path in sorted(FOLDER.glob("*.sql"))]
    return {question.name: question for question in sorted(found, key=lambda one: one.name != "slow_topics")}


def _read(path: Path) -> Question:
    title, says, sql = path.read_text(encoding="utf-8").split("\n", 2)
    if not (title.startswith("-- title: ") and says.startswith("-- says: ")):
        raise ValueError(f"{path.name} must begin with the lines `-- title: …` and `-- says: …`")
    return Question(path.stem, title.removeprefix("-- title: "), says.removeprefix("-- says: "), sql.strip() + "\n")
