"""Generated files of a change, and running them as psql would: step by step, from top to bottom."""

from __future__ import annotations

import datetime
import re
from typing import TYPE_CHECKING, Any

from fluentorm.dialects.postgres.ddl import down_notes, hazards, render
from fluentorm.dialects.postgres.online.forms import online_form
from fluentorm.dialects.postgres.splitter import split
from fluentorm.dialects.postgres.versions import needed_versions
from fluentorm.migrate.directory import Directory
from fluentorm.migrate.generate import Renderer, plan_generation
from fluentorm.snapshot.store import Snapshot
from fluentorm.values import dataclass

if TYPE_CHECKING:
    from fluentorm.migrate.file import MigrationPair
    from fluentorm.schema.objects import SchemaModel

NOW = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
_STEP = re.compile(r"^-- Step: \d+ (\w+).*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Part:
    """A step of a file: its kind and its statements; a file without steps is one short step."""

    kind: str
    statements: tuple[str, ...]


def generated(
    old: SchemaModel,
    new: SchemaModel,
    version: int,
    now: datetime.datetime = NOW,
    *,
    online: bool = True,
) -> tuple[MigrationPair, ...]:
    """Return the files that lead from one schema to another."""
    renderer = Renderer(
        render=render,
        hazards=hazards,
        down_notes=down_notes,
        needed_versions=needed_versions,
        online=online_form if online else None,
        version=version,
    )
    generation = plan_generation(
        old=Snapshot(model=old),
        new=new,
        directory=Directory(path="migrations"),
        links=(),
        renderer=renderer,
        now=now,
    )
    return generation.pairs


def parts_of(text: str) -> list[Part]:
    """Return the steps of a file."""
    starts = [*_STEP.finditer(text)]
    if not starts:
        return [Part("short", _statements(text))]
    ends = [match.start() for match in starts[1:]] + [len(text)]
    return [
        Part(match[1], _statements(text[match.end() : end]))
        for match, end in zip(starts, ends, strict=True)
    ]


def _statements(text: str) -> tuple[str, ...]:
    return tuple(text[one.start : one.end] for one in split(text))


def run_file(session: Any, text: str) -> None:
    """Run the steps of a file, each as its kind says."""
    for part in parts_of(text):
        if part.kind in ("bare", "backfill"):
            for statement in part.statements:
                session.execute(statement)
        else:
            session.execute("BEGIN;\n" + ";\n".join([*part.statements, "COMMIT"]))
