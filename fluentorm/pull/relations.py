"""Foreign keys as relations: what each is called, at both of its ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fluentorm.pull.calls import Call, call
from fluentorm.pull.values import names
from fluentorm.schema.names import foreign_key_name
from fluentorm.schema.objects import Action, Match
from fluentorm.schema.qualified import bare_name
from fluentorm.schema.validate_constraints import unique_keys

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from fluentorm.schema.objects import ForeignKey, SchemaModel, Table

_ENDINGS = ("_id", "_uuid", "_fk", "_code", "_no", "_number", "_key", "Id", "ID", "Uuid")


def relation_names(table: Table) -> dict[str, str]:
    """Return a relation's name for each foreign key of a table, by the constraint's name."""
    taken = set(table.columns)
    found: dict[str, str] = {}
    for key in table.foreign_keys:
        name = _free(_wishes(key), taken)
        taken.add(name)
        found[key.name] = name
    return found


def _wishes(key: ForeignKey) -> list[str]:
    """Return names for a relation, the best first: the column's less ``_id``, the other table's."""
    target = _word(bare_name(key.references_table))
    if len(key.columns) > 1:
        return [target, key.name]
    column = key.columns[0]
    short = next((column.removesuffix(e) for e in _ENDINGS if column.endswith(e)), "")
    return [short.rstrip("_") or target, target, f"{column}_{target}", key.name]


def _word(name: str) -> str:
    """Return the singular of a table's name, where it looks like a plural of English."""
    if name.endswith("ies") and len(name) > 4:
        return f"{name[:-3]}y"
    if name.endswith(("sses", "xes", "ches", "shes")):
        return name[:-2]
    if name.endswith("s") and not name.endswith(("ss", "us", "is")) and len(name) > 2:
        return name[:-1]
    return name


def _free(wishes: Iterable[str], taken: set[str]) -> str:
    last = "relation"
    for wish in wishes:
        if wish and wish not in taken:
            return wish
        last = wish or last
    number = 2
    while f"{last}_{number}" in taken:
        number += 1
    return f"{last}_{number}"


def belongs_to(table: str, key: ForeignKey, relation: str) -> Call:
    """Return the call that declares a foreign key as a relation."""
    references = names(key.references_columns)
    own_name = key.name if key.name != foreign_key_name(bare_name(table), relation) else None
    arguments = call(
        "belongs_to",
        name=relation,
        column=names(key.columns),
        references_table=key.references_table,
        references_column=None if references == "id" else references,
        on_delete=_action(key.on_delete),
        on_delete_columns=names(key.on_delete_columns) if key.on_delete_columns else None,
        on_update=_action(key.on_update),
        match=None if key.match is Match.SIMPLE else key.match.value,
        period=key.period,
        deferrable=key.deferrable and not key.initially_deferred,
        initially_deferred=key.initially_deferred,
        constraint_name=own_name,
        comment=key.comment,
    ).arguments
    flags = {} if key.validated or not key.enforced else {"validated": False}
    if not key.enforced:
        flags["enforced"] = False
    return Call(method="belongs_to", arguments={**arguments, **flags})


def _action(action: Action) -> str | None:
    return None if action is Action.NO_ACTION else action.value


def inverse_relations(
    model: SchemaModel, named: Mapping[str, Mapping[str, str]]
) -> dict[str, list[Call]]:
    """Return the calls for the other ends: one of each table for each foreign key that leads to it.

    It is ``has_one_in`` where the key's columns are unique, and ``has_many`` otherwise.
    ``named`` has the names that the foreign keys' own relations got, by table and constraint.
    """
    found: dict[str, list[Call]] = {}
    taken = {
        name: {*table.columns, *named.get(name, {}).values()}
        for name, table in model.tables.items()
    }
    for holder in model.tables.values():
        for key in holder.foreign_keys:
            target = key.references_table
            if target not in taken:
                continue
            many = _many(holder.name, target)
            relation = named[holder.name][key.name]
            name = _free([many, f"{relation}_{many}", f"{many}_{key.name}"], taken[target])
            taken[target].add(name)
            references = names(key.references_columns)
            inverse = call(
                "has_one_in" if _is_unique(holder, key, model) else "has_many",
                name=name,
                foreign_table=holder.name,
                foreign_column=names(key.columns),
                local_column=None if references == "id" else references,
            )
            found.setdefault(target, []).append(inverse)
    return found


def _is_unique(holder: Table, key: ForeignKey, model: SchemaModel) -> bool:
    columns = set(key.columns)
    return any(
        columns.issuperset(names) and obstacle != "partial"
        for names, _, obstacle in unique_keys(holder, model)
    )


def _many(holder: str, target: str) -> str:
    """Return what the rows of one table are called by another: ``children`` for its own."""
    return "children" if holder == target else bare_name(holder)
