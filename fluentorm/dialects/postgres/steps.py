"""The steps of a migration file, from the step lines in it.

A step line is a comment on a line of its own, ``-- Step: 1 short``. It is looked for between
tokens, so that none is found in a string or a body.
"""

from __future__ import annotations

import re
from hashlib import sha256
from typing import TYPE_CHECKING

from fluentorm.dialects.base import StepKind
from fluentorm.dialects.postgres import splitter
from fluentorm.dialects.postgres.update import Update, read_update
from fluentorm.dialects.postgres.words import Words
from fluentorm.errors import FileFormat, Place
from fluentorm.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fluentorm.dialects.base import Script
    from fluentorm.dialects.postgres.splitter import Statement

_LINE = re.compile(r"--\s*step\s*:\s*(.*?)\s*", re.IGNORECASE)
_PROBE = re.compile(r"--\s*probe\s*:\s*(.*?)[\s;]*", re.IGNORECASE)
_HEAD = re.compile(r"([0-9]{1,6})\s+([A-Za-z]+)\b\s*(.*)", re.DOTALL)
_KINDS = {kind.value: kind for kind in StepKind}
_EXAMPLE = 'write it like "-- Step: 1 short", "2 long", "3 bare" or "4 backfill"'
_LARGEST_BATCH = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of a file: its text is ``start`` to ``end``, its statements have absolute offsets.

    ``key`` and ``batch`` are what a backfill's line asks for; ``update`` is its statement, taken
    apart.
    """

    number: int
    kind: StepKind
    text: str
    start: int
    end: int
    statements: tuple[Statement, ...]
    probe: str | None = None
    deferred: bool = False
    key: tuple[str, ...] = ()
    batch: int | None = None
    update: Update | None = None

    @property
    def sql(self) -> str:
        """The first statement, which is the only one of a bare step and of a backfill."""
        first = self.statements[0]
        return self.text[first.start - self.start : first.end - self.start]

    @property
    def sqls(self) -> tuple[str, ...]:
        """All its statements."""
        return tuple(
            self.text[one.start - self.start : one.end - self.start] for one in self.statements
        )

    @property
    def sql_hash(self) -> str:
        """A digest of what it does, by which an edit is noticed."""
        told = "\0".join((self.kind.value, self.probe or "", *self.sqls))
        return sha256(told.encode()).hexdigest()


def parse_steps(script: Script) -> tuple[Step, ...]:
    """Return the steps of a file; none where it has no step line, and is one transaction.

    Raises FileFormat, with the line, for numbers with gaps, unknown kinds and options, statements
    outside the steps, a step without any, more than one statement in a bare step or a backfill, and
    for a backfill that is no ``UPDATE ... WHERE``.
    """
    if not script.stepped:
        return ()
    text = script.text
    try:
        statements = splitter.split(text)
        comments = list(splitter.comments(text))
    except splitter.Unterminated as error:
        raise _wrong(str(error), script, error.offset, "it began at this place") from error
    marks = [
        (start, end, match[1])
        for start, end in comments
        if (match := _LINE.fullmatch(text[start:end])) and _between(statements, start, script)
    ]
    if not marks:
        return ()
    if not script.transactional:
        raise _wrong(
            '"-- Transaction: none" and steps exclude each other',
            script,
            marks[0][0],
            'remove that line, and write statements of their own as "bare" steps',
        )
    if statements and statements[0].start < marks[0][0]:
        raise _wrong(
            "a statement before the first step",
            script,
            statements[0].start,
            'move it below a step line; the first is "-- Step: 1 short"',
        )
    ends = [start for start, _, _ in marks[1:]] + [len(text)]
    steps = tuple(
        _step(script, statements, number, mark, end)
        for number, (mark, end) in enumerate(zip(marks, ends, strict=True), 1)
    )
    _refuse_stray_probes(script, comments, marks)
    return steps


def _between(statements: Sequence[Statement], offset: int, script: Script) -> bool:
    """Say whether a comment stands between statements; refuse one in a statement without end."""
    inside = next((one for one in statements if one.start < offset < one.end), None)
    if inside is None:
        return True
    if "atomic" in inside.words:  # a body, in which comments are the author's own
        return False
    raise _wrong(
        "a step line inside a statement",
        script,
        offset,
        "end the statement before it with a semicolon",
    )


def _step(
    script: Script,
    statements: Sequence[Statement],
    number: int,
    mark: tuple[int, int, str],
    end: int,
) -> Step:
    start, after, told = mark
    head = _HEAD.fullmatch(told)
    if head is None:
        raise _wrong(f'the step line says "{told}", which means nothing', script, start, _EXAMPLE)
    if int(head[1]) != number:
        raise _wrong(
            f"step {head[1]} where step {number} was to come",
            script,
            start,
            "steps are numbered from 1 without gaps",
        )
    kind = _KINDS.get(head[2].lower())
    if kind is None:
        raise _wrong(f'"{head[2]}" is no kind of step', script, start, _EXAMPLE)
    own = tuple(one for one in statements if start <= one.start < end)
    deferred, key, batch = _options(script, start, kind, head[3])
    step = Step(
        number=number,
        kind=kind,
        text=script.text[start:end],
        start=start,
        end=end,
        statements=own,
        probe=_probe(script.text, after),
        deferred=deferred,
        key=key,
        batch=batch,
    )
    return _checked(script, step)


def _options(
    script: Script, offset: int, kind: StepKind, told: str
) -> tuple[bool, tuple[str, ...], int | None]:
    """Return what stands behind the kind: whether it is deferred, its key and its batch."""
    words = Words(told)
    deferred = False
    key: tuple[str, ...] = ()
    batch: int | None = None
    while not words.ended and kind is StepKind.BACKFILL:
        if words.take("deferred"):
            deferred = True
        elif words.peek() == "by" and words.peek(1) == "(":
            words.take("by")
            key = tuple(Words(words.parenthesised() or "").names())
        elif words.peek() == "batch" and words.peek(1).isdigit():
            batch = int(words.peek(1))
            words.take("batch", words.peek(1))
        else:
            break
    wrong_batch = batch is not None and not 1 <= batch <= _LARGEST_BATCH
    if not words.ended or wrong_batch:
        raise _wrong(
            f'the step line ends with "{told}", which means nothing',
            script,
            offset,
            'only a backfill has options: "-- Step: 1 backfill deferred by (id) batch 5000"',
        )
    return deferred, key, batch


def _probe(text: str, after: int) -> str | None:
    """Return the query of a probe in the line below a step line."""
    line = text[after + 1 : text.find("\n", after + 1) if "\n" in text[after + 1 :] else len(text)]
    match = _PROBE.fullmatch(line.strip())
    return match[1] if match else None


def _refuse_stray_probes(
    script: Script, comments: Sequence[tuple[int, int]], marks: Sequence[tuple[int, int, str]]
) -> None:
    ends = {end for _, end, _ in marks}
    for start, end in comments:
        probe = _PROBE.fullmatch(script.text[start:end])
        above = script.text.rfind("\n", 0, start)
        if probe and (above not in ends or not probe[1]):
            raise _wrong(
                "a probe that belongs to no step",
                script,
                start,
                'write "-- Probe: SELECT ..." in one line directly below the step line',
            )


def _checked(script: Script, step: Step) -> Step:
    """Refuse a step that cannot be run as its kind; a backfill gets its statement taken apart."""
    if not step.statements:
        raise _wrong(
            f"step {step.number} has no statement",
            script,
            step.start,
            "write it, or remove the step",
        )
    alone = step.kind in (StepKind.BARE, StepKind.BACKFILL)
    if alone and len(step.statements) > 1:
        raise _wrong(
            f"a {step.kind.value} step is one statement, and step {step.number} has "
            f"{len(step.statements)}",
            script,
            step.statements[1].start,
            f'put a step line above it: "-- Step: {step.number + 1} {step.kind.value}"',
        )
    if step.kind is not StepKind.BACKFILL:
        return step
    update = read_update(step.sql)
    if isinstance(update, str):
        raise _wrong(
            f"step {step.number}: {update}",
            script,
            step.statements[0].start,
            "a backfill is UPDATE table SET column = value WHERE column IS NULL, or another "
            "condition that says which rows are not done yet",
        )
    return Step(
        **{name: getattr(step, name) for name in Step.__slots__ if name != "update"}, update=update
    )


def _wrong(message: str, script: Script, offset: int, hint: str) -> FileFormat:
    return FileFormat(
        message,
        place=Place(script.path, *splitter.line_column(script.text, offset)),
        hint=hint,
    )
