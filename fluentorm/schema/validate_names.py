"""Names that PostgreSQL refuses, cuts off, or takes for one another; and renames that clash.

In one PostgreSQL namespace tables, indexes, the indexes of primary keys and unique constraints,
and the sequences of identity columns are all relations (``pg_class``) and share their names;
tables and enums are all types (``pg_type``) and share theirs. Constraints share names within
their table, columns too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple, Protocol

from fluentorm.errors import Place, Problem
from fluentorm.schema.builder_text import storable
from fluentorm.schema.names import MAX_BYTES, byte_length, default_name, postgres_name, truncated
from fluentorm.schema.objects import Check, Exclusion, PrimaryKey, SchemaModel, Table, Unique
from fluentorm.schema.qualified import PUBLIC, bare_name, namespace_of, qualify, sibling, split


class _Renameable(Protocol):
    @property
    def renamed_from(self) -> str | None: ...
    @property
    def origin(self) -> Place | None: ...


class _Named(NamedTuple):
    """A name in use: what has it, and where that was declared."""

    name: str
    kind: str
    place: Place | None
    table: str | None = None
    given: bool = True  # written by the author, not made up by PostgreSQL
    namespace: str = PUBLIC

    def __str__(self) -> str:
        shown = self.name if self.table else qualify(self.namespace, self.name)
        text = f'{self.kind} "{shown}"' if self.given else self.kind
        return f'{text} of table "{self.table}"' if self.table else text


def _named(kind: str, key: str, place: Place | None) -> _Named:
    namespace, name = split(key)
    return _Named(name, kind, place, namespace=namespace)


def namespace_problems(model: SchemaModel) -> Iterator[Problem]:
    """Say which names are no names, too long, or used twice in one namespace."""
    tables = [_named("table", t.name, t.origin) for t in model.tables.values()]
    types = [_named("enum", e.name, e.origin) for e in model.enums.values()]
    relations = list(tables)
    if model.objects:
        from fluentorm.schema.validate_objects import relations_of, types_of

        objects = model.objects.values()
        relations += (_named(*one) for item in objects for one in relations_of(item))
        types += (_named(*one) for item in objects for one in types_of(item))
    own = dict.fromkeys((*relations, *types))
    for table in model.tables.values():
        # Names within a table are keys of a dict: only odd ones can be wrong or clash.
        if not all(map(_is_ordinary, table.columns)):
            yield from _name_problems(_columns(table))
        constraints = list(_constraints(table))
        if not all(map(_is_ordinary, table.constraints)):
            yield from _name_problems(constraints)
        not_null = list(_not_null_names(table))
        if not_null:
            yield from _clashes([*constraints, *not_null])
        indexes = list(_indexes(table))
        for named in indexes:
            yield from _spelling_problems(named)
        relations += (named for named in constraints if named.kind in _INDEXED)
        relations += indexes
    for named in own:
        yield from _spelling_problems(named)
    relations += (named for table in model.tables.values() for named in _sequences(table))
    yield from _clashes(relations)
    yield from _clashes([*tables, *types])


def relation_names(table: Table) -> tuple[str, ...]:
    """Return the keys that a table takes in PostgreSQL's namespace of relations, its own first."""
    indexed = (n.name for n in _constraints(table) if n.kind in _INDEXED)
    sequences = (n.name for n in _sequences(table))
    names = (*indexed, *table.indexes, *sequences)
    return (table.name, *(sibling(table.name, name) for name in names))


def rename_problems(model: SchemaModel) -> Iterator[Problem]:
    """Say where ``renamed_from`` names something that still exists, or that two things claim."""
    yield from _renames("table", model.tables)
    yield from _renames("enum", model.enums)
    for table in model.tables.values():
        yield from _renames("column", table.columns, table.origin)
        yield from _renames("constraint", table.constraints, table.origin)
        yield from _renames("index", table.indexes, table.origin)
    for enum in model.enums.values():
        olds: set[str] = set()
        for new, old in enum.renamed_values:
            if old in enum.values:
                olds_of = dict(enum.renamed_values)
                yield _still_there("value", (new, old), olds_of, enum.origin)
            if new not in enum.values:
                yield Problem(
                    f'enum "{enum.name}" has no value "{new}" that was renamed from "{old}"',
                    enum.origin,
                    "the new name stands first and is one of the values",
                )
            if old in olds:
                yield _claimed_twice("value", new, old, enum.origin)
            olds.add(old)


_INDEXED = frozenset({"primary key", "unique constraint", "exclusion constraint"})


def _is_ordinary(name: str) -> bool:
    return name.isascii() and 0 < len(name) <= MAX_BYTES and "\0" not in name and "\r" not in name


def _name_problems(names: Iterable[_Named]) -> Iterator[Problem]:
    listed = list(names)
    for named in listed:
        yield from _spelling_problems(named)
    yield from _clashes(listed)


def _columns(table: Table) -> Iterator[_Named]:
    for column in table.columns.values():
        yield _Named(column.name, "column", column.origin or table.origin, table.name)


def _indexes(table: Table) -> Iterator[_Named]:
    namespace = namespace_of(table.name)
    for index in table.indexes.values():
        place = index.origin or table.origin
        yield _Named(index.name, "index", place, table.name, namespace=namespace)


def _constraints(table: Table) -> Iterator[_Named]:
    namespace = namespace_of(table.name)
    for constraint in table.constraints.values():
        kind = "foreign key"
        if isinstance(constraint, PrimaryKey):
            kind = "primary key"
        elif isinstance(constraint, Unique):
            kind = "unique constraint"
        elif isinstance(constraint, Check):
            kind = "check constraint"
        elif isinstance(constraint, Exclusion):
            kind = "exclusion constraint"
        place = constraint.origin or table.origin
        yield _Named(constraint.name, kind, place, table.name, namespace=namespace)


