"""Replacing the beginning of the chain by one migration, proven to make the same."""

from __future__ import annotations

import contextlib
import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from fluentorm.errors import (
    EmbeddedError,
    MigrationError,
    Place,
    SnapshotError,
    VerificationFailed,
)
from fluentorm.files import replace_file
from fluentorm.migrate.chain import check_head, remember_chain
from fluentorm.migrate.commit import commit
from fluentorm.migrate.directory import Directory, chain_digest
from fluentorm.migrate.reading import read_chain
from fluentorm.migrate.replaced import kept_folder
from fluentorm.migrate.squash import divide, squash
from fluentorm.migrate.verify import Chain, apply_existing
from fluentorm.schema.catalog import describe_difference
from fluentorm.snapshot.store import dump, load
from fluentorm.tasks.action import Refusal, counted, note, say, say_json
from fluentorm.tasks.generate import renderer_of
from fluentorm.tasks.locking import generation_lock
from fluentorm.tasks.project import current_project
from fluentorm.tasks.squash_checks import (
    declared,
    last_of,
    require_committed,
    require_one_line,
    require_replaceable,
    require_settled,
)
from fluentorm.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from fluentorm.dialects.postgres.scratch import ScratchDatabase, ScratchServer
    from fluentorm.migrate.chain import Link
    from fluentorm.migrate.squash import Part, Squash
    from fluentorm.schema.catalog import CatalogState
    from fluentorm.snapshot.store import Snapshot
    from fluentorm.tasks.project import Project

_SHOWN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rows:
    """How many rows of a table the old migrations leave in a new database, and the new one."""

    table: str
    before: int
    after: int

    def __str__(self) -> str:
        return f"{self.table}: {counted(self.after, 'row')} instead of {self.before}"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Made:
    """What migrations make of an empty database: its catalog, and how many rows it holds."""

    state: CatalogState
    rows: Mapping[str, int]


def squash_project(
    *, to: str | None, keep: Sequence[str], drop_data: Sequence[str], as_json: bool = False
) -> None:
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
        require_one_line(directory)
        snapshot = _snapshot(project, links)
        last = last_of(directory, snapshot, to)
        kept, dropped = declared(directory, links, last, keep, drop_data)
        part = divide(directory, last, kept)
        require_replaceable(directory, part)
        require_committed(project, part)
        require_settled(project, part)
        done, rows = _made(project, directory, links, part, snapshot, dropped=bool(dropped))
        _write(project, done, part, directory)
    if as_json:
        say_json(_as_json(project, done, part, directory, rows))
    else:
        _say(project, done, part, directory, rows)


def _snapshot(project: Project, links: Sequence[Link]) -> Snapshot:
    snapshot = load(project.snapshot, str(project.snapshot))
    if snapshot is None or snapshot.head.migration is None:
        raise SnapshotError(
            "knows of no migration", place=Place(str(project.snapshot)), hint="doit generate_models"
        )
    check_head(snapshot.head, links, str(project.snapshot), project.chain_memory)
    return snapshot


def _made(
    project: Project,
    directory: Directory,
    links: Sequence[Link],
    part: Part,
    snapshot: Snapshot,
    *,
    dropped: bool,
) -> tuple[Squash, list[_Rows]]:
    """Return the squash, proven to make the same catalog, and the tables that hold other rows.

    Those there are only where rows are ``dropped``. Raises Refusal where it does not.
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
    rows = _other_rows(old.rows, new.rows)
    if not dropped:
        _refuse_different("does not leave the same rows in a new database", map(str, rows))
    report = prove_folder(project, done.directory, snapshot.model)
    own = [
        v for v in report.verdicts if v.name == done.pair.up.name and v.kind.value == "irreversible"
    ]
    _refuse_different("cannot be undone", [reason for one in own for reason in one.reasons])
    _refuse_different("and the rest do not end in the declared schema", report.differences)
    return done, rows


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


def _refuse_different(what: str, lines: Iterable[str]) -> None:
    found = list(lines)
    if found:
        shown = "\n".join(f"  {line}" for line in found[:_SHOWN])
        raise Refusal(f"the one in their place {what}; nothing was written:\n{shown}")


def _other_rows(old: Mapping[str, int], new: Mapping[str, int]) -> list[_Rows]:
    """Return the tables of which a new database would hold other rows than before."""
    found = [
        _Rows(table=name, before=old.get(name, 0), after=new.get(name, 0))
        for name in sorted({*old, *new})
    ]
    return [rows for rows in found if rows.before != rows.after]


def _write(project: Project, done: Squash, part: Part, directory: Directory) -> None:
    folder = Path(kept_folder(directory, done.pair.up.name)).relative_to(directory.path)
    old = [file for entry in part.squashed for file in (entry.name, entry.down) if file]
    text = dump(done.snapshot)
    commit(
        migrations_dir=project.migrations_dir,
        files={file.name: file.text for file in (done.pair.up, done.pair.down)},
        snapshot_path=project.snapshot,
        snapshot_text=text,
        journal=project.journal,
        removed=done.removed,
        kept={str(folder / file): (project.migrations_dir / file).read_bytes() for file in old},
    )
    replace_file(project.snapshot_copy, text.encode())
    remember_chain(project.chain_memory, done.links)


def _say(
    project: Project, done: Squash, part: Part, directory: Directory, rows: Sequence[_Rows]
) -> None:
    for one in rows:
        note(f"without what is dropped, a new database holds other rows: {one}")
    say(f"wrote {project.migrations_dir / done.pair.up.name}")
    say(f"it replaces {counted(len(part.replaced), 'migration')}, and makes the same")
    for entry in part.kept:
        say(f"kept {project.migrations_dir / entry.name}")
    say(
        f"the old files are in {kept_folder(directory, done.pair.up.name)}/ for databases that are "
        "in the middle of them; commit all of it"
    )


def _as_json(
    project: Project, done: Squash, part: Part, directory: Directory, rows: Sequence[_Rows]
) -> dict[str, object]:
    return {
        "wrote": str(project.migrations_dir / done.pair.up.name),
        "replaces": [entry.name for entry in part.replaced],
        "kept": [entry.name for entry in part.kept],
        "old_files": kept_folder(directory, done.pair.up.name),
        "rows": [{"table": r.table, "before": r.before, "after": r.after} for r in rows],
    }
