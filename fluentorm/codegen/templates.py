"""The source of a generated table module, from its spec.

Plain string building: a template engine costs more to import than these modules take to write.
The text is what ruff's formatter would make of it, so that it passes a project's checks.
"""

from __future__ import annotations

from collections.abc import Iterator

from fluentorm.codegen.fields import Field, attribute_lines, fields_of, or_none
from fluentorm.codegen.headers import FUTURE, header, import_from
from fluentorm.codegen.json_types import json_types
from fluentorm.codegen.layout import Group, is_plain, lay_out
from fluentorm.codegen.spec import TableSpec
from fluentorm.codegen.table_info import table_info

_DATACLASS = "@dataclass(frozen=True, slots=True, kw_only=True)"


def render_table(spec: TableSpec) -> str:
    """Return the source of one table's module."""
    fields = fields_of(spec)
    lines = [
        *header(spec.source_files),
        f'"""The rows {_of_table(spec)}."""',
        "",
        FUTURE,
        "",
        *_imports(spec, fields),
        *json_types(spec, fields),
        *_create_input(spec, fields),
        "",
        "",
        *_update_input(spec, fields),
        "",
        "",
        *_row(spec, fields),
    ]
    return "\n".join(lines) + "\n"


def _of_table(spec: TableSpec) -> str:
    """Return which table it is, without the name where that is not fit for a docstring."""
    return f'of table "{spec.name}"' if is_plain(spec.name) else "of a table"


def _imports(spec: TableSpec, fields: list[Field]) -> list[str]:
    used = {name for field in fields for name in field.type.names}
    network = used & {"CidrNetwork", "InetAddress"}
    enums = {name for _, name in spec.enums}
    return [
        *(["import datetime as dt"] if "dt" in used else []),
        "from dataclasses import dataclass",
        *(["from decimal import Decimal"] if "Decimal" in used else []),
        "from typing import ClassVar, TypedDict",
        *(["from uuid import UUID"] if "UUID" in used else []),
        "",
        *import_from("fluentorm.runtime", _runtime_names(spec, fields)),
        *(import_from("fluentorm.runtime.network", network) if network else []),
        *(["", *import_from(".enums", enums)] if enums else []),
    ]


def _runtime_names(spec: TableSpec, fields: list[Field]) -> Iterator[str]:
    yield from ("Input", "Model", "TableInfo")
    if fields:
        yield "ColumnInfo"
    if spec.unique:
        yield "UniqueInfo"
    if spec.relations:
        yield "RelationInfo"
    if any(relation.junction for relation in spec.relations):
        yield "JunctionInfo"
    if any(c.update_input or c.create_input == "optional" for c in spec.columns):
        yield from ("UNSET", "Unset")
    for field in fields:
        if "JsonValue" in field.type.names:
            yield "JsonValue"
        written = field.spec.update_input or field.spec.create_input != "excluded"
        if "JsonInput" in field.type.names and written:
            yield "JsonInput"


def _create_input(spec: TableSpec, fields: list[Field]) -> list[str]:
    lines = [_DATACLASS, f"class {spec.class_name}CreateInput(Input):", '    """A new row."""']
    required = [field for field in fields if field.spec.create_input == "required"]
    optional = [field for field in fields if field.spec.create_input == "optional"]
    return [*lines, *_input_fields(required, optional)]


def _update_input(spec: TableSpec, fields: list[Field]) -> list[str]:
    lines = [
        _DATACLASS,
        f"class {spec.class_name}UpdateInput(Input):",
        '    """Changes to a row."""',
    ]
    return [*lines, *_input_fields([], [field for field in fields if field.spec.update_input])]


def _input_fields(required: list[Field], optional: list[Field]) -> Iterator[str]:
    if required or optional:
        yield ""
    for field in required:
        annotation = field.type.input
        yield from attribute_lines(
            field, or_none(annotation) if field.spec.nullable else annotation
        )
    for field in optional:
        annotation = field.type.input
        union = or_none(annotation, "Unset") if field.spec.nullable else f"{annotation} | Unset"
        yield from attribute_lines(field, union, " = UNSET")


def _row(spec: TableSpec, fields: list[Field]) -> list[str]:
    name = spec.class_name
    model = Group("Model[", [f"{name}Json", f"{name}JsonSafe"], "]")
    lines = [
        _DATACLASS,
        *_row_class(name, model),
        f'    """A row {_of_table(spec)}."""',
        "",
    ]
    for field in fields:
        annotation = field.type.row
        lines += attribute_lines(field, or_none(annotation) if field.spec.nullable else annotation)
    if fields:
        lines.append("")
    lines += [
        f"    CreateInput = {name}CreateInput",
        f"    UpdateInput = {name}UpdateInput",
        *lay_out(table_info(spec, fields), indent=4, lead="__table__: ClassVar[TableInfo] = "),
    ]
    return lines


def _row_class(name: str, model: Group) -> list[str]:
    one = lay_out(Group(f"class {name}(", [model], "):"))
    if len(one) == 1:
        return one
    inside = lay_out(model, indent=4)
    return [f"class {name}(", *inside, "):"]
