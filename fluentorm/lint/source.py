"""A migration file as the linter reads it: header, steps, statements, and what it is allowed."""

from __future__ import annotations

import re
from dataclasses import field, replace
from typing import TYPE_CHECKING

from fluentorm.dialects.base import Script, StepKind
from fluentorm.dialects.postgres.parsing import (
    Node,
    Parsed,
    Unreadable,
    parse,
    word,
)
from fluentorm.dialects.postgres.parsing import plpgsql as ran_by
from fluentorm.dialects.postgres.splitter import Unterminated, comments, split
from fluentorm.dialects.postgres.steps import parse_steps
from fluentorm.errors import FileFormat
from fluentorm.lint.nodes import relation_key
from fluentorm.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_HEADER = re.compile(r"--\s*([A-Za-z]+)\s*:\s*(.*?)\s*$")
_STEP = re.compile(r"--\s*step\s*:\s*(\d+)\s+(short|long|bare|backfill)\b\s*(.*)", re.IGNORECASE)
_PROBE = re.compile(r"--\s*probe\s*:\s*(\S.*)", re.IGNORECASE)
_ALLOW = re.compile(r"--\s*fluentorm\s*:\s*allow\b\s*(.*)", re.IGNORECASE)
_RULE_ID = re.compile(r"[A-Z]{1,2}\d{3}\b[ ,]*")
_NONE = re.compile(r"^--\s*transaction\s*:\s*none\b", re.IGNORECASE | re.MULTILINE)
_BLANK_LINE = re.compile(r"\n[ \t]*\n")
# Node kinds whose table stands in the field "relation".
_ON_RELATION = frozenset(
    "index_stmt create_stmt create_trig_stmt rule_stmt update_stmt delete_stmt insert_stmt "
    "merge_stmt rename_stmt copy_stmt alter_object_schema_stmt".split()
)


@dataclass(frozen=True, slots=True)
class Allow:
    """A line that lets rules pass: their ids, why, and the statement it is meant for (-1: all)."""

    rules: tuple[str, ...]
    reason: str
    line: int
    statement: int


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that a statement does; an ALTER TABLE may do several.

    ``verb`` is the kind of its node, or for a command of ALTER TABLE its subtype such as
    AT_AddColumn. ``table`` is the key of the table that it is about, "" where it is about none.
    ``only`` says that ONLY leaves its partitions out.
    """

    verb: str
    node: Node
    table: str = ""
    only: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One statement: its number in the file from 0, its changes, and where it stands.

    ``within`` is the statement of a DO block that runs this one.
    """

    number: int
    parsed: Parsed
    line: int
    text: str
    changes: tuple[Change, ...]
    within: str = ""

    @property
    def kind(self) -> str:
        """The kind of its node."""
        return self.parsed.kind

    @property
    def node(self) -> Node:
        """Its node."""
        return self.parsed.node


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """Statements that share a transaction, or one that runs outside of any.

    ``step`` is None in a file without step lines. ``transactional`` is false for what runs by
    itself.
    """

    number: int
    statements: tuple[Statement, ...]
    step: StepKind | None = None
    options: str = ""
    probe: str | None = None
    transactional: bool = True


@dataclass(frozen=True, slots=True)
class Trouble:
    """A statement that cannot be read."""

    message: str
    line: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SqlFile:
    """A file taken apart.

    ``header`` has the values of each key in small letters. ``down`` says that the file undoes
    another one.
    """

    path: str
    text: str
    header: dict[str, list[str]] = field(default_factory=dict)
    units: tuple[Unit, ...] = ()
    allows: tuple[Allow, ...] = ()
    troubles: tuple[Trouble, ...] = ()
    down: bool = False

    @property
    def generated(self) -> bool:
        """Whether fluentorm wrote it: it then does what the schema files declare."""
        return "generated" in self.header or ("rollback" in self.header and self.down)

    @property
    def statements(self) -> Iterator[Statement]:
        """All statements in order."""
        return (statement for unit in self.units for statement in unit.statements)


def read(text: str, path: str, *, down: bool = False) -> SqlFile:
    """Take a file apart; what cannot be read becomes a trouble, and the rest is read."""
    lines = _Lines(text)
    parsed, troubles = _parsed(text, lines)
    statements = [
        statement
        for number, item in enumerate(parsed)
        for statement in _statements(number, item, text, lines)
    ]
    header = _header(text)
    notes = _comments(text) if _has_notes(text) else ()
    troubles.extend(_wrong_steps(text, path, troubles))
    transactional = "none" not in [value.lower() for value in header.get("transaction", ())]
    return SqlFile(
        path=path,
        text=text,
        header=header,
        units=_units(statements, notes, text, transactional=transactional),
        allows=tuple(_allows(notes, statements, text, lines)),
        troubles=tuple(troubles),
        down=down,
    )


