"""From a folder of schema files to one validated SchemaModel, evaluating only what changed."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from fluentorm.errors import Place, Problem, SchemaError
from fluentorm.registry.cache import Cache, Unit, cache_key, digest, load_cache, store_cache
from fluentorm.registry.cache_codec import decode_enum, decode_table, encode_enum, encode_table
from fluentorm.registry.discover import helper_files, schema_files, table_name
from fluentorm.registry.helper_modules import importable, name_problems
from fluentorm.registry.merge import SchemaFile, merge
from fluentorm.registry.python_file import load
from fluentorm.schema.objects import Enum, SchemaModel, Table
from fluentorm.schema.validate import merge_enums, validate

_TABLE_NAME = re.compile(rb"""^table_name\s*(?:=|:)\s*["']?([^"'\s#]+)""", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """What a folder of schema files says.

    ``entries`` are the tables in order, each with its files in order, as the user would type them;
    ``evaluated`` are the files that were run for it, the others were known from an earlier run.
    """

    model: SchemaModel
    entries: Mapping[str, tuple[str, ...]]
    evaluated: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Source:
    """A schema file's content; ``path`` is absolute, ``shown`` as the user would type it."""

    path: Path
    shown: str
    content: bytes
    digest: str

    @property
    def member(self) -> tuple[str, str]:
        return (self.path.name, self.digest)


@dataclass(slots=True)
class _Run:
    """What one evaluation has found out so far."""

    cache: Cache
    loaded: dict[str, SchemaFile] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    # Tables of which a file failed: what others say about them proves nothing.
    doubtful: set[str] = field(default_factory=set)
    tables: dict[str, Table] = field(default_factory=dict)
    enums: list[Enum] = field(default_factory=list)
    units: dict[str, Unit] = field(default_factory=dict)
    evaluated: list[str] = field(default_factory=list)


def evaluate(schemas_dir: Path, *, root: Path, cache_file: Path | None = None) -> Evaluation:
    """Evaluate the schema files of a folder; ``root`` is what paths in messages are relative to.

    With a ``cache_file`` only the tables of which a file or a helper changed are evaluated.
    Raises SchemaError with every problem of every file.
    """
    # Not resolve(): a linked folder is shown, and its bytecode kept, under the name the user gave.
    folder = Path(os.path.abspath(schemas_dir))  # noqa: PTH100
    shown = _shown(folder, root)
    paths = schema_files(folder)
    if not paths:
        raise SchemaError([_nothing_there(folder, shown)])
    helpers = helper_files(folder)
    run = _Run(Cache(""))
    known = _read(helpers, shown, run)
    run.problems += name_problems(helpers, shown)
    key = cache_key(str(folder), shown, [source.member for source in known])
    run.cache = load_cache(cache_file, key) if cache_file else Cache(key)
    sources = _read(paths, shown, run)
    with importable(helpers):
        groups = _group(sources, run)
        for name, members in groups.items():
            _table(name, members, run)
    model = _checked_model(run)
    if cache_file:
        _remember(cache_file, run)
    if run.problems:
        places = {f"{shown}/{path.name}": number for number, path in enumerate(paths)}
        found = dict.fromkeys(run.problems)
        raise SchemaError(sorted(found, key=lambda problem: _position(problem, places)))
    return Evaluation(
        model=model,
        entries={name: tuple(s.shown for s in members) for name, members in groups.items()},
        evaluated=tuple(run.evaluated),
    )


def load_schemas(folder: Path) -> list[Table]:
    """Return the tables that a folder's schema files declare, in order.

    Raises SchemaError with every problem of every file.
    """
    return list(evaluate(folder, root=folder.absolute().parent).model.tables.values())


def _shown(folder: Path, root: Path) -> str:
    top = Path(os.path.abspath(root))  # noqa: PTH100 as above
    return folder.relative_to(top).as_posix() if folder.is_relative_to(top) else str(folder)


def _nothing_there(folder: Path, shown: str) -> Problem:
    first = f"write the first one, {shown}/01_users.py, or run: fluentorm init"
    if not folder.exists():
        return Problem(f'the folder "{shown}" does not exist', hint=first)
    if not folder.is_dir():
        return Problem(f'"{shown}" is not a folder', hint="FLUENT_SCHEMAS_DIR names the folder")
    return Problem(f'the folder "{shown}" has no schema files', hint=first)


def _read(paths: Iterable[Path], shown: str, run: _Run) -> list[_Source]:
    sources = []
    for path in paths:
        name = f"{shown}/{path.name}"
        try:
            with open(path, "rb") as file:  # noqa: PTH123 a thousand of these; Path.open is slower
                content = file.read()
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            run.problems.append(Problem(f"cannot be read: {reason}", Place(name)))
            run.doubtful.add(table_name(path))
            continue
        sources.append(_Source(path, name, content, digest(content)))
    return sources


def _group(sources: Iterable[_Source], run: _Run) -> dict[str, list[_Source]]:
    """Return the files of each table, tables in the order of their first files."""
    known = run.cache.table_names()
    groups: dict[str, list[_Source]] = {}
    for source in sources:
        name = known.get(source.member)
        if name is None:
            file = _load(source, run)
            if file is None:
                continue
            name = file.table_name
        groups.setdefault(name, []).append(source)
    return groups


def _load(source: _Source, run: _Run) -> SchemaFile | None:
    """Load a file once; None where it cannot be, with its problems kept."""
    file = run.loaded.get(source.shown)
    if file is not None:
        return file
    run.evaluated.append(source.shown)
    try:
        if source.path.suffix == ".py":
            file = load(source.path, source.shown, source.content)
        else:
            from fluentorm.registry.yaml_file import read_yaml  # PyYAML is slow to import

            file = read_yaml(source.path, source.shown)
    except SchemaError as error:
        run.problems += error.problems
        said = _TABLE_NAME.search(source.content)
        name = said[1].decode(errors="replace") if said else table_name(source.path)
        run.doubtful.add(name)
        return None
    run.loaded[source.shown] = file
    return file


def _table(name: str, members: Sequence[_Source], run: _Run) -> None:
    """Take a table from the cache, or else evaluate all its files."""
    key = tuple(source.member for source in members)
    unit = run.cache.units.get(name)
    if unit is not None and unit.members == key:
        run.tables[name] = decode_table(unit.table)
        run.enums += [decode_enum(enum) for enum in unit.enums]
        run.units[name] = unit
        return
    files = [
        (source.path, source.shown, file)
        for source in members
        if (file := _load(source, run)) is not None
    ]
    built, stopped = merge(name, files)
    run.tables[name] = built.table
    run.enums += built.enums
    run.problems += built.problems
    run.problems += stopped
    if stopped or len(files) < len(members):
        run.doubtful.add(name)
    elif not built.problems:
        enums = tuple(encode_enum(enum) for enum in built.enums)
        run.units[name] = Unit(key, encode_table(built.table), enums)


def _checked_model(run: _Run) -> SchemaModel:
    """Put the tables together and validate them, unless the very same were validated before."""
    enums, clashes = merge_enums(run.enums)
    model = SchemaModel(tables=run.tables, enums=enums)
    if run.cache.valid and run.units == run.cache.units:
        return model
    run.problems += clashes
    run.problems += [
        problem
        for problem in validate(model)
        if not any(f'"{name}"' in problem.message for name in run.doubtful)
    ]
    return model


def _position(problem: Problem, order: Mapping[str, int]) -> tuple[int, str, int, int]:
    place = problem.place
    if place is None:
        return (-1, "", 0, 0)
    return (order.get(place.file, -1), place.file, place.line, place.column)


def _remember(cache_file: Path, run: _Run) -> None:
    cache = Cache(run.cache.key, run.units, not run.problems)
    if cache != run.cache:
        store_cache(cache_file, cache)
