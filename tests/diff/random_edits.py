"""Random edits of a SchemaModel, as an author would make them: renames declared, results valid."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from random import Random
from typing import TypeVar

from fluentorm.diff.expressions import rename_column, rename_literal, rename_type
from fluentorm.diff.uses import enum_of
from fluentorm.schema.hints import FieldHints, InputMode
from fluentorm.schema.names import primary_key_name
from fluentorm.schema.objects import (
    Action,
    Check,
    Column,
    Constraint,
    Enum,
    ForeignKey,
    Index,
    PrimaryKey,
    SchemaModel,
    Table,
    Unique,
)
from fluentorm.schema.sql_text import quote_identifier
from tests.diff.random_models import (
    ACTIONS,
    COLUMNS,
    COMMENTS,
    ENUMS,
    INTEGERS,
    KINDS,
    TABLES,
    VALUES,
    conditions,
    expressions,
    keys_of,
    kind_of,
    random_check,
    random_column,
    random_enum,
    random_index,
    random_primary_key,
    random_table,
    random_type,
    random_unique,
    relation_names,
    with_column,
    with_constraint,
    with_foreign_key,
    with_item,
    with_table,
)

_Value = TypeVar("_Value")


def edited(rng: Random, old: SchemaModel, edits: int) -> SchemaModel:
    """Return a valid model after so many edits (some of which change nothing)."""
    model = old
    for _ in range(edits):
        model = repaired(rng.choice(_EDITS)(rng, old, model))
    return addable(old, model)


def addable(old: SchemaModel, model: SchemaModel) -> SchemaModel:
    """Return the model with a backfill wherever a new column needs one."""
    for table in model.tables.values():
        before = old.tables.get(_earlier(old.tables, table))
        if before is None:
            continue
        for column in table.columns.values():
            known = _earlier(before.columns, column) in before.columns
            if known or column.nullable or column.default or column.identity:
                continue
            filled = replace(column, backfill=kind_of(column, model.enums).defaults[0])
            table = with_column(table, filled)
        model = with_table(model, table)
    return model


def _earlier(old: Mapping[str, object], item: Table | Column | Enum) -> str:
    """Return the name that an item had in the old model, if it was there."""
    if item.name in old or item.renamed_from not in old:
        return item.name
    return item.renamed_from or item.name


# Edits. Each takes the old model and the present one and returns the next.


def _rename_table(rng: Random, old: SchemaModel, model: SchemaModel) -> SchemaModel:
    table = _pick(rng, model.tables)
    after = rng.choice(TABLES)
    if table is None or table.name not in old.tables:
        return model
    if after in relation_names(model) | relation_names(old):
        return model
    constraints = dict(table.constraints)
    key = table.primary_key
    if key and key.name == primary_key_name(table.name) and rng.random() < 0.7:
        name = primary_key_name(after)
        constraints = _renamed(constraints, key.name, replace(key, name=name))
    moved = replace(table, name=after, renamed_from=table.name, constraints=constraints)
    model = replace(model, tables=_renamed(model.tables, table.name, moved))
    return _map_foreign_keys(
        model,
        lambda k: replace(k, references_table=after) if k.references_table == table.name else k,
    )


def _rename_column(rng: Random, old: SchemaModel, model: SchemaModel) -> SchemaModel:
    table = _pick(rng, model.tables)
    before = table and old.tables.get(_earlier(old.tables, table))
    if table is None or not before:
        return model
    column = _pick(rng, table.columns)
    after = rng.choice(COLUMNS)
    if column is None or column.name not in before.columns:
        return model
    if after in before.columns or after in table.columns:
        return model
    name = column.name
    columns = _renamed(table.columns, name, replace(column, name=after, renamed_from=name))

    def names(old_names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(after if n == name else n for n in old_names)

    def item(value: Constraint | Index) -> Constraint | Index:
        value = _texts(value, lambda text: rename_column(text, name, after))
        if isinstance(value, Index):
            keys = tuple(replace(k, column=after) if k.column == name else k for k in value.keys)
            return replace(value, keys=keys, include=names(value.include))
        return value if isinstance(value, Check) else replace(value, columns=names(value.columns))

    model = with_table(model, _map_items(replace(table, columns=columns), item))
    return _map_foreign_keys(
        model,
        lambda k: (
            replace(k, references_columns=names(k.references_columns))
            if k.references_table == table.name
            else k
        ),
    )


def _rename_enum(rng: Random, old: SchemaModel, model: SchemaModel) -> SchemaModel:
    enum = _pick(rng, model.enums)
    after = rng.choice(ENUMS)
    if enum is None or enum.name not in old.enums:
        return model
    if after in relation_names(model) | relation_names(old):
        return model
    renamed = replace(enum, name=after, renamed_from=enum.name)
    model = replace(model, enums=_renamed(model.enums, enum.name, renamed))

    def text(expression: str) -> str:
        return rename_type(expression, enum.name, after)

    def column(value: Column) -> Column:
        if enum_of(value.type) != enum.name:
            return value
        suffix = "[]" if value.type.endswith("[]") else ""
        default = value.default and text(value.default)
        return replace(value, type=quote_identifier(after) + suffix, default=default)

    return _map_tables(model, lambda t: _map_items(_map_columns(t, column), _text_edit(text)))


def _rename_value(rng: Random, old: SchemaModel, model: SchemaModel) -> SchemaModel:
    enum = _pick(rng, model.enums)
    before = enum and old.enums.get(_earlier(old.enums, enum))
    if enum is None or not before:
        return model
    value, after = rng.choice(enum.values), rng.choice(VALUES)
    if value not in before.values or after in (*before.values, *enum.values):
        return model
    values = tuple(after if v == value else v for v in enum.values)
    changed = replace(enum, values=values, renamed_values=(*enum.renamed_values, (after, value)))
    model = replace(model, enums={**model.enums, enum.name: changed})

    def table(t: Table) -> Table:
        users = {c.name for c in t.columns.values() if enum_of(c.type) == enum.name}

        def column(c: Column) -> Column:
            default = c.default and rename_literal(c.default, value, after)
            return replace(c, default=default) if c.name in users else c

        def text(expression: str) -> str:
            parts = expression.split(" AND ")
            starts = tuple(quote_identifier(user) + " " for user in users)
            return " AND ".join(
                rename_literal(p, value, after) if p.startswith(starts) else p for p in parts
            )

        return _map_items(_map_columns(t, column), _text_edit(text))

    return _map_tables(model, table)


def _change_values(rng: Random, old: SchemaModel, model: SchemaModel) -> SchemaModel:
    enum = _pick(rng, model.enums)
    if enum is None:
        return model
    values = list(enum.values)
    match rng.choice(["add", "add", "remove", "shuffle"]):
        case "add":
            new = rng.choice(VALUES)
            if new not in values:
                values.insert(rng.randint(0, len(values)), new)
        case "remove" if len(values) > 1:
            values.remove(rng.choice(values))
        case _:
            rng.shuffle(values)
    kept = tuple(pair for pair in enum.renamed_values if pair[0] in values)
    kept = tuple(pair for pair in kept if pair[1] not in values)
    changed = replace(enum, values=tuple(values), renamed_values=kept)
    return replace(model, enums={**model.enums, enum.name: changed})


def _add_enum(rng: Random, old: SchemaModel, model: SchemaModel) -> SchemaModel:
    name = rng.choice(ENUMS)
    if name in relation_names(model) or _is_claimed(name, model.enums):
        return model
    return replace(model, enums={**model.enums, name: random_enum(rng, name)})


def _drop_enum(rng: Random, old: SchemaModel, model: SchemaModel) -> SchemaModel:
    return replace(model, enums=_without(rng, model.enums))


def _add_table(rng: Random, old: SchemaModel, model: SchemaModel) -> SchemaModel:
    name = rng.choice(TABLES)
    if name in relation_names(model) or _is_claimed(name, model.tables):
        return model
    table = random_table(rng, name, model)
    names = {*table.constraints, *table.indexes}
    return model if names & relation_names(model) else with_table(model, table)


def _drop_table(rng: Random, old: SchemaModel, model: SchemaModel) -> SchemaModel:
    return replace(model, tables=_without(rng, model.tables))


def _add_column(rng: Random, old: SchemaModel, table: Table, model: SchemaModel) -> Table:
    name = rng.choice(COLUMNS)
    if name in table.columns or _is_claimed(name, table.columns):
        return table
    return with_column(table, random_column(rng, name, model.enums))


def _drop_column(rng: Random, old: SchemaModel, table: Table, model: SchemaModel) -> Table:
    return replace(table, columns=_without(rng, table.columns))


def _alter_column(rng: Random, old: SchemaModel, table: Table, model: SchemaModel) -> Table:
    column = _pick(rng, table.columns)
    if column is None:
        return table
    changed = random_column(rng, column.name, model.enums)
    part = rng.choice(["type", "nullable", "default", "identity", "comment", "all"])
    if part == "all":
        return with_column(table, replace(changed, renamed_from=column.renamed_from))
    if part in ("nullable", "comment"):
        return with_column(table, replace(column, **{part: getattr(changed, part)}))
    if part == "default":
        default = rng.choice((None, *kind_of(column, model.enums).defaults))
        return with_column(table, replace(column, default=default, identity=None))
    if part == "identity":
        return with_column(table, replace(column, identity=changed.identity))
    family = INTEGERS if column.type in INTEGERS else tuple(KINDS)
    new_type = rng.choice([rng.choice(family), random_type(rng, model.enums)])
    return with_column(table, replace(column, type=new_type))


def _alter_key_type(rng: Random, old: SchemaModel, model: SchemaModel) -> SchemaModel:
    """Change the type of a key together with all columns that refer to it."""
    keys = [(t, k) for t in model.tables.values() for k in t.foreign_keys]
    if not keys:
        return model
    _, key = rng.choice(keys)
    new_type = rng.choice(["bigint", "text", "uuid", random_type(rng, model.enums)])
    links = {(key.references_table, key.references_columns[0])}
    for table, other in keys * len(keys):
        pairs = zip(other.columns, other.references_columns, strict=True)
        for column, reference in pairs:
            ends = {(table.name, column), (other.references_table, reference)}
            if ends & links:
                links |= ends
    for name, column in sorted(links):
        table = model.tables[name]
        changed = replace(table.columns[column], type=new_type)
        model = with_table(model, with_column(table, changed))
    return model


def _add_item(rng: Random, old: SchemaModel, table: Table, model: SchemaModel) -> Table:
    make = rng.choice([random_check, random_unique, random_index])
    item = make(rng, table, model)
    if item.name in relation_names(model):
        return table
    return with_item(table, item)


def _drop_item(rng: Random, old: SchemaModel, table: Table, model: SchemaModel) -> Table:
    if rng.random() < 0.5:
        return replace(table, constraints=_without(rng, table.constraints))
    return replace(table, indexes=_without(rng, table.indexes))


def _change_item(rng: Random, old: SchemaModel, table: Table, model: SchemaModel) -> Table:
    """Give a constraint or an index another definition under its name."""
    item = _pick(rng, {**table.constraints, **table.indexes})
    match item:
        case None:
            return table
        case PrimaryKey():
            key = random_primary_key(rng, table)
            return with_constraint(table, replace(key, name=item.name))
        case Unique():
            return with_item(table, replace(random_unique(rng, table, model), name=item.name))
        case Check():
            return with_item(table, replace(random_check(rng, table, model), name=item.name))
        case Index():
            return with_item(table, replace(random_index(rng, table, model), name=item.name))
        case ForeignKey():
            return with_item(table, replace(item, on_delete=rng.choice(ACTIONS)))


def _rename_item(rng: Random, old: SchemaModel, table: Table, model: SchemaModel) -> Table:
    names = [*table.indexes, *table.constraints]
    if not names:
        return table
    before, after = rng.choice(names), f"renamed {rng.randint(0, 2)}"
    if after in relation_names(model):
        return table
    if before in table.indexes:
        index = replace(table.indexes[before], name=after)
        return replace(table, indexes=_renamed(table.indexes, before, index))
    constraint = replace(table.constraints[before], name=after)
    return replace(table, constraints=_renamed(table.constraints, before, constraint))


def _swap_indexes(rng: Random, old: SchemaModel, model: SchemaModel) -> SchemaModel:
    """Let two indexes, perhaps of two tables, take each other's name."""
    owned = [(t.name, i.name) for t in model.tables.values() for i in t.indexes.values()]
    if len(owned) < 2:
        return model
    (table, first), (other, second) = rng.sample(owned, 2)
    one, two = model.tables[table].indexes[first], model.tables[other].indexes[second]
    changed = {(table, first): replace(one, name=second), (other, second): replace(two, name=first)}

    def swap(t: Table) -> Table:
        indexes = [changed.get((t.name, i.name), i) for i in t.indexes.values()]
        return replace(t, indexes={index.name: index for index in indexes})

    return _map_tables(model, swap)


