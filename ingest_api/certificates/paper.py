"""A certificate as one page of PDF. Which certificates there are is not decided here."""

from datetime import date
from typing import Final

from fpdf import FPDF
from psycopg.rows import DictRow

from ingest_api.reports import fonts

_INK: Final = (27, 30, 46)
_QUIET: Final = (90, 96, 114)
_BLUE: Final = (59, 76, 192)
_GOLD: Final = (255, 200, 87)
_LARGEST, _SMALLEST = 38.0, 14.0


def as_pdf(row: DictRow, public_url: str | None) -> bytes:
    """The page, on A4 across.

    Args:
        row: of `repository.by_number`.
        public_url: where people open Headway, so that the page says where its number is checked.
    """
    page = FPDF(orientation="landscape", format="A4")
    fonts.use(page)
    page.set_title(f"Certificate {row['number']}")
    page.set_creator("Headway")
    page.set_auto_page_break(auto=False)
    page.set_margin(28)
    page.add_page()
    _frame(page)
    _line(page, 34, row["institute_name"], 15, "B", _BLUE)
    _line(page, 56, "Certificate of completion", 30, "B")
    _line(page, 76, "This is to certify that", 13, "", _QUIET)
    _line(page, 89, row["student_name"], _LARGEST, "B")
    _line(page, 112, "has completed", 13, "", _QUIET)
    _line(page, 123, row["subject_name"], 24, "B")
    _line(page, 140, f"on {told(row['completed_on'])}, at {row['campus_name']}", 13, "", _QUIET)
    _line(page, 163, row["number"], 15, "B")
    where = f"{public_url.rstrip('/')}/verify" if public_url else "the page /verify of the institute's Headway"
    words = f"Issued on {told(row['issued_on'])} · student {row['enrollment_no']} · the number is checked at {where}"
    _line(page, 173, words, 10, "", _QUIET)
    if row["is_demo"]:
        _line(page, 181, "Demo data: this person does not exist", 10, "B", _QUIET)
    return bytes(page.output())


def told(day: date) -> str:
    """A date as `3 June 2025`."""
    return f"{day.day} {day:%B %Y}"


def _frame(page: FPDF) -> None:
    page.set_draw_color(*_BLUE)
    page.set_line_width(1.2)
    page.rect(10, 10, page.w - 20, page.h - 20)
    page.set_draw_color(*_GOLD)
    page.set_line_width(0.6)
    page.rect(13, 13, page.w - 26, page.h - 26)


def _line(page: FPDF, top_mm: float, text: str, size: float, style: str, colour: tuple[int, int, int] = _INK) -> None:
    """One line in the middle, in smaller letters if it is a long one."""
    page.set_font(fonts.FAMILY, style, size)
    while page.get_string_width(text) > page.epw and size > _SMALLEST:
        size -= 1
        page.set_font_size(size)
    page.set_text_color(*colour)
    page.set_xy(page.l_margin, top_mm)
    # What is too long even so goes on in a second line.
    page.multi_cell(0, size * 0.45, text, align="C")
