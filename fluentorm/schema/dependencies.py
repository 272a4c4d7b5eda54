"""What needs what, so that nothing is used before it exists or dropped while it is used.

Of a model that was read from a server the server says it (pg_depend). Of a declared one the texts
tell it, token by token: an object may need whatever its texts mention by name. That is more than
it does need, which costs nothing but an order that is stricter than it has to be.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from fluentorm.schema.database_objects import (
    Aggregate,
    CompositeType,
    DefaultPrivileges,
    Domain,
    EventTrigger,
    Extension,
    MaterializedView,
    Policy,
    Publication,
    RangeType,
    Routine,
    Rule,
    Sequence,
    Statistics,
    Trigger,
    View,
)
from fluentorm.schema.names import usual_multirange
from fluentorm.schema.objects import Check, Exclusion, ForeignKey, Index, SchemaModel, Table
from fluentorm.schema.qualified import PUBLIC, bare_name, key_of, namespace_of
from fluentorm.schema.refs import Kind, Ref
from fluentorm.schema.tokens import mentioned, tokens

if TYPE_CHECKING:
    from fluentorm.schema.database_objects import DatabaseObject

Depends = Mapping[Ref, frozenset[Ref]]
_NOTHING: frozenset[Ref] = frozenset()
_RELATIONS = frozenset({Kind.TABLE, Kind.VIEW, Kind.MATERIALIZED_VIEW})


def dependencies(model: SchemaModel) -> Depends:
    """Return what each object of a model, and each part of its tables, needs."""
    return model.depends if model.depends is not None else _read_from_texts(model)


def dependents_of(*sides: Depends) -> dict[Ref, dict[Ref, None]]:
    """Return what depends on each object, on any of the sides, in their order."""
    found: dict[Ref, dict[Ref, None]] = {}
    for depends in sides:
        for ref, needed in depends.items():
            for one in needed:
                found.setdefault(one, {})[ref] = None
    return found


def mentioned_in_bodies(model: SchemaModel) -> Depends:
    """Return what PostgreSQL looks for in the text bodies of routines when it makes these.

    In SQL that is all they name, in PL/pgSQL the types of their variables (manual, 41.3). They are
    better made after that; but bodies may mention each other, so it does not have to be
    (``check_function_bodies``).
    """
    routines = [r for r in model.objects.values() if isinstance(r, Routine) and not r.atomic]
    texts = {r.ref: _LOOKED_AT[r.language](r.body) for r in routines if r.language in _LOOKED_AT}
    names = _Names(model) if texts else None
    return {
        ref: names.meant_by((text,)) - {ref} for ref, text in texts.items() if names is not None
    }


def _declarations(body: str) -> str:
    """Return what stands between DECLARE and BEGIN in all blocks of a body in PL/pgSQL."""
    found, inside = [], False
    for token in tokens(body):
        if token.kind == "word" and token.name in _BOUNDS:
            inside = token.name == "declare"
        elif inside:
            found.append(token.text)
    return "".join(found)


_BOUNDS = frozenset({"declare", "begin"})
_LOOKED_AT: Mapping[str, Callable[[str], str]] = {"sql": str, "plpgsql": _declarations}


def _read_from_texts(model: SchemaModel) -> Depends:
    names = _Names(model)
    found: dict[Ref, frozenset[Ref]] = {}
    for ref, item in model.objects.items():
        needs = names.meant_by(texts_of(item), _relation_of(item)) | frozenset(_named(item, names))
        found[ref] = needs - {ref} | names.namespace(ref)
    for table in model.tables.values():
        for ref, needs in _table_needs(table, names):
            if needs:
                found[ref] = found.get(ref, _NOTHING) | needs
    for key, enum in model.enums.items():
        if namespace_of(key) != PUBLIC:
            found[Ref(Kind.ENUM, enum.name)] = names.namespace(Ref(Kind.ENUM, key))
    return found


class _Names:
    """What the names of a model may mean."""

    def __init__(self, model: SchemaModel) -> None:
        self._model = model
        self._refs: dict[str, list[Ref]] = {}
        self._columns: dict[str, frozenset[str]] = {}
        for key, table in model.tables.items():
            self._add(Ref(Kind.TABLE, key))
            self._columns[key] = frozenset(table.columns)
        for key in model.enums:
            self._add(Ref(Kind.ENUM, key))
        for ref, item in model.objects.items():
            if ref.part is None and ref.kind is not Kind.NAMESPACE:
                self._add(ref)
            if isinstance(item, RangeType):
                self._add(ref, item.multirange or usual_multirange(item.name))

    def _add(self, ref: Ref, name: str | None = None) -> None:
        key = name or ref.name.partition("(")[0]
        self._refs.setdefault(bare_name(key), []).append(ref)

    def known(self, ref: Ref) -> bool:
        """Say whether the model has an object."""
        return ref in self._model.objects

    def namespace(self, ref: Ref) -> frozenset[Ref]:
        """Return the namespace of an object, where the model has it."""
        owner = Ref(Kind.NAMESPACE, namespace_of(ref.name.partition("(")[0]))
        return frozenset({owner}) if owner in self._model.objects else _NOTHING

    def sequences(self, default: str) -> frozenset[Ref]:
        """Return the sequences that a default names in strings: nextval('users_id_seq')."""
        if "nextval" not in default:
            return _NOTHING
        literals = (token.text for token in tokens(default) if token.kind == "literal")
        refs = (Ref(Kind.SEQUENCE, key_of(text[1:-1].replace("''", "'"))) for text in literals)
        return frozenset(ref for ref in refs if self.known(ref))

    def relation(self, key: str) -> frozenset[Ref]:
        """Return the table, view or materialized view of a key."""
        return frozenset(
            ref
            for ref in self._refs.get(bare_name(key), ())
            if ref.name == key and _is_relation(ref)
        )

    def routine(self, key: str) -> frozenset[Ref]:
        """Return the routines of a key, whatever their arguments."""
        return frozenset(
            ref for ref in self._refs.get(bare_name(key), ()) if ref.name.startswith(f"{key}(")
        )

    def meant_by(self, texts: Iterable[str], relation: str | None = None) -> frozenset[Ref]:
        """Return what the texts may mean; unqualified columns may be those of ``relation``."""
        words = frozenset[str]().union(*map(mentioned, texts))
        refs = {ref for word in words for ref in self._refs.get(word, ())}
        tables = {ref.name for ref in refs if ref.kind is Kind.TABLE}
        if relation is not None:
            tables.add(relation)
        columns = {
            Ref(Kind.COLUMN, key, column)
            for key in tables
            for column in self._columns.get(key, frozenset()) & words
        }
        return frozenset(refs | columns)


def _is_relation(ref: Ref) -> bool:
    return ref.kind in _RELATIONS


def _relation_of(item: DatabaseObject) -> str | None:
    return item.table if isinstance(item, Trigger | Rule | Policy | Statistics) else None


def texts_of(item: DatabaseObject) -> tuple[str, ...]:
    """Return the texts of an object in which others may be named."""
    match item:
        case View() | MaterializedView():
            defaults = (column.default or "" for column in item.columns)
            return (item.query, *defaults)
        case Routine():
            # A text body is read when the routine runs: it needs nothing to be created.
            body = item.body if item.atomic else ""
            return (item.arguments, item.returns or "", body, item.support or "")
        case Aggregate():
            return (item.arguments, *(value for _, value in item.definition))
        case Domain():
            return (item.type, item.default or "", *(check.expression for check in item.checks))
        case CompositeType():
            return tuple(attribute.type for attribute in item.attributes)
        case RangeType():
            return (item.subtype, item.canonical or "", item.subtype_diff or "")
        case Trigger():
            return (item.call, item.when or "", " ".join(item.columns))
        case Rule():
            return (item.definition,)
        case Policy():
            return (item.using or "", item.check or "")
        case Statistics():
            return item.columns
        case Publication():
            return tuple(table.where or "" for table in item.tables)
        case _:
            return ()


def _named(item: DatabaseObject, names: _Names) -> Iterator[Ref]:
    """Yield what an object names outright."""
    match item:
        case Trigger():
            yield from names.relation(item.table)
            if item.references_table is not None:
                yield from names.relation(item.references_table)
        case Rule() | Policy() | Statistics():
            yield from names.relation(item.table)
        case EventTrigger(function=function):
            yield from names.routine(function)
        case Publication():
            for published in item.tables:
                yield from names.relation(published.table)
                yield from (Ref(Kind.COLUMN, published.table, c) for c in published.columns)
            yield from _known_namespaces(item.namespaces, names)
        case Extension(namespace=str(namespace)) | DefaultPrivileges(namespace=str(namespace)):
            yield from _known_namespaces((namespace,), names)
        case Sequence(owned_by=Ref() as owner):
            yield owner
        case _:
            pass


def _known_namespaces(keys: Iterable[str], names: _Names) -> Iterator[Ref]:
    refs = (Ref(Kind.NAMESPACE, key) for key in keys)
    return (ref for ref in refs if names.known(ref))


def _table_needs(table: Table, names: _Names) -> Iterator[tuple[Ref, frozenset[Ref]]]:
    own = Ref(Kind.TABLE, table.name)
    parents = (table.details.partition_of, *table.details.inherits)
    above = frozenset[Ref]().union(*(names.relation(key) for key in parents if key))
    yield own, names.namespace(own) | above
    for column in table.columns.values():
        generated = column.generated.expression if column.generated else ""
        words = [column.type, column.default or "", generated, column.collation or ""]
        needs = names.meant_by(words, table.name if generated else None)
        needs |= names.sequences(column.default or "")
        yield Ref(Kind.COLUMN, table.name, column.name), needs - {own}
    for item in table.constraints.values():
        ref = Ref(Kind.CONSTRAINT, table.name, item.name)
        match item:
            case ForeignKey():
                yield ref, names.relation(item.references_table) | {own}
            case Check():
                yield ref, names.meant_by((item.expression,), table.name)
            case Exclusion():
                texts = tuple(key.expression or "" for key, _ in item.elements)
                yield ref, names.meant_by((*texts, item.where or ""), table.name) | _of(table, item)
            case _:
                yield ref, _of(table, item)
    for index in table.indexes.values():
        texts = tuple(
            part
            for key in index.keys
            for part in (key.expression, key.opclass, key.collation)
            if part
        )
        needs = names.meant_by((*texts, index.where or ""), table.name)
        yield Ref(Kind.INDEX, table.name, index.name), needs | _of(table, index)


def _of(table: Table, item: Index | Exclusion | object) -> frozenset[Ref]:
    columns: tuple[str, ...] = getattr(item, "columns", ())
    return frozenset(Ref(Kind.COLUMN, table.name, column) for column in columns)
