"""Which file says what: one for each table, references first; the rest by kind and namespace."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fluentorm.pull.attached import attached_table
from fluentorm.pull.calls import Call, FilePlan
from fluentorm.pull.objects import enum_call, object_call
from fluentorm.pull.surroundings import owned_sequences, surroundings
from fluentorm.pull.tables import table_calls
from fluentorm.schema.qualified import PUBLIC, namespace_of, split
from fluentorm.schema.refs import Kind
from fluentorm.schema.sorting import sorted_model

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from fluentorm.pull.tables import Surroundings
    from fluentorm.schema.database_objects import DatabaseObject
    from fluentorm.schema.objects import SchemaModel, Table

_GROUPS = {
    Kind.EXTENSION: "database",
    Kind.NAMESPACE: "database",
    Kind.DEFAULT_PRIVILEGES: "database",
    Kind.EVENT_TRIGGER: "database",
    Kind.PUBLICATION: "database",
    Kind.COLLATION: "types",
    Kind.ENUM: "types",
    Kind.DOMAIN: "types",
    Kind.COMPOSITE: "types",
    Kind.RANGE: "types",
    Kind.SEQUENCE: "sequences",
    Kind.FUNCTION: "functions",
    Kind.PROCEDURE: "functions",
    Kind.AGGREGATE: "functions",
    Kind.VIEW: "views",
    Kind.MATERIALIZED_VIEW: "views",
}
_BEFORE = ("database", "types", "sequences", "functions")
_KINDS = tuple(_GROUPS)


def file_plans(
    model: SchemaModel, *, first: int = 1, mixins_last: bool = False
) -> tuple[FilePlan, ...]:
    """Return the files that declare a model, numbered from ``first`` on.

    Equal models give the same files, but for the order of columns, which is kept. With
    ``mixins_last`` the calls that make several columns are used only for the last ones.
    """
    model = sorted_model(model)
    around = surroundings(model, mixins_last=mixins_last)
    groups = dict(_grouped(model, around))
    own_sequences = _sequences_of_tables(model, around)
    before = [(name, None, calls) for name, calls in groups.items() if _is_before(name)]
    after = [(name, None, calls) for name, calls in groups.items() if not _is_before(name)]
    tables = [
        (_slug(table.name), table, own_sequences.get(table.name, ())) for table in _ordered(model)
    ]
    files = [*before, *tables, *after]
    width = max(2, len(str(first + len(files) - 1)))
    return tuple(
        FilePlan(
            stem=f"{number:0{width}}_{name}",
            table=table.name if table is not None else None,
            calls=table_calls(table, around) if table is not None else (),
            objects=tuple(calls),
        )
        for number, (name, table, calls) in enumerate(files, start=first)
    )


def _sequences_of_tables(model: SchemaModel, around: Surroundings) -> dict[str, list[Call]]:
    """Return the calls of sequences that belong to a column and are no ``serial()``."""
    found: dict[str, list[Call]] = {}
    for item, owner in owned_sequences(model):
        if owner.part not in around.serials.get(owner.name, ()):
            found.setdefault(owner.name, []).append(object_call(item))
    return found


def _grouped(model: SchemaModel, around: Surroundings) -> Iterator[tuple[str, list[Call]]]:
    """Yield the name and the calls of each file of objects, in their order."""
    groups: dict[tuple[str, str], list[tuple[int, str, Call]]] = {}
    inline = {enum.name for of_table in around.enums.values() for enum in of_table.values()}
    placed = {item.ref for item, _ in owned_sequences(model)}
    placed |= {item.ref for items in around.attached.values() for item in items}
    for enum in model.enums.values():
        if enum.name not in inline:
            entry = (_KINDS.index(Kind.ENUM), enum.name, enum_call(enum))
            groups.setdefault(("types", PUBLIC), []).append(entry)
    for item in model.objects.values():
        if item.ref not in placed:
            group = _group_of(item)
            entry = (_rank(item), _position(item), object_call(item))
            groups.setdefault(group, []).append(entry)
    order = list(dict.fromkeys(_GROUPS.values()))
    for kind, namespace in sorted(groups, key=lambda key: (order.index(key[0]), key[1])):
        name = kind if namespace == PUBLIC else f"{kind}_{_slug(namespace)}"
        entries = sorted(groups[kind, namespace], key=lambda entry: entry[:2])
        yield name, [call for _, _, call in entries]


def _group_of(item: DatabaseObject) -> tuple[str, str]:
    table = attached_table(item)
    if table is not None:
        return ("views", namespace_of(table))
    group = _GROUPS[item.ref.kind]
    apart = group in ("functions", "views")
    return (group, namespace_of(item.name) if apart else PUBLIC)


def _rank(item: DatabaseObject) -> int:
    """Return where a kind stands in its file; what hangs on a view comes behind all views."""
    return _KINDS.index(item.ref.kind) if item.ref.kind in _GROUPS else len(_KINDS)


def _position(item: DatabaseObject) -> str:
    return f"{item.ref.name} {item.ref.part or ''}"


def _is_before(name: str) -> bool:
    return name.partition("_")[0] in _BEFORE


def _ordered(model: SchemaModel) -> list[Table]:
    """Return the tables that have files, each behind those it refers to, where that can be."""
    roots = {name: _root(table, model) for name, table in model.tables.items()}
    needs: dict[str, set[str]] = {root: set() for root in roots.values()}
    for name, table in model.tables.items():
        wanted = [key.references_table for key in table.foreign_keys]
        for other in (*wanted, *table.details.inherits):
            if other in roots and roots[other] != roots[name]:
                needs[roots[name]].add(roots[other])
    return [model.tables[name] for name in _behind(needs)]


def _root(table: Table, model: SchemaModel) -> str:
    """Return the table in whose file a table is declared: its own, or a partition's parent's."""
    parent = model.tables.get(table.details.partition_of or "")
    return table.name if parent is None else _root(parent, model)


def _behind(needs: Mapping[str, set[str]]) -> Iterable[str]:
    """Return names so that each comes after what it needs; among equals by name, cycles broken."""
    done: dict[str, None] = {}
    for start in sorted(needs):
        stack = [(start, iter(sorted(needs[start])))]
        open_names = {start}
        while stack:
            name, rest = stack[-1]
            following = next((n for n in rest if n not in done and n not in open_names), None)
            if following is not None:
                open_names.add(following)
                stack.append((following, iter(sorted(needs[following]))))
                continue
            stack.pop()
            done.setdefault(name)
    return done


def _slug(key: str) -> str:
    """Return a table's key as a part of a file's name."""
    namespace, name = split(key)
    words = name if namespace == PUBLIC else f"{namespace}_{name}"
    return re.sub(r"[^a-z0-9]+", "_", words.lower()).strip("_")[:60] or "table"
