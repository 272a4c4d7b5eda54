"""The work behind the generation tasks; imported only when one of them has something to do."""

from __future__ import annotations

import datetime
import gc
import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

from fluentorm.diff.changes import changes, makes_anew
from fluentorm.errors import MigrationError, Place, SnapshotDamaged, SnapshotError
from fluentorm.files import replace_file
from fluentorm.migrate.chain import check_head, remember_chain, require_pairs
from fluentorm.migrate.commit import commit
from fluentorm.migrate.directory import scan
from fluentorm.migrate.generate import Generation, Renderer, plan_generation, remarks
from fluentorm.migrate.history import resolve
from fluentorm.migrate.reading import read_chain, remember_pairs
from fluentorm.registry.evaluate import Evaluation, evaluate
from fluentorm.registry.writer import render_registry
from fluentorm.snapshot.codec import fingerprint
from fluentorm.snapshot.store import dump, load
from fluentorm.snapshot.tables import table_text
from fluentorm.tasks.action import counted, note, say
from fluentorm.tasks.locking import generation_lock
from fluentorm.tasks.project import current_project
from fluentorm.tasks.server_version import written_for
from fluentorm.tasks.uptodate import add_names, newest_stats

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from fluentorm.dialects.base import OnlineForm, Situation
    from fluentorm.diff.operations import Change, Operation
    from fluentorm.migrate.chain import Link
    from fluentorm.snapshot.store import Snapshot
    from fluentorm.tasks.project import Project

# One run makes a great many small values that all live to its end: looking for cycles among them
# takes a quarter of the time and finds none.
gc.disable()

_LISTED = 50
# What this process evaluated or wrote last, so that the tasks of one run share it.
_evaluations: dict[str, Evaluation] = {}
_written: dict[str, Snapshot] = {}


def generate_registry() -> None:
    """Evaluate the schema files and write the registry where its content changed."""
    project = current_project()
    evaluation = evaluated(project, again=True)
    text = render_registry(evaluation, fingerprint(evaluation.model))
    if write_if_changed(project.registry, text):
        say(f"wrote {project.registry}: {counted(len(evaluation.model.tables), 'table')}")


def generate_migrations(*, verify: bool, allow_changed: Sequence[str] = ()) -> None:
    """Write a pair of files for every change since the last snapshot, and the snapshot.

    ``allow_changed`` names generated migrations whose edit shall stay.
    """
    project = current_project()
    with generation_lock(project):
        write_migrations(project, verify=verify, allow_changed=allow_changed)


def write_migrations(
    project: Project,
    *,
    verify: bool,
    allow_changed: Sequence[str] = (),
    grouping: Callable[[Iterable[Operation]], tuple[Change, ...]] = changes,
) -> Generation:
    """Do the work of ``generate_migrations``; the caller holds the generation lock."""
    generation, old = planned(project, allow_changed, grouping)
    if generation.pairs and verify:
        if project.config.verify and makes_anew(generation.operations):
            generation, old = planned(project, allow_changed, grouping, exactly=True)
        generation = _proven(project, generation, old)
    write_generation(project, generation)
    if old is not None and generation.pairs and project.config.lint:
        from fluentorm.tasks.lint_notes import lint_notes

        for line in lint_notes(project, generation, old.model):
            note(line)
    return generation


def _proven(project: Project, generation: Generation, old: Snapshot | None) -> Generation:
    if not project.config.verify:
        note("the migrations are not proven: --no-verify or FLUENT_VERIFY=0 says so")
        return generation
    from fluentorm.tasks.proof import prove_generation

    return prove_generation(project, generation, old, evaluated(project).model)


def planned(
    project: Project,
    allow_changed: Sequence[str] = (),
    grouping: Callable[[Iterable[Operation]], tuple[Change, ...]] = changes,
    *,
    exactly: bool = False,
) -> tuple[Generation, Snapshot | None]:
    """Return what a generation would write now, and the last snapshot.

    ``grouping`` says which operations share a migration. With ``exactly`` the scratch server is
    asked what depends on what; otherwise the texts tell it, and name more than there is. The caller
    holds the generation lock.
    """
    evaluation = evaluated(project)
    names, stats = newest_stats(project.migrations_dir)
    directory, links = read_chain(project.migrations_dir, project.chain_cache, names or None, stats)
    require_pairs(directory, links)
    names = [link.name for link in links]
    old = last_snapshot(project, links, [resolve(name, names) for name in allow_changed])
    before = old
    if exactly and old is not None:
        from fluentorm.tasks.proof import known_dependencies

        depends = known_dependencies(project, by_hand=any(not link.generated for link in links))
        before = replace(old, model=replace(old.model, depends=depends))
    generation = plan_generation(
        old=before,
        new=evaluation.model,
        directory=directory,
        links=links,
        renderer=renderer_of(project),
        now=datetime.datetime.now(datetime.UTC),
        grouping=grouping,
    )
    return generation, old


def renderer_of(project: Project) -> Renderer:
    """Return the way from operations to SQL, for the server that has to run it."""
    from fluentorm.dialects.postgres.ddl import render
    from fluentorm.dialects.postgres.hazards import down_notes, hazards
    from fluentorm.dialects.postgres.versions import needed_versions

    return Renderer(
        render=render,
        hazards=hazards,
        down_notes=down_notes,
        needed_versions=needed_versions,
        online=_in_steps if project.config.online else None,
        version=written_for(project),
    )


def _in_steps(change: Change, situation: Situation) -> OnlineForm | None:
    """Import the forms where one is asked for: most generations only make something new."""
    from fluentorm.dialects.postgres.online.forms import online_form

    return online_form(change, situation)