def _not_null_names(table: Table) -> Iterator[_Named]:
    """Return the names that PostgreSQL 18 gives NOT NULL, where the author gave the same one.

    They are constraints since version 18 (manual, CREATE TABLE), and a later one is refused.
    """
    usual = any(name.endswith("_not_null") for name in table.constraints)
    if not usual and not any(column.details.not_null for column in table.columns.values()):
        return
    for column in table.columns.values():
        own = column.details.not_null
        name = postgres_name(bare_name(table.name), column.name, "not_null")
        name = name if own is None or own.name is None else own.name
        made_here = own is not None or not column.details.inherited
        if not column.nullable and made_here and name in table.constraints:
            kind = f'the NOT NULL constraint that PostgreSQL 18 makes for column "{column.name}"'
            namespace = namespace_of(table.name)
            yield _Named(name, kind, None, table.name, given=False, namespace=namespace)


def _sequences(table: Table) -> Iterator[_Named]:
    """Return the sequences of identity columns, named as ``makeObjectName()`` names short ones."""
    for column in table.columns.values():
        if column.identity is None or column.details.inherited:
            continue
        namespace, name = namespace_of(table.name), f"{bare_name(table.name)}_{column.name}_seq"
        if column.identity.sequence is not None:
            name = bare_name(column.identity.sequence)
        if len(name) <= MAX_BYTES:
            kind = f'the sequence of identity column "{column.name}"'
            yield _Named(name, kind, None, table.name, given=False, namespace=namespace)


def _spelling_problems(named: _Named) -> Iterator[Problem]:
    """Say why PostgreSQL would refuse a name, or cut it off."""
    name = named.name
    if _is_ordinary(name):
        return
    if not name:
        where = f' of table "{named.table}"' if named.table else ""
        yield Problem(f"a {named.kind}{where} has an empty name", named.place)
    elif not storable(name):
        yield Problem(
            f"{named.kind} {name!a} has a character that PostgreSQL cannot store", named.place
        )
    elif "\r" in name:
        yield Problem(
            f"{named.kind} {name!a} has a carriage return, which a file cannot hold in a name",
            named.place,
        )
    elif byte_length(name) > MAX_BYTES:
        yield Problem(
            f"{named} has a name of {byte_length(name)} bytes; PostgreSQL keeps {MAX_BYTES}",
            named.place,
            f'shorten it, for instance to "{default_name(name)}"',
        )


def _clashes(names: Iterable[_Named]) -> Iterator[Problem]:
    """Say which names PostgreSQL takes for one already used in the same namespace."""
    seen: dict[tuple[str, str], _Named] = {}
    for named in names:
        short = named.name
        if not _is_ordinary(short):
            if not storable(short):
                continue
            short = truncated(short)
        first = seen.setdefault((named.namespace, short), named)
        if first is named:
            continue
        where = f" ({first.place})" if first.place else ""
        if first.name == named.name:
            verb = "has the same name as" if named.given else "is named like"
            yield Problem(
                f"{named} {verb} {_reference(first)}{where}",
                named.place or first.place,
                "PostgreSQL keeps them in one namespace; rename one",
            )
        else:
            yield Problem(
                f"{named} and {first}{where} are one name after {MAX_BYTES} bytes", named.place
            )


def _reference(named: _Named) -> str:
    if named.given and named.table:
        return f'the {named.kind} of table "{named.table}"'
    return f"the {named.kind}" if named.given else str(named)


def _renames(
    kind: str, objects: Mapping[str, _Renameable], table_place: Place | None = None
) -> Iterator[Problem]:
    claimed: set[str] = set()
    olds = {n: v.renamed_from for n, v in objects.items() if v.renamed_from is not None}
    for name, old in olds.items():
        place = objects[name].origin or table_place
        if old in objects:
            yield _still_there(kind, (name, old), olds, place)
        if old in claimed:
            yield _claimed_twice(kind, name, old, place)
        claimed.add(old)


def _still_there(
    kind: str, names: tuple[str, str], olds: Mapping[str, str], place: Place | None
) -> Problem:
    """Refuse a rename, (new, old), whose old name is there; ``olds`` holds all, old by new name.

    Such a declaration could not stay in the file: the next generation would rename again.
    """
    new, old = names
    if _goes_round(new, olds):
        way = (
            f'names change places in steps, with a generation after each: rename "{old}" to a name '
            f'that is free, then the others, then that to "{new}"'
        )
    elif old in olds:
        way = (
            f'generate this rename while "{olds[old]}" still has its name; then remove this '
            f'renamed_from and rename "{olds[old]}" to "{old}"'
        )
    else:
        way = (
            f'remove "{old}" if it was renamed, or else the renamed_from; for a new {kind} under '
            "the old name generate the rename first"
        )
    return Problem(
        f'{kind} "{new}" is renamed from "{old}", but a {kind} "{old}" is declared too', place, way
    )


def _goes_round(new: str, olds: Mapping[str, str]) -> bool:
    name = olds.get(new)
    for _ in olds:
        if name is None or name == new:
            break
        name = olds.get(name)
    return name == new


def _claimed_twice(kind: str, new: str, old: str, place: Place | None) -> Problem:
    return Problem(
        f'{kind} "{new}" is renamed from "{old}", as another {kind} is',
        place,
        "keep renamed_from at one of them",
    )
