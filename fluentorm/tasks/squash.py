"""Replacing the beginning of the chain by one migration, proven to make the same."""

from __future__ import annotations

import contextlib
import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from fluentorm.dialects.postgres.data_steps import writes_rows
from fluentorm.errors import (
    ConnectionFailed,
    EmbeddedError,
    MigrationError,
    Place,
    SnapshotError,
    VerificationFailed,
)
from fluentorm.files import replace_file
from fluentorm.git import repository
from fluentorm.migrate.chain import check_head, remember_chain
from fluentorm.migrate.commit import commit
from fluentorm.migrate.directory import Directory, chain_digest
from fluentorm.migrate.history import resolve
from fluentorm.migrate.reading import read_chain
from fluentorm.migrate.replaced import kept_folder
from fluentorm.migrate.squash import divide, squash
from fluentorm.migrate.verify import Chain, apply_existing
from fluentorm.schema.catalog import describe_difference
from fluentorm.snapshot.store import dump, load
from fluentorm.tasks.action import Refusal, counted, note, say
from fluentorm.tasks.generate import renderer_of
from fluentorm.tasks.locking import generation_lock
from fluentorm.tasks.project import current_project
from fluentorm.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from fluentorm.dialects.postgres.scratch import ScratchDatabase, ScratchServer
    from fluentorm.migrate.chain import Link
    from fluentorm.migrate.squash import Part, Squash
    from fluentorm.schema.catalog import CatalogState
    from fluentorm.snapshot.store import Snapshot
    from fluentorm.tasks.project import Project

_SHOWN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class _Made:
    """What migrations make of an empty database: its catalog, and how many rows it holds."""

    state: CatalogState
    rows: Mapping[str, int]


def squash_project(*, to: str | None, keep: Sequence[str], drop_data: Sequence[str]) -> None:
    """Replace the migrations up to one by a single one.

    ``keep`` and ``drop_data`` are migrations by hand that write rows: the first stay as they are,
    the others are obsolete. Raises MigrationError and Refusal, before anything is written, where
    it cannot be, or is not the same.
    """
    from fluentorm.embedded import available

    project = current_project()
    if not available():
        raise EmbeddedError(
            "a squash has to be proven, and there is no scratch server",
            hint="pip install 'fluentorm[embedded]'",
        )
    with generation_lock(project):
        directory, links = read_chain(project.migrations_dir, project.chain_cache)
        snapshot = _snapshot(project, links)
        last = _last(directory, snapshot, to)
        kept, dropped = _declared(directory, links, last, keep, drop_data)
        part = divide(directory, last, kept)
        _require_replaceable(directory, part)
        _require_committed(project, part)
        _require_settled(project, part)
        done = _made(project, directory, links, part, snapshot, dropped=bool(dropped))
        _write(project, done, part, directory)
    _say(project, done, part, directory)


def _snapshot(project: Project, links: Sequence[Link]) -> Snapshot:
    snapshot = load(project.snapshot, str(project.snapshot))
    if snapshot is None or snapshot.head.migration is None:
        raise SnapshotError(
            "knows of no migration", place=Place(str(project.snapshot)), hint="doit generate_models"
        )
    check_head(snapshot.head, links, str(project.snapshot), project.chain_memory)
    return snapshot


def _last(directory: Directory, snapshot: Snapshot, to: str | None) -> str:
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


