"""What a model says after one of its objects was renamed.

PostgreSQL refers to objects by number, so whatever names a type, a routine, a view or a namespace
follows its rename by itself; here the names are written out again, in every field of every object
that can hold one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, TypeAlias, TypeVar

from fluentorm.diff import name_text
from fluentorm.diff.expressions import mentioned, rename_column
from fluentorm.diff.follow import table_texts
from fluentorm.schema import database_objects as objects
from fluentorm.schema.objects import Column, Index, IndexKey, Table
from fluentorm.schema.qualified import bare_name, key_of, moved_key, quote_name
from fluentorm.schema.refs import TYPES, Kind, Ref
from fluentorm.values import dataclass

_Value = TypeVar("_Value")
_Text: TypeAlias = Callable[[str], str]
_RELATIONS = frozenset({Kind.TABLE, Kind.VIEW, Kind.MATERIALIZED_VIEW})
_ROUTINES = frozenset({Kind.FUNCTION, Kind.PROCEDURE, Kind.AGGREGATE})

# What the fields of each class hold: "sql" is a query or an expression, "type" a type or a list of
# arguments, "function" and "collation" the name of one as SQL, "relation", "routine" and
# "sequence" a key, "namespace" the name of one.
_FIELDS: Mapping[type, Mapping[str, str]] = {
    objects.Extension: {"namespace": "namespace"},
    objects.Domain: {"type": "type", "collation": "collation", "default": "sql"},
    objects.DomainCheck: {"expression": "sql"},
    objects.Attribute: {"type": "type", "collation": "collation"},
    objects.RangeType: {
        "subtype": "type",
        "collation": "collation",
        "canonical": "function",
        "subtype_diff": "function",
    },
    objects.View: {"query": "sql"},
    objects.ViewColumn: {"default": "sql"},
    objects.MaterializedView: {"query": "sql"},
    objects.Routine: {
        "signature": "type",
        "arguments": "type",
        "returns": "type",
        "support": "function",
    },
    objects.Aggregate: {"signature": "type", "arguments": "type"},
    objects.Trigger: {
        "table": "relation",
        "references_table": "relation",
        "call": "sql",
        "when": "sql",
    },
    objects.Rule: {"table": "relation", "definition": "sql"},
    objects.Policy: {"table": "relation", "using": "sql", "check": "sql"},
    objects.Statistics: {"table": "relation", "columns": "sql"},
    objects.EventTrigger: {"function": "routine"},
    objects.PublishedTable: {"table": "relation", "where": "sql"},
    objects.Publication: {"namespaces": "namespace"},
    objects.DefaultPrivileges: {"namespace": "namespace"},
}
_NESTED = ("checks", "attributes", "columns", "tables", "indexes")


@dataclass(frozen=True, slots=True, kw_only=True)
class Renaming:
    """A rename: the keys before and after, of a routine without its arguments."""

    kind: Kind
    before: str
    after: str

    def write(self, role: str, text: str) -> str:
        """Return the text of a field after the rename."""
        if self.kind is Kind.NAMESPACE:
            return self._in_namespace(role, text)
        match role:
            case "relation" if self.kind in _RELATIONS:
                return self._key(text)
            case "routine" if self.kind in _ROUTINES:
                return self._key(text)
            case "sequence" if self.kind is Kind.SEQUENCE:
                return self._key(text)
            case "function" if self.kind in _ROUTINES:
                return self._name(text)
            case "collation" if self.kind is Kind.COLLATION:
                return self._name(text)
            case "type" if self.kind in TYPES | _RELATIONS:
                return name_text.rename_argument_type(text, self.before, self.after)
            case "sql":
                return self._sql(text)
            case _:
                return text

    def _sql(self, text: str) -> str:
        before, after = self.before, self.after
        if self.kind in _RELATIONS:
            return name_text.rename_relation(text, before, after)
        if self.kind in TYPES:
            return name_text.rename_type(text, before, after)
        if self.kind in _ROUTINES:
            return name_text.rename_routine(text, before, after)
        if self.kind is Kind.SEQUENCE:
            return name_text.rename_sequence(text, before, after)
        if self.kind is Kind.COLLATION:
            return name_text.rename_collation(text, before, after)
        return text

    def _key(self, text: str) -> str:
        return self.after if text == self.before else text

    def _name(self, text: str) -> str:
        return quote_name(self.after) if key_of(text) == self.before else text

    def _in_namespace(self, role: str, text: str) -> str:
        if role == "namespace":
            return self._key(text)
        if role in ("relation", "routine", "sequence"):
            return moved_key(text, self.before, self.after)
        return name_text.rename_namespace(text, self.before, self.after)


def renamed_in_object(item: _Value, renaming: Renaming) -> _Value:
    """Return an object that stands on others after one of them was renamed."""
    changes: dict[str, Any] = {}
    for name, role in _FIELDS.get(type(item), {}).items():
        value = getattr(item, name)
        if isinstance(value, str):
            changes[name] = renaming.write(role, value)
        elif value is not None:
            changes[name] = tuple(renaming.write(role, text) for text in value)
    for name in _NESTED:
        value = getattr(item, name, None)
        if isinstance(value, tuple) and value and not isinstance(value[0], str):
            changes[name] = tuple(_nested(part, renaming) for part in value)
    match item:
        case objects.Routine(atomic=True, body=body):
            changes["body"] = renaming.write("sql", body)
        case objects.Aggregate(definition=definition):
            changes["definition"] = tuple(
                (name, _parameter(name, text, renaming)) for name, text in definition
            )
        case objects.Sequence(owned_by=Ref() as owner):
            changes["owned_by"] = replace(owner, name=renaming.write("relation", owner.name))
        case _:
            pass
    if all(getattr(item, name) == value for name, value in changes.items()):
        return item
    whole: Any = item
    renamed: _Value = replace(whole, **changes)
    return renamed


def renamed_in_table(table: Table, renaming: Renaming) -> Table:
    """Return a table that stands on objects after one of them was renamed."""
    columns = {name: _column(column, renaming) for name, column in table.columns.items()}
    details = table.details
    above = details.partition_of
    if above is not None or details.inherits or details.partition_by is not None:
        details = replace(
            details,
            partition_of=None if above is None else renaming.write("relation", above),
            inherits=tuple(renaming.write("relation", key) for key in details.inherits),
            partition_by=_optional(details.partition_by, renaming, "sql"),
        )
    changed = table_texts(table, lambda text: renaming.write("sql", text))
    indexes = {name: _index(index, renaming) for name, index in changed.indexes.items()}
    changed = replace(changed, columns=columns, details=details, indexes=indexes)
    return table if changed == table else changed


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnRenaming:
    """The rename of a column; ``doubtful`` are the names of other tables that have such a one."""

    table: str
    before: str
    after: str
    doubtful: frozenset[str]

    def names(self, columns: tuple[str, ...]) -> tuple[str, ...]:
        """Return column names after the rename."""
        return tuple(self.after if name == self.before else name for name in columns)

    def expression(self, text: str | None) -> str | None:
        """Return an expression over the table itself."""
        return None if text is None else rename_column(text, self.before, self.after)

    def query(self, text: str, *, keeps_names: bool = False) -> str:
        """Return a query; it stays as it is where the column may be that of another table."""
        words = mentioned(text)
        if bare_name(self.table) not in words or words & self.doubtful:
            return text
        return name_text.rename_column(text, self.before, self.after, keeps_names=keeps_names)


def column_renamed_in_object(item: _Value, renaming: ColumnRenaming) -> _Value:
    """Return an object after a column of a table was renamed."""
    changed: Any = item
    own = getattr(item, "table", None) == renaming.table
    match item:
        case objects.Trigger(columns=columns, when=when) if own:
            when = renaming.expression(when)
            changed = replace(item, columns=renaming.names(columns), when=when)
        case objects.Policy(using=using, check=check) if own:
            using, check = renaming.expression(using), renaming.expression(check)
            changed = replace(item, using=using, check=check)
        case objects.Statistics(columns=columns) if own:
            texts = (rename_column(text, renaming.before, renaming.after) for text in columns)
            changed = replace(item, columns=tuple(texts))
        case objects.Rule(definition=definition):
            changed = replace(item, definition=renaming.query(definition))
        case objects.View(query=query) | objects.MaterializedView(query=query):
            text = renaming.query(query, keeps_names=not item.names)
            changed = item if text == query else replace(item, query=text)
        case objects.Routine(atomic=True, body=body):
            changed = replace(item, body=renaming.query(body))
        case objects.Sequence(owned_by=Ref() as owner) if owner.name == renaming.table:
            part = renaming.after if owner.part == renaming.before else owner.part
            changed = replace(item, owned_by=replace(owner, part=part))
        case objects.Publication(tables=tables):
            changed = replace(item, tables=tuple(_published(one, renaming) for one in tables))
        case _:
            pass
    found: _Value = changed
    return found


def _published(one: objects.PublishedTable, renaming: ColumnRenaming) -> objects.PublishedTable:
    if one.table != renaming.table:
        return one
    where = renaming.expression(one.where)
    return replace(one, columns=renaming.names(one.columns), where=where)


def _nested(part: _Value, renaming: Renaming) -> _Value:
    found: Any = _index(part, renaming) if isinstance(part, Index) else None
    renamed: _Value = renamed_in_object(part, renaming) if found is None else found
    return renamed


def _parameter(name: str, text: str, renaming: Renaming) -> str:
    if name in ("stype", "mstype"):
        return renaming.write("type", text)
    return renaming.write("function", text) if name.endswith("func") else text


def _column(column: Column, renaming: Renaming) -> Column:
    changes: dict[str, Any] = {
        "type": renaming.write("type", column.type),
        "default": _optional(column.default, renaming, "sql"),
        "collation": _optional(column.collation, renaming, "collation"),
    }
    if column.generated is not None:
        text = renaming.write("sql", column.generated.expression)
        changes["generated"] = replace(column.generated, expression=text)
    if column.identity is not None and column.identity.sequence is not None:
        key = renaming.write("sequence", column.identity.sequence)
        changes["identity"] = replace(column.identity, sequence=key)
    return replace(column, **changes)


def _index(index: Index, renaming: Renaming) -> Index:
    keys = tuple(_index_key(key, renaming) for key in index.keys)
    return replace(index, keys=keys, where=_optional(index.where, renaming, "sql"))


def _index_key(key: IndexKey, renaming: Renaming) -> IndexKey:
    return replace(
        key,
        expression=_optional(key.expression, renaming, "sql"),
        collation=_optional(key.collation, renaming, "collation"),
        opclass=_optional(key.opclass, renaming, "opclass"),
    )


def _optional(text: str | None, renaming: Renaming, role: str) -> str | None:
    return None if text is None else renaming.write(role, text)
