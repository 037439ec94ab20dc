"""The super admin's imports: checked, told of, written."""

from streamlit.testing.v1 import AppTest

from tests.dashboards.app_pages.conftest import Open
from tests.dashboards.app_pages.test_counselor import value
from tests.dashboards.app_pages.test_pages import words
from tests.dashboards.conftest import Institute
from tests.factories.insert import number
from tests.waiting import wait_until
from warehouse.vocabulary import Role

IMPORTS = "app_pages/admin/imports.py"
PATIENCE_SECONDS = 60


def pressed(page: AppTest, key: str) -> str:
    """What is told once the import has ended."""
    page.button(key=key).click().run()

    def told() -> str:
        words = " ".join(element.value for kind in (page.success, page.error, page.info) for element in kind)
        if not words:
            page.run()
        assert not page.exception
        return words

    return wait_until(told, within_seconds=PATIENCE_SECONDS, what="the import has ended")


def with_file(open_as: Open, name: str, text: str) -> AppTest:
    page = open_as(Role.SUPER_ADMIN, IMPORTS)
    page.file_uploader(key="import-files").set_value([(name, text.encode(), "text/csv")]).run()
    return page


def test_checked_then_imported_then_listed(open_as: Open, institute: Institute) -> None:
    code = value(institute, "select code from operational.campuses where id = %s", institute.school.campus)
    name = f"Day {number()}"
    page = with_file(open_as, "holidays.csv", f"campus,date,name\n{code},2026-08-15,{name}\n")
    assert page.button(key="import-write").disabled
    assert "Without fault." in pressed(page, "import-check")
    kept = "select count(*) from operational.holidays where name = %s"
    assert value(institute, kept, name) == 0
    page.run()
    assert not page.button(key="import-write").disabled
    assert "Imported." in pressed(page, "import-write")
    assert value(institute, kept, name) == 1
    page.run()
    assert "holidays" in words(page)
    assert 'data-testid="import-past"' in words(page)


def test_errors_are_listed_and_nothing_can_be_written(open_as: Open, institute: Institute) -> None:
    page = with_file(open_as, "holidays.csv", "campus,date,name\nNOWHERE,the 15th,<b>X</b>\n")
    assert "errors found: nothing was written." in pressed(page, "import-check")
    shown = words(page)
    assert "<td data-label='Found'>NOWHERE</td>" in shown
    assert "<td data-label='Found'>the 15th</td>" in shown
    assert page.button(key="import-write").disabled


def test_a_file_that_is_none_is_told(open_as: Open, institute: Institute) -> None:
    page = with_file(open_as, "broken.zip", "no zip")
    told = pressed(page, "import-check")
    assert "nothing was written" in told or "Nothing to do" in told or "Without fault" in told
