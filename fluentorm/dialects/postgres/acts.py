"""What statements do to which objects, as far as a runner must know it, read from their words.

It serves two questions: whether a statement was done already, and how it is undone. What is not
understood is ``OTHER``, and whoever asks must do without an answer.
"""

from __future__ import annotations

import dataclasses
from enum import Enum, auto
from typing import TYPE_CHECKING

from fluentorm.dialects.postgres.splitter import Unterminated, tokens
from fluentorm.dialects.postgres.words import Words
from fluentorm.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class What(Enum):
    """The kinds of acts that are understood."""

    CREATE_TABLE = auto()
    CREATE_INDEX = auto()
    CREATE_TRIGGER = auto()
    CREATE_FUNCTION = auto()
    CREATE_SEQUENCE = auto()
    CREATE_STATISTICS = auto()
    CREATE_TYPE = auto()
    CREATE_POLICY = auto()
    CREATE_VIEW = auto()
    COMMENT = auto()
    GRANT = auto()
    DROP_TABLE = auto()
    DROP_INDEX = auto()
    DROP_TRIGGER = auto()
    DROP_OTHER = auto()
    REINDEX = auto()
    ATTACH_INDEX = auto()
    RENAME_INDEX = auto()
    ADD_COLUMN = auto()
    DROP_COLUMN = auto()
    RENAME_COLUMN = auto()
    ADD_CONSTRAINT = auto()
    DROP_CONSTRAINT = auto()
    RENAME_CONSTRAINT = auto()
    VALIDATE = auto()
    RENAME_TABLE = auto()
    RENAME_TYPE = auto()
    SET_NOT_NULL = auto()
    DROP_NOT_NULL = auto()
    SET_DEFAULT = auto()
    DROP_DEFAULT = auto()
    ATTACH_PARTITION = auto()
    DETACH_PARTITION = auto()
    REPEATABLE = auto()  # leaves nothing that has to be undone, and can be run again
    UPDATE = auto()
    ALTER_OTHER = auto()
    OTHER = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One act: names are SQL text as it is written, ``table`` the relation that it is done to.

    ``other`` is the second name: of a rename, the partition, the index that is attached.
    """

    what: What
    name: str = ""
    table: str = ""
    other: str = ""
    concurrently: bool = False
    only: bool = False
    unique: bool = False
    replace: bool = False


_NAMED = {
    "sequence": What.CREATE_SEQUENCE,
    "statistics": What.CREATE_STATISTICS,
    "type": What.CREATE_TYPE,
}
_REPEATABLE = ("analyze", "vacuum", "refresh", "set", "lock", "select", "reset", "cluster")


# A DO block without any of these words only looks.
_CHANGES = frozenset(
    "alter call comment copy create delete drop execute grant import insert into lock merge "
    "perform refresh reindex revoke set set_config truncate update".split()
)


def read_acts(sql: str) -> tuple[Act, ...]:
    """Return what one statement does; several acts for ALTER TABLE with several actions."""
    words = Words(sql)
    first = words.peek()
    if first == "alter":
        return _alter(words)
    if first == "create":
        return (_create(words),)
    if first == "drop":
        return _drop(words)
    if first == "reindex":
        return (_reindex(words),)
    if first == "update":
        return (Act(what=What.UPDATE),)
    if first == "comment":
        return (_comment(words),)
    if first == "grant":
        words.until({"on"})
        words.take("on")
        words.skip("table", "sequence")
        return (Act(what=What.GRANT, name=words.name()),)
    if first == "do":
        return (Act(what=What.REPEATABLE if _only_looks(sql) else What.OTHER),)
    return (Act(what=What.REPEATABLE if first in _REPEATABLE else What.OTHER),)


def as_before(acts: Iterable[Act]) -> Iterator[Act]:
    """Yield acts that come one after the other by the names that things had before the first."""
    tables: dict[str, str] = {}
    parts: dict[tuple[str, str], str] = {}
    for act in acts:
        table = tables.get(act.table, act.table)
        name = parts.get((table, act.name), act.name)
        if act.what is What.RENAME_TABLE:
            tables[act.other] = table
        elif act.what in (What.RENAME_COLUMN, What.RENAME_CONSTRAINT):
            parts[table, act.other] = name
        yield dataclasses.replace(act, table=table, name=name)


def _create(words: Words) -> Act:
    words.take("create")
    replace = words.take("or", "replace")
    words.skip("global", "local", "temporary", "temp", "unlogged", "recursive", "constraint")
    unique = words.take("unique")
    kind = words.peek()
    words.place += 1
    if kind == "table":
        words.skip("if not exists")
        return Act(what=What.CREATE_TABLE, name=words.name())
    if kind == "index":
        concurrently = words.take("concurrently")
        words.skip("if not exists")
        name = "" if words.peek() == "on" else words.name()
        words.take("on")
        only = words.take("only")
        return Act(
            what=What.CREATE_INDEX,
            name=name,
            table=words.name(),
            concurrently=concurrently,
            only=only,
            unique=unique,
        )
    if kind in ("trigger", "policy"):
        name = words.name()
        words.until({"on"})
        words.take("on")
        what = What.CREATE_TRIGGER if kind == "trigger" else What.CREATE_POLICY
        return Act(what=what, name=name, table=words.name(), replace=replace)
    if kind in ("function", "procedure"):
        name = words.name()
        arguments = words.parenthesised() or ""
        return Act(
            what=What.CREATE_FUNCTION, name=name, other=f"{kind} {arguments}", replace=replace
        )
    if kind in ("view", "materialized"):
        words.skip("view", "if not exists")
        return Act(what=What.CREATE_VIEW, name=words.name(), other=kind, replace=replace)
    if kind in _NAMED:
        words.skip("if not exists")
        return Act(what=_NAMED[kind], name=words.name())
    return Act(what=What.OTHER)


def _only_looks(sql: str) -> bool:
    """Say whether a DO block does nothing but look, and raise."""
    words: set[str] = set()
    for kind, text, _, _ in tokens(sql):
        if kind != "dollar":
            continue
        tag = text[: text.index("$", 1) + 1]
        try:
            inside = tokens(text[len(tag) : -len(tag)])
        except Unterminated:
            return False
        words |= {text.lower() for kind, text, _, _ in inside if kind == "word"}
    return bool(words) and not words & _CHANGES


def _comment(words: Words) -> Act:
    """Return what is commented on: its kind in ``other``, and for a part the table it is of."""
    words.take("comment", "on")
    kind = words.peek()
    words.place += 1
    words.take("view")
    name = words.name()
    table = words.name() if words.take("on") else ""
    return Act(what=What.COMMENT, name=name, table=table, other=kind)


def _drop(words: Words) -> tuple[Act, ...]:
    words.take("drop")
    kind = words.peek()
    words.place += 1
    if kind == "materialized":
        words.place += 1
    concurrently = words.take("concurrently")
    words.skip("if exists")
    if kind in ("trigger", "policy", "rule"):
        name = words.name()
        words.take("on")
        what = What.DROP_TRIGGER if kind == "trigger" else What.DROP_OTHER
        return (Act(what=what, name=name, table=words.name()),)
    if kind in ("table", "index", "view", "materialized", "sequence"):
        what = {"table": What.DROP_TABLE, "index": What.DROP_INDEX}.get(kind, What.DROP_OTHER)
        names = words.names()
        return tuple(
            Act(what=what, name=name, table=name, concurrently=concurrently) for name in names
        )
    return (Act(what=What.DROP_OTHER),)


def _reindex(words: Words) -> Act:
    words.take("reindex")
    words.parenthesised()
    kind = words.peek()
    words.place += 1
    concurrently = words.take("concurrently")
    return Act(what=What.REINDEX, name=words.name(), other=kind, concurrently=concurrently)


def _alter(words: Words) -> tuple[Act, ...]:
    words.take("alter")
    kind = words.peek()
    words.place += 1
    if kind == "materialized":
        words.place += 1
    words.skip("if exists", "only")
    name = words.name()
    words.take("*")
    if kind in ("table", "foreign"):
        return tuple(_actions(words, name))
    if kind == "index":
        if words.take("attach", "partition"):
            return (Act(what=What.ATTACH_INDEX, name=name, other=words.name()),)
        if words.take("rename", "to"):
            return (Act(what=What.RENAME_INDEX, name=name, other=words.name(), table=name),)
        return (Act(what=What.ALTER_OTHER, name=name),)
    if kind == "type" and words.take("rename", "to"):
        return (Act(what=What.RENAME_TYPE, name=name, other=words.name()),)
    if kind in ("view", "materialized", "sequence"):
        return (Act(what=What.ALTER_OTHER, name=name, table=name),)
    if kind in ("policy", "trigger"):
        words.take("on")
        return (Act(what=What.ALTER_OTHER, name=name, table=words.name()),)
    return (Act(what=What.ALTER_OTHER, name=name),)


def _actions(words: Words, table: str) -> list[Act]:
    acts = []
    while not words.ended:
        start = words.place
        acts.append(_action(words, table))
        words.until({","})
        words.take(",")
        if words.place == start:
            words.place += 1
    return acts


def _action(words: Words, table: str) -> Act:
    """Return one action of ALTER TABLE; what follows its names is left to be passed."""
    if words.take("add"):
        return _added(words, table)
    if words.take("drop"):
        return _dropped(words, table)
    if words.take("validate", "constraint"):
        return Act(what=What.VALIDATE, table=table, name=words.name())
    if words.take("rename"):
        return _renamed(words, table)
    if words.take("alter"):
        words.skip("column")
        return _altered(words, table, words.name())
    if words.take("attach", "partition"):
        return Act(what=What.ATTACH_PARTITION, table=table, other=words.name())
    if words.take("detach", "partition"):
        part = words.name()
        return Act(
            what=What.DETACH_PARTITION,
            table=table,
            other=part,
            concurrently=words.take("concurrently"),
        )
    return Act(what=What.ALTER_OTHER, table=table)


def _added(words: Words, table: str) -> Act:
    if words.take("constraint"):
        return Act(what=What.ADD_CONSTRAINT, table=table, name=words.name())
    if words.peek() in ("primary", "unique", "check", "foreign", "exclude", "not"):
        return Act(what=What.ALTER_OTHER, table=table)  # the server chooses its name
    words.skip("column", "if not exists")
    return Act(what=What.ADD_COLUMN, table=table, name=words.name())


def _dropped(words: Words, table: str) -> Act:
    what = What.DROP_CONSTRAINT if words.take("constraint") else What.DROP_COLUMN
    words.skip("column", "if exists")
    return Act(what=what, table=table, name=words.name())


def _renamed(words: Words, table: str) -> Act:
    if words.take("to"):
        return Act(what=What.RENAME_TABLE, table=table, name=table, other=words.name())
    what = What.RENAME_CONSTRAINT if words.take("constraint") else What.RENAME_COLUMN
    words.skip("column")
    name = words.name()
    words.take("to")
    return Act(what=what, table=table, name=name, other=words.name())


def _altered(words: Words, table: str, column: str) -> Act:
    for phrase, what in (
        (("set", "not", "null"), What.SET_NOT_NULL),
        (("drop", "not", "null"), What.DROP_NOT_NULL),
        (("set", "default"), What.SET_DEFAULT),
        (("drop", "default"), What.DROP_DEFAULT),
    ):
        if words.take(*phrase):
            return Act(what=what, table=table, name=column)
    return Act(what=What.ALTER_OTHER, table=table, name=column)
