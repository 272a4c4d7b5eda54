"""What a generated package is made of, as data: everything that its text depends on.

The text of a module follows from its ``TableSpec`` and nothing else. The specs are named tuples of
plain values, so that ``repr`` of one is the same in every run and serves as the key under which a
rendered module is remembered. A table's spec depends on other tables only through the names
allotted in the package, the enums, and the junction tables that link it to another.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from typing import NamedTuple

from fluentorm.codegen.names import class_names, module_names, plain_class_name
from fluentorm.schema.hints import Relation, RelationKind
from fluentorm.schema.lazy import LazyTables, mentioning
from fluentorm.schema.objects import Column, SchemaModel, Table, Unique
from fluentorm.schema.qualified import quote_name
from fluentorm.values import dataclass

# What is made beside the row class itself.
SUFFIXES = ("", "CreateInput", "UpdateInput", "Json", "JsonSafe")
# The kinds of relations that lead to any number of rows.
MANY = ("one_to_many", "many_to_many")


class ColumnSpec(NamedTuple):
    """A column, as far as a model knows it; ``identity`` is "", "always" or "by_default"."""

    name: str
    type: str
    nullable: bool
    has_default: bool
    identity: str
    create_input: str
    update_input: bool
    redacted: bool
    auto: str


class RelationSpec(NamedTuple):
    """A relation of this table, and the module and class of the other one.

    The ``junction`` of a many-to-many one is the table between, its columns that match ours, and
    its columns that match theirs.
    """

    name: str
    kind: str
    columns: tuple[str, ...]
    table: str
    references_columns: tuple[str, ...]
    constraint: str | None
    junction: tuple[str, tuple[str, ...], tuple[str, ...]] | None = None
    module: str = ""
    class_name: str = ""


class TableSpec(NamedTuple):
    """One module. ``enums`` are pairs of a column type and the class for it, of this table only."""

    name: str
    module: str
    class_name: str
    source_files: tuple[str, ...]
    columns: tuple[ColumnSpec, ...]
    primary_key: tuple[str, ...]
    unique: tuple[tuple[str, tuple[str, ...]], ...]
    relations: tuple[RelationSpec, ...]
    enums: tuple[tuple[str, str], ...]


class EnumSpec(NamedTuple):
    """One enum class."""

    name: str
    class_name: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageSpec:
    """The whole package: names for every table and enum, and the means to specify one table."""

    model: SchemaModel
    modules: dict[str, str]
    classes: dict[str, str]
    enums: tuple[EnumSpec, ...]
    enum_types: dict[str, str]
    """From the type of a column, as the schema spells it, to the class."""
    enum_mark: str
    """Changes when ``enum_types`` does."""
    name_mark: str
    """Changes when a class or module is called otherwise than its table says, or one was."""
    junctions: dict[str, tuple[RelationSpec, ...]]
    """From a table to its many-to-many relations."""

    def made_from(self, name: str) -> tuple[object, ...]:
        """Return everything that one table's module depends on, its spec or what that is of."""
        tables = self.model.tables
        if not isinstance(tables, LazyTables):
            return self.table(name)
        names = (self.modules[name], self.classes[name], self.enum_mark, self.name_mark)
        return (tables.text(name), names, self.junctions.get(name, ()))

    def table(self, name: str) -> TableSpec:
        """Specify one table's module."""
        table = self.model.tables[name]
        columns = tuple(_column(column) for column in table.columns.values())
        elements = dict.fromkeys(column.type.removesuffix("[]") for column in columns)
        primary_key = table.primary_key
        return TableSpec(
            name=name,
            module=self.modules[name],
            class_name=self.classes[name],
            source_files=table.source_files,
            columns=columns,
            primary_key=primary_key.columns if primary_key else (),
            unique=tuple(_unique_keys(table)),
            relations=tuple(
                relation._replace(
                    module=self.modules.get(relation.table, ""),
                    class_name=self.classes.get(relation.table, ""),
                )
                for relation in _relations(table, self.junctions.get(name, ()))
            ),
            enums=tuple(
                (element, self.enum_types[element])
                for element in elements
                if element in self.enum_types
            ),
        )


