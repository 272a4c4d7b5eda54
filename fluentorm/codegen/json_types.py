"""The types of a row's JSON, whole and without the redacted columns.

Related rows are there when they were loaded. They are plain dicts to type checkers: their own types
are in modules that import this one, and a framework that resolves the annotations at run time
would not find them.
"""

from __future__ import annotations

import keyword
from typing import NamedTuple

from fluentorm.codegen.fields import Field, or_none, relation_attributes, rule_marks
from fluentorm.codegen.layout import LIMIT, Group, lay_out, line, quoted, width
from fluentorm.codegen.names import RESERVED_ATTRIBUTES
from fluentorm.codegen.spec import MANY, TableSpec


class _Entry(NamedTuple):
    """A key of the JSON: its name, its type, and whether a class may spell it as it is."""

    key: str
    annotation: str
    plain: bool


def json_types(spec: TableSpec, fields: list[Field]) -> list[str]:
    """Return the two response types, and the blank lines around them."""
    safe = [_column(field) for field in fields if not field.spec.redacted]
    redacted = [_column(field) for field in fields if field.spec.redacted]
    related = _related(spec, fields)
    if all(entry.plain for entry in (*safe, *redacted, *related)):
        return ["", "", *_as_classes(spec.class_name, [*safe, *related], redacted), "", ""]
    in_order = [_column(field) for field in fields]
    return ["", *_as_calls(spec.class_name, in_order, safe, related), "", ""]


def is_nested(spec: TableSpec) -> bool:
    """Say whether the JSON may hold related rows."""
    return any(relation.class_name for relation in spec.relations)


def _as_classes(name: str, safe: list[_Entry], redacted: list[_Entry]) -> list[str]:
    """Return two classes; the whole one adds what the safe one leaves out."""
    if not redacted:
        whole = _typed_dict(f"{name}Json", safe, "A row as JSON.")
        return [*whole, "", "", *_alias(f"{name}JsonSafe", f"{name}Json")]
    return [
        *_typed_dict(f"{name}JsonSafe", safe, "A row as JSON, without the redacted columns."),
        "",
        "",
        *_typed_dict(f"{name}Json", redacted, "A row as JSON.", base=f"{name}JsonSafe"),
    ]


def _as_calls(
    name: str, columns: list[_Entry], safe: list[_Entry], related: list[_Entry]
) -> list[str]:
    """Return two calls, for keys that no class can spell."""
    whole = _typed_dict_call(f"{name}Json", [*columns, *related])
    if len(safe) == len(columns):
        return [*whole, *_alias(f"{name}JsonSafe", f"{name}Json")]
    return [*whole, *_typed_dict_call(f"{name}JsonSafe", [*safe, *related])]


def _alias(name: str, target: str) -> list[str]:
    text = f"{name} = {target}"
    if width(text) <= LIMIT:
        return [text]
    return [f"{name} = (", line(f"    {target}"), ")"]


def _typed_dict(name: str, entries: list[_Entry], title: str, base: str = "TypedDict") -> list[str]:
    lines = [*lay_out(Group(f"class {name}(", [base], "):")), f'    """{title}"""']
    if entries:
        lines.append("")
    for entry in entries:
        lines += _key_lines(entry)
    return lines


def _key_lines(entry: _Entry) -> list[str]:
    """Return an annotated key, broken where ruff would when the line is too long."""
    marks = rule_marks(entry.key, in_typed_dict=True)
    text = f"    {entry.key}: {entry.annotation}"
    if width(text) <= LIMIT or not entry.annotation.startswith("NotRequired["):
        return [line(text, *marks)]
    inside = entry.annotation.removeprefix("NotRequired[").removesuffix("]")
    return [line(f"    {entry.key}: NotRequired[", *marks), line(f"        {inside}"), "    ]"]


def _typed_dict_call(name: str, entries: list[_Entry]) -> list[str]:
    items = []
    for entry in entries:
        key, annotation = quoted(entry.key), entry.annotation
        if width(f"        {key}: {annotation},") > LIMIT:  # a string cannot be broken
            annotation = f'"{annotation}"'
        items.append(f"{key}: {annotation}")
    keys = Group("{", items, "}", exploded=True)
    call = Group(f"{name} = TypedDict(", [f'"{name}"', keys], ")", exploded=True)
    return lay_out(call)


def _column(field: Field) -> _Entry:
    name = field.spec.name
    annotation = field.type.json
    annotation = or_none(annotation) if field.spec.nullable else annotation
    plain = _is_plain(name) and (field.attribute == name or name not in RESERVED_ATTRIBUTES)
    return _Entry(name, annotation, plain)


def _related(spec: TableSpec, fields: list[Field]) -> list[_Entry]:
    """Return the keys of related rows: the relation's name, its attribute where that is taken."""
    columns = {field.spec.name for field in fields}
    attributes = relation_attributes(spec, fields)
    entries = []
    for relation in spec.relations:
        if relation.class_name:
            name = attributes[relation.name] if relation.name in columns else relation.name
            one = "dict[str, object]"
            annotation = f"list[{one}]" if relation.kind in MANY else or_none(one)
            entries.append(_Entry(name, f"NotRequired[{annotation}]", _is_plain(name)))
    return entries


def _is_plain(name: str) -> bool:
    return (
        name.isascii()
        and name.isidentifier()
        and not keyword.iskeyword(name)
        and not name.startswith("__")
    )
