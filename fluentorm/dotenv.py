r"""Read a ``.env`` file.

The grammar is the one that dotenv tools share: ``NAME=value``, optionally after ``export``; ``#``
starts a comment at the start of a line and after a blank; in single quotes all is literal but
``\'`` and ``\\``; in double quotes ``\n``, ``\r``, ``\t``, ``\"``, ``\$`` work too; quoted values
may span lines. Nothing is expanded. A line that is none of this is an error.
"""

from __future__ import annotations

import re
from dataclasses import field
from typing import TYPE_CHECKING

from fluentorm.errors import ConfigError, Place
from fluentorm.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_BLANK = re.compile(r"[ \t\r]*(#[^\n]*)?(\n|\Z)")
_HEAD = re.compile(r"[ \t]*(export[ \t]+)?(?P<name>[^\s=#'\"]+)[ \t]*=")
_QUOTED = re.compile(
    r"[ \t]*(?P<quote>['\"])(?P<raw>(?:\\.|(?!(?P=quote))[^\\])*)(?P=quote)", re.DOTALL
)
_EXPANSION = re.compile(r"(?<!\\)\$[{(]")
# What a backslash makes of the next character, by the quote that it stands in.
_ESCAPES: dict[str, dict[str, str]] = {
    "": {},
    "'": {"'": "'", "\\": "\\"},
    '"': {'"': '"', "\\": "\\", "$": "$", "`": "`", "n": "\n", "r": "\r", "t": "\t"},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """One ``NAME=value``; ``expands`` says that other tools would expand a ``${...}`` in it."""

    name: str
    value: str = field(repr=False)
    place: Place
    expands: bool = False


def read_dotenv(file: Path) -> Iterator[Assignment]:
    """Read the assignments of a ``.env`` in their order, none when there is no such file.

    Raises ConfigError with file and line. No error shows a value, which may be a secret.
    """
    text = _text(file)
    position = 0
    while position < len(text):
        if blank := _BLANK.match(text, position):
            position = blank.end()
            continue
        place = Place(file.name, text.count("\n", 0, position) + 1)
        assignment, position = _assignment(text, position, place)
        yield assignment


def _text(file: Path) -> str:
    try:
        data = file.read_bytes()
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        # Some call their virtual environment .env.
        return ""
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise ConfigError(f"cannot be read: {reason}", place=Place(file.name)) from error
    if b"\0" in data:
        place = Place(file.name, data.count(b"\n", 0, data.index(b"\0")) + 1)
        raise ConfigError("a zero byte", place=place, hint="save the file as UTF-8")
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        place = Place(file.name, data.count(b"\n", 0, error.start) + 1)
        raise ConfigError("not UTF-8", place=place, hint="save the file as UTF-8") from None


def _assignment(text: str, position: int, place: Place) -> tuple[Assignment, int]:
    """Read the assignment that starts here; give also where the next line starts."""
    head = _HEAD.match(text, position)
    if head is None:
        raise ConfigError("expected NAME=value", place=place, hint="a comment starts with #")
    quoted = _QUOTED.match(text, head.end())
    if quoted is None:
        quote, raw, end = "", *_unquoted(text, head.end(), place)
    else:
        quote, raw = quoted["quote"], quoted["raw"]
        rest = _BLANK.match(text, quoted.end())
        if rest is None:
            hint = f"write a {quote} inside of it as \\{quote}"
            raise ConfigError("more text after the closing quote", place=place, hint=hint)
        end = rest.end()
    known = _ESCAPES[quote]
    value = re.sub(r"\\(.)", lambda found: known.get(found[1], found[0]), raw, flags=re.DOTALL)
    expands = quote != "'" and _EXPANSION.search(raw) is not None
    return Assignment(name=head["name"], value=value, place=place, expands=expands), end


def _unquoted(text: str, position: int, place: Place) -> tuple[str, int]:
    end = text.find("\n", position) + 1 or len(text)
    raw = re.sub(r"[ \t]+#.*", "", text[position:end].rstrip("\n")).strip()
    if raw[:1] in ("'", '"'):
        hint = f"close it with {raw[0]}"
        raise ConfigError("a quote that is not closed", place=place, hint=hint)
    return raw, end
