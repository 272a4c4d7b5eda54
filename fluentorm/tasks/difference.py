"""The SQL from one schema to another, or from nothing: what db_diff and db_dump print."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fluentorm.diff.changes import changes
from fluentorm.diff.differ import diff
from fluentorm.diff.operations import AlterObject, inverse
from fluentorm.diff.partition_states import forgotten_states
from fluentorm.diff.recreated import NEWEST
from fluentorm.errors import DiffError
from fluentorm.migrate.generate import Renderer, informed
from fluentorm.migrate.script import down_steps, script, up_steps
from fluentorm.schema.objects import EMPTY
from fluentorm.schema.refs import Kind
from fluentorm.schema.sorting import sorted_model
from fluentorm.schema.unmanaged import without_unmanaged_partitions
from fluentorm.tasks.action import Different, counted, note, say_json, say_text
from fluentorm.tasks.project import current_project
from fluentorm.tasks.reading import read_sides
from fluentorm.tasks.sides import SideKind, parse_side, target_side
from fluentorm.tasks.terminal import Tone, painted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from fluentorm.diff.operations import Operation
    from fluentorm.migrate.script import Step
    from fluentorm.schema.catalog import CatalogState
    from fluentorm.schema.objects import SchemaModel
    from fluentorm.tasks.reading import Reading
    from fluentorm.tasks.sides import Side

_MOST_NOTES = 20
_DROPS = re.compile(r"^(?:DROP|ALTER .* DROP) (?!DEFAULT|NOT NULL|CONSTRAINT|EXPRESSION|IDENTITY)")


def db_diff(source: str, target: str, *, output: str, down: str, as_json: bool) -> None:
    """Print the SQL that turns one side into the other; Different where there is any.

    ``output`` and ``down`` are files to write the SQL and the way back of it to.
    Raises WrongUsage for sides that mean nothing, DiffError for what the server cannot do.
    """
    sides = (parse_side(source, "--from"), parse_side(target, "--to"))
    before, after = read_sides(current_project(), sides)
    old, new = _without_partitions_of_jobs(before, after)
    operations = diff(old, new, require_values=False, version=before.version or NEWEST)
    require_update_paths(sides[0], operations, back=bool(down))
    require_states(operations, before.state)
    renderer = renderer_of(operations)
    steps = up_steps(operations, renderer)
    if as_json:
        undo = down_steps(operations, renderer)
        say_json(_as_json(before, after, steps, undo))
    else:
        _note_versions(before, after)
        _note_unmanaged(before, after)
    _write(output, script(steps), quiet=as_json)
    if down:
        Path(down).write_text(script(down_steps(operations, renderer)), encoding="utf-8")
    if operations:
        raise Different


def require_update_paths(side: Side, operations: Sequence[Operation], *, back: bool) -> None:
    """Raise DiffError where the server of a database has no way to a version of an extension.

    With ``back`` there must be a way back too.
    """
    changed = [one for one in operations if isinstance(one, AlterObject)]
    altered = [one for one in changed if one.after.ref.kind is Kind.EXTENSION]
    if not altered or side.kind is not SideKind.DATABASE:
        return
    from contextlib import closing

    from fluentorm.dialects.postgres.driver import connect
    from fluentorm.dialects.postgres.extension_paths import missing_update_paths

    undoing = [inverse(one) for one in altered] if back else []
    with closing(connect(side.conninfo)) as session:
        problems = list(missing_update_paths(session, [*altered, *undoing]))
    if problems:
        raise DiffError(problems)


def require_states(operations: Sequence[Operation], before: CatalogState) -> None:
    """Raise DiffError where partitions would lose what a trigger is for them alone."""
    problems = list(forgotten_states(operations, before.model, before.others))
    if problems:
        raise DiffError(problems)


def _without_partitions_of_jobs(before: Reading, after: Reading) -> tuple[SchemaModel, SchemaModel]:
    """Return both models without partitions that the schema files of either side leave alone."""
    old, new = before.state.model, after.state.model
    for declared in (before.declared, after.declared):
        old = without_unmanaged_partitions(old, declared)
        new = without_unmanaged_partitions(new, declared)
    return old, new


def db_dump(source: str, *, output: str, as_json: bool) -> None:
    """Print the SQL that makes what one side holds, in an order that depends on names only.

    Without a side that is the project's target database.
    """
    project = current_project()
    side = parse_side(source, "--from") if source else target_side(project)
    (reading,) = read_sides(project, [side])
    operations = diff(EMPTY, sorted_model(reading.state.model))
    steps = up_steps(operations, renderer_of(operations))
    unmanaged = sorted(reading.state.others)
    if as_json:
        parts = [{"kind": s.kind, "name": s.name, "sql": list(s.statements)} for s in steps]
        left = [{"kind": kind, "name": name} for kind, name in unmanaged]
        say_json({"from": side.shown, "operations": parts, "unmanaged": left})
    else:
        _note_all(f'not managed by fluentorm, left out: {k} "{n}"' for k, n in unmanaged)
    _write(output, script(steps), quiet=as_json)


def renderer_of(operations: Sequence[Operation]) -> Renderer:
    """Return PostgreSQL's renderer, which knows what is new among these operations."""
    from fluentorm.dialects.postgres.ddl import render
    from fluentorm.dialects.postgres.hazards import down_notes, hazards

    plain = Renderer(render=render, hazards=hazards, down_notes=down_notes)
    return informed(plain, changes(operations))


