"""Whether the target database is as the migrations left it, and what makes it so again."""

from __future__ import annotations

import datetime
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fluentorm.diff.differ import diff
from fluentorm.diff.operations import inverse
from fluentorm.errors import Place, SnapshotError
from fluentorm.files import replace_file
from fluentorm.migrate.baseline import as_baseline
from fluentorm.migrate.directory import new_versions, scan
from fluentorm.migrate.file import down_name, up_name
from fluentorm.migrate.reading import read_chain
from fluentorm.migrate.script import down_steps, script, up_steps
from fluentorm.migrate.status import status
from fluentorm.schema.catalog import model_differences
from fluentorm.schema.filtering import without
from fluentorm.schema.patterns import KIND_WORDS, read_patterns
from fluentorm.schema.unmanaged import without_unmanaged_partitions
from fluentorm.snapshot.store import load
from fluentorm.tasks.action import Different, WrongUsage, counted, note, say, say_json
from fluentorm.tasks.difference import renderer_of, require_states, require_update_paths
from fluentorm.tasks.locking import generation_lock, require_complete
from fluentorm.tasks.project import current_project
from fluentorm.tasks.reading import read_sides
from fluentorm.tasks.server_version import written_for
from fluentorm.tasks.sides import Side, SideKind, target_side
from fluentorm.tasks.terminal import Cell, Tone, on_terminal, painted, table
from fluentorm.tasks.uptodate import newest_stats
from fluentorm.tasks.wording import in_scratch_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fluentorm.diff.operations import Operation
    from fluentorm.schema.catalog import CatalogState, Difference
    from fluentorm.schema.patterns import Pattern
    from fluentorm.snapshot.store import Snapshot
    from fluentorm.tasks.project import Project

_MOST_NOTES = 20


def drift(*, ignore: Sequence[str], fix: str, output: str, as_json: bool) -> None:
    """Print what differs between the target database and the snapshot; Different where anything.

    ``fix`` writes what reconciles them: "database" the SQL that changes the database back, to the
    file ``output``; "schema" a migration that makes the same change everywhere else.
    """
    project = current_project()
    require_complete(project)
    patterns = read_ignored(project, ignore)
    live, expected, version = _states(project)
    database = without(live.model, patterns)
    declared = without(expected.model, patterns)
    snapshot = load(project.snapshot, str(project.snapshot))
    if snapshot is not None:
        database = without_unmanaged_partitions(database, snapshot.model)
        declared = without_unmanaged_partitions(declared, snapshot.model)
    found = model_differences(database, declared)
    if as_json:
        say_json(_as_json(found, live))
    else:
        _say(found, live, project)
    if found and fix == "database":
        back = diff(database, declared, require_values=False, version=version)
        require_update_paths(target_side(project), back, back=True)
        require_states(back, live)
        _fix_database(back, output)
    elif found and fix == "schema":
        there = diff(declared, database, require_values=False, version=written_for(project) * 10000)
        _fix_schema(project, there)
    elif found:
        raise Different


def read_ignored(project: Project, ignore: Sequence[str]) -> tuple[Pattern, ...]:
    """Return the patterns of what others manage. Raises WrongUsage."""
    try:
        return read_patterns([project.config.drift_ignore, *ignore])
    except ValueError as error:
        raise WrongUsage(
            f'a pattern of --ignore or FLUENT_DRIFT_IGNORE has the kind "{error}"',
            f"kinds are {', '.join(KIND_WORDS)}; without one a pattern means any",
        ) from error


def _states(project: Project) -> tuple[CatalogState, CatalogState, int]:
    """Return the target database, what it should be as a server reports it, and its version.

    That is the snapshot; where migrations by hand made more than that, what all migrations make.
    """
    by_hand = _any_by_hand(project)
    target = target_side(project)
    _note_pending(project, target)
    if by_hand:
        from fluentorm.tasks.proof import chain_state

        (live,) = in_scratch_words(project, read_sides(project, [target]))
        return live.state, chain_state(project), live.version
    shown = str(project.snapshot)
    declared = Side(kind=SideKind.SNAPSHOT, shown=shown, path=project.snapshot)
    live, snapshot = read_sides(project, [target, declared])
    return live.state, snapshot.state, live.version


def expected_state(project: Project) -> tuple[CatalogState, Snapshot | None]:
    """Return what every database should be, as a server reports it, and the snapshot.

    Raises SnapshotError.
    """
    shown = str(project.snapshot)
    if _any_by_hand(project):
        from fluentorm.tasks.proof import chain_state

        state = chain_state(project)
    else:
        side = Side(kind=SideKind.SNAPSHOT, shown=shown, path=project.snapshot)
        state = read_sides(project, [side])[0].state
    return state, load(project.snapshot, shown)


