"""Reports as files: CSV for other programs, PDF for people. Which rows they hold is not decided here."""

import csv
import io
from datetime import date

from fpdf import FPDF

from ingest_api.reports import fonts
from ingest_api.reports.tables import Cell, Column, Report, Unit

PDF_MOST_ROWS = 1000

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_ROW_HEIGHT_MM = 5.5


def as_csv(report: Report) -> str:
    """The report with a heading line; dates as ISO 8601, shares from 0 to 1, empty where nothing is known."""
    target = io.StringIO()
    writer = csv.writer(target)
    writer.writerow([column.name for column in report.columns])
    for row in report.rows:
        writer.writerow([_harmless(row[column.name]) for column in report.columns])
    return target.getvalue()


def _harmless(cell: Cell) -> Cell:
    """Text that a spreadsheet would take for a formula gets an apostrophe before it."""
    if isinstance(cell, str) and cell.startswith(_FORMULA_STARTS):
        return f"'{cell}"
    return cell


def as_pdf(report: Report) -> bytes:
    """The report on A4 pages across; every page tells the build. At most PDF_MOST_ROWS rows, and it says so."""
    document = _Pages(report)
    document.add_page()
    shown = report.rows[:PDF_MOST_ROWS]
    for row in shown:
        document.add_row([told(row[column.name], column.unit) for column in report.columns])
    if not report.rows:
        document.add_note("Nothing in this period.")
    elif report.rows_total > len(shown):
        more = "; the CSV holds more" if len(report.rows) > len(shown) else ""
        document.add_note(f"The first {len(shown)} of {report.rows_total} rows{more}.")
    return bytes(document.output())


def told(cell: Cell, unit: Unit) -> str:
    """A figure as people read it."""
    if cell is None:
        return "-"
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, str):
        return cell
    match unit:
        case Unit.SHARE:
            return f"{cell:.0%}"
        case Unit.PERCENT:
            return f"{cell:.0f}%"
        case Unit.HOURS | Unit.DAYS:
            return f"{cell:.1f}"
        case Unit.NUMBER | Unit.AMOUNT:
            return f"{cell:.2f}"
        case _:
            return str(cell)


class _Pages(FPDF):
    """A table with its headings on every page."""

    def __init__(self, report: Report) -> None:
        super().__init__(orientation="landscape", format="A4")
        self._report = report
        fonts.use(self)
        self.set_title(report.title)
        self.set_creator("Headway")
        self.set_margin(12)
        self.set_auto_page_break(auto=True, margin=15)
        self._widths = self._column_widths(report.columns)

    def _column_widths(self, columns: list[Column]) -> list[float]:
        # A name needs more room than a figure.
        weights = [1.6 if column.name.endswith("_name") else 1.0 for column in columns]
        return [self.epw * weight / sum(weights) for weight in weights]

    def header(self) -> None:
        """Title, period and headings."""
        report = self._report
        self.set_font(fonts.FAMILY, "B", 13)
        self.cell(0, 8, report.title, new_x="LMARGIN", new_y="NEXT")
        self.set_font(fonts.FAMILY, "", 8)
        self.cell(0, 5, f"{report.date_from} to {report.date_to}", new_x="LMARGIN", new_y="NEXT")
        self.ln(2)
        self.set_font(fonts.FAMILY, "B", 7)
        self._cells([column.title for column in report.columns])
        self.set_font(fonts.FAMILY, "", 7)

    def footer(self) -> None:
        """The build and the page."""
        build = self._report.build
        self.set_y(-12)
        self.set_font(fonts.FAMILY, "", 7)
        stamp = f"Figures as of {build.source_as_of}, build {build.build_id} of {build.built_at:%Y-%m-%d %H:%M %Z}"
        self.cell(self.epw - 20, 5, stamp)
        self.cell(20, 5, f"Page {self.page_no()}", align="R")

    def add_row(self, texts: list[str]) -> None:
        """One line of the table."""
        self.set_font(fonts.FAMILY, "", 7)
        self._cells(texts)

    def add_note(self, text: str) -> None:
        """A line below the table."""
        self.ln(2)
        self.set_font(fonts.FAMILY, "I", 8)
        self.cell(0, 5, text, new_x="LMARGIN", new_y="NEXT")

    def _cells(self, texts: list[str]) -> None:
        if self.will_page_break(_ROW_HEIGHT_MM):
            self.add_page()
        for text, width, column in zip(texts, self._widths, self._report.columns, strict=True):
            align = "L" if column.unit in (Unit.TEXT, Unit.DATE) else "R"
            self.cell(width, _ROW_HEIGHT_MM, self._fitted(text, width), border="B", align=align)
        self.ln(_ROW_HEIGHT_MM)

    def _fitted(self, text: str, width: float) -> str:
        fitted = text
        if self.get_string_width(fitted) <= width - 2:
            return fitted
        while fitted and self.get_string_width(f"{fitted}..") > width - 2:
            fitted = fitted[:-1]
        return f"{fitted}.."
