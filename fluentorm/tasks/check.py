"""Whether schema files, registry, snapshot, migrations and models agree; needs no server."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from fluentorm.errors import DialectError, FluentError, SchemaError
from fluentorm.registry.writer import render_registry
from fluentorm.snapshot.codec import fingerprint
from fluentorm.snapshot.codec import render as render_model
from fluentorm.snapshot.store import load
from fluentorm.tasks.action import Refusal, counted, note, say, say_json
from fluentorm.tasks.annotations import annotation
from fluentorm.tasks.generate import evaluated
from fluentorm.tasks.locking import require_complete
from fluentorm.tasks.old_files import kept_folders
from fluentorm.tasks.project import current_project

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fluentorm.migrate.directory import Directory, Entry
    from fluentorm.schema.objects import SchemaModel
    from fluentorm.snapshot.store import Snapshot
    from fluentorm.tasks.project import Project

_REGENERATE = "run: doit generate_models"


def check(*, style: str = "text", linted: bool = True) -> None:
    """Print everything that does not agree; Refusal when there is something.

    ``style`` is "text", "json" or "github"; without ``linted`` the rules of lint are not asked.
    """
    project = current_project()
    require_complete(project)
    problems = list(problems_of(project))
    found = _lint(project) if linted else []
    problems += found or ()
    if style == "json":
        skipped = {} if found is not None else {"lint": "skipped"}
        say_json({"ok": not problems, "problems": problems, **skipped})
    elif style == "github":
        for problem in problems:
            say(annotation(problem))
    else:
        _say_problems(problems)
    if problems:
        raise Refusal(f"{counted(len(problems), 'thing')} out of step")
    if style == "text":
        say("schema files, registry, snapshot, migrations and models agree")
        for folder in kept_folders(project):
            note(
                f"{folder}/ is kept for databases in the middle of what was squashed; delete it "
                "once doit migrate_status says of each database that it needs it no more"
            )


def _lint(project: Project) -> list[str] | None:
    """Return the errors that lint finds; None where it was skipped, which is said."""
    from fluentorm.lint.rule import Severity, explained
    from fluentorm.tasks.linting import Request, lint_project

    if not project.config.lint:
        return []
    try:
        found = lint_project(project, Request(history=False))
    except DialectError as error:
        note(f"lint was skipped: {error.message}; {error.hint}")
        return None
    except FluentError:
        return []  # the folder cannot be listed, which is told already
    return [
        f"{item.path}:{item.line}: {item.message} ({item.rule})\n"
        f"hint: {item.fix}; see {explained(item.rule)}"
        for item in found
        if item.severity is Severity.ERROR and not item.allowed
    ]


def _say_problems(problems: Sequence[str]) -> None:
    """Print problems; a hint that several in a row share comes once, after the last of them."""
    for problem, following in pairwise([*problems, ""]):
        text, _, hint = problem.partition("\nhint: ")
        say(text if following.partition("\nhint: ")[2] == hint else problem)


def problems_of(project: Project) -> Iterator[str]:
    """Yield everything that does not agree; no server is asked."""
    try:
        evaluation = evaluated(project)
    except SchemaError as error:
        yield from map(str, error.problems)
        return
    except FluentError as error:
        yield str(error)
        return
    text = render_registry(evaluation, fingerprint(evaluation.model))
    yield from _differing(project, text)
    snapshot = None
    try:
        snapshot = load(project.snapshot, str(project.snapshot))
        if snapshot is None:
            yield f"{project.snapshot}: does not exist\nhint: {_REGENERATE}"
    except FluentError as error:
        yield str(error)
    if snapshot is not None and render_model(snapshot.model) != render_model(evaluation.model):
        yield from _undescribed(project, snapshot, evaluation.model)
    yield from migration_problems(project, snapshot)
    yield from _model_problems(project, evaluation.model)


def _differing(project: Project, text: str) -> Iterator[str]:
    try:
        same = project.registry.read_text(encoding="utf-8") == text
    except FileNotFoundError:
        yield f"{project.registry}: does not exist\nhint: {_REGENERATE}"
        return
    except UnicodeDecodeError:
        same = False
    if not same:
        yield f"{project.registry}: is not what the schema files say\nhint: {_REGENERATE}"


def _undescribed(project: Project, snapshot: Snapshot, model: SchemaModel) -> Iterator[str]:
    """Name what was declared since the last generation."""
    from fluentorm.diff.changes import changes
    from fluentorm.diff.differ import diff
    from fluentorm.tasks.server_version import written_for

    place = project.snapshot
    try:
        version = written_for(project) * 10000
        found = changes(diff(snapshot.model, model, version=version))
    except FluentError as error:
        yield str(error)
        return
    for change in found:
        yield f"{place}: no migration yet for {change.slug} ({change.table})\nhint: {_REGENERATE}"
    if not found:
        yield f"{place}: model options changed since the last generation\nhint: {_REGENERATE}"


def migration_problems(project: Project, snapshot: Snapshot | None) -> Iterator[str]:
    """Yield what is wrong with the chain of migrations, and between it and a snapshot."""
    from fluentorm.migrate.chain import check_head, require_pairs
    from fluentorm.migrate.reading import read_chain
    from fluentorm.tasks.branches import fork_problems

    try:
        directory, links = read_chain(project.migrations_dir, project.chain_cache)
    except FluentError as error:
        yield str(error)
        return
    forks = list(fork_problems(project, directory))
    yield from map(str, forks)
    for entry, link in zip(directory.entries, links, strict=True):
        if entry.python:
            yield from _python_problems(directory, entry)
        elif entry.down is None and not link.generated:
            yield (
                f"{directory.place(entry.name)}: has no down file\nhint: write one, or one that "
                'says why not: "-- Irreversible: the reason"'
            )
    try:
        require_pairs(directory, links)
        # The snapshot of a merge belongs to one branch, or to none; rebase is what mends that.
        if snapshot is not None and not forks:
            check_head(snapshot.head, links, str(project.snapshot), project.chain_memory)
    except FluentError as error:
        yield str(error)


def _python_problems(directory: Directory, entry: Entry) -> Iterator[str]:
    """Yield what is wrong with a migration in Python, as far as that is seen without running it."""
    source = directory.source(entry.name)
    try:
        header, python = source.header, source.python
    except FluentError as error:
        yield str(error)
        return
    if header.irreversible is None and python is not None and not python.has_down:
        yield (
            f"{source.path}: has no function down(db)\nhint: write one, or begin the file with "
            'a line that says why not: "# Irreversible: the reason"'
        )


def _model_problems(project: Project, model: SchemaModel) -> Iterator[str]:
    from fluentorm.codegen import compare_models

    try:
        comparison = compare_models(model, project.models_dir)
    except FluentError as error:
        yield str(error)
        return
    for path in comparison.written:
        state = "is not what the schema says" if path.exists() else "does not exist"
        yield f"{path}: {state}\nhint: {_REGENERATE}"
    for path in comparison.removed:
        yield f"{path}: belongs to no table\nhint: {_REGENERATE}"
