"""The types of a row's JSON, whole and without the redacted columns."""

from __future__ import annotations

import keyword

from fluentorm.codegen.fields import Field, or_none, rule_marks
from fluentorm.codegen.layout import LIMIT, Group, lay_out, line, quoted, width
from fluentorm.codegen.names import RESERVED_ATTRIBUTES
from fluentorm.codegen.spec import TableSpec


def json_types(spec: TableSpec, fields: list[Field]) -> list[str]:
    """Return the two response types, and the blank lines around them."""
    if all(_is_plain_key(field) for field in fields):
        return ["", "", *_as_classes(spec.class_name, fields), "", ""]
    return ["", *_as_calls(spec.class_name, fields), "", ""]


def _as_classes(name: str, fields: list[Field]) -> list[str]:
    """Return two classes; the whole one adds what the safe one leaves out."""
    redacted = [field for field in fields if field.spec.redacted]
    if not redacted:
        whole = _typed_dict(f"{name}Json", fields, "A row as JSON.")
        return [*whole, "", "", *_alias(f"{name}JsonSafe", f"{name}Json")]
    safe = [field for field in fields if not field.spec.redacted]
    return [
        *_typed_dict(f"{name}JsonSafe", safe, "A row as JSON, without the redacted columns."),
        "",
        "",
        *_typed_dict(f"{name}Json", redacted, "A row as JSON.", base=f"{name}JsonSafe"),
    ]


def _as_calls(name: str, fields: list[Field]) -> list[str]:
    """Return two calls, for keys that no class can spell."""
    whole = _typed_dict_call(f"{name}Json", fields)
    if not any(field.spec.redacted for field in fields):
        return [*whole, *_alias(f"{name}JsonSafe", f"{name}Json")]
    safe = [field for field in fields if not field.spec.redacted]
    return [*whole, *_typed_dict_call(f"{name}JsonSafe", safe)]


def _alias(name: str, target: str) -> list[str]:
    text = f"{name} = {target}"
    if width(text) <= LIMIT:
        return [text]
    return [f"{name} = (", line(f"    {target}"), ")"]


def _typed_dict(name: str, fields: list[Field], title: str, base: str = "TypedDict") -> list[str]:
    lines = [*lay_out(Group(f"class {name}(", [base], "):")), f'    """{title}"""']
    if fields:
        lines.append("")
    for field in fields:
        marks = rule_marks(field.spec.name, in_typed_dict=True)
        lines.append(line(f"    {field.spec.name}: {_json(field)}", *marks))
    return lines


def _typed_dict_call(name: str, fields: list[Field]) -> list[str]:
    entries = []
    for field in fields:
        key, annotation = quoted(field.spec.name), _json(field)
        if width(f"        {key}: {annotation},") > LIMIT:  # a string cannot be broken
            annotation = f'"{annotation}"'
        entries.append(f"{key}: {annotation}")
    keys = Group("{", entries, "}", exploded=True)
    call = Group(f"{name} = TypedDict(", [f'"{name}"', keys], ")", exploded=True)
    return lay_out(call)


def _is_plain_key(field: Field) -> bool:
    """Say whether a class may spell a key as it is."""
    name = field.spec.name
    return (
        name.isascii()
        and name.isidentifier()
        and not keyword.iskeyword(name)
        and not name.startswith("__")
        and (field.attribute == name or name not in RESERVED_ATTRIBUTES)
    )


def _json(field: Field) -> str:
    annotation = field.type.json
    return or_none(annotation) if field.spec.nullable else annotation
