"""Whether a file of SQL does more than define things: rows that it writes are in no catalog."""

from __future__ import annotations

from fluentorm.dialects.postgres.splitter import Unterminated, split

# What these statements do is in the catalog afterwards, or leaves nothing.
_DEFINE = frozenset(
    "alter analyze cluster comment create drop grant lock reassign refresh reindex reset revoke "
    "security set show vacuum".split()
)


def writes_rows(text: str) -> bool:
    """Say whether a file may write rows; what cannot be told apart, such as DO, counts as that."""
    try:
        return any(_writes(text[one.start : one.end], one.words) for one in split(text))
    except Unterminated:  # running it says what is wrong
        return True


def _writes(text: str, words: tuple[str, ...]) -> bool:
    if words[:1] == ("select",):  # it may call a function, other than the one that does nothing
        return text.lower().split() != ["select", "1"]
    if words[:1] == ("create",) and "table" in words[1:4]:
        return "as" in words and "partition" not in words
    return not words or words[0] not in _DEFINE
