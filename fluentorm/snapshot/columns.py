"""Columns as JSON data and back; what equals its default is left out."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from fluentorm.schema.hints import AutoGenerate, FieldHints, InputMode
from fluentorm.schema.objects import (
    DEFAULT_SEQUENCE,
    PLAIN_COLUMN,
    Column,
    ColumnDetails,
    Generated,
    Identity,
    NotNull,
)
from fluentorm.schema.privileges import NO_PRIVILEGES
from fluentorm.snapshot.values import (
    JsonDict,
    decode_options,
    decode_privileges,
    decode_sequence,
    encode_options,
    encode_privileges,
    encode_sequence,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

# Keys that few columns have: those that have none are read without looking for each.
_OF_DETAILS = frozenset(
    {"storage", "compression", "statistics", "options", "not_null", "inherited", "privileges"}
)
_OF_SEQUENCES = frozenset({"identity_options", "sequence", "sequence_privileges"})
_IDENTITY: Mapping[str | None, Identity | None] = {
    None: None,
    "always": Identity(always=True),
    "by_default": Identity(always=False),
}


def encode_column(column: Column) -> JsonDict:
    """Return a column as a dict."""
    data: JsonDict = {"name": column.name, "type": column.type}
    if column.nullable:
        data["nullable"] = True
    if column.default is not None:
        data["default"] = column.default
    if column.identity is not None:
        data |= _encode_identity(column.identity)
    if column.generated is not None:
        data["generated"] = column.generated.expression
        if column.generated.virtual:
            data["virtual"] = True
    if column.collation is not None:
        data["collation"] = column.collation
    if column.comment is not None:
        data["comment"] = column.comment
    if column.using is not None:
        data["using"] = column.using
    if column.details != PLAIN_COLUMN:
        data |= _encode_details(column.details)
    hints = column.hints
    if hints.create_input is not InputMode.REQUIRED:
        data["create_input"] = hints.create_input.value
    if not hints.update_input:
        data["update_input"] = False
    if hints.redacted:
        data["redacted"] = True
    if hints.auto_generate is not AutoGenerate.NONE:
        data["auto_generate"] = hints.auto_generate.value
    return data


def decode_column(data: JsonDict) -> Column:
    """Return the column that ``encode_column`` was given."""
    get = data.get
    return Column(
        name=data["name"],
        type=data["type"],
        nullable=get("nullable", False),
        default=get("default"),
        identity=_decode_identity(data),
        generated=Generated(expression=data["generated"], virtual=get("virtual", False))
        if "generated" in data
        else None,
        collation=get("collation"),
        comment=get("comment"),
        using=get("using"),
        details=PLAIN_COLUMN if _OF_DETAILS.isdisjoint(data) else _decode_details(data),
        hints=_hints(
            get("create_input", "required"),
            get("update_input", True),
            get("redacted", False),
            get("auto_generate", "none"),
        ),
    )


def _encode_identity(identity: Identity) -> JsonDict:
    data: JsonDict = {"identity": "always" if identity.always else "by_default"}
    if identity.options != DEFAULT_SEQUENCE:
        data["identity_options"] = encode_sequence(identity.options)
    if identity.sequence is not None:
        data["sequence"] = identity.sequence
    if identity.privileges:
        data["sequence_privileges"] = encode_privileges(identity.privileges)
    return data


def _decode_identity(data: JsonDict) -> Identity | None:
    identity = _IDENTITY[data.get("identity")]
    if identity is None or _OF_SEQUENCES.isdisjoint(data):
        return identity
    return Identity(
        always=identity.always,
        options=decode_sequence(data.get("identity_options", {})),
        sequence=data.get("sequence"),
        privileges=decode_privileges(data["sequence_privileges"])
        if "sequence_privileges" in data
        else NO_PRIVILEGES,
    )


def _encode_details(details: ColumnDetails) -> JsonDict:
    data: JsonDict = {
        name: value
        for name in ("storage", "compression", "statistics")
        if (value := getattr(details, name)) is not None
    }
    if details.options:
        data["options"] = encode_options(details.options)
    if details.not_null is not None:
        data["not_null"] = _encode_not_null(details.not_null)
    if details.inherited:
        data["inherited"] = True
    if details.privileges:
        data["privileges"] = encode_privileges(details.privileges)
    return data


def _decode_details(data: JsonDict) -> ColumnDetails:
    get = data.get
    return ColumnDetails(
        storage=get("storage"),
        compression=get("compression"),
        statistics=get("statistics"),
        options=decode_options(get("options", {})),
        not_null=NotNull(**data["not_null"]) if "not_null" in data else None,
        inherited=get("inherited", False),
        privileges=decode_privileges(data["privileges"]) if "privileges" in data else NO_PRIVILEGES,
    )


def _encode_not_null(item: NotNull) -> JsonDict:
    data: JsonDict = {}
    if item.name is not None:
        data["name"] = item.name
    if item.no_inherit:
        data["no_inherit"] = True
    if not item.validated:
        data["validated"] = False
    if item.comment is not None:
        data["comment"] = item.comment
    return data


@lru_cache(maxsize=256)
def _hints(create_input: str, update_input: bool, redacted: bool, auto_generate: str) -> FieldHints:
    """Return one shared value for each combination; a schema has a handful of them."""
    return FieldHints(
        create_input=InputMode(create_input),
        update_input=update_input,
        redacted=redacted,
        auto_generate=AutoGenerate(auto_generate),
    )