def _write(output: str, text: str, *, quiet: bool) -> None:
    if output:
        Path(output).write_text(text, encoding="utf-8")
        note(f"wrote {output}")
    elif text and not quiet:
        say_text("".join(map(_coloured, text.splitlines(keepends=True))))


def _coloured(line: str) -> str:
    """Return a line of SQL; on a terminal with what it warns of, and what it drops, in colour."""
    words = line.rstrip("\n")
    if words.startswith("-- Hazard:"):
        return line.replace(words, painted(words, Tone.CARE))
    if words.startswith("--"):
        return line.replace(words, painted(words, Tone.FAINT))
    return line.replace(words, painted(words, Tone.BAD)) if _DROPS.search(words) else line


def _as_json(
    before: Reading, after: Reading, steps: Sequence[Step], undo: Sequence[Step]
) -> dict[str, Any]:
    return {
        "from": before.side.shown,
        "to": after.side.shown,
        "equal": not steps,
        "operations": [
            {
                "kind": step.kind,
                "name": step.name,
                "sql": list(step.statements),
                "down": list(back.statements),
                "hazards": list(step.hazards),
            }
            for step, back in zip(steps, reversed(undo), strict=True)
        ],
        "unmanaged": [
            {"kind": kind, "name": name, "in": where}
            for kind, name, where in _unmanaged(before, after)
        ],
    }


def _unmanaged(before: Reading, after: Reading) -> list[tuple[str, str, str]]:
    """Return what fluentorm does not manage: (kind, name, where it is)."""
    ours, theirs = before.state.others, after.state.others
    found = []
    for kind, name in sorted({*ours, *theirs}):
        key = (kind, name)
        where = "from" if key not in theirs else "to" if key not in ours else "both"
        if where == "both" and ours[key] != theirs[key]:
            where = "both, different"
        found.append((kind, name, where))
    return found


def _note_unmanaged(before: Reading, after: Reading) -> None:
    found = _unmanaged(before, after)
    lines = [f'{kind} "{name}" ({where})' for kind, name, where in found if where != "both"]
    same = len(found) - len(lines)
    _note_all(f"not managed by fluentorm, left alone: {line}" for line in lines)
    if same:
        note(f"not managed by fluentorm, equal on both sides: {counted(same, 'object')}")


def _note_all(lines: Iterable[str]) -> None:
    listed = list(lines)
    for line in listed[:_MOST_NOTES]:
        note(line)
    if len(listed) > _MOST_NOTES:
        note(f"... and {len(listed) - _MOST_NOTES} more; --json lists all")


def _note_versions(before: Reading, after: Reading) -> None:
    majors = {reading.version // 10000 for reading in (before, after) if reading.version}
    if len(majors) > 1:
        note(
            f"one side is of PostgreSQL {min(majors)}, the other of {max(majors)}: where they word "
            "an expression differently, it counts as different"
        )
