"""Lists and mappings of a YAML file: how each is read, and how JSON Schema says the same.

As in ``yaml_values``, ``read`` and ``schema`` stand side by side.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Any, Protocol

from yaml import MappingNode, ScalarNode, SequenceNode

from fluentorm.registry.yaml_nodes import Node, Report
from fluentorm.registry.yaml_values import (
    WRONG,
    JsonSchema,
    Pair,
    has_own_tag,
    is_nothing,
    pairs,
    wrong,
)
from fluentorm.schema.nearest import nearest
from fluentorm.values import dataclass


class Shape(Protocol):
    """One kind of value."""

    def read(self, node: Node, what: str, report: Report) -> Any:
        """Return the value, or report what is wrong with it and return WRONG."""

    def schema(self) -> JsonSchema:
        """Return the same rule as JSON Schema."""


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list of at least one item."""

    item: Shape
    one: bool = False  # a single item may stand without the list
    ref: str | None = None  # its name among the definitions of the JSON Schema

    def read(self, node: Node, what: str, report: Report) -> Any:
        """Return the value; report and return WRONG where it is none."""
        if isinstance(node, SequenceNode) and has_own_tag(node, "seq", what, report):
            if not node.value:
                return wrong(node, what, "a list of at least one item", report)
            items = [self.item.read(item, what, report) for item in node.value]
            return [item for item in items if item is not WRONG] or WRONG
        if self.one and not isinstance(node, SequenceNode):
            item = self.item.read(node, what, report)
            return item if item is WRONG else [item]
        return wrong(node, what, "a list", report)

    def schema(self) -> JsonSchema:
        """Return the same rule as JSON Schema, by reference if it has a name."""
        return {"$ref": f"#/$defs/{self.ref}"} if self.ref else self.definition()

    def definition(self) -> JsonSchema:
        """Return the same rule as JSON Schema, in full."""
        listed = {"type": "array", "items": self.item.schema(), "minItems": 1}
        return {"anyOf": [self.item.schema(), listed]} if self.one else listed


@dataclass(frozen=True, slots=True)
class Entries:
    """A list whose items are declarations, each with a place of its own."""

    item: Shape

    def read(self, node: Node, what: str, report: Report) -> Any:
        """Return (node, value) for each item, less what is wrong."""
        if not isinstance(node, SequenceNode) or not has_own_tag(node, "seq", what, report):
            return wrong(node, what, "a list", report)
        if not node.value:
            return wrong(node, what, "a list of at least one item", report)
        found = [(item, self.item.read(item, what, report)) for item in node.value]
        return [pair for pair in found if pair[1] is not WRONG]

    def schema(self) -> JsonSchema:
        """Return the same rule as JSON Schema."""
        return {"type": "array", "items": self.item.schema(), "minItems": 1}


@dataclass(frozen=True, slots=True)
class MapOf:
    """A mapping of the author's own names to values of one shape."""

    value: Shape
    noun: str

    def read(self, node: Node, what: str, report: Report) -> Any:
        """Return a dict of names to (key node, value), less what is wrong."""
        if not isinstance(node, MappingNode):
            return wrong(node, what, "names with values", report)
        found = {}
        for name, (key, value_node) in pairs(node, what, report).items():
            value = self.value.read(value_node, f'{self.noun} "{name}"', report)
            if value is not WRONG:
                found[name] = (key, value)
        return found

    def schema(self) -> JsonSchema:
        """Return the same rule as JSON Schema."""
        return {
            "type": "object",
            "additionalProperties": self.value.schema(),
            "propertyNames": {"minLength": 1},
        }


@dataclass(frozen=True, slots=True)
class Plain:
    """A mapping whose names need no place of their own."""

    value: Shape
    noun: str

    def read(self, node: Node, what: str, report: Report) -> Any:
        """Return a dict of names to values, less what is wrong."""
        found = MapOf(self.value, self.noun).read(node, what, report)
        if found is WRONG:
            return WRONG
        return {name: value for name, (_, value) in found.items()}

    def schema(self) -> JsonSchema:
        """Return the same rule as JSON Schema."""
        return MapOf(self.value, self.noun).schema()


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a Record: what may stand there, and what it is for."""

    shape: Shape
    text: str
    required: bool = False

    def schema(self) -> JsonSchema:
        """Return the shape's JSON Schema with the description."""
        return {"description": self.text, **self.shape.schema()}


