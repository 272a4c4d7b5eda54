"""The source of a generated table module, from its spec.

Plain string building: a template engine costs more to import than these modules take to write.
The text is what ruff's formatter would make of it, so that it passes a project's checks.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from fluentorm.codegen.fields import (
    Field,
    attribute_lines,
    fields_of,
    or_none,
    relation_attributes,
    rule_marks,
)
from fluentorm.codegen.headers import FUTURE, header, import_from, import_order
from fluentorm.codegen.json_types import is_nested, json_types
from fluentorm.codegen.layout import LIMIT, Group, is_plain, lay_out, line, width
from fluentorm.codegen.spec import MANY, TableSpec
from fluentorm.codegen.table_info import table_info


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
    ranges = used & {"Multirange", "Range"}
    enums = {name for _, name in spec.enums}
    return [
        *(["import datetime as dt"] if "dt" in used else []),
        *(["from decimal import Decimal"] if "Decimal" in used else []),
        *import_from("typing", _typing_names(spec)),
        *(["from uuid import UUID"] if "UUID" in used else []),
        "",
        *import_from("fluentorm.runtime", _runtime_names(spec, fields)),
        *(import_from("fluentorm.runtime.network", network) if network else []),
        *(import_from("fluentorm.runtime.ranges", ranges) if ranges else []),
        *(["", *import_from(".enums", enums)] if enums else []),
        *_related_imports(spec),
    ]


def _typing_names(spec: TableSpec) -> Iterator[str]:
    yield from ("ClassVar", "TypedDict")
    if spec.relations:
        yield "TYPE_CHECKING"
    if is_nested(spec):
        yield "NotRequired"


def _related_imports(spec: TableSpec) -> list[str]:
    """Return the imports of related classes, which only type checkers make."""
    modules = {r.module: r.class_name for r in spec.relations if r.module not in ("", spec.module)}
    if not any(relation.module for relation in spec.relations):
        return []
    used = {kind for relation in spec.relations for kind in _relation_kinds(relation.kind)}
    lines = ["", "if TYPE_CHECKING:"]
    lines += [f"    {text}" for text in import_from("fluentorm.runtime", used, indent=4)]
    if modules:
        lines.append("")
    for module in sorted(modules, key=import_order):
        found = import_from(f".{module}", [modules[module]], indent=4)
        lines += [f"    {text}" for text in found]
    return lines


def _relation_kinds(kind: str) -> tuple[str, str]:
    return ("Many", "FetchMany") if kind in MANY else ("One", "FetchOne")


def _runtime_names(spec: TableSpec, fields: list[Field]) -> Iterator[str]:
    yield from ("Input", "Model", "TableInfo")
    if fields:
        yield "ColumnInfo"
    for field in fields:
        yield "NullableField" if field.spec.nullable else "Field"
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
    lines = [f"class {spec.class_name}CreateInput(Input):", '    """A new row."""']
    required = [field for field in fields if field.spec.create_input == "required"]
    optional = [field for field in fields if field.spec.create_input == "optional"]
    return [*lines, *_input_fields(required, optional)]


def _update_input(spec: TableSpec, fields: list[Field]) -> list[str]:
    lines = [
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
    parts = [f"{name}{suffix}" for suffix in ("Json", "JsonSafe", "CreateInput", "UpdateInput")]
    model = Group("Model[", [*parts, _key_type(spec, fields)], "]")
    lines = [
        *_row_class(name, model),
        f'    """A row {_of_table(spec)}."""',
        "",
    ]
    for field in fields:
        kind = "NullableField" if field.spec.nullable else "Field"
        lines += attribute_lines(field, f"{kind}[{field.type.row}]")
    if fields:
        lines.append("")
    lines += _relations(spec, fields)
    lines += [
        f"    CreateInput = {name}CreateInput",
        f"    UpdateInput = {name}UpdateInput",
        *lay_out(table_info(spec, fields), indent=4, lead="__table__: ClassVar[TableInfo] = "),
    ]
    return lines


def _key_type(spec: TableSpec, fields: list[Field]) -> str:
    """Return the type of the primary key: a tuple where it has several columns."""
    types = {field.spec.name: field.type.row for field in fields}
    parts = [types[name] for name in spec.primary_key]
    if not parts:
        return "None"
    return parts[0] if len(parts) == 1 else f"tuple[{', '.join(parts)}]"


def _relations(spec: TableSpec, fields: list[Field]) -> list[str]:
    """Return what type checkers know about the relations; the class makes them itself."""
    attributes = relation_attributes(spec, fields)
    lines = []
    for relation in spec.relations:
        if not relation.class_name:
            continue
        kind, fetch = _relation_kinds(relation.kind)
        name, target = attributes[relation.name], relation.class_name
        marks = rule_marks(name)
        for attribute, generic in ((name, kind), (f"fetch_{name}", fetch)):
            lines += _class_var(attribute, f"{generic}[{target}]", marks)
    return ["    if TYPE_CHECKING:", *lines, ""] if lines else []


def _class_var(name: str, inside: str, marks: list[str]) -> list[str]:
    """Return an annotated name, broken where ruff would when the line is too long."""
    text = f"        {name}: ClassVar[{inside}]"
    if width(text) <= LIMIT:
        return [line(text, *marks)]
    opening = f"        {name}: ClassVar["
    if width(opening) <= LIMIT:
        return [line(opening, *marks), line(f"            {inside}"), "        ]"]
    return [
        line(f"        {name}: (", *marks),
        *lay_out(Group("ClassVar[", [inside], "]"), indent=12),
        "        )",
    ]


def _row_class(name: str, model: Group) -> list[str]:
    one = lay_out(Group(f"class {name}(", [model], "):"))
    if len(one) == 1:
        return one
    # With a comma behind the last, so that it keeps its shape where lines may be longer.
    inside = lay_out(replace(model, exploded=True), indent=4)
    return [f"class {name}(", *inside, "):"]
