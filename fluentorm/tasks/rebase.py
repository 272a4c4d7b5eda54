"""Putting migrations after those of others, and folding edits into the last generation."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from fluentorm.errors import FluentError, MigrationError, Place
from fluentorm.files import replace_file
from fluentorm.git import repository, why_none
from fluentorm.migrate.chain import remember_chain
from fluentorm.migrate.commit import commit
from fluentorm.migrate.names import is_python
from fluentorm.migrate.reading import read_chain
from fluentorm.migrate.replaced import stand_ins
from fluentorm.migrate.replanting import replant
from fluentorm.snapshot.store import dump
from fluentorm.tasks.action import Refusal, counted, note, say
from fluentorm.tasks.generate import evaluated, generate_models, generate_registry, renderer_of
from fluentorm.tasks.lineage import Trunk, load_or_none, trunk_at, trunk_of
from fluentorm.tasks.locking import generation_lock
from fluentorm.tasks.project import current_project
from fluentorm.tasks.relinking import follow_squash, relink
from fluentorm.tasks.unapplied import require_not_applied

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from fluentorm.git import Repository
    from fluentorm.migrate.chain import Link
    from fluentorm.migrate.directory import Directory
    from fluentorm.migrate.replanting import Replanting
    from fluentorm.tasks.project import Project

_NO_GIT = "doit rebase --onto VERSION names the last migration of the others"


def rebase(*, onto: str | None, verify: bool) -> None:
    """Put the migrations that only this branch has after those of the other.

    ``onto`` is the last migration of the others; without it git tells who they are. Raises
    MigrationError where neither is known, or where a database has applied what would be rewritten.
    """
    project = current_project()
    generate_registry()
    with generation_lock(project):
        if not _one_chain(project, onto, verify=verify):
            say("nothing to rebase: the migrations are one chain")
            return
    generate_models(from_schema=False)


def _one_chain(project: Project, onto: str | None, *, verify: bool) -> bool:
    """Write what makes one chain of the migrations; say whether there was anything to do."""
    directory, links = read_chain(project.migrations_dir, project.chain_cache)
    followed = follow_squash(project, directory, links) if onto is None else None
    if followed is not None:
        return followed
    trunk = trunk_of(project, onto, links) if onto else _trunk_by_git(project, links)
    if trunk is None or _is_in_line(project, trunk, directory, links):
        mine = {link.name for link in links if trunk and link.name not in trunk.names}
        return relink(project, directory, links, _uncommitted(project, mine))
    _rewrite(project, trunk, directory, links, verify=verify)
    return True


def amend(*, verify: bool) -> None:
    """Fold what was declared since the last commit into migrations that are not committed yet.

    Raises MigrationError where there is no commit to start from, or where a database has applied
    what would be rewritten.
    """
    project = current_project()
    generate_registry()
    with generation_lock(project):
        git = repository(Path())
        if git is None:
            reason, hint = why_none(Path())
            raise MigrationError(
                f"amend has to know what is committed, and {reason}",
                hint=hint or "doit generate_models adds a migration instead",
            )
        directory, links = read_chain(project.migrations_dir, project.chain_cache)
        committed = git.files("HEAD", project.migrations_dir)
        _require_no_squash(directory, {link.name for link in links}.difference(committed))
        trunk = _committed(project, git, links)
        if not any(link.generated and link.name not in trunk.names for link in links):
            raise MigrationError(
                "the last generation is committed, and stays as it is",
                place=Place(str(project.migrations_dir)),
                hint="add another: doit generate_models",
            )
        _rewrite(project, trunk, directory, links, verify=verify)
    generate_models(from_schema=False)


def _uncommitted(project: Project, names: Collection[str]) -> set[str]:
    git = repository(Path())
    return set(git.changed(project.migrations_dir)).intersection(names) if git else set()


def _committed(project: Project, git: Repository, links: Sequence[Link]) -> Trunk:
    if git.commit("HEAD") is None:
        return Trunk(names=frozenset(), snapshot=None, told="HEAD")
    if any(git.commit(name) for name in ("MERGE_HEAD", "CHERRY_PICK_HEAD")):
        raise MigrationError(
            "a merge is going on, and amend would take the other branch's migrations for yours",
            hint="doit rebase puts yours after theirs",
        )
    return trunk_at(project, git, "HEAD", links)


def _trunk_by_git(project: Project, links: Sequence[Link]) -> Trunk | None:
    """Return what the other branch made; None where there is no other one."""
    git = repository(Path())
    if git is None:
        reason, hint = why_none(Path())
        ways = "; or ".join(filter(None, (hint, _NO_GIT)))
        raise MigrationError(f"who made which migrations is not known: {reason}", hint=ways)
    here = {link.name for link in links}
    for sides in git.sides():
        theirs = here.intersection(git.files(sides.theirs, project.migrations_dir))
        ours = here.intersection(git.files(sides.ours, project.migrations_dir))
        if theirs - ours and here - theirs:
            return trunk_at(project, git, sides.theirs, links)
    from fluentorm.migrate.branches import forks
    from fluentorm.migrate.directory import scan

    directory = scan(project.migrations_dir)
    for _ in forks(directory):
        trunk = _trunk_below(project, git, directory, links)
        if trunk is not None:
            return trunk
        shallow = "; this clone is shallow: git fetch --unshallow" if git.is_shallow() else ""
        raise MigrationError(
            f"git does not tell which migrations another branch made{shallow}", hint=_NO_GIT
        )
    return None


def _trunk_below(
    project: Project, git: Repository, directory: Directory, links: Sequence[Link]
) -> Trunk | None:
    """Return what a branch made on which ours was put already, as `git rebase` does.

    Ours holds all of it then; what tells them apart is a parent that is not its last migration.
    """
    here = {link.name for link in links}
    for sides in git.sides():
        theirs = here.intersection(git.files(sides.theirs, project.migrations_dir))
        parents = {directory.source(name).header.parent for name in here - theirs}
        if not theirs & parents:
            continue
        try:
            trunk = trunk_at(project, git, sides.theirs, links)
        except FluentError:
            continue  # it was a branch in the middle of something
        last = trunk.snapshot.head.migration if trunk.snapshot is not None else None
        if parents & theirs - {last}:
            return trunk
    return None


def _is_in_line(
    project: Project, trunk: Trunk, directory: Directory, links: Sequence[Link]
) -> bool:
    """Say whether what is not the others' stands after them already, and the snapshot knows it."""
    names = [link.name for link in links]
    first = next((n for n, name in enumerate(names) if name not in trunk.names), len(names))
    if any(name in trunk.names for name in names[first:]):
        return False
    before = names[first - 1] if first else None
    stands = stand_ins(directory)
    for link in links[first:]:
        parent = directory.source(link.name).header.parent
        if link.generated and before not in (parent, stands.get(parent or "")):
            return False
        before = link.name
    snapshot = load_or_none(project)
    return snapshot is not None and snapshot.head.migration in names[first:]


