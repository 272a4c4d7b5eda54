"""From a folder of schema files to one validated SchemaModel, evaluating only what changed."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from fluentorm.errors import Problem, SchemaError
from fluentorm.registry.cache import (
    Cache,
    Unit,
    cache_key,
    digest,
    load_cache,
    packed,
    store_cache,
    unpacked,
)
from fluentorm.registry.cache_codec import decode_enum, decode_table, encode_enum, encode_table
from fluentorm.registry.discover import helper_files, schema_files, sql_files
from fluentorm.registry.helper_modules import importable, name_problems
from fluentorm.registry.merge import merge
from fluentorm.registry.sources import Run, Source, load_file, read_files
from fluentorm.schema.lazy import LazyTables, TableSource
from fluentorm.schema.objects import SchemaModel, Table
from fluentorm.schema.validate import merge_enums, validate, validate_objects, validate_part
from fluentorm.schema.validate_names import relation_names
from fluentorm.values import dataclass

if TYPE_CHECKING:
    # Most schemas have tables only; the rest is imported where there is some.
    from fluentorm.registry.families import Families
    from fluentorm.schema.builder_assembly import Built


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """What a folder of schema files says.

    ``entries`` are the tables in order, each with its files in order, as the user would type them;
    ``evaluated`` are the files that were run for it, the others were known from an earlier run.
    """

    model: SchemaModel
    entries: Mapping[str, tuple[str, ...]]
    evaluated: tuple[str, ...]


def evaluate(
    schemas_dir: Path,
    *,
    root: Path,
    cache_file: Path | None = None,
    text_of: Callable[[Table], str] | None = None,
    may_be_empty: bool = False,
) -> Evaluation:
    """Evaluate the schema files of a folder; ``root`` is what paths in messages are relative to.

    With a ``cache_file`` only the tables of which a file or a helper changed are evaluated. With
    ``text_of``, which gives a table's canonical text, the model's tables are LazyTables. A folder
    without schema files is refused unless it ``may_be_empty``: the last table was dropped then.
    Raises SchemaError with every problem of every file.
    """
    # Not resolve(): a linked folder is shown, and its bytecode kept, under the name the user gave.
    folder = Path(os.path.abspath(schemas_dir))  # noqa: PTH100
    shown = _shown(folder, root)
    names, bodies = schema_files(folder), sql_files(folder)
    if not names and not bodies and not may_be_empty:
        raise SchemaError([_nothing_there(folder, shown)])
    helper_names = helper_files(folder)
    helpers = [folder / name for name in helper_names]
    run = Run(Cache(""), text_of, keep_bytecode=bool(helpers))
    known = read_files(folder, helper_names, shown, run)
    run.problems += name_problems(helpers, shown)
    key = cache_key(str(folder), shown, [source.member for source in known], text_of)
    run.cache = load_cache(cache_file, key) if cache_file else Cache(key)
    run.files.clear()
    sources = read_files(folder, names, shown, run)
    run.bodies = {body.member[0]: body for body in read_files(folder, bodies, shown, run)}
    with importable(helpers):
        groups = _group(sources, run)
        for source in sources:
            file = run.loaded.get(source.shown)
            if source.member[0] in run.cache.definitions or (file and file.defines):
                from fluentorm.registry.define_files import define_file

                define_file(source, file, run)
        if run.bodies:
            from fluentorm.registry.define_files import define_bodies

            define_bodies(run)
        for name, members in groups.items():
            _table(name, members, run)
    if run.families is not None:
        attached = run.objects.of_table if run.objects else lambda name: ()
        run.families.report_repeated({name: of[0].shown for name, of in groups.items()})
        run.families.settle(run.sources, run.cache.resolved, attached, text_of)
        run.problems += run.families.problems
        run.doubtful.update(run.families.orphans)
    model = _checked_model(run)
    if cache_file:
        _remember(cache_file, run)
    if run.problems:
        places = {f"{shown}/{name}": number for number, name in enumerate((*names, *bodies))}
        found = dict.fromkeys(run.problems)
        raise SchemaError(sorted(found, key=lambda problem: _position(problem, places)))
    return Evaluation(
        model=model,
        entries={name: tuple([s.shown for s in members]) for name, members in groups.items()},
        evaluated=tuple(run.evaluated),
    )


def load_schemas(folder: Path) -> list[Table]:
    """Return the tables that a folder's schema files declare, in order.

    Raises SchemaError with every problem of every file.
    """
    evaluation = evaluate(
        folder, root=folder.absolute().parent, may_be_empty=(folder / "registry.py").exists()
    )
    return list(evaluation.model.tables.values())


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


def _group(sources: Iterable[Source], run: Run) -> dict[str, list[Source]]:
    """Return the files of each table, tables in the order of their first files."""
    known: dict[tuple[str, str], str | None] = {
        one.members[0]: one.table for one in run.cache.definitions.values()
    }
    known |= run.cache.table_names()
    groups: dict[str, list[Source]] = {}
    for source in sources:
        if source.member in known:
            name = known[source.member]
        else:
            file = load_file(source, run)
            name = None if file is None else file.table_name
        if name is not None:
            groups.setdefault(name, []).append(source)
    return groups


def _table(name: str, members: Sequence[Source], run: Run) -> None:
    """Take a table from the cache, or else evaluate all its files."""
    attached = run.objects.of_table(name) if run.objects else ()
    key = tuple([source.member for source in members])
    if attached:
        key += (("", digest(repr(attached).encode(errors="surrogatepass"))),)
    unit = run.cache.units.get(name)
    if unit is not None and unit.members == key:
        run.sources[name] = TableSource(unit.text, partial(_unpack, unit.table))
        run.enums += [decode_enum(enum) for enum in unit.enums]
        if unit.objects:
            from fluentorm.registry.define_files import objects_of
            from fluentorm.registry.definitions import unpacked_objects

            objects_of(run).add(unpacked_objects(unit.objects))
        if unit.children:
            _families(run).add(name, unit.children, run.sources)
        run.units[name] = unit
        return
    files = [
        (Path(source.path), source.shown, file)
        for source in members
        if (file := load_file(source, run)) is not None
    ]
    built, stopped = merge(name, files)
    table = built.table
    has_parent = table.details.partition_of is not None or bool(table.details.inherits)
    if attached and not has_parent:
        from fluentorm.schema.attachments import attach_to_table

        table, wrong = attach_to_table(table, attached)
        stopped += wrong
    text = run.text_of(table) if run.text_of and not (built.problems or has_parent) else ""
    run.sources[name] = TableSource(text, lambda: table)
    run.enums += built.enums
    objects = b""
    if built.objects:
        from fluentorm.registry.define_files import objects_of
        from fluentorm.registry.definitions import packed_objects

        objects_of(run).add(built.objects)
        objects = packed_objects(built.objects)
    children: bytes = b""
    below: list[Table] = []
    if has_parent or built.partitions:
        children, below = _add_children(built, run)
    run.problems += built.problems
    run.problems += stopped
    if stopped or len(files) < len(members):
        run.doubtful.add(name)
    elif not built.problems:
        enums = tuple(encode_enum(enum) for enum in built.enums)
        run.units[name] = Unit(
            *(key, packed(encode_table(table)), enums, text),
            tuple(name for one in (table, *below) for name in _mentions(one)),
            tuple(name for one in (table, *below) for name in relation_names(one)),
            *(objects, children),
        )


def _add_children(built: Built, run: Run) -> tuple[bytes, list[Table]]:
    """Take up what has parents among a table and its partitions, and return the partitions."""
    from fluentorm.registry.families import packed_children
    from fluentorm.schema.children import Child, children_of

    below = children_of(built)
    own = Child(built.table, built.overrides)
    children = packed_children([own, *below] if own.parents else below)
    _families(run).add(built.table.name, children, run.sources)
    return children, [child.table for child in below]


def _families(run: Run) -> Families:
    if run.families is None:
        from fluentorm.registry.families import Families

        run.families = Families()
    return run.families


def _unpack(table: bytes) -> Table:
    return decode_table(unpacked(table))


def _checked_model(run: Run) -> SchemaModel:
    """Put the tables together and validate them, unless the very same were validated before."""
    enums, clashes = merge_enums(run.enums)
    lazy = LazyTables(run.sources)
    tables = lazy if run.text_of else dict(lazy)
    model = SchemaModel(tables=tables, enums=enums)
    if run.objects is not None:
        run.objects.settle(enums, run.sources)
        run.problems += run.objects.problems
        later = run.objects.staged_drops
        model = SchemaModel(
            tables=tables, enums=enums, objects=run.objects.found, staged_drops=later
        )
    if not run.problems and not clashes and _known_to_be_valid(run, model):
        return model
    run.problems += clashes
    run.problems += [
        problem
        for problem in validate(model)
        if not any(f'"{name}"' in problem.message for name in run.doubtful)
    ]
    return model


def _known_to_be_valid(run: Run, model: SchemaModel) -> bool:
    """Say whether the model is sound because it was before and what changed since is.

    False says nothing: then the whole of it has to be validated.
    """
    old, new = run.cache.units, run.units
    if not run.cache.valid or old.keys() != new.keys():
        return False
    changed = [name for name, unit in new.items() if unit != old[name]]
    if any(new[name].enums != old[name].enums for name in changed):
        return False
    resolved = run.families.resolved if run.families else {}
    if resolved != run.cache.resolved:
        return False
    names = [name for unit in new.values() for name in unit.names]
    if run.objects is not None:
        from fluentorm.schema.validate_objects import relations_of

        names += (key for one in run.objects.found.values() for _, key, _ in relations_of(one))
    if len(set(names)) < len(names):
        return False
    touched = set(changed)
    near = [name for name, unit in new.items() if not touched.isdisjoint(unit.mentions)]
    if any(new[name].children for name in near):
        return False
    if run.definitions != run.cache.definitions or any(
        new[name].objects != old[name].objects for name in changed
    ):
        before, after = run.cache.definitions, run.definitions
        files = [n for n in {**before, **after} if before.get(n) != after.get(n)]
        both = (one for n in files for one in (before.get(n), after.get(n)) if one is not None)
        if any(one.enums for one in both) or validate_objects(model):
            return False
    return not validate_part(model, dict.fromkeys((*changed, *near)))


def _mentions(table: Table) -> tuple[str, ...]:
    """Return the tables that a table's validation looks at besides itself."""
    keys = (key.references_table for key in table.foreign_keys)
    relations = (relation.references_table for relation in table.relations.values())
    above = table.details.partition_of
    parents = table.details.inherits if above is None else (above,)
    return tuple(dict.fromkeys((*keys, *relations, *parents)))


def _position(problem: Problem, order: Mapping[str, int]) -> tuple[int, str, int, int]:
    place = problem.place
    if place is None:
        return (-1, "", 0, 0)
    return (order.get(place.file, -1), place.file, place.line, place.column)


def _remember(cache_file: Path, run: Run) -> None:
    resolved = run.families.resolved if run.families else {}
    valid = not run.problems
    cache = Cache(run.cache.key, run.units, valid, run.files, run.definitions, resolved)
    if cache != run.cache:
        store_cache(cache_file, cache)