def _toggle_primary_key(rng: Random, old: SchemaModel, table: Table, model: SchemaModel) -> Table:
    key = table.primary_key
    if key:
        rest = {name: c for name, c in table.constraints.items() if name != key.name}
        return replace(table, constraints=rest)
    new = random_primary_key(rng, table)
    return table if new.name in relation_names(model) else with_constraint(table, new)


def _comment(rng: Random, old: SchemaModel, table: Table, model: SchemaModel) -> Table:
    item = _pick(rng, {**table.constraints, **table.indexes})
    if item is None or rng.random() < 0.3:
        return replace(table, comment=rng.choice(COMMENTS))
    return with_item(table, replace(item, comment=rng.choice(COMMENTS)))


def _reference(rng: Random, old: SchemaModel, model: SchemaModel) -> SchemaModel:
    table = _pick(rng, model.tables)
    return with_foreign_key(rng, model, table.name) if table else model


def _in_table(
    edit: Callable[[Random, SchemaModel, Table, SchemaModel], Table],
) -> Callable[[Random, SchemaModel, SchemaModel], SchemaModel]:
    def change(rng: Random, old: SchemaModel, model: SchemaModel) -> SchemaModel:
        table = _pick(rng, model.tables)
        return with_table(model, edit(rng, old, table, model)) if table else model

    return change