def package_spec(model: SchemaModel) -> PackageSpec:
    """Allot names to every table and enum, and find the many-to-many relations."""
    taken: set[str] = set()
    classes = class_names(model.tables, SUFFIXES, taken)
    enum_classes = class_names(model.enums, ("",), taken)
    enums = tuple(
        EnumSpec(enum.name, enum_classes[enum.name], enum.values) for enum in model.enums.values()
    )
    enum_types = {quote_name(name): enum_classes[name] for name in model.enums}
    modules = module_names(model.tables)
    unusual = [
        (name, modules[name], classes[name])
        for name in model.tables
        if modules[name] != name or classes[name] != plain_class_name(name)
    ]
    return PackageSpec(
        model=model,
        modules=modules,
        classes=classes,
        enums=enums,
        enum_types=enum_types,
        enum_mark=sha256(repr(enum_types).encode()).hexdigest(),
        name_mark=sha256(repr(unusual).encode()).hexdigest(),
        junctions=_junctions(model),
    )


def _column(column: Column) -> ColumnSpec:
    identity = column.identity
    hints = column.hints
    return ColumnSpec(
        column.name,
        column.type,
        column.nullable,
        column.default is not None or identity is not None,
        "" if identity is None else "always" if identity.always else "by_default",
        hints.create_input.value,
        hints.update_input,
        hints.redacted,
        hints.auto_generate.value,
    )


def _unique_keys(table: Table) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield what an upsert may name as its conflict target, beside the primary key."""
    for constraint in table.constraints.values():
        if isinstance(constraint, Unique):
            yield constraint.name, constraint.columns
    for index in table.indexes.values():
        if index.unique and index.where is None and len(index.columns) == len(index.keys):
            yield index.name, index.columns


def _relations(table: Table, junctions: tuple[RelationSpec, ...]) -> tuple[RelationSpec, ...]:
    """Return a table's own relations, then those through junction tables.

    For a junction's own row each declared end is one row: many-to-one.
    """
    own = (
        RelationSpec(
            relation.name,
            _kind(relation).value,
            relation.columns,
            relation.references_table,
            relation.references_columns,
            relation.constraint,
        )
        for relation in table.relations.values()
    )
    return (*own, *junctions)


def _kind(relation: Relation) -> RelationKind:
    if relation.kind is RelationKind.MANY_TO_MANY:
        return RelationKind.MANY_TO_ONE
    return relation.kind


def _junctions(model: SchemaModel) -> dict[str, tuple[RelationSpec, ...]]:
    """Give each end of a junction table a relation to every other end."""
    found: dict[str, dict[str, RelationSpec]] = {}
    for table in mentioning(model.tables, RelationKind.MANY_TO_MANY.value):
        ends = [r for r in table.relations.values() if r.kind is RelationKind.MANY_TO_MANY]
        for here in ends:
            owner = model.tables.get(here.references_table)
            known = found.setdefault(here.references_table, {})
            for there in ends:
                if owner is not None and there is not here:
                    name = _free_name(table.name, here, there, {*owner.relations, *known})
                    known[name] = _through(name, table.name, here, there)
    return {table: tuple(relations.values()) for table, relations in found.items()}


def _free_name(junction: str, here: Relation, there: Relation, taken: set[str]) -> str:
    """Return the name of the relation from one end of a junction table to the other.

    The other end's table, which reads as a list; the name that the junction gave it where that
    is taken or both ends are one table.
    """
    names = [there.references_table, there.name, f"{junction}_{there.name}"]
    if here.references_table == there.references_table:
        names = names[1:]
    return next((name for name in names if name not in taken), names[-1])


def _through(name: str, junction: str, here: Relation, there: Relation) -> RelationSpec:
    return RelationSpec(
        name,
        RelationKind.MANY_TO_MANY.value,
        here.references_columns,
        there.references_table,
        there.references_columns,
        None,
        (junction, here.columns, there.columns),
    )
