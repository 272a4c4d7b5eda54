"""Random SchemaModels that a real PostgreSQL accepts.

Every expression is about one column and comes from a table by type, so that after any edit it can
be said which are still valid (``tests.diff.random_edits``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from random import Random

from fluentorm.diff.uses import enum_of
from fluentorm.schema.names import default_name, primary_key_name, unique_name
from fluentorm.schema.objects import (
    Action,
    Check,
    Column,
    Constraint,
    Enum,
    ForeignKey,
    Identity,
    Index,
    IndexKey,
    Match,
    PrimaryKey,
    SchemaModel,
    Table,
    Unique,
)
from fluentorm.schema.sql_text import quote_identifier, quote_literal

TABLES = [
    "users",
    "posts",
    "order",
    "Mixed Case",
    "tags",
    "ünï",
    '"qu""ote"',
    "t" * 55,
    "a",
    "mood",
]
COLUMNS = ["id", "name", "email", "status", "select", "Größe", "age", "x y", 'a"b', "k", "length"]
ENUMS = ["status", "mood", "Kind Of", "tags", "post status"]
VALUES = ["draft", "live", "it's", "old one", "Ünï", "a,b", "x"]
COMMENTS = [None, None, None, "plain", "it's \\ odd\nand long", "—"]
ACTIONS = [Action.NO_ACTION, Action.CASCADE, Action.SET_NULL, Action.RESTRICT]


@dataclass(frozen=True)
class Kind:
    """What a type allows: defaults, conditions (``{c}`` is the column), index expressions."""

    defaults: tuple[str, ...]
    conditions: tuple[str, ...] = ()
    expressions: tuple[str, ...] = ()


_NUMBER = Kind(("0", "7", "-1"), ("{c} > 0", "{c} <> 5"), ("({c} + 1)", "abs({c})"))
_TEXT = Kind(
    ("'x'", "''", "'it''s'", "'draft'"),
    ("length({c}) > 0", "{c} <> 'draft'", "{c} <> 'a -- b'"),
    ("lower({c})", "length({c})"),
)
KINDS = {
    "smallint": _NUMBER,
    "integer": _NUMBER,
    "bigint": _NUMBER,
    "numeric(10,2)": _NUMBER,
    "double precision": _NUMBER,
    "text": _TEXT,
    "character varying(50)": _TEXT,
    "boolean": Kind(("true", "false"), ("{c} = true",)),
    "uuid": Kind(("gen_random_uuid()",)),
    "date": Kind(("CURRENT_DATE", "'2020-01-01'"), ("{c} > '2000-01-01'",)),
    "timestamp without time zone": Kind(("now()",), ("{c} > '2000-01-01'",)),
    "jsonb": Kind(("'{}'", "'[1]'"), ("jsonb_typeof({c}) = 'object'",)),
    "integer[]": Kind(("'{}'", "'{1,2}'"), ("cardinality({c}) < 9",), ("cardinality({c})",)),
}
INTEGERS = ("smallint", "integer", "bigint")
ANY_CONDITION = "{c} IS NOT NULL"


def kind_of(column: Column, enums: Mapping[str, Enum]) -> Kind:
    """Return what a column's type allows."""
    enum = enums.get(enum_of(column.type))
    if enum is None:
        return KINDS[column.type]
    if column.type.endswith("[]"):
        return Kind(("'{}'",), ("cardinality({c}) < 9",))
    name = quote_identifier(enum.name)
    literals = [quote_literal(value) for value in enum.values]
    return Kind(
        tuple(literals) + tuple(f"{text}::{name}" for text in literals),
        tuple(f"{{c}} <> {text}" for text in literals)
        + tuple(f"{{c}} = {text}::{name}" for text in literals),
    )


def conditions(column: Column, enums: Mapping[str, Enum]) -> list[str]:
    """Return every condition that may be written about a column."""
    name = quote_identifier(column.name)
    kind = kind_of(column, enums)
    return [text.replace("{c}", name) for text in (ANY_CONDITION, *kind.conditions)]


