"""Constraints, indexes and what few tables have, as calls of a TableSchema."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fluentorm.pull.calls import Call, call
from fluentorm.pull.values import index_key, names, parameters
from fluentorm.schema.names import index_name, primary_key_name, unique_name
from fluentorm.schema.objects import (
    Check,
    Exclusion,
    ForeignKey,
    Index,
    PrimaryKey,
    Table,
    TableDetails,
    Unique,
)
from fluentorm.schema.qualified import bare_name
from fluentorm.schema.sql_text import SqlText

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from fluentorm.schema.objects import Constraint
    from fluentorm.schema.privileges import Grant, Privileges


def inline_key(table: Table) -> str | None:
    """Return the column that says ``primary_key=True``, where that is all there is to say."""
    key = table.primary_key
    plain = PrimaryKey(name=primary_key_name(bare_name(table.name)), columns=("",))
    if key is None or len(key.columns) != 1 or not _declares(table, key.columns):
        return None
    return key.columns[0] if _same_but_columns(key, plain) else None


def inline_unique(table: Table) -> frozenset[str]:
    """Return the columns that say ``unique=True``, where that is all there is to say."""
    found = set()
    for item in table.constraints.values():
        if isinstance(item, Unique) and len(item.columns) == 1 and _declares(table, item.columns):
            plain = Unique(name=unique_name(bare_name(table.name), item.columns), columns=("",))
            # With primary_key=True on the same column it would say nothing.
            if _same_but_columns(item, plain) and inline_key(table) != item.columns[0]:
                found.add(item.columns[0])
    return frozenset(found)


def _declares(table: Table, columns: Iterable[str]) -> bool:
    """Say whether these columns are declared here, not only by a parent."""
    return not any(table.columns[name].details.inherited for name in columns)


def _same_but_columns(item: PrimaryKey | Unique, plain: PrimaryKey | Unique) -> bool:
    from dataclasses import replace

    return replace(item, columns=("",)) == plain


def constraint_calls(table: Table) -> Iterator[Call]:
    """Yield the calls of the constraints but foreign keys; those of columns are left out."""
    key, unique = inline_key(table), inline_unique(table)
    for item in table.constraints.values():
        if isinstance(item, PrimaryKey) and key is None:
            yield _key_call("primary_key", item, primary_key_name(bare_name(table.name)))
        elif isinstance(item, Unique):
            default = unique_name(bare_name(table.name), item.columns)
            if not (len(item.columns) == 1 and item.columns[0] in unique and item.name == default):
                yield _key_call("unique", item, default)
        elif isinstance(item, Check):
            yield _check(item)
        elif isinstance(item, Exclusion):
            yield _exclusion(item)


def _key_call(method: str, item: PrimaryKey | Unique, default: str) -> Call:
    return call(
        method,
        columns=list(item.columns),
        name=None if item.name == default else item.name,
        nulls_not_distinct=isinstance(item, Unique) and item.nulls_not_distinct,
        include=list(item.include),
        without_overlaps=item.without_overlaps,
        storage=parameters(item.storage),
        **_ending(item),
    )


def _ending(item: PrimaryKey | Unique | Exclusion) -> dict[str, object]:
    return {
        "deferrable": item.deferrable and not item.initially_deferred,
        "initially_deferred": item.initially_deferred,
        "comment": item.comment,
    }


def _check(item: Check) -> Call:
    flags = {} if item.validated or not item.enforced else {"validated": False}
    if not item.enforced:
        flags["enforced"] = False
    made = call("check", name=item.name, expression=item.expression, no_inherit=item.no_inherit)
    return Call(
        method="check",
        arguments={**made.arguments, **flags, **call("", comment=item.comment).arguments},
    )


def _exclusion(item: Exclusion) -> Call:
    elements = []
    for key, operator in item.elements:
        own = index_key(key)
        if isinstance(own, SqlText):
            own = {"expression": own.text}
        spread = own if isinstance(own, dict) else {"column": own}
        elements.append({**spread, "operator": operator})
    return call(
        "exclude",
        name=item.name,
        elements=elements,
        method=None if item.method == "gist" else item.method,
        where=item.where,
        include=list(item.include),
        storage=parameters(item.storage),
        **_ending(item),
    )


def index_calls(table: Table) -> Iterator[Call]:
    """Yield the calls of the indexes."""
    for index in table.indexes.values():
        plain = all(key.column is not None for key in index.keys)
        default = index_name(bare_name(table.name), index.columns) if plain else None
        yield index_call(index, unnamed=index.name == default)


def index_call(index: Index, *, unnamed: bool = False) -> Call:
    """Return the call of an index."""
    return Call(method="index", arguments=index_arguments(index, unnamed=unnamed))


def index_arguments(index: Index, *, unnamed: bool = False) -> dict[str, object]:
    """Return what there is to say about an index."""
    return dict(
        call(
            "index",
            name=None if unnamed else index.name,
            columns=_keys(index),
            unique=index.unique,
            method=None if index.method == "btree" else index.method,
            where=index.where,
            include=list(index.include),
            nulls_not_distinct=index.nulls_not_distinct,
            storage=parameters(index.storage),
            comment=index.comment,
        ).arguments
    )


def _keys(index: Index) -> list[object]:
    targets = dict(index.statistics)
    found: list[object] = []
    for number, key in enumerate(index.keys, start=1):
        value = index_key(key)
        if number in targets:
            spread = {"expression": value.text} if isinstance(value, SqlText) else value
            value = {**(spread if isinstance(spread, dict) else {"column": spread})}
            value["statistics"] = targets[number]
        found.append(value)
    return found


def detail_calls(details: TableDetails) -> Iterator[Call]:
    """Yield the calls for partitioning, storage, replication and row-level security."""
    if details.unlogged:
        yield Call(method="unlogged")
    if details.partition_by is not None:
        yield _partition_by(details.partition_by)
    if details.inherits:
        first, *more = details.inherits
        yield Call(method="inherits", arguments={"tables": [first, *more] if more else first})
    if details.storage:
        yield Call(method="storage", arguments={"parameters": parameters(details.storage)})
    if details.row_security:
        yield call("row_security", force=details.force_row_security)
    elif details.force_row_security:
        yield Call(method="row_security", arguments={"force": True, "enabled": False})
    if details.replica_identity is not None:
        yield call("replica_identity", identity=details.replica_identity)
    if details.replica_identity_index is not None:
        yield call("replica_identity", index=details.replica_identity_index)
    if details.cluster_on is not None:
        yield call("cluster_on", index=details.cluster_on)


def _partition_by(text: str) -> Call:
    """Return the call; plain columns are told by their names."""
    import re

    match = re.fullmatch(r"(RANGE|LIST|HASH) \(([a-z_][a-z0-9_]*(?:, [a-z_][a-z0-9_]*)*)\)", text)
    if match is None:
        return call("partition_by", strategy=text)
    return call("partition_by", strategy=match[1].lower(), columns=names(match[2].split(", ")))


def grant_calls(privileges: Privileges) -> Iterator[Call]:
    """Yield calls of ``grant`` and ``revoke``, roles with the same privileges in one."""
    for (words, grantable), roles in _by_words(privileges.grants).items():
        yield call("grant", privileges=list(words), roles=names(roles), grantable=grantable)
    for (words, _), roles in _by_words(privileges.revokes).items():
        yield call("revoke", privileges=list(words), roles=names(roles))


def _by_words(grants: Iterable[Grant]) -> Mapping[tuple[tuple[str, ...], bool], list[str]]:
    from fluentorm.pull.values import privilege_words

    of_role: dict[tuple[str, bool], list[str]] = {}
    for grant in grants:
        of_role.setdefault((grant.grantee, grant.grantable), []).append(grant.privilege)
    found: dict[tuple[tuple[str, ...], bool], list[str]] = {}
    for (role, grantable), privileges in of_role.items():
        found.setdefault((privilege_words(privileges), grantable), []).append(role)
    return found


def foreign_keys(constraints: Mapping[str, Constraint]) -> list[ForeignKey]:
    """Return the foreign keys among constraints, in their order."""
    return [item for item in constraints.values() if isinstance(item, ForeignKey)]
