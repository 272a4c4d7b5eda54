"""What an error or a rule of lint means, by its id: the sections and pages of the documents."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from fluentorm.schema.nearest import nearest
from fluentorm.tasks.action import WrongUsage, say

if TYPE_CHECKING:
    from collections.abc import Mapping

_PACKAGE = Path(__file__).parents[1]
_SECTION = re.compile(r"^### (?P<id>\S+)\n(?P<text>.*?)(?=^##|\Z)", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\[([^]]*)\]\([^)\s]*\)")
_FENCE = re.compile(r"^```[^\n]*\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_PARAGRAPH = re.compile(r"(?<=\S)\n(?![\n -])")


def explain(word: str) -> None:
    """Print what an id means; without one, all ids there are.

    Raises WrongUsage for an id that is not known.
    """
    known = pages()
    if not word:
        for id_, text in known.items():
            say(f"{id_:<24}{_first(text)}".rstrip())
        return
    id_ = word.upper() if word.upper() in known else word.lower()
    if id_ not in known:
        near = nearest(id_, known)
        hint = f"did you mean {near}?" if near else "fluentorm explain lists all"
        raise WrongUsage(f'there is no error and no rule "{word}"', hint)
    say(plain(f"{id_}\n\n{known[id_]}"))


def pages() -> Mapping[str, str]:
    """Return what is written about each id, errors first, then the rules by their ids."""
    folder = _folder()
    errors = (folder / "errors.md").read_text(encoding="utf-8")
    found = {section["id"]: section["text"].strip() for section in _SECTION.finditer(errors)}
    for path in sorted((folder / "lint").glob("*.md")):
        if path.stem != "README":
            title, _, text = path.read_text(encoding="utf-8").partition("\n")
            found[path.stem] = f"{title.partition(': ')[2]}\n{text.rstrip()}"
    return found


def _folder() -> Path:
    """Return where the documents are: in the package, or beside it in a clone."""
    packaged = _PACKAGE / "explained"
    return packaged if packaged.is_dir() else _PACKAGE.parent / "docs"


def _first(text: str) -> str:
    """Return what stands for a text in a list: the first sentence that says something."""
    paragraphs = [part for part in plain(text).split("\n\n") if "Exit status" not in part]
    said = paragraphs[0].partition("\n")[0]
    return re.split(r"(?<=\w)[.:;] ", said)[0].rstrip(".")


def plain(text: str) -> str:
    r"""Return Markdown as it is read at a terminal: blocks of code are indented, links are words.

    >>> print(plain("**Fix:** see\n[that](x.md)\n\n```sql bad\nDROP TABLE a;\n```"))
    Fix: see that
    <BLANKLINE>
        DROP TABLE a;
    """
    text = _FENCE.sub(lambda block: re.sub(r"^(?=.)", "    ", block[1], flags=re.M).rstrip(), text)
    text = _LINK.sub(r"\1", text.replace("**", "").replace("`", ""))
    return _PARAGRAPH.sub(" ", text)
