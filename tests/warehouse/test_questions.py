"""Ready-made questions say what they answer, and the notebook asks the same."""

import json

import pytest

from warehouse.questions import questions
from warehouse.settings import PROJECT_ROOT


def test_every_question_has_words_and_is_one_statement() -> None:
    assert next(iter(questions())) == "slow_topics"
    for question in questions().values():
        assert question.title, question.name
        assert question.says.endswith("."), question.name
        assert question.sql.lstrip().startswith(("select", "with")), question.name
        assert ";" not in question.sql, question.name


def test_the_notebook_asks_the_saved_question_and_keeps_no_result() -> None:
    notebook = json.loads((PROJECT_ROOT / "notebooks" / "slow_topics.ipynb").read_text())
    cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    assert any(questions()["slow_topics"].sql in "".join(cell["source"]) for cell in cells)
    assert [cell["outputs"] for cell in cells] == [[]] * len(cells)


@pytest.mark.parametrize("guide", ["docs/analysts-guide.md", "warehouse/questions/README.md", "notebooks/README.md"])
def test_the_guide_leads_to_files_that_are_there(guide: str) -> None:
    import re

    path = PROJECT_ROOT / guide
    for target in re.findall(r"\]\(([^)]+)\)", path.read_text()):
        assert (path.parent / target).exists(), target
