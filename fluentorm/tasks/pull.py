"""Schema files from a database that exists: read, write, and begin the chain of migrations."""

from __future__ import annotations

import contextlib
import functools
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from fluentorm.errors import GenerationError, VerificationFailed
from fluentorm.files import replace_file
from fluentorm.migrate.baseline import as_baseline
from fluentorm.pull.choice import chosen
from fluentorm.pull.line_ends import with_escapes
from fluentorm.pull.record import RECORD_NAME, Changes, changes, digest, read_record, record_text
from fluentorm.pull.values import plain_model
from fluentorm.pull.write import written
from fluentorm.registry.discover import schema_files, sql_files
from fluentorm.registry.evaluate import evaluate
from fluentorm.schema.catalog import describe_model_difference
from fluentorm.schema.objects import EMPTY
from fluentorm.schema.patterns import KIND_WORDS, read_patterns
from fluentorm.tasks.action import Refusal, WrongUsage, counted, note, say, say_json
from fluentorm.tasks.generate import generate_models, generate_registry, write_migrations
from fluentorm.tasks.locking import generation_lock
from fluentorm.tasks.project import current_project
from fluentorm.tasks.reading import read_sides
from fluentorm.tasks.sides import parse_side, target_side
from fluentorm.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from fluentorm.pull.choice import Choice
    from fluentorm.pull.record import Record
    from fluentorm.schema.patterns import Pattern
    from fluentorm.tasks.project import Project
    from fluentorm.tasks.reading import Reading

_LISTED = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class PullOptions:
    """What db_pull was told; ``source`` empty is the project's target database.

    ``adopted`` is what another tool calls the state that is pulled.
    """

    source: str = ""
    style: str = "python"
    sql_bodies: bool = False
    include: Sequence[str] = ()
    exclude: Sequence[str] = ()
    namespaces: Sequence[str] = ()
    report_only: bool = False
    force: bool = False
    verify: bool = True
    as_json: bool = False
    adopted: str | None = None


def db_pull(options: PullOptions) -> None:
    """Write schema files from a database, then registry, snapshot, baseline and models.

    Refusal where that would replace files that nobody pulled, or that were edited since.
    """
    project = current_project()
    include, exclude = (_patterns(n, getattr(options, n)) for n in ("include", "exclude"))
    side = parse_side(options.source, "--from") if options.source else target_side(project)
    (reading,) = read_sides(project, [side])
    choice = chosen(
        reading.state.model, include=include, exclude=exclude, namespaces=options.namespaces
    )
    choice = replace(choice, model=with_escapes(choice.model))
    texts = written(choice.model, style=options.style, sql_bodies=options.sql_bodies)
    if not texts:
        raise _nothing(reading)
    _require_exact(texts, choice)
    whole = not (include or options.namespaces)
    if options.report_only:
        found = _changes(project, texts, whole=whole)
        _report(project, reading, choice, found, options)
        if options.as_json:
            say_json(_as_json(reading, choice, texts, found))
        return
    with generation_lock(project):
        found = _changes(project, texts, whole=whole)
        _report(project, reading, choice, found, options)
        _require_free(project, found, force=options.force)
        _write(project, texts, found)
        _say_files("wrote", project.schemas_dir, found.write)
        _say_files("removed", project.schemas_dir, found.remove)
        with _told_of_unmanaged(bool(reading.state.others)):
            made = _begin_chain(project, verify=options.verify, adopted=options.adopted)
    if options.as_json:
        say_json(_as_json(reading, choice, texts, found) | {"migrations": made})


def _nothing(reading: Reading) -> GenerationError:
    if reading.state.model == EMPTY:
        return GenerationError(
            f"there is nothing to pull: {reading.side.shown} is empty",
            hint="is it the right database? FLUENT_DB_NAME or --from names another",
        )
    return GenerationError(
        "there is nothing to pull", hint="look at --include, --exclude and --namespace"
    )


def _changes(project: Project, texts: Mapping[str, str], *, whole: bool) -> Changes:
    """Return what the files do to those that are there; a ``whole`` database replaces them all."""
    record = read_record(project.schemas_dir)
    existing = _existing(project, record)
    return changes(texts, existing, record, replaces=existing if whole else ())


def _patterns(name: str, texts: Sequence[str]) -> tuple[Pattern, ...]:
    try:
        return read_patterns(texts)
    except ValueError as error:
        raise WrongUsage(
            f'--{name} has the kind "{error}", which there is not',
            f"kinds are {', '.join(KIND_WORDS)}; without one a pattern means any",
        ) from error


def _existing(project: Project, record: Record) -> dict[str, bytes]:
    """Return the schema files that are there, and what else an earlier pull wrote."""
    folder = project.schemas_dir
    there = [*schema_files(folder), *sql_files(folder)] if folder.exists() else []
    names = [*there, *record.files]
    found = {}
    for name in dict.fromkeys(names):
        path = folder / name
        if path.is_file():
            found[name] = path.read_bytes()
    return found


