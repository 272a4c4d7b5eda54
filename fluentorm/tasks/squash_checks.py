"""What has to be said, committed and applied before the beginning of a chain may be squashed."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING

from fluentorm.dialects.postgres.data_steps import writes_rows
from fluentorm.errors import MigrationError, Place
from fluentorm.git import repository, why_none
from fluentorm.migrate.branches import forks
from fluentorm.migrate.halfway import half_way
from fluentorm.migrate.history import resolve
from fluentorm.migrate.replaced import kept_folder
from fluentorm.tasks.action import counted, note

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fluentorm.dialects.base import Session
    from fluentorm.migrate.chain import Link
    from fluentorm.migrate.directory import Directory
    from fluentorm.migrate.squash import Part
    from fluentorm.snapshot.store import Snapshot
    from fluentorm.tasks.project import Project
    from fluentorm.tasks.targets import Tenant

_NAMED = 5


def require_one_line(directory: Directory) -> None:
    """Refuse where two branches met, and in the middle of a merge. Raises MigrationError."""
    for fork in forks(directory):
        raise fork
    git = repository(Path())
    if git is not None and git.is_merging():
        raise MigrationError("a merge is going on", hint="finish it first, then squash")


def last_of(directory: Directory, snapshot: Snapshot, to: str | None) -> str:
    """Return the last migration to be squashed, which the snapshot has to know."""
    names = [entry.name for entry in directory.entries]
    head = snapshot.head.migration or ""
    last = resolve(to, names) if to is not None else head
    if names.index(last) > names.index(head):
        raise MigrationError(
            f'"{last}" is not adopted yet: the snapshot ends in "{head}"',
            place=directory.place(last),
            hint="doit generate_models adopts it",
        )
    return last


def declared(
    directory: Directory,
    links: Sequence[Link],
    last: str,
    keep: Sequence[str],
    drop_data: Sequence[str],
) -> tuple[set[str], set[str]]:
    """Return the migrations by hand that stay, and those whose rows are obsolete.

    Raises MigrationError for one that writes rows and is declared neither, or both.
    """
    names = [link.name for link in links]
    kept, dropped = ({resolve(one, names) for one in given} for given in (keep, drop_data))
    for name in sorted(kept & dropped):
        raise MigrationError(f'"{name}" is both kept and dropped', place=directory.place(name))
    by_hand = {link.name for link in links[: names.index(last) + 1] if not link.generated}
    for name in sorted((kept | dropped) - by_hand):
        raise MigrationError(
            f'"{name}" is no migration by hand up to "{last}"',
            place=directory.place(name),
            hint="generated ones, and those that are not squashed, need no word",
        )
    writing = [
        entry
        for entry in directory.entries
        if entry.name in by_hand
        and (entry.python or writes_rows(directory.source(entry.name).text))
    ]
    undeclared = [entry for entry in writing if entry.name not in kept | dropped]
    if undeclared:
        listed = "\n".join(f"  {directory.place(entry.name)}" for entry in undeclared)
        options = " ".join(f"--keep {entry.version}" for entry in undeclared)
        raise MigrationError(
            f"these migrations by hand may write rows, which are in no catalog:\n{listed}",
            hint=f"say of each whether new databases need that: {options} leaves the files as they "
            "are, to run after the one that replaces the others; --drop-data VERSION says that "
            "what one wrote is obsolete",
        )
    return kept, dropped


def require_replaceable(directory: Directory, part: Part) -> None:
    """Refuse to replace what replaces others whose files are still kept. Raises MigrationError."""
    for entry in part.replaced:
        folder = Path(kept_folder(directory, entry.name))
        if folder.is_dir() and not entry.python:
            raise MigrationError(
                f'"{entry.name}" replaces others itself, whose files are still kept in {folder}/',
                place=directory.place(entry.name),
                hint="delete that folder once no database needs it: doit migrate_status tells it "
                "of each; or squash nothing of it",
            )


def require_committed(project: Project, part: Part) -> None:
    """Refuse files that are not committed: once replaced, nobody could bring them back.

    Raises MigrationError.
    """
    git = repository(Path())
    if git is None:
        reason, hint = why_none(Path())
        if Path(".git").exists():
            raise MigrationError(
                f"whether the old files are committed is not known: {reason}", hint=hint
            )
        note(f"{reason}; the old files stay in {project.migrations_dir}/replaced/")
        return
    changed = set(git.changed(project.migrations_dir))
    files = [file for entry in part.squashed for file in (entry.name, entry.down) if file]
    loose = [file for file in files if file in changed]
    if loose:
        raise MigrationError(
            f"not committed: {', '.join(loose[:3])}{' and more' if len(loose) > 3 else ''}",
            place=Place(str(project.migrations_dir)),
            hint="commit them first: where they are applied already, others need them",
        )


def require_settled(project: Project, part: Part) -> None:
    """Refuse while a database that is known is in the middle of what is squashed.

    One that does not answer is told, and not waited for. Raises MigrationError.
    """
    if project.config.targets is not None:
        _require_all_settled(project, part)
        return
    from fluentorm.tasks.database import ask_if_there

    found = ask_if_there(
        project,
        lambda session: _in_the_middle(session, part),
        "whether it is past them was not looked at",
    )
    if found is not None:
        raise MigrationError(f"the target database {found.message}", hint=found.hint)


def _require_all_settled(project: Project, part: Part) -> None:
    """Refuse while one of many databases is in the middle. Raises MigrationError."""
    from fluentorm.tasks.fleet import read_all, session_on
    from fluentorm.tasks.fleet_options import ONE
    from fluentorm.tasks.targets import read_targets

    def ask(tenant: Tenant) -> MigrationError | None:
        with session_on(tenant) as session:
            return _in_the_middle(session, part)

    outcomes = read_all(ask, read_targets(project), ONE)
    for one in outcomes:
        if one.error is not None:
            note(f"{one.target.name}: {one.error}")
            note(f"{one.target.name}: whether it is past them was not looked at")
    stuck = [(one.target.name, one.result) for one in outcomes if one.result is not None]
    if stuck:
        listed = "".join(f"\n  {name}: it {found.message}" for name, found in stuck[:_NAMED])
        more = f"\n  and {len(stuck) - _NAMED} more" if len(stuck) > _NAMED else ""
        names = " ".join(f"--target {shlex.quote(name)}" for name, _ in stuck)
        raise MigrationError(
            f"{len(stuck)} of {counted(len(outcomes), 'target')} cannot follow:{listed}{more}",
            hint=f"bring them past what is squashed first: doit migrate {names}",
        )


def _in_the_middle(session: Session, part: Part) -> MigrationError | None:
    """Return what a database has yet to do before the squash, None where it can follow it."""
    applied = {row.name for row in session.applied()}
    for half in half_way(session.step_records(), applied):
        return MigrationError(f'has not finished "{half.name}": {half}', hint=half.ways)
    left = [entry.name for entry in part.squashed if entry.name not in applied]
    if not left or len(left) == len(part.squashed):
        return None
    return MigrationError(
        f"has applied {len(part.squashed) - len(left)} of these {len(part.squashed)} migrations; "
        f'the next is "{left[0]}"',
        hint="run the others first: doit migrate",
    )
