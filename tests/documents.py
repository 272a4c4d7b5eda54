"""The documents, and the fenced blocks in them."""

import dataclasses
import fnmatch
import functools
import re
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
DOCUMENTS = (
    ROOT / "README.md",
    ROOT / "CHANGELOG.md",
    *sorted((ROOT / "docs").glob("*.md")),
    *sorted((ROOT / "docs" / "moving").glob("*.md")),
    *sorted((ROOT / "docs" / "reference").glob("*.md")),
)
FENCE = re.compile(r"^```(?P<head>[^\n`]*)\n(?P<text>.*?)^```[ ]*$", re.MULTILINE | re.DOTALL)
UNSEEN = re.compile(r"<!-- typed before:\n((?:(?!-->).)*)\n-->\n\Z", re.DOTALL)


@dataclasses.dataclass(frozen=True)
class Block:
    """A fenced block: its language, the words after it, where it begins and ends (lines from 1).

    ``before`` is what the reader typed unseen, of a comment above the block.
    """

    document: Path
    language: str
    words: tuple[str, ...]
    text: str
    first: int
    last: int
    before: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return f"{self.document.name}:{self.first}"

    @property
    def file(self) -> str | None:
        return self.words[0] if self.words else None


@functools.cache
def blocks(document: Path) -> tuple[Block, ...]:
    text = document.read_text(encoding="utf-8")
    found = []
    for match in FENCE.finditer(text):
        language, *words = match["head"].split() or [""]
        first = text.count("\n", 0, match.start()) + 1
        last = first + match[0].count("\n")
        unseen = UNSEEN.search(text, 0, match.start())
        before = tuple(unseen[1].splitlines()) if unseen else ()
        found.append(Block(document, language, tuple(words), match["text"], first, last, before))
    return tuple(found)


def named(*languages: str, document: str = "*") -> list[Any]:
    return [
        pytest.param(block, id=block.name)
        for path in DOCUMENTS
        if fnmatch.fnmatch(path.name, document)
        for block in blocks(path)
        if block.language in languages
    ]


def after(block: Block) -> Block | None:
    """Return the block that begins in the line after this one, without a blank between."""
    return next((b for b in blocks(block.document) if b.first == block.last + 1), None)