_EDITS = [
    *(_rename_table, _rename_column, _rename_column, _rename_enum, _rename_value, _rename_value),
    *(_change_values, _change_values, _add_enum, _drop_enum, _add_table, _drop_table),
    *(_alter_key_type, _reference, _swap_indexes),
    *map(_in_table, (_add_column, _add_column, _drop_column, _alter_column, _alter_column)),
    *map(_in_table, (_add_item, _add_item, _drop_item, _change_item, _rename_item, _comment)),
    _in_table(_toggle_primary_key),
]


# Repair: whatever an edit made invalid goes.


def repaired(model: SchemaModel) -> SchemaModel:
    """Return the model without what PostgreSQL would refuse."""
    model = _map_tables(model, lambda table: _repaired_table(table, model.enums))
    for _ in range(3):  # a foreign key may be another one's only reason
        model = _map_tables(model, lambda table, m=model: _with_sound_foreign_keys(table, m))
    return model


def _repaired_table(table: Table, enums: Mapping[str, Enum]) -> Table:
    columns = table.columns or {"id": Column(name="id", type="integer", nullable=True)}
    table = _map_columns(replace(table, columns=columns), lambda c: _repaired_column(c, enums))
    constraints = {n: c for n, c in table.constraints.items() if _is_sound(c, table, enums)}
    indexes = {n: i for n, i in table.indexes.items() if _is_sound(i, table, enums)}
    seen = {key.columns for key in constraints.values() if isinstance(key, PrimaryKey)}
    for name, key in list(constraints.items()):
        if isinstance(key, Unique):
            if key.columns in seen:
                del constraints[name]
            seen.add(key.columns)
    table = replace(table, constraints=constraints, indexes=indexes)
    key = table.primary_key
    for name in key.columns if key else ():
        table = with_column(table, replace(table.columns[name], nullable=False))
    return table


