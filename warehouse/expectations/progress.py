"""Up to which extract incoming rows have passed, so that none is left out and none is looked at twice.

Kept as `quality/checked.json` below the home, together with the identity of the server the numbers belong to: another
server counts its extracts anew. Losing the file costs one look at everything.
"""

import json

from warehouse.expectations.state import quality_folder, write_whole
from warehouse.settings import Settings

CHECKED_FILE = "checked.json"


def checked_until(settings: Settings, source: str, newest: int) -> int:
    """The last extract that passed; 0 when none did, the server is another, or it knows fewer extracts than passed."""
    try:
        told = json.loads((quality_folder(settings) / CHECKED_FILE).read_text(encoding="utf-8"))
        extract_id = int(told["extract_id"]) if told["source"] == source else 0
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return 0
    return extract_id if extract_id <= newest else 0


def note_checked(settings: Settings, source: str, extract_id: int) -> None:
    """Everything up to this extract has passed."""
    write_whole(quality_folder(settings) / CHECKED_FILE, json.dumps({"source": source, "extract_id": extract_id}))
