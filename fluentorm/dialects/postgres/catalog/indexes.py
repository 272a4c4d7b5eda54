"""Indexes, and the keys that exclusion constraints share with them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from fluentorm.dialects.postgres.catalog.failures import CatalogChanged, told
from fluentorm.dialects.postgres.catalog.reading import CLASS, Reading, Rows
from fluentorm.dialects.postgres.catalog.texts import numbers, optional, parameters, unwrapped
from fluentorm.schema.objects import Index, IndexKey, Options
from fluentorm.schema.qualified import quote_name, sibling
from fluentorm.schema.refs import Kind, Ref

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fluentorm.dialects.postgres.catalog.relations import Relation

_DESCENDING, _NULLS_FIRST = 1, 2  # INDOPTION_DESC and INDOPTION_NULLS_FIRST of pg_index.h


class IndexRow(NamedTuple):
    """One row of the query "indexes", column by column; ``size`` is the number of keys."""

    table: int
    oid: int
    name: str
    method: str
    unique: bool
    size: int
    columns: str
    options: str
    classes: str
    collations: str
    where: str | None
    storage: list[str] | None
    more: Mapping[str, Any] | None

    @property
    def parameters(self) -> Options:
        """The storage parameters."""
        return parameters(self.storage)


class _KeyRow(NamedTuple):
    """One row of the query "index_keys", column by column."""

    owner: int
    number: int
    type: int
    collation: int
    expression: str | None
    parameters: str | None
    statistics: int | None


_DEFAULT = 100  # DEFAULT_COLLATION_OID of pg_collation.dat
_NONE: Mapping[int, _KeyRow] = {}


class Indexes:
    """The indexes of a database by number, and how to read their keys."""

    def __init__(
        self,
        rows: Rows,
        key_rows: Rows,
        class_rows: Rows,
        collations: Mapping[int, str],
        relations: Mapping[int, Relation],
    ) -> None:
        self.rows = {row[1]: IndexRow._make(row) for row in rows}
        self._relations = relations
        self._collations = collations
        self._unusual: dict[int, dict[int, _KeyRow]] = defaultdict(dict)
        for row in map(_KeyRow._make, key_rows):
            self._unusual[row.owner][row.number] = row
        self._classes = {row[0]: row for row in class_rows}
        self._defaults = {
            (method, type_) for _, method, default, type_, *_ in class_rows if default
        }

    def keys(self, row: IndexRow) -> tuple[IndexKey, ...]:
        """Return the keys of an index."""
        columns, options = numbers(row.columns), numbers(row.options)
        classes, collations = numbers(row.classes), numbers(row.collations)
        attributes = self._relations[row.table].attributes
        unusual = self._unusual.get(row.oid, _NONE)
        keys = []
        for position, number in enumerate(columns[: row.size]):
            special, collation = unusual.get(position + 1), collations[position]
            name, expression = None, None
            if number:
                name, type_, usual = attributes[number]
            else:
                if special is None:
                    raise CatalogChanged
                expression = unwrapped(told(special.expression))
                type_ = special.type
                usual = collation if collation == _DEFAULT else special.collation
            descending = bool(options[position] & _DESCENDING)
            nulls_first = bool(options[position] & _NULLS_FIRST)
            keys.append(
                IndexKey(
                    column=name,
                    expression=expression,
                    descending=descending,
                    nulls_first=None if nulls_first == descending else nulls_first,
                    opclass=self._class(classes[position], type_, special),
                    collation=self._collations.get(collation)
                    if collation not in (0, usual)
                    else None,
                )
            )
        return tuple(keys)

    def include(self, row: IndexRow) -> tuple[str, ...]:
        """Return the columns that an index holds beside its keys."""
        columns = numbers(row.columns)
        if len(columns) == row.size:
            return ()
        return self._relations[row.table].names(columns[row.size :])

    def statistics(self, row: IndexRow) -> tuple[tuple[int, int], ...]:
        """Return the statistics targets of its expressions."""
        rows = self._unusual.get(row.oid, _NONE).values()
        if not rows:
            return ()
        return tuple(sorted((r.number, r.statistics) for r in rows if r.statistics is not None))

    def _class(self, oid: int, type_: int, special: _KeyRow | None) -> str | None:
        """Return the operator class of a key where it is not the one it would have anyway.

        That is the one marked as default, unless another is marked for exactly this type:
        citext_ops, not text_ops, is the default of a citext column.
        """
        _, method, default, class_type, kept_as_another, name = self._classes[oid]
        if kept_as_another and special is not None and special.expression is not None:
            type_ = class_type  # the type of the expression is told nowhere
        options = special.parameters if special is not None else None
        usual = default and (class_type == type_ or (method, type_) not in self._defaults)
        if usual and not options:
            return None
        return f"{name}({options})" if options else str(name)


def index(row: IndexRow, indexes: Indexes, reading: Reading) -> Index:
    """Return an index that is not that of a constraint."""
    return Index(
        name=row.name,
        keys=indexes.keys(row),
        unique=row.unique,
        method=row.method,
        include=indexes.include(row),
        where=optional(row.where),
        nulls_not_distinct=bool(row.more and row.more.get("not_distinct")),
        storage=row.parameters,
        statistics=indexes.statistics(row),
        comment=reading.comments.get((CLASS, row.oid, 0)),
    )


def add_indexes(
    indexes: Indexes,
    inherited: Iterable[int],
    relations: Mapping[int, Relation],
    reading: Reading,
) -> None:
    """Give each table and materialized view its indexes.

    Those of constraints are read as such, and those that are part of a parent's (``inherited``)
    come and go with it.
    """
    parts = frozenset(inherited)
    for row in indexes.rows.values():
        relation = relations.get(row.table)
        if relation is None or relation.hidden:
            continue
        if row.more:
            _add_options(row, relation, reading)
        if row.oid in parts:
            reading.inherited.add((CLASS, row.oid))
            reading.add_comment(CLASS, row.oid, f"index {_qualified(row, relation)}")
            continue
        if relation.known is not None or (CLASS, row.oid) in reading.refs:
            continue
        relation.indexes[row.name] = index(row, indexes, reading)
        if relation.kind == "m" or relation.ref is None:
            if relation.ref is not None:
                reading.refs[CLASS, row.oid] = relation.ref
        else:
            reading.refs[CLASS, row.oid] = Ref(Kind.INDEX, relation.key, row.name)


def _add_options(row: IndexRow, relation: Relation, reading: Reading) -> None:
    """Note what a table says about its index, and what a model has no words for."""
    more = row.more or {}
    if more.get("clustered"):
        relation.cluster_on = row.name
    if more.get("identity"):
        relation.replica_identity_index = row.name
    name = _qualified(row, relation)
    if "invalid" in more:
        reading.others["state of index", name] = more["invalid"]
    if "tablespace" in more:
        reading.others["tablespace of index", name] = more["tablespace"]


def _qualified(row: IndexRow, relation: Relation) -> str:
    return quote_name(sibling(relation.key, row.name))