def _require_exact(texts: Mapping[str, str], choice: Choice) -> None:
    """Evaluate the files before anything is written, and compare them with the database.

    Raises GenerationError where they would not say the same.
    """
    with tempfile.TemporaryDirectory(prefix="fluentorm-") as folder:
        schemas = Path(folder) / "schemas"
        for name, text in texts.items():
            path = schemas / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        model = evaluate(schemas, root=Path(folder)).model
    lines = describe_model_difference(model, plain_model(choice.model))
    if lines:
        shown = "\n".join(f"  {line}" for line in lines[:_LISTED])
        raise GenerationError(
            f"schema files cannot say what the database holds:\n{shown}",
            hint="leave these objects out with --exclude, and please report this",
        )


def _require_free(project: Project, found: Changes, *, force: bool) -> None:
    if force or not (found.edited or found.foreign):
        return
    folder = project.schemas_dir
    edited = [f"  {folder / name}, edited since it was pulled" for name in found.edited]
    foreign = [f"  {folder / name}, which no pull wrote" for name in found.foreign]
    listed = [*edited, *foreign]
    more = [f"  and {len(listed) - _LISTED} more"] if len(listed) > _LISTED else []
    raise Refusal(
        "a pull would replace these files:\n"
        + "\n".join([*listed[:_LISTED], *more])
        + "\nhint: commit them first, then: --force; or pull into another folder, "
        "with FLUENT_SCHEMAS_DIR"
    )


def _write(project: Project, texts: Mapping[str, str], found: Changes) -> None:
    """Put the files in place; the record knows both states of each until all are there."""
    folder = project.schemas_dir
    record = read_record(folder)
    existing = _existing(project, record)
    before = {name: [digest(content)] for name, content in existing.items() if name in texts}
    after = {name: [digest(text.encode())] for name, text in texts.items()}
    kept = {n: list(d) for n, d in record.files.items() if n not in texts and n in existing}
    both = {name: [*before.get(name, ()), *after[name]] for name in after}
    _write_record(folder, {**kept, **both})
    for name, text in found.write.items():
        replace_file(folder / name, text.encode())
    for name in found.remove:
        (folder / name).unlink(missing_ok=True)
    _write_record(folder, {n: d for n, d in {**kept, **after}.items() if n not in found.remove})


def _write_record(folder: Path, files: Mapping[str, Iterable[str]]) -> None:
    replace_file(folder / RECORD_NAME, record_text(files).encode())


def _begin_chain(project: Project, *, verify: bool, adopted: str | None) -> list[str]:
    """Write registry, snapshot, migrations and models; return the names of the migrations."""
    generate_registry()
    grouping = functools.partial(as_baseline, adopted=adopted)
    generation = write_migrations(project, verify=verify, grouping=grouping)
    generate_models(from_schema=False)
    if generation.pairs and adopted is None:
        note("next: doit migrate_baseline records them as applied on this database")
    return [pair.up.name for pair in generation.pairs]


@contextlib.contextmanager
def _told_of_unmanaged(unmanaged: bool) -> Iterator[None]:
    """Say what helps where the proof may lack what fluentorm does not manage."""
    try:
        yield
    except VerificationFailed as error:
        if unmanaged:
            error.hint = (
                "the schema files are written, the migration is not; where it needs what is not "
                "managed by fluentorm, named above, pull once more with --no-verify, "
                "or without it: --exclude PATTERN"
            )
        raise


def _say_files(verb: str, folder: Path, names: Iterable[str]) -> None:
    listed = list(names)
    for name in listed[:_LISTED]:
        say(f"{verb} {folder / name}")
    if len(listed) > _LISTED:
        say(f"... and {counted(len(listed) - _LISTED, 'more file')}")


def _report(
    project: Project, reading: Reading, choice: Choice, found: Changes, options: PullOptions
) -> None:
    """Say what was read, what would be written of it, and what is left out."""
    model = choice.model
    tables = counted(len(model.tables), "table")
    objects = counted(len(model.objects) + len(model.enums), "other object")
    say(f"read {tables} and {objects} from {reading.side.shown}")
    if options.report_only:
        _say_files("would write", project.schemas_dir, found.write)
        _say_files("would remove", project.schemas_dir, found.remove)
    for line in choice.notes:
        note(line)
    for kind, name in sorted(reading.state.others):
        note(f'not managed by fluentorm, left out: {kind} "{name}"')


def _as_json(
    reading: Reading, choice: Choice, texts: Mapping[str, str], found: Changes
) -> dict[str, object]:
    model = choice.model
    unmanaged = sorted(reading.state.others)
    return {
        "from": reading.side.shown,
        "tables": len(model.tables),
        "objects": len(model.objects) + len(model.enums),
        "files": list(texts),
        "write": list(found.write),
        "remove": list(found.remove),
        "in_the_way": [*found.edited, *found.foreign],
        "left_out": list(choice.notes),
        "unmanaged": [{"kind": kind, "name": name} for kind, name in unmanaged],
    }
