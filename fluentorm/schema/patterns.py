"""Patterns that name objects: ``audit.*``, ``tmp_*``, ``view:report_*``, ``users.legacy_*``.

``*`` stands for anything and ``?`` for one character. A pattern means the name with its namespace,
or without where that is ``public``; parts of a relation have its name before them. A kind before a
colon means that kind only.
"""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from fluentorm.schema.qualified import split
from fluentorm.schema.refs import Kind
from fluentorm.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fluentorm.schema.refs import Ref

KIND_WORDS = {kind.value.replace(" ", "_"): kind for kind in Kind}


@dataclass(frozen=True, slots=True)
class Pattern:
    """One pattern; ``kind`` None means any."""

    glob: str
    kind: Kind | None = None

    def matches(self, ref: Ref) -> bool:
        """Say whether an object is meant; a routine by its name, whatever its arguments."""
        if self.kind is not None and ref.kind is not self.kind:
            return False
        return any(fnmatchcase(name, self.glob) for name in _names(ref))


def _names(ref: Ref) -> tuple[str, ...]:
    key, separator, arguments = ref.name.partition("(")
    namespace, name = split(key)
    tail = f".{ref.part}" if ref.part is not None else ""
    bare = (f"{name}{tail}",) if namespace == "public" else ()
    whole = f"{namespace}.{name}{tail}"
    if separator:
        return (*bare, whole, f"{whole}({arguments}", *(f"{one}({arguments}" for one in bare))
    return (*bare, whole)


def read_patterns(texts: Iterable[str]) -> tuple[Pattern, ...]:
    """Return the patterns of several texts, each of which may have some with commas between.

    Raises ValueError, with the word, for a kind that there is not.
    """
    words = [word.strip() for text in texts for word in text.split(",")]
    return tuple(_pattern(word) for word in words if word)


def _pattern(word: str) -> Pattern:
    kind, separator, glob = word.partition(":")
    if not separator:
        return Pattern(word)
    if kind not in KIND_WORDS:
        raise ValueError(kind)
    return Pattern(glob, KIND_WORDS[kind])


def any_matches(patterns: Iterable[Pattern], ref: Ref) -> bool:
    """Say whether one of the patterns means an object."""
    return any(pattern.matches(ref) for pattern in patterns)