@dataclass(frozen=True, slots=True)
class Record:
    """A mapping of fixed keys."""

    keys: Mapping[str, Key]
    ref: str | None = None  # its name among the definitions of the JSON Schema
    others: Mapping[str, str] = field(default_factory=dict)  # what other tools call the keys
    either: tuple[str, ...] = ()  # of these keys exactly one stands there
    required: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        required = tuple(name for name, key in self.keys.items() if key.required)
        object.__setattr__(self, "required", required)

    def read(self, node: Node, what: str, report: Report) -> Any:
        """Return a dict of what is sound; WRONG where something required is not."""
        if not isinstance(node, MappingNode):
            return wrong(node, what, "a mapping of options", report)
        return self.read_pairs(node, pairs(node, what, report), what, report)

    def read_pairs(self, node: Node, found: Mapping[str, Pair], what: str, report: Report) -> Any:
        """Read pairs that were taken from a node before."""
        values = {}
        for name, (key_node, value_node) in found.items():
            key = self.keys.get(name)
            if key is None:
                self._unknown(key_node, name, what, report)
                continue
            value = key.shape.read(value_node, f"{name} of {what}", report)
            if value is not WRONG:
                values[name] = value
        for name in self.required:
            if name not in found:
                report(node, f"{what} has no {name}", f"add {name}:")
        given = [name for name in self.either if name in found]
        if self.either and len(given) != 1:
            choices = " or ".join(self.either)
            said = " and ".join(given) if given else f"no {choices}"
            report(node, f"{what} has {said}", f"give one of {choices}" if given else None)
        needed = (*self.required, *given)
        complete = all(name in values for name in needed) and len(given) == bool(self.either)
        return values if complete else WRONG

    def _unknown(self, node: Node, name: str, what: str, report: Report) -> None:
        near = self.others.get(name) or nearest(name, self.keys)
        hint = f'did you mean "{near}"?' if near else f"known are: {', '.join(self.keys)}"
        report(node, f'unknown key "{name}" in {what}', hint)

    def schema(self) -> JsonSchema:
        """Return the same rule as JSON Schema, by reference if it has a name."""
        return {"$ref": f"#/$defs/{self.ref}"} if self.ref else self.definition()

    def definition(self) -> JsonSchema:
        """Return the same rule as JSON Schema, in full."""
        found: JsonSchema = {
            "type": "object",
            "properties": {name: key.schema() for name, key in self.keys.items()},
            "additionalProperties": False,
        }
        if self.required:
            found["required"] = list(self.required)
        if self.either:
            found["oneOf"] = [{"required": [name]} for name in self.either]
        return found


@dataclass(frozen=True, slots=True)
class ByKind:
    """A value whose shape depends on whether it is a scalar, a list or a mapping.

    ``{sql: text}`` is a mapping to YAML and a scalar to us, where ``sql`` says so.
    """

    expected: str
    scalar: Shape | None = None
    sequence: Shape | None = None
    mapping: Shape | None = None
    sql: bool = False

    def read(self, node: Node, what: str, report: Report) -> Any:
        """Return the value; report and return WRONG where it is none."""
        shape = self.scalar
        if isinstance(node, SequenceNode):
            shape = self.sequence
        elif isinstance(node, MappingNode) and not (self.sql and _is_sql(node)):
            shape = self.mapping
        if shape is None or (isinstance(node, ScalarNode) and is_nothing(node)):
            return wrong(node, what, self.expected, report)
        return shape.read(node, what, report)

    def schema(self) -> JsonSchema:
        """Return the same rule as JSON Schema."""
        shapes = (self.scalar, self.sequence, self.mapping)
        schemas = [shape.schema() for shape in shapes if shape is not None]
        return schemas[0] if len(schemas) == 1 else {"anyOf": schemas}


def _is_sql(node: MappingNode) -> bool:
    return [key.value for key, _ in node.value] == ["sql"]