def expressions(column: Column, enums: Mapping[str, Enum]) -> list[str]:
    """Return every expression that may be a key of an index."""
    name = quote_identifier(column.name)
    return [text.replace("{c}", name) for text in kind_of(column, enums).expressions]


def relation_names(model: SchemaModel) -> set[str]:
    """Return all names in use, whatever for."""
    names = {*model.tables, *model.enums}
    for table in model.tables.values():
        names.update(table.constraints)
        names.update(table.indexes)
    return names


def random_model(rng: Random, tables: int) -> SchemaModel:
    """Return a model with at most so many tables."""
    names = rng.sample(TABLES, tables)
    free = [name for name in ENUMS if name not in names]
    enums = {name: random_enum(rng, name) for name in rng.sample(free, rng.randint(0, 2))}
    model = SchemaModel(enums=enums)
    for name in names:
        model = with_table(model, random_table(rng, name, model))
    for name in names:
        for _ in range(rng.choice([0, 1, 1, 2])):
            model = with_foreign_key(rng, model, name)
    return model


def random_enum(rng: Random, name: str) -> Enum:
    values = tuple(rng.sample(VALUES, rng.randint(1, 4)))
    return Enum(name=name, values=values, comment=rng.choice(COMMENTS))


def random_type(rng: Random, enums: Mapping[str, Enum]) -> str:
    if enums and rng.random() < 0.4:
        return quote_identifier(rng.choice(list(enums))) + rng.choice(["", "", "", "[]"])
    return rng.choice(list(KINDS))


def random_column(rng: Random, name: str, enums: Mapping[str, Enum]) -> Column:
    column = Column(
        name=name,
        type=random_type(rng, enums),
        nullable=rng.random() < 0.5,
        comment=rng.choice(COMMENTS),
    )
    if column.type in INTEGERS and rng.random() < 0.3:
        return replace(column, nullable=False, identity=Identity(always=rng.random() < 0.5))
    if rng.random() < 0.5:
        return replace(column, default=rng.choice(kind_of(column, enums).defaults))
    return column


def random_table(rng: Random, name: str, model: SchemaModel) -> Table:
    enums = model.enums
    columns = {c: random_column(rng, c, enums) for c in rng.sample(COLUMNS, rng.randint(1, 6))}
    table = Table(name=name, columns=columns, comment=rng.choice(COMMENTS))
    if rng.random() < 0.8:
        table = with_constraint(table, random_primary_key(rng, table))
    taken = relation_names(model) | relation_names(SchemaModel(tables={name: table}))
    for make in (random_unique, random_check, random_index, random_index):
        if rng.random() < 0.6:
            item = make(rng, table, model)
            if item.name not in taken:
                taken.add(item.name)
                table = with_item(table, item)
    return table


def random_primary_key(rng: Random, table: Table) -> PrimaryKey:
    columns = tuple(rng.sample(list(table.columns), min(len(table.columns), rng.choice([1, 1, 2]))))
    return PrimaryKey(
        name=primary_key_name(table.name),
        columns=columns,
        deferrable=rng.random() < 0.1,
        comment=rng.choice(COMMENTS),
    )


def random_unique(rng: Random, table: Table, model: SchemaModel) -> Unique:
    columns = tuple(rng.sample(list(table.columns), min(len(table.columns), rng.choice([1, 1, 2]))))
    deferrable = rng.random() < 0.1
    return Unique(
        name=rng.choice([unique_name(table.name, columns), f"uq{rng.randint(0, 3)}"]),
        columns=columns,
        nulls_not_distinct=rng.random() < 0.2,
        deferrable=deferrable,
        initially_deferred=deferrable and rng.random() < 0.5,
        comment=rng.choice(COMMENTS),
    )


def random_check(rng: Random, table: Table, model: SchemaModel) -> Check:
    columns = rng.sample(list(table.columns), min(len(table.columns), rng.choice([1, 1, 2])))
    parts = [rng.choice(conditions(table.columns[name], model.enums)) for name in columns]
    return Check(
        name=f"check {rng.randint(0, 4)}",
        expression=" AND ".join(parts),
        comment=rng.choice(COMMENTS),
    )