def write_generation(project: Project, generation: Generation) -> None:
    """Put a generation on disk and say what was written."""
    if generation.snapshot is None:
        return
    text = dump(generation.snapshot)
    commit(
        migrations_dir=project.migrations_dir,
        files=generation.files,
        snapshot_path=project.snapshot,
        snapshot_text=text,
        journal=project.journal,
    )
    if generation.pairs:
        add_names(project.migrations_dir, generation.files)
        remember_pairs(
            project.chain_cache, generation.pairs, newest_stats(project.migrations_dir)[1]
        )
    _written[str(project.snapshot.absolute())] = generation.snapshot
    replace_file(project.snapshot_copy, text.encode())
    remember_chain(project.chain_memory, generation.links)
    _say_written(project, generation)


def generate_models(*, from_schema: bool) -> None:
    """Write the models that changed; from the schema files where no snapshot shall be used."""
    from fluentorm.codegen import generate_models as write_models

    project = current_project()
    model = evaluated(project).model if from_schema else _snapshot_now(project).model
    result = write_models(model, project.models_dir, cache_file=project.models_cache)
    for path in result.written[:_LISTED]:
        say(f"wrote {path}")
    if len(result.written) > _LISTED:
        say(f"... and {counted(len(result.written) - _LISTED, 'more model')}")
    for path in result.removed:
        say(f"removed {path}")


def _snapshot_now(project: Project) -> Snapshot:
    """Return the snapshot, as this run wrote it or else as it is on disk."""
    snapshot = _written.get(str(project.snapshot.absolute()))
    if snapshot is None:
        snapshot = load(project.snapshot, str(project.snapshot))
    if snapshot is None:
        raise SnapshotError(
            "does not exist", place=Place(str(project.snapshot)), hint="run: doit generate_models"
        )
    return snapshot


def evaluated(project: Project, *, again: bool = False) -> Evaluation:
    """Return the evaluated schema files; once per run unless ``again``."""
    key = str(project.schemas_dir.absolute())
    if again or key not in _evaluations:
        from pathlib import Path

        _evaluations[key] = evaluate(
            project.schemas_dir,
            root=Path.cwd(),
            cache_file=project.evaluation_cache,
            text_of=table_text,
            may_be_empty=project.snapshot.exists(),
        )
    return _evaluations[key]


def last_snapshot(
    project: Project, links: Sequence[Link], allowed: Sequence[str] = ()
) -> Snapshot | None:
    """Return the last snapshot, checked against the migrations; None before the first generation.

    A snapshot that was deleted or damaged comes back from the copy of the last generation, if that
    belongs to these migrations. Raises SnapshotError otherwise, and MigrationError where two
    branches were merged.
    """
    shown = str(project.snapshot)
    try:
        snapshot = load(project.snapshot, shown)
    except SnapshotDamaged:
        snapshot = _restored(project, links)
        if snapshot is None:
            raise
    if snapshot is None and any(link.generated for link in links):
        snapshot = _restored(project, links)
        if snapshot is None:
            raise SnapshotError(
                f"does not exist, but {project.migrations_dir}/ holds generated migrations",
                place=Place(shown),
                hint=f"restore it from version control: git checkout -- {shown}; "
                "to begin anew, delete the migrations too",
            )
    if snapshot is not None:
        try:
            check_head(snapshot.head, links, shown, project.chain_memory, allowed)
        except SnapshotError as error:
            raise _merged_branches(project) or error from None
    return snapshot


def _merged_branches(project: Project) -> MigrationError | None:
    """Return what a merge did to the chain, which says more than that it is another one."""
    from fluentorm.tasks.branches import fork_problems

    return next(fork_problems(project, scan(project.migrations_dir)), None)


def _restored(project: Project, links: Sequence[Link]) -> Snapshot | None:
    try:
        snapshot = load(project.snapshot_copy, str(project.snapshot_copy))
        if snapshot is None:
            return None
        check_head(snapshot.head, links, str(project.snapshot_copy))
    except SnapshotError:
        return None
    replace_file(project.snapshot, dump(snapshot).encode())
    note(f"restored {project.snapshot}, which had been deleted or changed by hand")
    return snapshot


def _say_written(project: Project, generation: Generation) -> None:
    names = [pair.up.name for pair in generation.pairs]
    for name in names[:_LISTED]:
        say(f"wrote {project.migrations_dir / name}")
    if len(names) > _LISTED:
        say(f"... and {counted(len(names) - _LISTED, 'more migration')}")
    say(f"wrote {project.snapshot}")
    for remark in remarks(generation):
        note(remark)


def write_if_changed(path: Path, text: str) -> bool:
    """Write a generated file where its content differs; say whether it did.

    Raises OSError when it cannot be written.
    """
    try:
        if path.read_text(encoding="utf-8") == text:
            return False
    except (FileNotFoundError, UnicodeDecodeError):
        pass
    replace_file(path, text.encode())
    return True


def clean_registry() -> None:
    """Remove the registry."""
    project = current_project()
    if project.registry.exists():
        project.registry.unlink()
        say(f"removed {project.registry}")


def clean_caches() -> None:
    """Remove what was remembered of earlier runs; the database in .fluent/ stays."""
    project = current_project()
    for path in (
        project.chain_cache,
        project.chain_memory,
        project.evaluation_cache,
        project.models_cache,
    ):
        path.unlink(missing_ok=True)
    for folder in (project.schemas_dir / "__pycache__", project.models_dir / "__pycache__"):
        shutil.rmtree(folder, ignore_errors=True)


def clean_models() -> None:
    """Remove the generated models; files written by hand stay."""
    from fluentorm.codegen import remove_models

    project = current_project()
    for path in remove_models(project.models_dir):
        say(f"removed {path}")
