"""Names of objects inside SQL text, written anew after a rename.

What diff.expressions does for columns and enums, for all that has a key: a name may be qualified,
and what stands around it tells what it is a name of. Where that leaves doubt the text stays as it
is. Lexical rules: PostgreSQL manual, section 4.1.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple, TypeAlias

from fluentorm.schema.qualified import PUBLIC, bare_name, key_of, moved_key, quote_name, split
from fluentorm.schema.sql_text import quote_identifier, quote_literal
from fluentorm.schema.tokens import Token, tokens

_BEFORE_RELATION = frozenset({"from", "join", "into", "update", "only", "table", "using", "to"})
_CLAUSES = frozenset({"select", "from", "where", "group", "order", "having", "on", "set", "values"})
_BEFORE_TYPE = frozenset({"::", "as"})


class _Place(NamedTuple):
    """What stands around a name; ``clause`` is the last word of a query that begins a clause."""

    previous: str
    following: str
    word_follows: bool
    clause: str


_Test: TypeAlias = Callable[[_Place], bool]


def rename_relation(text: str, before: str, after: str) -> str:
    """Return a query with a table or view renamed, also where it qualifies a column."""
    text = _chains(text, before, quote_name(after), _is_relation)
    if bare_name(before) == bare_name(after):
        return text
    bare = quote_identifier(bare_name(after))
    return _chains(text, bare_name(before), bare, _is_qualifier)


def rename_type(text: str, before: str, after: str) -> str:
    """Return an expression or a query with a type renamed, where it stands in a cast."""
    return _chains(text, before, quote_name(after), lambda at: at.previous in _BEFORE_TYPE)


def rename_argument_type(text: str, before: str, after: str) -> str:
    """Return a type, or a list of arguments, with a type renamed."""
    return _chains(text, before, quote_name(after), lambda at: not at.word_follows)


def rename_routine(text: str, before: str, after: str) -> str:
    """Return an expression or a query with a routine renamed, where it is called."""
    return _chains(text, before, quote_name(after), lambda at: at.following == "(")


def rename_collation(text: str, before: str, after: str) -> str:
    """Return an expression or a query with a collation renamed."""
    return _chains(text, before, quote_name(after), lambda at: at.previous == "collate")


def rename_sequence(text: str, before: str, after: str) -> str:
    """Return an expression with a sequence renamed in the literals that name it."""

    def literal(key: str) -> str:
        return after if key == before else key

    return _literals(_chains(text, before, quote_name(after), _is_relation), literal)


def rename_namespace(text: str, before: str, after: str) -> str:
    """Return any text with a namespace renamed, where it qualifies a name."""

    def literal(key: str) -> str:
        return moved_key(key, before, after)

    if before.lower() not in text.lower():
        return text
    found = _chains(text, before, quote_identifier(after), _is_qualifier, whole=False)
    return _literals(found, literal)


def rename_column(text: str, before: str, after: str, *, keeps_names: bool) -> str:
    """Return a query with a column renamed.

    With ``keeps_names`` what the query gives is still called as before, as a view's columns are.
    """
    parts = tokens(text)
    solid = [number for number, token in enumerate(parts) if token.kind != "space"]
    result = [token.text for token in parts]
    depth, clause = 0, ""
    for position, number in enumerate(solid):
        token = parts[number]
        depth += (token.text == "(") - (token.text == ")")
        if token.kind == "word" and token.name in _CLAUSES:
            clause = token.name
        previous = parts[solid[position - 1]].text.lower() if position else ""
        following = parts[solid[position + 1]].text.lower() if position + 1 < len(solid) else ""
        if token.name != before or previous in _BEFORE_TYPE or following in ("(", "."):
            continue
        result[number] = quote_identifier(after)
        alone = previous in (",", ".", "select", "distinct", "all")
        if not (keeps_names and alone and clause == "select" and depth == 0):
            continue
        if following in (",", "from", ""):
            result[number] += f" AS {quote_identifier(before)}"
        elif following == "as" and parts[solid[position + 2]].name == after:
            # It is called so anyway.
            last = solid[position + 2]
            result[number + 1 : last + 1] = [""] * (last - number)
    return "".join(result)


def _is_relation(at: _Place) -> bool:
    listed = at.previous == "," and at.clause == "from"
    return (at.previous in _BEFORE_RELATION or listed) and at.following != "("


def _is_qualifier(at: _Place) -> bool:
    return at.following == "."


def _chains(text: str, before: str, written: str, applies: _Test, *, whole: bool = True) -> str:
    """Replace a name that may be qualified, where what stands around it passes the test.

    With ``whole`` a longer name that begins with it is another one, unless the test is for that.
    """
    wanted = split(before) if whole else (PUBLIC, before)
    if wanted[1].lower() not in text.lower():
        return text
    parts = tokens(text)
    solid = [number for number, token in enumerate(parts) if token.kind != "space"]
    result = [token.text for token in parts]
    for start, end, at in _names(parts, solid):
        names = [parts[solid[position]].name or "" for position in range(start, end + 1, 2)]
        if whole and len(names) > 1 and applies is not _is_qualifier:
            found = (names[0], names[1]) if len(names) == 2 else ("", "")
            hit = found == wanted and applies(at)
            last = end
        else:
            following = "." if len(names) > 1 else at.following
            first = at._replace(following=following)
            hit = (PUBLIC, names[0]) == wanted and applies(first)
            last = start
        if hit:
            result[solid[start]] = written
            for position in range(start + 1, last + 1):
                result[solid[position]] = ""
    return "".join(result)


def _names(parts: tuple[Token, ...], solid: list[int]) -> Iterator[tuple[int, int, _Place]]:
    """Yield where names, with all their qualifiers, begin and end among the solid tokens."""
    position, clause = 0, ""
    while position < len(solid):
        token = parts[solid[position]]
        if token.name is None:
            position += 1
            continue
        if token.kind == "word" and token.name in _CLAUSES:
            clause = token.name
        end = position
        while (
            end + 2 < len(solid)
            and parts[solid[end + 1]].text == "."
            and parts[solid[end + 2]].name is not None
        ):
            end += 2
        previous = parts[solid[position - 1]].text.lower() if position else ""
        after = parts[solid[end + 1]] if end + 1 < len(solid) else None
        words = after is not None and after.name not in (None, "default", "order", "variadic")
        yield position, end, _Place(previous, after.text[:1] if after else "", words, clause)
        position = end + 1


def _literals(text: str, rename: Callable[[str], str]) -> str:
    """Replace the keys in literals that are the names of objects."""
    if "'" not in text:
        return text
    return "".join(
        _literal(token.text, rename) if token.kind == "literal" else token.text
        for token in tokens(text)
    )


def _literal(text: str, rename: Callable[[str], str]) -> str:
    value = text[1:-1].replace("''", "'")
    if not value or any(sign in value for sign in " '(){}"):
        return text
    key = key_of(value)
    new = rename(key)
    return text if new == key else quote_literal(quote_name(new))