def random_index(rng: Random, table: Table, model: SchemaModel) -> Index:
    names = rng.sample(list(table.columns), min(len(table.columns), rng.choice([1, 1, 2])))
    keys = tuple(_random_key(rng, table.columns[name], model) for name in names)
    where = None
    if rng.random() < 0.4:
        column = table.columns[rng.choice(list(table.columns))]
        where = rng.choice(conditions(column, model.enums))
    others = [name for name in table.columns if name not in names]
    return Index(
        name=f"idx{rng.randint(0, 5)}",
        keys=keys,
        unique=rng.random() < 0.3,
        include=tuple(rng.sample(others, 1)) if others and rng.random() < 0.2 else (),
        where=where,
        storage=(("fillfactor", "70"),) if rng.random() < 0.1 else (),
        comment=rng.choice(COMMENTS),
    )


def _random_key(rng: Random, column: Column, model: SchemaModel) -> IndexKey:
    texts = expressions(column, model.enums)
    if texts and rng.random() < 0.3:
        return IndexKey(expression=rng.choice(texts))
    operators = column.type == "text" and rng.random() < 0.2
    return IndexKey(
        column=column.name,
        descending=rng.random() < 0.3,
        opclass="text_pattern_ops" if operators else None,
    )


def keys_of(table: Table) -> Iterator[tuple[str, ...]]:
    """Return the columns of each key that a foreign key may refer to."""
    for constraint in table.constraints.values():
        if isinstance(constraint, PrimaryKey | Unique) and not constraint.deferrable:
            yield constraint.columns
    for index in table.indexes.values():
        plain = all(key.column is not None and key.opclass is None for key in index.keys)
        if index.unique and index.where is None and plain:
            yield index.columns


def with_foreign_key(rng: Random, model: SchemaModel, name: str) -> SchemaModel:
    """Return the model with another foreign key of this table, over old or new columns."""
    table = model.tables[name]
    target = model.tables[rng.choice(list(model.tables))]
    keys = list(keys_of(target))
    relation = f"r{rng.randint(0, 3)}"
    key_name = default_name("fk", name, relation)
    if not keys or key_name in relation_names(model):
        return model
    references = rng.choice(keys)
    columns = dict(table.columns)
    chosen: list[str] = []
    for reference in references:
        wanted = target.columns[reference].type
        fitting = [c.name for c in columns.values() if c.type == wanted and c.name not in chosen]
        if fitting and rng.random() < 0.4:
            chosen.append(rng.choice(fitting))
            continue
        new = f"{relation} {reference}"[:40]
        if new in columns:
            return model
        columns[new] = Column(name=new, type=wanted, nullable=True)
        chosen.append(new)
    deferrable = rng.random() < 0.2
    key = ForeignKey(
        name=key_name,
        columns=tuple(chosen),
        references_table=target.name,
        references_columns=references,
        on_delete=rng.choice(ACTIONS),
        on_update=rng.choice(ACTIONS),
        match=rng.choice([Match.SIMPLE, Match.SIMPLE, Match.FULL]),
        deferrable=deferrable,
        initially_deferred=deferrable and rng.random() < 0.5,
        comment=rng.choice(COMMENTS),
    )
    return with_table(model, with_constraint(replace(table, columns=columns), key))


def with_table(model: SchemaModel, table: Table) -> SchemaModel:
    return replace(model, tables={**model.tables, table.name: table})


def with_column(table: Table, column: Column) -> Table:
    return replace(table, columns={**table.columns, column.name: column})


def with_constraint(table: Table, constraint: Constraint) -> Table:
    return replace(table, constraints={**table.constraints, constraint.name: constraint})


def with_item(table: Table, item: Constraint | Index) -> Table:
    if isinstance(item, Index):
        return replace(table, indexes={**table.indexes, item.name: item})
    return with_constraint(table, item)
