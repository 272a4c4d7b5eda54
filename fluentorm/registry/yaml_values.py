"""Single values of a YAML file: how each is read, and how JSON Schema says the same.

Each class has two faces that cannot diverge because they stand side by side: ``read`` turns a
node into the value that the builder takes, and ``schema`` is the JSON Schema that editors use.
``read`` reports what is wrong, returns WRONG, and so one run finds everything.

Plain scalars are read by what they mean in every version of YAML; where 1.1 and 1.2 disagree
(``yes``, ``010``) the author is asked to say it with quotes. Names are text however they look, so
that a column may be called ``on`` or ``123``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, TypeAlias

from yaml import MappingNode, ScalarNode, SequenceNode

from fluentorm.registry.yaml_nodes import Node, Report, kind_of
from fluentorm.schema.nearest import nearest
from fluentorm.schema.sql_text import SqlText
from fluentorm.values import dataclass

JsonSchema: TypeAlias = dict[str, Any]
Pair: TypeAlias = tuple[ScalarNode, Node]

WRONG: Any = object()
"""What ``read`` returns after it reported a problem."""

SQL_SCHEMA: JsonSchema = {
    "type": "object",
    "properties": {"sql": {"description": "an SQL expression, as it is", "type": "string"}},
    "required": ["sql"],
    "additionalProperties": False,
}
"""What ``#/$defs/sql`` stands for."""

NAME_SCHEMA: JsonSchema = {"type": ["string", "number", "boolean"], "minLength": 1}
"""What ``#/$defs/name`` stands for."""

_TAG = "tag:yaml.org,2002:"
_STR, _INT, _FLOAT, BOOL, _NULL = (_TAG + t for t in ("str", "int", "float", "bool", "null"))
_TEXTS = frozenset({_STR, _TAG + "timestamp", _TAG + "value"})
_SCALARS = frozenset({*_TEXTS, _INT, _FLOAT, BOOL, _NULL, _TAG + "merge"})
_INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9]*)")
_MAX_DEPTH = 50


@dataclass(frozen=True, slots=True)
class Text:
    """Text: quoted, or plain where it can be nothing else."""

    filled: bool = False  # an empty text means nothing here

    def read(self, node: Node, what: str, report: Report) -> Any:
        """Return the value; report and return WRONG where it is none."""
        if isinstance(node, ScalarNode) and node.tag in _TEXTS and (node.value or not self.filled):
            return node.value
        plain = isinstance(node, ScalarNode) and not is_nothing(node)
        return wrong(node, what, "text", report, "put it in quotes" if plain else None)

    def schema(self) -> JsonSchema:
        """Return the same rule as JSON Schema."""
        return {"type": "string", "minLength": 1} if self.filled else {"type": "string"}


@dataclass(frozen=True, slots=True)
class Name:
    """A name, or a word of an enum: any scalar but null, taken as it is written."""

    def read(self, node: Node, what: str, report: Report) -> Any:
        """Return the value; report and return WRONG where it is none."""
        if isinstance(node, ScalarNode) and node.tag in _SCALARS:
            if node.value and node.tag != _NULL:
                return node.value
            if not is_nothing(node):
                return wrong(node, what, "a name", report, 'write "null" in quotes')
        return wrong(node, what, "a name", report)

    def schema(self) -> JsonSchema:
        """Return the same rule as JSON Schema."""
        return {"$ref": "#/$defs/name"}


@dataclass(frozen=True, slots=True)
class Label:
    """A word of an enum: as a name, and also the empty one, in quotes."""

    def read(self, node: Node, what: str, report: Report) -> Any:
        """Return the value; report and return WRONG where it is none."""
        if isinstance(node, ScalarNode) and node.tag == _STR and not node.value:
            return ""
        return Name().read(node, what, report)

    def schema(self) -> JsonSchema:
        """Return the same rule as JSON Schema."""
        return {"type": ["string", "number", "boolean"]}


@dataclass(frozen=True, slots=True)
class Parameter:
    """The value of a setting or a storage parameter: any scalar but null, as it is written."""

    def read(self, node: Node, what: str, report: Report) -> Any:
        """Return the value; report and return WRONG where it is none."""
        if isinstance(node, ScalarNode) and node.tag in _SCALARS and node.tag != _NULL:
            return node.value
        return wrong(node, what, "a number, a word, true or false", report)

    def schema(self) -> JsonSchema:
        """Return the same rule as JSON Schema."""
        return {"type": ["string", "number", "boolean"]}


