"""Reading the files of browser components, which are shipped inside the package."""

from pathlib import Path
from typing import Final

COMPONENTS_FOLDER: Final = Path(__file__).parent


def joined_text(*names: str) -> str:
    """The text of files below `components/`, joined in the order given."""
    return "\n".join((COMPONENTS_FOLDER / name).read_text(encoding="utf-8") for name in names)