def _repaired_column(column: Column, enums: Mapping[str, Enum]) -> Column:
    if column.type not in KINDS and enum_of(column.type) not in enums:
        column = replace(column, type="text", default=None)
    if column.default not in kind_of(column, enums).defaults:
        column = replace(column, default=None)
    if column.identity and (column.type not in INTEGERS or column.default):
        column = replace(column, identity=None)
    always = column.identity is not None and column.identity.always
    hints = FieldHints(create_input=InputMode.EXCLUDED if always else InputMode.REQUIRED)
    return replace(column, hints=hints, nullable=column.nullable and column.identity is None)


def _is_sound(item: Constraint | Index, table: Table, enums: Mapping[str, Enum]) -> bool:
    columns = table.columns.values()
    allowed = {text for column in columns for text in conditions(column, enums)}
    if isinstance(item, ForeignKey):
        return True
    if isinstance(item, Check):
        return all(part in allowed for part in item.expression.split(" AND "))
    if isinstance(item, PrimaryKey | Unique):
        return all(name in table.columns for name in item.columns)
    if item.where is not None and item.where not in allowed:
        return False
    texts = {text for column in columns for text in expressions(column, enums)}
    for key in item.keys:
        if key.expression is not None and key.expression not in texts:
            return False
        if key.column is not None and key.column not in table.columns:
            return False
        if key.opclass and table.columns[key.column or ""].type != "text":
            return False
    return all(name in table.columns for name in item.include)


