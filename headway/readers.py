"""Who reads which published relation (code, metrics, questions, notebooks) by its text; exposures hold against it."""

import ast
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

# Who reads what is published. The rest of the warehouse copies everything and names nothing.
_FOLDERS = ("dashboards", "ingest_api", "pipelines", "docs", "notebooks", "warehouse/questions", "dbt/metrics")
_KINDS = (".py", ".ipynb", ".sql", ".yml")
_PAGES = "dashboards/app_pages/"


@dataclass(frozen=True)
class Readers:
    """Modules and notebooks of the project, by path below its root.

    Attributes:
        relations: the relations that each one names in its own text, `schema.name`; only those that name any.
        imports: the modules of ours that each one imports.
    """

    relations: dict[str, set[str]]
    imports: dict[str, set[str]]

    @classmethod
    def of(cls, root: Path, relations: Mapping[str, str]) -> "Readers":
        """Reads the project below `root`; `relations` are the names to look for."""
        by_model = {name.split(".")[1]: name for name in relations}
        named: dict[str, set[str]] = {}
        imports: dict[str, set[str]] = {}
        for folder in _FOLDERS:
            for file in sorted((root / folder).rglob("*")):
                if file.suffix not in _KINDS:
                    continue
                text, path = file.read_text(), file.relative_to(root).as_posix()
                imports[path] = _imports(text, root) if file.suffix == ".py" else set()
                found = set(re.findall(r"\b[a-z]+\.[a-z][a-z0-9_]*\b", text)) & relations.keys()
                found |= {by_model[name] for name in re.findall(r"\bref\('(\w+)'\)", text) if name in by_model}
                if found:
                    named[path] = found
        return cls(named, imports)

    def holds(self, path: str) -> bool:
        """Whether there is such a file, or a folder with files."""
        return any(file == path or file.startswith(f"{path}/") for file in self.imports)

    def reached_from(self, path: str) -> set[str]:
        """The files that name relations among `path` (a file, or a folder with all its files) and what it imports."""
        open_paths = [file for file in self.imports if file == path or file.startswith(f"{path}/")]
        seen: set[str] = set()
        while open_paths:
            file = open_paths.pop()
            if file not in seen:
                seen.add(file)
                open_paths.extend(self.imports.get(file, ()))
        return seen & self.relations.keys()

    @property
    def pages(self) -> set[str]:
        """The dashboards' pages that show something of a published relation, and every notebook."""
        shown = {path for path in self.imports if path.startswith(_PAGES) and self.reached_from(path)}
        return shown | {path for path in self.imports if path.endswith(".ipynb")}


def _imports(text: str, root: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ImportFrom) and node.module:
            base = node.module.replace(".", "/")
            candidates = [base, *(f"{base}/{alias.name}" for alias in node.names)]
        elif isinstance(node, ast.Import):
            candidates = [alias.name.replace(".", "/") for alias in node.names]
        else:
            continue
        found |= {
            path for name in candidates for path in (f"{name}.py", f"{name}/__init__.py") if (root / path).exists()
        }
    return found
