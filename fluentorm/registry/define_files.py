"""Files that declare objects beside tables: evaluated, or taken from what an earlier run found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fluentorm.errors import Place, Problem, SchemaError
from fluentorm.registry.cache import Definition
from fluentorm.registry.definitions import (
    Objects,
    SqlReader,
    define,
    packed_objects,
    unpacked_declared,
)
from fluentorm.registry.sources import Run, Source, load_file

if TYPE_CHECKING:
    from fluentorm.registry.merge import SchemaFile
    from fluentorm.schema.database_builder import Declared


def define_file(source: Source, file: SchemaFile | None, run: Run) -> None:
    """Take what a file declares beside a table from the cache, or else evaluate it.

    ``file`` is None where it was not loaded: then it is as it was.
    """
    if _known_definition(source, run):
        return
    file = file or load_file(source, run)
    if file is not None and file.defines:
        _evaluate_definition(source, file, run)


def define_bodies(run: Run) -> None:
    """Take what SQL files declare that no schema file names."""
    named = {name for one in run.definitions.values() for name, _ in one.members[1:]} | run.named
    for name, source in run.bodies.items():
        stem, _, ending = name.rpartition(".")
        options = next((run.bodies[f] for f in _options_of(stem) if f in run.bodies), None)
        if name in named and options is not None:
            text = f'the options of "{name}" stand in the schema file that names it'
            run.problems.append(Problem(text, Place(options.shown), "remove this file"))
        if ending != "sql" or name in named or _known_definition(source, run, options):
            continue
        from fluentorm.registry.sql_file import read_declaring

        run.evaluated.append(source.shown)
        given = None if options is None else (options.content, options.shown)
        try:
            file = read_declaring(source.content, name, source.shown, given)
        except SchemaError as error:
            run.problems += error.problems
            continue
        _evaluate_definition(source, file, run, options)


def _options_of(stem: str) -> tuple[str, str]:
    return f"{stem}.yaml", f"{stem}.yml"


def _known_definition(source: Source, run: Run, options: Source | None = None) -> bool:
    """Take what a file declares from the cache, if it and all that it reads are as they were."""
    name, _ = source.member
    unit = run.cache.definitions.get(name)
    if unit is None or not unit.data or unit.members[0] != source.member:
        return False
    read = [
        (other, run.bodies[other].member[1] if other in run.bodies else "")
        for other, _ in unit.members[1:]
    ]
    if tuple(read) != unit.members[1:] or (options and options.member not in read):
        return False
    _declared(unpacked_declared(unit.data), run)
    run.definitions[name] = unit
    return True


def _evaluate_definition(
    source: Source, file: SchemaFile, run: Run, options: Source | None = None
) -> None:
    """Evaluate what a file declares beside a table, and keep it where it is sound."""
    reader = SqlReader({name: body.text for name, body in run.bodies.items()})
    declared, stopped = define(source.path, source.shown, file, reader)
    _declared(declared, run)
    run.named.update(reader.used)
    run.problems += [*declared.problems, *stopped]
    sound = not declared.problems and not stopped
    read = [run.bodies[name].member for name in reader.used]
    read += [options.member] if options is not None else []
    members = (source.member, *read)
    # Of what is not sound only that it is there is kept: it is told again at every run.
    data = packed_objects(declared) if sound else b""
    run.definitions[source.member[0]] = Definition(
        members, file.table_name, data, bool(declared.enums)
    )


def _declared(declared: Declared, run: Run) -> None:
    objects = objects_of(run)
    objects.add(declared.objects)
    objects.attachments += declared.attachments
    objects.staged_drops |= dict(declared.staged_drops)
    run.enums += declared.enums


def objects_of(run: Run) -> Objects:
    """Return the objects of a run, which begin with the first one."""
    if run.objects is None:
        run.objects = Objects()
    return run.objects