def _rewrite(
    project: Project,
    trunk: Trunk,
    directory: Directory,
    links: Sequence[Link],
    *,
    verify: bool,
) -> None:
    mine = [link.name for link in links if link.name not in trunk.names]
    _require_no_squash(directory, mine)
    require_not_applied(project, mine)
    model = evaluated(project).model
    done = replant(
        directory=directory,
        links=links,
        mine=mine,
        base=trunk.snapshot,
        new=model,
        renderer=renderer_of(project),
        now=datetime.datetime.now(datetime.UTC),
    )
    if verify:
        _prove(project, done)
    _write(project, done)
    _say(done, project)


def _require_no_squash(directory: Directory, mine: Collection[str]) -> None:
    """Refuse to generate anew what stands for others: databases know those by it."""
    for name in sorted(mine):
        if not is_python(name) and directory.source(name).replaces:
            raise MigrationError(
                f'"{name}" stands for migrations that were squashed, and is not rewritten',
                place=directory.place(name),
                hint="commit it, and let what is new be a migration of its own: "
                "doit generate_models; or take the squash back, and squash again after that",
            )


def _prove(project: Project, done: Replanting) -> None:
    """Run the whole new chain up, down and up again; raises Refusal where it does not fit."""
    from fluentorm.embedded import available
    from fluentorm.migrate.verdicts import VerdictKind
    from fluentorm.tasks.proof import prove_folder

    if not project.config.verify or not available():
        note("the migrations are not proven: there is no scratch server, or it is not wanted")
        return
    report = prove_folder(project, done.directory, done.snapshot.model)
    stuck = [v for v in report.verdicts if v.kind is VerdictKind.IRREVERSIBLE and not v.declared]
    own = {*done.made, *done.moved.values()}
    problems = [f"{v.name}: {reason}" for v in stuck if v.name in own for reason in v.reasons]
    problems += report.differences
    if problems:
        raise Refusal(
            "the migrations do not give the declared schema and back again after those of the "
            "others; nothing was written:\n" + "\n".join(f"  {line}" for line in problems)
        )


