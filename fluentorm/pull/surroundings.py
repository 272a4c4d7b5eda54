"""What the file of one table needs to know of all the others."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from fluentorm.pull.attached import attached_table
from fluentorm.pull.relations import inverse_relations, relation_names
from fluentorm.pull.tables import Surroundings
from fluentorm.schema.database_objects import Sequence
from fluentorm.schema.names import postgres_name
from fluentorm.schema.privileges import NO_PRIVILEGES
from fluentorm.schema.qualified import bare_name, quote_name, sibling
from fluentorm.schema.sql_text import quote_literal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fluentorm.schema.database_objects import DatabaseObject
    from fluentorm.schema.objects import Column, Enum, SchemaModel, Table
    from fluentorm.schema.refs import Ref


def surroundings(model: SchemaModel, *, mixins_last: bool = False) -> Surroundings:
    """Return what the files of a model's tables need to know of each other."""
    named = {name: relation_names(table) for name, table in model.tables.items()}
    attached: dict[str, list[DatabaseObject]] = {}
    for item in model.objects.values():
        relation = attached_table(item)
        if relation is not None and relation in model.tables:
            attached.setdefault(relation, []).append(item)
    partitions: dict[str, list[Table]] = {}
    for table in model.tables.values():
        parent = table.details.partition_of
        if parent is not None and parent in model.tables:
            partitions.setdefault(parent, []).append(table)
    return Surroundings(
        tables=model.tables,
        mixins_last=mixins_last,
        labels={quote_name(enum.name): enum.values for enum in model.enums.values()},
        enums=_inline_enums(model),
        serials=_serials(model),
        attached=attached,
        partitions=partitions,
        relations=named,
        inverse=inverse_relations(model, named),
    )


def _inline_enums(model: SchemaModel) -> dict[str, dict[str, Enum]]:
    """Return the enums that the one column which has them declares, by table and column type."""
    types = {quote_name(enum.name): enum for enum in model.enums.values()}
    uses = Counter(
        column.type.removesuffix("[]")
        for table in model.tables.values()
        for column in table.columns.values()
    )
    found: dict[str, dict[str, Enum]] = {}
    for table in model.tables.values():
        for column in table.columns.values():
            enum = types.get(column.type)
            alone = enum is not None and uses[column.type] == 1
            if enum is not None and alone and enum.privileges == NO_PRIVILEGES:
                found.setdefault(table.name, {})[column.type] = enum
    return found


def _serials(model: SchemaModel) -> dict[str, frozenset[str]]:
    """Return the columns of each table that are what ``serial()`` makes."""
    found: dict[str, set[str]] = {}
    for item, owner in owned_sequences(model):
        column = model.tables[owner.name].columns.get(owner.part or "")
        if column is not None and _is_serial(item, owner.name, column):
            found.setdefault(owner.name, set()).add(column.name)
    return {name: frozenset(columns) for name, columns in found.items()}


def _is_serial(item: Sequence, table: str, column: Column) -> bool:
    name = sibling(table, postgres_name(bare_name(table), column.name, "seq"))
    plain = Sequence(name=name, type=column.type, owned_by=item.owned_by)
    next_value = f"nextval({quote_literal(quote_name(name))}::regclass)"
    return item == plain and not column.nullable and column.default == next_value


def owned_sequences(model: SchemaModel) -> Iterator[tuple[Sequence, Ref]]:
    """Yield the sequences that belong to a column of one of the tables, with the column."""
    for item in model.objects.values():
        if isinstance(item, Sequence):
            owner = item.owned_by
            if owner is not None and owner.name in model.tables:
                yield item, owner
