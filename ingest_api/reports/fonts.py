"""The letters of PDF reports: FiraGO, which has Latin, Greek, Cyrillic, Arabic, Hebrew, Devanagari, Georgian and Thai.

It comes as a package from PyPI (SIL Open Font License), so that a server needs no fonts of its own. PDF's built-in ones
know western European letters only.
"""

import atexit
import shutil
import tempfile
from functools import lru_cache
from pathlib import Path
from typing import Final

import pymupdf_fonts
from fpdf import FPDF

FAMILY: Final = "FiraGO"
_STYLES: Final = {"": "figo", "B": "figbo", "I": "figit"}


def use(document: FPDF) -> None:
    """Gives a document `FAMILY` in regular, bold and italic, with letters joined as their script wants it."""
    for style, path in _files().items():
        document.add_font(FAMILY, style, path)
    document.set_text_shaping(use_shaping_engine=True)


@lru_cache(maxsize=1)
def _files() -> dict[str, Path]:
    """The package holds the fonts in memory; fpdf2 wants files."""
    folder = Path(tempfile.mkdtemp(prefix="headway-fonts-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    found = {}
    for style, code in _STYLES.items():
        found[style] = folder / f"{code}.ttf"
        found[style].write_bytes(pymupdf_fonts.myfont(code))
    return found