def _any_by_hand(project: Project) -> bool:
    """Say whether there is a migration that the snapshot may know nothing of.

    Raises SnapshotError where there is no snapshot.
    """
    if not project.snapshot.exists():
        raise SnapshotError(
            "does not exist", place=Place(str(project.snapshot)), hint="run: doit generate_models"
        )
    names, stats = newest_stats(project.migrations_dir)
    _, links = read_chain(project.migrations_dir, project.chain_cache, names or None, stats)
    return any(not link.generated for link in links)


def _note_pending(project: Project, target: Side) -> None:
    from contextlib import closing

    from fluentorm.dialects.postgres.driver import connect

    with closing(connect(target.conninfo)) as session:
        state = status(session, scan(project.migrations_dir))
    pending = [item for item in state.pending if not item.contract]
    if pending:
        note(
            f"{counted(len(pending), 'migration')} not applied yet: what they do counts as drift; "
            "doit migrate applies them"
        )


def _say(found: Sequence[Difference], live: CatalogState, project: Project) -> None:
    for line in _lines(found):
        say(line)
    unmanaged = sorted(live.others)
    for kind, name in unmanaged[:_MOST_NOTES]:
        note(f'not managed by fluentorm, not compared: {kind} "{name}"')
    if len(unmanaged) > _MOST_NOTES:
        note(f"... and {len(unmanaged) - _MOST_NOTES} more; --json lists all")
    for name in live.helpers[:_MOST_NOTES]:
        note(f"left until the contract of a migration is run, not compared: {name}")
    if found:
        note(f"{counted(len(found), 'difference')} between the database and {project.snapshot}")
    else:
        say(painted("the database is as the snapshot says", Tone.GOOD))


def _lines(found: Sequence[Difference]) -> Iterator[str]:
    if not on_terminal():
        yield from (f"{item.subject}: {worded(item)}" for item in found)
        return
    tones = {None: Tone.CARE, True: Tone.BAD, False: Tone.GOOD}
    rows = [(Cell(str(item.subject)), Cell(worded(item), tones[item.missing])) for item in found]
    yield from chain.from_iterable(table(rows))


def worded(item: Difference) -> str:
    """Return a difference in words, seen from the database."""
    if item.missing is None:
        return item.text.replace(" instead of ", ", in the snapshot ", 1)
    return "only in the snapshot" if item.missing else "only in the database"


def _as_json(found: Sequence[Difference], live: CatalogState) -> dict[str, Any]:
    sides = {None: "both", True: "snapshot", False: "database"}
    return {
        "drift": [
            {"object": item.subject, "in": sides[item.missing], "difference": worded(item)}
            for item in found
        ],
        "helpers": list(live.helpers),
        "unmanaged": [{"kind": kind, "name": name} for kind, name in sorted(live.others)],
    }


def _fix_database(operations: Sequence[Operation], output: str) -> None:
    """Write the SQL that takes the database back to the snapshot, and the way back of it."""
    renderer = renderer_of(operations)
    path = Path(output or "drift.sql")
    back = path.with_name(f"{path.stem}_down{path.suffix}")
    replace_file(path, script(up_steps(operations, renderer)).encode())
    replace_file(back, script(down_steps(operations, renderer)).encode())
    say(f"wrote {path}")
    say(f"wrote {back}")
    note(f'next: look at it, then run it on the database: doit db_shell -f "{path}"')


def _fix_schema(project: Project, operations: Sequence[Operation]) -> None:
    """Write a migration that makes of the snapshot what the database is."""
    renderer = renderer_of(operations)
    with generation_lock(project):
        entries = scan(project.migrations_dir).entries
        versions = new_versions(entries, datetime.datetime.now(datetime.UTC))
        parent = entries[-1].name if entries else None
        for change, version in zip(as_baseline(operations), versions, strict=False):
            name = up_name(version, "adopt_drift")
            undoing = [inverse(step) for step in reversed(change.operations)]
            up = [text for step in change.operations for text in renderer.render(step)]
            down = [text for step in undoing for text in renderer.render(step)]
            hazards = [line for step in change.operations for line in renderer.hazards(step)]
            head = [f"-- Migration: {name}", *([f"-- Parent: {parent}"] if parent else [])]
            head += [f"-- Hazard: {line}" for line in hazards]
            files = {name: (head, up), down_name(name): ([f"-- Rollback: {name}"], down)}
            for file, (lines, statements) in files.items():
                text = "\n".join(lines) + "\n" + "".join(f"\n{one};\n" for one in statements)
                replace_file(project.migrations_dir / file, text.encode())
                say(f"wrote {project.migrations_dir / file}")
            parent = name
    note(
        "next: let the schema files say the same, then: doit generate_models; "
        f"this database has it already: doit migrate_baseline --to {parent}"
    )
