"""Whether every namespace that something is in is declared."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from fluentorm.errors import Place, Problem
from fluentorm.schema.nearest import Nearest
from fluentorm.schema.objects import SchemaModel
from fluentorm.schema.qualified import PUBLIC, namespace_of
from fluentorm.schema.refs import Kind

if TYPE_CHECKING:
    from fluentorm.schema.database_objects import DatabaseObject

_WITHOUT = frozenset(
    {
        *(Kind.NAMESPACE, Kind.EXTENSION, Kind.EVENT_TRIGGER, Kind.PUBLICATION),
        *(Kind.DEFAULT_PRIVILEGES, Kind.TRIGGER, Kind.RULE, Kind.POLICY),
    }
)


def undeclared_problems(model: SchemaModel, nearest: Nearest) -> Iterator[Problem]:
    """Say which namespaces are used and not declared, once for each, where it is used first."""
    declared = {ref.name for ref in model.objects if ref.kind is Kind.NAMESPACE}
    said: set[str] = set()
    for namespace, what, place in _uses(model):
        if namespace == PUBLIC or namespace in declared or namespace in said:
            continue
        said.add(namespace)
        if namespace.startswith("pg_") or namespace == "information_schema":
            text = f"""{what} is in namespace "{namespace}", which is PostgreSQL's own"""
            yield Problem(text, place)
            continue
        yield Problem(
            f'{what} is in namespace "{namespace}", which no file declares',
            place,
            nearest.hint(namespace, declared)
            or f'declare it with db.namespace("{namespace}") in a define(db)',
        )


def _uses(model: SchemaModel) -> Iterator[tuple[str, str, Place | None]]:
    for key in model.tables:
        namespace = namespace_of(key)
        if namespace != PUBLIC:  # only then is the table looked at, which may have to be built
            yield namespace, f'table "{key}"', model.tables[key].origin
    for enum in model.enums.values():
        yield namespace_of(enum.name), f'enum "{enum.name}"', enum.origin
    for item in model.objects.values():
        yield from _uses_of(item)


def _uses_of(item: DatabaseObject) -> Iterator[tuple[str, str, Place | None]]:
    ref, place = item.ref, item.origin
    if ref.kind not in _WITHOUT:
        yield namespace_of(item.name), str(ref), place
    inside: str | None = getattr(item, "namespace", None)
    if ref.kind is Kind.EXTENSION and inside == "pg_catalog":
        return
    for namespace in (inside, *getattr(item, "namespaces", ())):
        if namespace is not None:
            yield namespace, str(ref), place