def _declared(
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


def _require_replaceable(directory: Directory, part: Part) -> None:
    for entry in part.replaced:
        folder = Path(kept_folder(directory, entry.name))
        if folder.is_dir() and not entry.python:
            raise MigrationError(
                f'"{entry.name}" replaces others itself, whose files are still kept in {folder}/',
                place=directory.place(entry.name),
                hint="delete that folder once no database needs it: doit migrate_status tells it "
                "of each; or squash nothing of it",
            )


def _require_committed(project: Project, part: Part) -> None:
    """Refuse files that are not committed: once replaced, nobody could bring them back."""
    git = repository(Path())
    if git is None:
        note(
            f"there is no git repository; the old files stay in {project.migrations_dir}/replaced/"
        )
        return
    if any(git.commit(name) for name in ("MERGE_HEAD", "CHERRY_PICK_HEAD", "REBASE_HEAD")):
        raise MigrationError("a merge is going on", hint="finish it first, then squash")
    changed = set(git.changed(project.migrations_dir))
    files = [file for entry in part.squashed for file in (entry.name, entry.down) if file]
    loose = [file for file in files if file in changed]
    if loose:
        raise MigrationError(
            f"not committed: {', '.join(loose[:3])}{' and more' if len(loose) > 3 else ''}",
            place=Place(str(project.migrations_dir)),
            hint="commit them first: where they are applied already, others need them",
        )


def _require_settled(project: Project, part: Part) -> None:
    """Refuse while the target database is in the middle of what is squashed."""
    from fluentorm.migrate.halfway import half_way
    from fluentorm.tasks.database import embedded_server, target_session

    if project.config.target() is None and embedded_server(project).status().data is None:
        return  # it was never started
    try:
        with target_session(project) as session:
            applied = {row.name for row in session.applied()}
            halves = half_way(session.step_records(), applied)
    except ConnectionFailed:
        note("the target database does not answer: whether it is past them was not looked at")
        return
    for half in halves:
        raise MigrationError(f'"{half.name}" is {half}', hint=half.ways)
    left = [entry.name for entry in part.squashed if entry.name not in applied]
    if left and len(left) < len(part.squashed):
        raise MigrationError(
            f"the target database has applied {len(part.squashed) - len(left)} of these "
            f'{len(part.squashed)} migrations; the next is "{left[0]}"',
            hint="run the others first: doit migrate",
        )


def _made(
    project: Project,
    directory: Directory,
    links: Sequence[Link],
    part: Part,
    snapshot: Snapshot,
    *,
    dropped: bool,
) -> Squash:
    """Return the squash, proven to make the same catalog, and the same rows but for those dropped.

    Raises Refusal where it does not.
    """
    from fluentorm.dialects.postgres.scratch import ScratchServer
    from fluentorm.tasks.proof import prove_folder
    from fluentorm.tasks.scratch import scratch_home

    with (
        scratch_home(project, "for the proof") as home,
        ScratchServer(home.url("postgres"), str(Path.cwd())) as scratch,
    ):
        old = _outcome(scratch, Directory(path=directory.path, entries=part.squashed))
        _require_words(old.state)
        done = squash(
            directory,
            links,
            part,
            model=old.state.model,
            snapshot=snapshot,
            renderer=renderer_of(project),
            now=datetime.datetime.now(datetime.UTC),
        )
        first = done.directory.entries[: 1 + len(part.kept)]
        read = done.directory._read
        with _told_of_kept(part):
            new = _outcome(scratch, Directory(path=directory.path, entries=first, _read=read))
    lines = describe_difference(new.state, old.state)
    _refuse_different("does not make the same", lines)
    _compare_rows(old.rows, new.rows, dropped=dropped)
    report = prove_folder(project, done.directory, snapshot.model)
    own = [
        v for v in report.verdicts if v.name == done.pair.up.name and v.kind.value == "irreversible"
    ]
    _refuse_different("cannot be undone", [reason for one in own for reason in one.reasons])
    _refuse_different("and the rest do not end in the declared schema", report.differences)
    return done


@contextlib.contextmanager
def _told_of_kept(part: Part) -> Iterator[None]:
    """Say what to do about a kept migration that cannot run after the squashed one."""
    try:
        yield
    except VerificationFailed as error:
        if part.kept:
            error.hint = (
                "nothing was written. One that defines something cannot be kept, for the new one "
                "defines that too: write its rows in a migration of its own, and --drop-data it"
            )
        raise


def _outcome(scratch: ScratchServer, directory: Directory) -> _Made:
    """Run migrations on a scratch database and return what they make."""
    scripts = [directory.source(entry.name).script for entry in directory.entries]
    chain = Chain(digest=chain_digest(directory.chain()), scripts=lambda: scripts, by_hand=True)
    build = partial(_build, chain)
    with scratch.clone(chain.digest, build) as database:
        state = database.introspect()
        return _Made(state=state, rows=_rows(database, state))


def _build(chain: Chain, database: ScratchDatabase) -> None:
    apply_existing(database, chain.scripts())


def _rows(database: ScratchDatabase, state: CatalogState) -> dict[str, int]:
    from fluentorm.schema.qualified import quote_name

    found = {}
    for name in state.model.tables:
        count = database.session.query(f"SELECT count(*) FROM ONLY {quote_name(name)}")[0][0]  # noqa: S608
        if count:
            found[name] = int(count)
    return found


def _require_words(state: CatalogState) -> None:
    """Refuse what the catalog holds and no migration can be generated for."""
    strange = [f'{kind} "{name}"' for kind, name in sorted(state.others)]
    if strange:
        raise MigrationError(
            "these migrations make what fluentorm has no words for: " + ", ".join(strange[:5]),
            hint="squash what comes before it: doit squash --to VERSION",
        )
    if state.helpers:
        raise MigrationError(
            f"they leave something for a contract: {state.helpers[0]}",
            hint="squash up to that contract, or up to before it: doit squash --to VERSION",
        )


def _refuse_different(what: str, lines: Collection[str]) -> None:
    if lines:
        shown = "\n".join(f"  {line}" for line in list(lines)[:_SHOWN])
        raise Refusal(f"the one in their place {what}; nothing was written:\n{shown}")


def _compare_rows(old: Mapping[str, int], new: Mapping[str, int], *, dropped: bool) -> None:
    """Tell, or refuse, that a new database would hold other rows than before."""
    lines = [
        f"{name}: {counted(new.get(name, 0), 'row')} instead of {old.get(name, 0)}"
        for name in sorted({*old, *new})
        if old.get(name, 0) != new.get(name, 0)
    ]
    if lines and not dropped:
        _refuse_different("does not leave the same rows in a new database", lines)
    for line in lines:
        note(f"without what is dropped, a new database holds other rows: {line}")


def _write(project: Project, done: Squash, part: Part, directory: Directory) -> None:
    folder = Path(kept_folder(directory, done.pair.up.name))
    for entry in part.squashed:
        for file in (entry.name, entry.down):
            if file:
                replace_file(folder / file, (project.migrations_dir / file).read_bytes())
    text = dump(done.snapshot)
    commit(
        migrations_dir=project.migrations_dir,
        files={file.name: file.text for file in (done.pair.up, done.pair.down)},
        snapshot_path=project.snapshot,
        snapshot_text=text,
        journal=project.journal,
        removed=done.removed,
    )
    replace_file(project.snapshot_copy, text.encode())
    remember_chain(project.chain_memory, done.links)


def _say(project: Project, done: Squash, part: Part, directory: Directory) -> None:
    say(f"wrote {project.migrations_dir / done.pair.up.name}")
    say(f"it replaces {counted(len(part.replaced), 'migration')}, and makes the same")
    for entry in part.kept:
        say(f"kept {project.migrations_dir / entry.name}")
    say(
        f"the old files are in {kept_folder(directory, done.pair.up.name)}/ for databases that are "
        "in the middle of them; commit all of it"
    )
