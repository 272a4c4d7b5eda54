"""Executors that remember what they ran, and results as text."""

from __future__ import annotations

import dataclasses
import re

from fluentorm.dialects.postgres.query import compiled
from fluentorm.query.program import AsyncExecutor, Copy, Executor

_RECENT = re.compile(r"datetime\.datetime\(20(?:2[5-9]|[3-9]\d), [^)]*\)?\)")


class Recorder(Executor):
    """Runs programs on another executor."""

    def __init__(self, db):
        self.db = db
        self.statements = []

    def run(self, program, *, atomic=False):
        return self.db.run(_recorded(program, self.statements), atomic=atomic)

    def stream(self, statement, *, size):
        return self.db.stream(statement, size=size)


class AsyncRecorder(AsyncExecutor):
    """Runs programs on another executor, awaited."""

    def __init__(self, db):
        self.db = db
        self.statements = []

    async def run(self, program, *, atomic=False):
        return await self.db.run(_recorded(program, self.statements), atomic=atomic)

    def stream(self, statement, *, size):
        return self.db.stream(statement, size=size)


def _recorded(program, statements):
    """Pass a program on, and note the SQL and the values of each of its steps."""
    try:
        step = next(program)
        while True:
            found = compiled(step.node)
            if isinstance(step, Copy):
                parts = list(step.parts)
                rows = [row for columns in parts for row in zip(*columns, strict=True)]
                statements.append((found.sql, rows))
                step = step._replace(parts=parts)
            else:
                statements.append((found.sql, [step.values[place] for place in found.order]))
            result = yield step
            step = program.send(result)
    except StopIteration as end:
        return end.value


def shown(statements, result) -> str:
    """Return what was run and what came of it, with the times of this run left out."""
    lines = []
    for sql, values in statements:
        lines += [sql, *([f"    {values!r}"] if values else []), ""]
    rows = result if isinstance(result, list) else [result]
    texts = [_text(row) for row in rows]
    if statements and "ORDER BY" not in statements[0][0]:
        texts.sort()
    lines += [f"= {text}" for text in texts] if texts else ["= no rows"]
    return _RECENT.sub("<now>", "\n".join(lines)) + "\n"


def _text(value) -> str:
    loaded = getattr(value, "__loaded__", None)
    if loaded is None:
        return repr(value)
    parts = [f"{name}={_brief(found)}" for name, found in loaded.items()]
    return f"{_name(value)} {' '.join(parts)}"


def _brief(value) -> str:
    if isinstance(value, list):
        return f"[{', '.join(_brief(item) for item in value)}]"
    if dataclasses.is_dataclass(value) and getattr(value, "__loaded__", None):
        return f"({_text(value)})"
    return "None" if value is None else _name(value)


def _name(row) -> str:
    key = [getattr(row, column.info.attribute) for column in type(row).__fluent__.key]
    return f"{type(row).__name__}({', '.join(map(repr, key))})"
