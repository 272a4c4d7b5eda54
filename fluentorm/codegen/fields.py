"""A column as the classes of its module show it."""

from __future__ import annotations

from fluentorm.codegen.layout import LIMIT, line, width
from fluentorm.codegen.names import attribute_names
from fluentorm.codegen.spec import ColumnSpec, TableSpec
from fluentorm.codegen.types import PythonType, python_type
from fluentorm.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A column, the attribute it is, and the Python types of it."""

    spec: ColumnSpec
    attribute: str
    type: PythonType


def fields_of(spec: TableSpec) -> list[Field]:
    """Return the columns of a table with their attributes and types."""
    enums = dict(spec.enums)
    reserved = {spec.class_name, *enums.values()}
    for relation in spec.relations:
        reserved |= {f"fetch_{relation.name}", relation.class_name}
    attributes = attribute_names((column.name for column in spec.columns), reserved)
    return [
        Field(
            spec=column,
            attribute=attributes[column.name],
            type=python_type(column.type, enums),
        )
        for column in spec.columns
    ]


def or_none(annotation: str, *others: str) -> str:
    """Return the union of an annotation, others and None, which ruff wants at the end."""
    return " | ".join([annotation, *others, "None"])


def relation_attributes(spec: TableSpec, fields: list[Field]) -> dict[str, str]:
    """Return an attribute for each relation, apart from those of columns and of fetchers."""
    taken = {field.attribute for field in fields}
    taken.update(f"fetch_{relation.name}" for relation in spec.relations)
    return attribute_names((relation.name for relation in spec.relations), taken)


def attribute_lines(field: Field, annotation: str, default: str = "") -> list[str]:
    """Return an annotated name, broken where ruff would when the line is too long."""
    name = field.attribute
    text = f"    {name}: {annotation}{default}"
    marks = rule_marks(name)
    if width(text) <= LIMIT:
        return [line(text, *marks)]
    opening, inside, closing = "(", annotation, ")"
    if annotation.endswith("]") and " | " not in annotation:
        opening, _, inside = annotation[:-1].partition("[")
        opening, closing = f"{opening}[", "]"
    return [
        line(f"    {name}: {opening}", *marks),
        line(f"        {inside}"),
        f"    {closing}{default}",
    ]


def rule_marks(name: str, *, in_typed_dict: bool = False) -> list[str]:
    """Return the codes of ruff's naming rules that a column's own name breaks."""
    if name in ("l", "O", "I"):
        return ["E741"]
    mixed = name.lstrip("_")[:1].islower() and name.lower() != name
    return ["N815"] if mixed and not in_typed_dict else []
