"""What MkDocs needs to be told to make a site of ``docs/``; ``mkdocs.yml`` names this file."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.structure.files import File

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

ROOT = Path(__file__).parent.parent
# The words after a language are for tests/test_docs.py: the path of a file, or what becomes of one.
FENCE = re.compile(r"^```(?P<language>[\w.-]+) (?P<words>[^`\n]+)$", re.MULTILINE)
TITLES = {
    "sql before": "before",
    "sql bad": "reported",
    "sql good": "not reported",
    "text bad": "reported",
    "text good": "not reported",
}


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Put the pages of a folder where the navigation names the folder."""
    config.nav = _expanded(config.nav, Path(config.docs_dir))
    return config


def _expanded(entry: Any, docs: Path) -> Any:
    if isinstance(entry, list):
        return [_expanded(item, docs) for item in entry]
    if isinstance(entry, dict):
        return {title: _expanded(item, docs) for title, item in entry.items()}
    return _pages(docs, entry) if entry.endswith("/") else entry


def _pages(docs: Path, folder: str) -> list[Any]:
    names = sorted(path.stem for path in (docs / folder).glob("*.md"))
    pages = [{name: f"{folder}{name}.md"} for name in names if name != "README"]
    return [f"{folder}README.md", *pages] if "README" in names else pages


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the page that stands outside of the folder."""
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    files.append(File.generated(config, "changes.md", content=changes))
    return files


def on_page_markdown(markdown: str, **_: object) -> str:
    """Show the path behind a fence as the title of its block."""
    return FENCE.sub(_titled, markdown)


def _titled(fence: re.Match[str]) -> str:
    language, words = fence["language"], fence["words"].strip()
    if language == "py":  # options for the highlighter already
        return fence[0]
    title = TITLES.get(f"{language} {words}", words)
    return f'```{language} title="{title}"'