def _with_sound_foreign_keys(table: Table, model: SchemaModel) -> Table:
    def sound(key: ForeignKey) -> bool:
        target = model.tables.get(key.references_table)
        if target is None or not all(name in table.columns for name in key.columns):
            return False
        wanted = set(key.references_columns)
        if not any(set(k) == wanted and len(k) == len(wanted) for k in keys_of(target)):
            return False
        pairs = zip(key.columns, key.references_columns, strict=True)
        return all(table.columns[a].type == target.columns[b].type for a, b in pairs)

    constraints: dict[str, Constraint] = {}
    for name, constraint in table.constraints.items():
        if isinstance(constraint, ForeignKey):
            if not sound(constraint):
                continue
            if not all(table.columns[column].nullable for column in constraint.columns):
                constraint = _without_set_null(constraint)
        constraints[name] = constraint
    return replace(table, constraints=constraints)


def _without_set_null(key: ForeignKey) -> ForeignKey:
    if key.on_delete is Action.SET_NULL:
        key = replace(key, on_delete=Action.NO_ACTION)
    return replace(key, on_update=Action.CASCADE) if key.on_update is Action.SET_NULL else key


# Parts.


def _pick(rng: Random, mapping: Mapping[str, _Value]) -> _Value | None:
    return rng.choice(list(mapping.values())) if mapping else None


def _without(rng: Random, mapping: Mapping[str, _Value]) -> dict[str, _Value]:
    gone = rng.choice(list(mapping)) if mapping else None
    return {name: value for name, value in mapping.items() if name != gone}


def _is_claimed(name: str, mapping: Mapping[str, Table | Column | Enum]) -> bool:
    """Say whether something was renamed from this name, which must not come back then."""
    return any(item.renamed_from == name for item in mapping.values())


def _renamed(mapping: Mapping[str, _Value], before: str, value: _Value) -> dict[str, _Value]:
    entries = [(value.name, value) if k == before else (k, v) for k, v in mapping.items()]  # type: ignore[attr-defined]  # all have names
    return dict(entries)


def _map_tables(model: SchemaModel, change: Callable[[Table], Table]) -> SchemaModel:
    return replace(model, tables={name: change(t) for name, t in model.tables.items()})


def _map_columns(table: Table, change: Callable[[Column], Column]) -> Table:
    return replace(table, columns={name: change(c) for name, c in table.columns.items()})


def _map_items(table: Table, change: Callable[[Constraint | Index], Constraint | Index]) -> Table:
    constraints = {name: change(c) for name, c in table.constraints.items()}
    indexes = {name: change(i) for name, i in table.indexes.items()}
    return replace(table, constraints=constraints, indexes=indexes)


def _map_foreign_keys(
    model: SchemaModel, change: Callable[[ForeignKey], ForeignKey]
) -> SchemaModel:
    return _map_tables(
        model,
        lambda t: _map_items(t, lambda i: change(i) if isinstance(i, ForeignKey) else i),
    )


def _text_edit(
    change: Callable[[str], str],
) -> Callable[[Constraint | Index], Constraint | Index]:
    return lambda item: _texts(item, change)


def _texts(item: Constraint | Index, change: Callable[[str], str]) -> Constraint | Index:
    if isinstance(item, Check):
        return replace(item, expression=change(item.expression))
    if isinstance(item, Index):
        keys = tuple(
            replace(k, expression=change(k.expression)) if k.expression else k for k in item.keys
        )
        return replace(item, keys=keys, where=change(item.where) if item.where else None)
    return item
