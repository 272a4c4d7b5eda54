"""Namespaces, extensions and default privileges as statements."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from fluentorm.dialects.postgres.clauses import changed_comment, comments
from fluentorm.dialects.postgres.privileges import changed_privileges, granted, role
from fluentorm.schema.privileges import OWNER, Privileges
from fluentorm.schema.sql_text import quote_identifier as quote
from fluentorm.schema.sql_text import quote_literal

if TYPE_CHECKING:
    from fluentorm.schema.database_objects import DefaultPrivileges, Extension, Namespace


def create_namespace(namespace: Namespace, given: Privileges) -> tuple[str, ...]:
    """Return the statements for a new namespace."""
    target = f"SCHEMA {quote(namespace.name)}"
    return (
        f"CREATE {target}",
        *comments([(target, namespace.comment)]),
        *granted(target, namespace.privileges, given),
    )


def alter_namespace(before: Namespace, after: Namespace) -> tuple[str, ...]:
    """Return the statements that change a namespace."""
    target = f"SCHEMA {quote(after.name)}"
    return (
        *changed_comment(target, before.comment, after.comment),
        *changed_privileges(target, before.privileges, after.privileges),
    )


def create_extension(extension: Extension) -> tuple[str, ...]:
    """Return the statements for a new extension."""
    parts = [f"CREATE EXTENSION {quote(extension.name)}"]
    if extension.namespace is not None:
        parts.append(f"SCHEMA {quote(extension.namespace)}")
    if extension.version is not None:
        parts.append(f"VERSION {quote_literal(extension.version)}")
    return (" ".join(parts), *_changed_extension_comment(None, extension))


def alter_extension(before: Extension, after: Extension) -> tuple[str, ...]:
    """Return the statements that move an extension and bring it to another version."""
    head, statements = f"ALTER EXTENSION {quote(after.name)}", []
    if after.namespace is not None and before.namespace != after.namespace:
        statements.append(f"{head} SET SCHEMA {quote(after.namespace)}")
    if before.version != after.version:
        to = f" TO {quote_literal(after.version)}" if after.version is not None else ""
        statements.append(f"{head} UPDATE{to}")
    return (*statements, *_changed_extension_comment(before.comment, after))


def _changed_extension_comment(before: str | None, after: Extension) -> tuple[str, ...]:
    """Return the statement for a comment; only the server knows the extension's own."""
    comment, name = after.comment, quote(after.name)
    if before == comment:
        return ()
    if comment is not None:
        return changed_comment(f"EXTENSION {name}", None if comment else "its own", comment or None)
    literal = quote_literal(after.name)
    lines = (
        "DO $own$",
        "BEGIN",
        f"    EXECUTE format('COMMENT ON EXTENSION %I IS %L', {literal},",
        f"        (SELECT comment FROM pg_available_extensions WHERE name = {literal}));",  # noqa: S608 - quoted
        "END $own$",
    )
    return ("\n".join(lines),)


def alter_default_privileges(
    before: DefaultPrivileges, after: DefaultPrivileges
) -> tuple[str, ...]:
    """Return the statements that change what new objects of a kind get."""
    head = "ALTER DEFAULT PRIVILEGES"
    if after.role is not None:
        head += f" FOR ROLE {role(after.role)}"
    if after.namespace is not None:
        head += f" IN SCHEMA {quote(after.namespace)}"
    old, new = (_of_the_role(item) for item in (before, after))
    changes = changed_privileges(after.objects.upper().replace("_", " "), old, new)
    return tuple(f"{head} {change}" for change in changes)


def _of_the_role(item: DefaultPrivileges) -> Privileges:
    """Name the owner of the objects to come, where that is not who runs the migration."""
    if item.role is None:
        return item.privileges
    own = item.role
    grants, revokes = (
        tuple(replace(grant, grantee=own) if grant.grantee == OWNER else grant for grant in some)
        for some in (item.privileges.grants, item.privileges.revokes)
    )
    return Privileges(grants, revokes)