class _Lines:
    """Line numbers of offsets, found from the start once."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._offset = 0
        self._line = 1

    def at(self, offset: int) -> int:
        if offset < self._offset:
            self._offset, self._line = 0, 1
        self._line += self._text.count("\n", self._offset, offset)
        self._offset = offset
        return self._line


def _parsed(text: str, lines: _Lines) -> tuple[Sequence[Parsed], list[Trouble]]:
    try:
        return parse(text), []
    except Unreadable as whole:
        error = whole
    try:
        pieces = split(text)
    except Unterminated as unfinished:
        message = f"{unfinished} that begins here"
        return (), [Trouble(message, lines.at(unfinished.offset), text[unfinished.offset :][:80])]
    found: list[Parsed] = []
    troubles: list[Trouble] = []
    for piece in pieces:
        part = text[piece.start : piece.end]
        try:
            inner = parse(part)
        except Unreadable as problem:
            offset = piece.start + problem.offset
            troubles.append(Trouble(problem.message, lines.at(offset), part))
            continue
        found.extend(
            Parsed(item.kind, item.node, piece.start + item.start, piece.start + item.end)
            for item in inner
        )
    if not troubles:
        troubles.append(Trouble(error.message, lines.at(error.offset), ""))
    return found, troubles


def _statements(number: int, item: Parsed, text: str, lines: _Lines) -> Iterator[Statement]:
    """Yield a statement, and behind a DO block those that it runs."""
    statement = Statement(
        number=number,
        parsed=item,
        line=lines.at(item.start),
        text=text[item.start : item.end].strip(),
        changes=changes_of(item),
    )
    yield statement
    if item.kind != "do_stmt":
        return
    for inner in inner_statements(statement.text):
        yield replace(
            statement,
            parsed=Parsed(inner.kind, inner.node, item.start, item.end),
            changes=changes_of(inner),
            within="DO",
        )


def inner_statements(text: str) -> Iterator[Parsed]:
    """Yield the statements that a DO block or a function in PL/pgSQL runs, as far as it shows."""
    try:
        for kind, query in ran_by(text):
            if kind == "sql":
                yield from parse(query)
    except Unreadable:
        return


def changes_of(item: Parsed) -> tuple[Change, ...]:
    """Return what a statement does, one by one."""
    node = item.node
    if item.kind == "alter_table_stmt":
        table, only = relation_key(node.relation), not node.relation.inh
        return tuple(
            Change(word(cmd.alter_table_cmd, "subtype"), cmd.alter_table_cmd, table, only)
            for cmd in node.cmds
        )
    relation = None
    if item.kind in _ON_RELATION:
        relation = node.relation
    elif item.kind in ("create_policy_stmt", "alter_policy_stmt"):
        relation = node.table
    table = relation_key(relation) if relation is not None and relation.relname else ""
    return (Change(item.kind, node, table),)


def _header(text: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    start = 0
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        line = text[start:end].strip()
        start = end + 1
        if line.startswith("--"):
            match = _HEADER.match(line)
            if match:
                found.setdefault(match[1].lower(), []).append(match[2])
        elif line:
            break
    return found


def _comments(text: str) -> tuple[tuple[int, str], ...]:
    """Return offset and text of every comment; none of text that does not end."""
    try:
        return tuple((start, text[start:end]) for start, end in comments(text))
    except Unterminated:
        return ()


def _wrong_steps(text: str, path: str, troubles: Sequence[Trouble]) -> Iterator[Trouble]:
    """Yield why the step lines cannot be followed, of a file that can be read otherwise."""
    if troubles:
        return
    transactional = _NONE.search(text) is None
    try:
        parse_steps(Script(path=path, text=text, transactional=transactional))
    except FileFormat as error:
        yield Trouble(error.message, error.place.line if error.place else 1, "")


def _has_notes(text: str) -> bool:
    folded = text.lower()
    return any(mark in folded for mark in ("step", "fluentorm", "probe"))


def _units(
    statements: Sequence[Statement],
    notes: Sequence[tuple[int, str]],
    text: str,
    *,
    transactional: bool,
) -> tuple[Unit, ...]:
    steps = _steps(notes, text)
    if steps:
        # What stands before the first step line is wrong there, and looked at all the same.
        steps[0] = (0, *steps[0][1:])
        bounds = [*(start for start, *_ in steps[1:]), len(text) + 1]
        return tuple(
            Unit(
                number=number,
                statements=tuple(s for s in statements if start <= s.parsed.start < end),
                step=kind,
                options=options,
                probe=probe,
                transactional=kind is not StepKind.BARE,
            )
            for (start, number, kind, options, probe), end in zip(steps, bounds, strict=True)
        )
    if transactional:
        return (Unit(number=1, statements=tuple(statements)),) if statements else ()
    return tuple(
        Unit(number=number, statements=(statement,), transactional=False)
        for number, statement in enumerate(statements, 1)
    )


def _steps(
    notes: Sequence[tuple[int, str]], text: str
) -> list[tuple[int, int, StepKind, str, str | None]]:
    found: list[tuple[int, int, StepKind, str, str | None]] = []
    for offset, comment in notes:
        if text[text.rfind("\n", 0, offset) + 1 : offset].strip():
            continue
        if match := _STEP.match(comment):
            kind = StepKind(match[2].lower())
            found.append((offset, int(match[1]), kind, match[3].strip(), None))
        elif found and (match := _PROBE.match(comment)):
            found[-1] = (*found[-1][:4], match[1])
    return found


def _allows(
    notes: Sequence[tuple[int, str]], statements: Sequence[Statement], text: str, lines: _Lines
) -> Iterator[Allow]:
    first = statements[0].parsed.start if statements else len(text)
    for offset, comment in notes:
        match = _ALLOW.match(comment)
        if not match:
            continue
        rest = match[1]
        rules = []
        while found := _RULE_ID.match(rest):
            rules.append(found[0].strip(" ,"))
            rest = rest[found.end() :]
        whole = offset < first and _BLANK_LINE.search(text, offset, first) is not None
        following = next((s.number for s in statements if s.parsed.start > offset), -1)
        target = -1 if whole else following
        yield Allow(tuple(rules), rest.strip(" :-"), lines.at(offset), target)
