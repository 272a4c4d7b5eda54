"""What belongs to the database as a whole: namespaces, extensions, collations, publications..."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fluentorm.dialects.postgres.catalog.attached import ENABLED
from fluentorm.dialects.postgres.catalog.reading import (
    COLLATION,
    DEFAULT_ACL,
    EVENT_TRIGGER,
    EXTENSION,
    NAMESPACE,
    PUBLICATION,
    PUBLISHED_NAMESPACE,
    PUBLISHED_TABLE,
    Reading,
    Rows,
)
from fluentorm.dialects.postgres.catalog.texts import optional
from fluentorm.schema.database_objects import (
    Collation,
    DefaultPrivileges,
    DefaultsOf,
    EventTrigger,
    Extension,
    Namespace,
    Publication,
    PublishedTable,
)
from fluentorm.schema.objects import AnyOrder
from fluentorm.schema.qualified import PUBLIC, qualify

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fluentorm.dialects.postgres.catalog.relations import Relation
    from fluentorm.schema.objects import Options

_PUBLIC_COMMENT = "standard public schema"
_PROVIDERS = {"c": "libc", "i": "icu", "b": "builtin", "d": "default"}
_ALL_ACTIONS = "insert, update, delete, truncate"
_DEFAULTS: dict[str, DefaultsOf] = {
    "r": "tables",
    "S": "sequences",
    "f": "functions",
    "T": "types",
    "n": "schemas",
    "L": "large_objects",
}


def add_namespaces(reading: Reading) -> None:
    """Take up the namespaces; public only where it is not as in every new database."""
    for oid, name in reading.namespaces.items():
        if oid not in reading.chosen or (NAMESPACE, oid) in reading.members:
            continue
        comment = reading.comment(NAMESPACE, oid)
        privileges = reading.granted(NAMESPACE, oid)
        if name == PUBLIC:
            comment = None if comment == _PUBLIC_COMMENT else comment
            if comment is None and not privileges:
                continue
        value = Namespace(name=name, comment=comment, privileges=privileges)
        reading.add(NAMESPACE, oid, value)


def add_extensions(rows: Rows, reading: Reading) -> None:
    """Take up the extensions; a namespace that one makes for itself is its own affair."""
    for oid, name, namespace, version, namespace_oid, usual in rows:
        own = reading.members.get((NAMESPACE, namespace_oid)) == oid
        comment = reading.comment(EXTENSION, oid)
        value = Extension(
            name=name,
            namespace=None if own else namespace,
            version=version,
            comment=None if comment == usual else comment or "",
        )
        reading.add(EXTENSION, oid, value)


def add_collations(rows: Rows, reading: Reading) -> None:
    """Take up the collations."""
    for oid, namespace, name, provider, deterministic, collate, ctype, locale, rules in rows:
        if (COLLATION, oid) in reading.members:
            continue
        if locale is None and collate == ctype:  # so ICU had it before PostgreSQL 15
            locale = collate
        if locale is not None:
            collate = ctype = None
        value = Collation(
            name=reading.key(namespace, name),
            provider=_PROVIDERS[provider],
            locale=locale,
            lc_collate=collate,
            lc_ctype=ctype,
            deterministic=deterministic,
            rules=rules,
            comment=reading.comment(COLLATION, oid),
        )
        reading.add(COLLATION, oid, value)


def add_event_triggers(rows: Rows, reading: Reading) -> None:
    """Take up the event triggers."""
    for oid, name, event, namespace, function, enabled, tags in rows:
        if (EVENT_TRIGGER, oid) in reading.members:
            continue
        value = EventTrigger(
            name=name,
            event=event,
            function=qualify(namespace, function),
            tags=AnyOrder(tags or ()),
            enabled=ENABLED[enabled],
            comment=reading.comment(EVENT_TRIGGER, oid),
        )
        reading.add(EVENT_TRIGGER, oid, value)


def add_publications(rows: Rows, relations: Mapping[int, Relation], reading: Reading) -> None:
    """Take up the publications."""
    for oid, name, whole, actions, via_root, generated, tables, namespaces in rows:
        value = Publication(
            name=name,
            all_tables=whole,
            tables=_published(tables or (), relations),
            namespaces=tuple(namespace for _, namespace in namespaces or ()),
            options=_options(actions, via_root, generated),
            comment=reading.comment(PUBLICATION, oid),
        )
        reading.add(PUBLICATION, oid, value)
        for part, *_ in tables or ():
            reading.refs[PUBLISHED_TABLE, part] = value.ref
        for part, _ in namespaces or ():
            reading.refs[PUBLISHED_NAMESPACE, part] = value.ref


def _published(rows: Any, relations: Mapping[int, Relation]) -> tuple[PublishedTable, ...]:
    tables = (
        PublishedTable(
            table=relations[table].key, columns=tuple(columns or ()), where=optional(where)
        )
        for _, table, where, columns in rows
    )
    return tuple(sorted(tables, key=lambda published: published.table))


def _options(actions: str, via_root: bool, generated: str | None) -> Options:
    options: dict[str, str] = {}
    if actions != _ALL_ACTIONS:
        options["publish"] = actions
    if generated == "s":
        options["publish_generated_columns"] = "stored"
    if via_root:
        options["publish_via_partition_root"] = "true"
    return tuple(options.items())


def add_default_privileges(rows: Rows, reading: Reading) -> None:
    """Take up the default privileges."""
    for oid, role, namespace, kind in rows:
        value = DefaultPrivileges(
            objects=_DEFAULTS[kind],
            role=role,
            namespace=namespace,
            privileges=reading.granted(DEFAULT_ACL, oid),
        )
        reading.add(DEFAULT_ACL, oid, value)