def _write(project: Project, done: Replanting) -> None:
    text = dump(done.snapshot)
    for name in done.removed:
        content = (project.migrations_dir / name).read_bytes()
        replace_file(project.replaced_dir / name, content)
    commit(
        migrations_dir=project.migrations_dir,
        files=done.files,
        snapshot_path=project.snapshot,
        snapshot_text=text,
        journal=project.journal,
        removed=done.removed,
    )
    replace_file(project.snapshot_copy, text.encode())
    remember_chain(project.chain_memory, done.links)


def _say(done: Replanting, project: Project) -> None:
    gone = [name for name in done.removed if not name.endswith("_down.sql")]
    for name in gone:
        new = done.moved.get(name)
        say(f"moved {name} to {new}" if new else f"removed {name}")
    for name in done.made:
        say(f"wrote {project.migrations_dir / name}")
    say(f"wrote {project.snapshot}")
    if not done.made and not done.moved:
        say(f"no migration is needed any more; {counted(len(gone), 'one')} removed")


def way_back(project: Project, missing: Sequence[str], applied: Sequence[str]) -> str | None:
    """Return the commands that take back what was applied and then rewritten; None if unknown.

    ``missing`` are applied migrations without a file, ``applied`` all, in their order.
    """
    first = min((applied.index(name) for name in missing if name in applied), default=None)
    if first is None:
        return None
    steps = len(applied) - first
    folder = project.migrations_dir
    kept = project.replaced_dir
    if all((kept / name).exists() for name in missing):
        files = " ".join(f"{kept / Path(name).stem}*" for name in missing)
        gone = " ".join(f"{folder / Path(name).stem}*" for name in missing)
        return (
            f"if they were rebased: cp {files} {folder}/ && doit migrate_down --steps {steps} "
            f"&& rm {gone} && doit migrate"
        )
    git = repository(Path())
    revision = git.holding(folder / missing[-1]) if git is not None else None
    if revision is None:
        return None
    return (
        f"if they were rebased: git restore --source {revision[:12]} -- {folder} && "
        f"doit migrate_down --steps {steps} && git restore {folder} && doit migrate"
    )


def explain_missing(project: Project, error: FluentError) -> None:
    """Add the way back to what a run says of applied migrations that have no file."""
    from fluentorm.migrate.directory import list_names
    from fluentorm.tasks.database import target_session

    with target_session(project) as session:
        applied = [row.name for row in session.applied()]
    here = set(list_names(project.migrations_dir))
    commands = way_back(project, [name for name in applied if name not in here], applied)
    if commands:
        error.hint = "\n".join(filter(None, (error.hint, commands)))
