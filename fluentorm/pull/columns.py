"""A column as the call that declares it, with the words an author would choose."""

from __future__ import annotations

import re
from dataclasses import field
from typing import TYPE_CHECKING

from fluentorm.pull.calls import Call, call, given
from fluentorm.pull.field_types import field_type
from fluentorm.pull.values import (
    default_value,
    granted,
    grants,
    parameters,
    sequence_settings,
)
from fluentorm.schema.names import enum_name
from fluentorm.schema.objects import PLAIN_COLUMN
from fluentorm.schema.qualified import bare_name, sibling, written_beside
from fluentorm.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fluentorm.schema.objects import Column, Enum

_COUNTED = {
    "smallint": "small_increments",
    "integer": "increments",
    "bigint": "big_increments",
}
_SERIAL = {"smallint": "small_serial", "integer": "serial", "bigint": "big_serial"}
_SECRET = re.compile(
    r"passw(or)?d|passphrase|(^|_)pwd|secret|token|(api|private|access|encryption)_?key|credential",
    re.IGNORECASE,
)
_TEXTS = ("text", "character", "bytea", "json")
# Arguments of a method's own that read better behind the flags.
_LATE = frozenset({"array", "always", "sequence", "type_comment"})
_NOW = "CURRENT_TIMESTAMP"
_STAMPED = {"timestamp with time zone": True, "timestamp without time zone": False}


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What a column's call depends on beside the column.

    ``key`` is the column whose call says that it is the primary key, ``alone`` the one that is the
    whole key. ``enums`` are those declared with the column that has them, by the column's type;
    ``labels`` the values of all, by type. ``serials`` are columns whose sequence their call
    declares.
    """

    table: str
    key: str | None = None
    alone: str | None = None
    unique: frozenset[str] = frozenset()
    references: frozenset[str] = frozenset()
    enums: Mapping[str, Enum] = field(default_factory=dict)
    labels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    serials: frozenset[str] = frozenset()


def column_calls(column: Column, context: Context) -> tuple[Call, ...]:
    """Return the call of a column, and that of its NOT NULL constraint where it is unusual."""
    method, own, default = _method(column, context)
    flags = {
        "primary_key": context.key == column.name,
        "unique": column.name in context.unique and column.identity is None,
        "nullable": column.nullable,
    }
    arguments = {"name": column.name, **given(flags), **default, **given(_rest(column))}
    first = {name: own[name] for name in own if name not in _LATE}
    late = {name: own[name] for name in own if name in _LATE}
    made = Call(
        method=method,
        arguments={"name": column.name, **first, **arguments, **late},
    )
    return (made, *not_null_calls(column))


def not_null_calls(column: Column) -> tuple[Call, ...]:
    """Return the call for a NOT NULL constraint that has more than the usual."""
    not_null = column.details.not_null
    if not_null is None:
        return ()
    unusual = call(
        "not_null",
        column=column.name,
        name=not_null.name,
        no_inherit=not_null.no_inherit,
        comment=not_null.comment,
    )
    if not not_null.validated:
        unusual = Call(method="not_null", arguments={**unusual.arguments, "validated": False})
    return (unusual,)


def is_secret(column: Column) -> bool:
    """Guess from a column's name whether its content should not be shown."""
    return _SECRET.search(column.name) is not None and column.type.startswith(_TEXTS)


def is_stamp(column: Column, name: str) -> bool | None:
    """Say whether a column is what ``timestamps()`` makes: with a time zone or without, or None."""
    if column.name != name or column.nullable or column.default != _NOW:
        return None
    return _plain_time(column)


def is_soft_delete(column: Column) -> bool | None:
    """Say the same of ``soft_delete()``."""
    if column.name != "deleted_at" or not column.nullable or column.default is not None:
        return None
    return _plain_time(column)


def _plain_time(column: Column) -> bool | None:
    plain = column.details == PLAIN_COLUMN and column.generated is None and column.comment is None
    return _STAMPED.get(column.type) if plain else None


def _method(column: Column, context: Context) -> tuple[str, dict[str, object], dict[str, object]]:
    """Return the method, the arguments of its own, and what is said about the default."""
    if column.identity is not None and column.type in _COUNTED:
        return _COUNTED[column.type], _identity(column, context), {}
    if column.name in context.serials:
        return _SERIAL[column.type], {}, {}
    enum = context.enums.get(column.type)
    labels = context.labels.get(column.type)
    default = _default(column, context, labels)
    if enum is not None:
        own = {"values": list(enum.values)}
        if enum.name != sibling(context.table, enum_name(bare_name(context.table), column.name)):
            own["type_name"] = enum.name  # type: ignore[assignment]  # of another type than the values
        return "enum", {**own, **given({"type_comment": enum.comment})}, default
    found = field_type(column.type)
    return found.method, found.arguments, default


def _identity(column: Column, context: Context) -> dict[str, object]:
    identity = column.identity
    if identity is None:
        return {}
    sequence = sequence_settings(identity.options)
    if identity.sequence is not None:
        sequence["name"] = written_beside(context.table, identity.sequence)
    sequence |= {name: given for name, given in granted(identity.privileges).items() if given}
    arguments: dict[str, object] = {}
    if context.key != column.name and column.name not in context.unique:
        arguments["unique"] = False  # it is by default
    if identity.always:
        arguments["always"] = True
    if sequence:
        arguments["sequence"] = sequence
    return arguments


def _default(column: Column, context: Context, labels: tuple[str, ...] | None) -> dict[str, object]:
    generated_key = (
        column.type == "uuid"
        and context.alone == column.name
        and column.name not in context.references
    )
    if generated_key and column.default == "gen_random_uuid()":
        return {}
    if column.default is None:
        return {"default": None} if generated_key else {}
    return {"default": default_value(column.default, column.type, labels)}


def _rest(column: Column) -> dict[str, object]:
    """Return the options that say what few columns have, and the hints."""
    details, generated = column.details, column.generated
    return {
        "generated": generated.expression if generated is not None else None,
        "virtual": generated is not None and generated.virtual,
        "collation": column.collation,
        "redacted": column.hints.redacted or is_secret(column),
        "storage": details.storage,
        "compression": details.compression,
        "statistics": details.statistics,
        "parameters": parameters(details.options),
        "grants": grants(details.privileges.grants),
        "comment": column.comment,
    }
