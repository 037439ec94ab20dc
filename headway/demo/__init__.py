"""The demo institute: an invented computer-training institute, simulated into an import folder.

Nothing here writes to a database; the importer does. Figures computed on it are never evidence of anything.
"""

from headway.demo.generate import Progress, generate
from headway.demo.profiles import Size
from headway.demo.summary import DemoSummary

__all__ = ["DemoSummary", "Progress", "Size", "generate"]