@dataclass(frozen=True, slots=True)
class Flag:
    """True or false."""

    def read(self, node: Node, what: str, report: Report) -> Any:
        """Return the value; report and return WRONG where it is none."""
        if isinstance(node, ScalarNode) and node.tag == BOOL:
            word = node.value.lower()
            if word in ("true", "false"):
                return word == "true"
            hint = f"write {'true' if word in ('yes', 'on', 'y') else 'false'}"
            return wrong(node, what, "true or false", report, hint)
        return wrong(node, what, "true or false", report)

    def schema(self) -> JsonSchema:
        """Return the same rule as JSON Schema."""
        return {"type": "boolean"}


@dataclass(frozen=True, slots=True)
class Integer:
    """A whole number; which ones make sense is the builder's to say."""

    def read(self, node: Node, what: str, report: Report) -> Any:
        """Return the value; report and return WRONG where it is none."""
        if isinstance(node, ScalarNode) and node.tag == _INT and _INTEGER.fullmatch(node.value):
            return int(node.value)
        return wrong(node, what, "a whole number", report)

    def schema(self) -> JsonSchema:
        """Return the same rule as JSON Schema."""
        return {"type": "integer"}


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several words; with ``sql`` also as SQL spells them (``SET NULL``)."""

    words: tuple[str, ...]
    sql: bool = False

    def read(self, node: Node, what: str, report: Report) -> Any:
        """Return the value; report and return WRONG where it is none."""
        if isinstance(node, ScalarNode) and node.value in self.spellings:
            return node.value.lower().replace(" ", "_")
        if not isinstance(node, ScalarNode) or is_nothing(node):
            return wrong(node, what, f"one of: {', '.join(self.words)}", report)
        near = nearest(node.value, self.words) if node.tag == _STR else None
        hint = f'did you mean "{near}"?' if near else f"choose one of: {', '.join(self.words)}"
        report(node, f'{what} cannot be "{node.value}"', hint)
        return WRONG

    @property
    def spellings(self) -> tuple[str, ...]:
        """Every accepted spelling."""
        upper = tuple(word.upper().replace("_", " ") for word in self.words) if self.sql else ()
        return self.words + upper

    def schema(self) -> JsonSchema:
        """Return the same rule as JSON Schema."""
        return {"enum": list(self.spellings)}


@dataclass(frozen=True, slots=True)
class Sql:
    """An SQL expression: text, or ``{sql: text}`` as at ``default``."""

    def read(self, node: Node, what: str, report: Report) -> Any:
        """Return the value; report and return WRONG where it is none."""
        if isinstance(node, MappingNode):
            return _sql_text(node, pairs(node, what, report), what, report)
        return Text().read(node, what, report)

    def schema(self) -> JsonSchema:
        """Return the same rule as JSON Schema."""
        return {"anyOf": [{"type": "string"}, {"$ref": "#/$defs/sql"}]}


@dataclass(frozen=True, slots=True)
class Number:
    """A number."""

    def read(self, node: Node, what: str, report: Report) -> Any:
        """Return the value; report and return WRONG where it is none."""
        if isinstance(node, ScalarNode) and node.tag in (_INT, _FLOAT):
            number = _scalar(node, what, report)
            return number if number is WRONG else float(number)
        return wrong(node, what, "a number", report)

    def schema(self) -> JsonSchema:
        """Return the same rule as JSON Schema."""
        return {"type": "number"}


@dataclass(frozen=True, slots=True)
class Values:
    """A value, or a list of several, each as ``Value``."""

    def read(self, node: Node, what: str, report: Report) -> Any:
        """Return the value or the list; report and return WRONG where something is none."""
        if not isinstance(node, SequenceNode):
            return Value().read(node, what, report)
        items = [Value().read(item, what, report) for item in node.value]
        return WRONG if any(item is WRONG for item in items) else items

    def schema(self) -> JsonSchema:
        """Return the same rule as JSON Schema."""
        one = Value().schema()
        return {"allOf": [{"if": {"type": "array"}, "then": {"items": one}}, one]}


@dataclass(frozen=True, slots=True)
class Value:
    """A value for a column: any scalar, a list, a mapping (as JSON), or ``{sql: text}``."""

    def read(self, node: Node, what: str, report: Report) -> Any:
        """Return the value; report and return WRONG where it is none."""
        return self._read(node, what, report, 0)

    def _read(self, node: Node, what: str, report: Report, depth: int) -> Any:
        if depth > _MAX_DEPTH:
            report(node, f"{what} has more than {_MAX_DEPTH} values inside one another", None)
            return WRONG
        if isinstance(node, ScalarNode):
            return _scalar(node, what, report)
        if isinstance(node, SequenceNode):
            items = [self._read(item, what, report, depth + 1) for item in node.value]
            return WRONG if any(item is WRONG for item in items) else items
        assert isinstance(node, MappingNode)  # noqa: S101 the last of the three kinds, for mypy
        found = pairs(node, what, report)
        if depth == 0 and list(found) == ["sql"]:
            text = _sql_text(node, found, what, report)
            return text if text is WRONG else SqlText(text)
        values = {k: self._read(v, what, report, depth + 1) for k, (_, v) in found.items()}
        return WRONG if any(value is WRONG for value in values.values()) else values

    def schema(self) -> JsonSchema:
        """Return the same rule as JSON Schema."""
        sole_sql = {"type": "object", "required": ["sql"], "maxProperties": 1}
        return {"if": sole_sql, "then": {"$ref": "#/$defs/sql"}}


def wrong(node: Node, what: str, expected: str, report: Report, hint: str | None = None) -> Any:
    """Report a value of the wrong kind and return WRONG."""
    if not _is_standard(node):
        report(node, f"{what}: the tag {node.tag} means nothing here", "remove the tag")
    else:
        report(node, f"{what} must be {expected}, not {kind_of(node)}", hint)
    return WRONG


def pairs(node: MappingNode, what: str, report: Report) -> dict[str, Pair]:
    """Return a mapping's nodes by name, with merge keys (``<<``) worked in.

    Duplicates, keys that are no names, and foreign tags are reported.
    """
    found: dict[str, Pair] = {}
    merged: list[MappingNode] = []
    has_own_tag(node, "map", what, report)
    for key, value in node.value:
        if not isinstance(key, ScalarNode) or key.tag not in _SCALARS or is_nothing(key):
            report(key, f"{what} has a key that is no name", None)
        elif key.tag == _TAG + "merge":
            merged += _merge_sources(value, what, report)
        elif key.value in found:
            line = found[key.value][0].start_mark.line + 1
            report(key, f'"{key.value}" stands twice in {what}', f"the first one is in line {line}")
        else:
            found[key.value] = (key, value)
    for source in merged:
        for name, pair in pairs(source, what, report).items():
            found.setdefault(name, pair)
    return found


def _merge_sources(node: Node, what: str, report: Report) -> Iterator[MappingNode]:
    sources = node.value if isinstance(node, SequenceNode) else [node]
    for source in sources:
        if isinstance(source, MappingNode):
            yield source
        else:
            wrong(source, f"<< of {what}", "a mapping", report)


def _scalar(node: ScalarNode, what: str, report: Report) -> Any:
    """Return a scalar as every YAML version reads it."""
    text = node.value
    if node.tag in _TEXTS:
        return text
    if node.tag == _NULL:
        return None
    if node.tag == BOOL and text.lower() in ("true", "false"):
        return text.lower() == "true"
    if node.tag == _INT and _INTEGER.fullmatch(text):
        return int(text)
    if node.tag == _FLOAT and ":" not in text and "_" not in text:
        return _number(text)
    if node.tag in (BOOL, _INT, _FLOAT):
        meaning = "a boolean" if node.tag == BOOL else "a number"
        report(
            node,
            f'{what}: plain "{text}" is {meaning} to some YAML readers and text to others',
            f'write "{text}" in quotes, or the {meaning[2:]} you mean',
        )
        return WRONG
    return wrong(node, what, "a value", report)


def _number(text: str) -> float | Decimal:
    """Return a float, or a Decimal where a float would lose digits."""
    number = float(text.lower().replace(".inf", "inf").replace(".nan", "nan"))
    exact = Decimal(repr(number)) == Decimal(text) if text[-1].isdigit() else True
    return number if exact else Decimal(text)


def is_nothing(node: ScalarNode) -> bool:
    """Say whether a scalar is left out, empty, or ``~``."""
    return not node.value or (node.tag == _NULL and node.value == "~")


def _is_standard(node: Node) -> bool:
    if isinstance(node, ScalarNode):
        return node.tag in _SCALARS
    return node.tag in (_TAG + "seq", _TAG + "map")


def has_own_tag(node: Node, name: str, what: str, report: Report) -> bool:
    """Say whether a list or mapping is just that; report another tag."""
    if node.tag != _TAG + name:
        report(node, f"{what}: the tag {node.tag} means nothing here", "remove the tag")
    return node.tag == _TAG + name


def _sql_text(node: Node, found: Mapping[str, Pair], what: str, report: Report) -> Any:
    """Return the text of ``{sql: text}``."""
    for name, (key, _) in found.items():
        if name != "sql":
            report(key, f'unknown key "{name}" in {what}', "an expression is {sql: text}")
    if "sql" not in found:
        report(node, f"{what} has no sql", "an expression is {sql: text}")
        return WRONG
    return Text().read(found["sql"][1], f"sql of {what}", report)
