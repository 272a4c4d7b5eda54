"""One YAML seed file: its tree of nodes as blocks of rows.

Only the tree is taken from YAML, never Python objects. A plain scalar is the text as it stands in
the file, so ``01234`` and ``yes`` keep their letters; ``null``, ``~`` and nothing are NULL.
"""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING

import yaml

from fluentorm.errors import Place, Problem, SchemaError, SeedError
from fluentorm.registry.yaml_nodes import compose, kind_of, place_of
from fluentorm.seeds.builder import bad_label
from fluentorm.seeds.rows import NULL, Block, Named, Reference, Row, Scalar, Several, Value

if TYPE_CHECKING:
    from collections.abc import Iterator

_FORM = "the form is: users: {key: email, rows: {ann: {email: ann@example.org}}}"
_REF, _TAG = "!ref", "tag:yaml.org,2002:"
_TRUE = ("yes", "true", "on")


def read_yaml(data: bytes, shown: str) -> tuple[Block, ...]:
    """Return the rows of a file; ``shown`` is its path as the user would type it.

    Raises SeedError with everything that is wrong in it.
    """
    try:
        root = compose(data, shown, example=_FORM)
    except SchemaError as error:
        raise SeedError(error.problems) from None
    reader = _Reader(shown)
    blocks = [reader.block(name, key, node) for name, key, node in reader.pairs(root)]
    if reader.problems:
        raise SeedError(reader.problems)
    return tuple(blocks)


class _Reader:
    """Reads nodes and gathers what is wrong with them."""

    def __init__(self, shown: str) -> None:
        self._shown = shown
        self.problems: list[Problem] = []

    def _wrong(self, node: yaml.Node, message: str, hint: str | None = None) -> None:
        self.problems.append(Problem(message, place_of(node, self._shown), hint))

    def pairs(self, node: yaml.MappingNode) -> Iterator[tuple[str, yaml.Node, yaml.Node]]:
        """Yield the names of a mapping with their nodes and values, each name once."""
        seen: dict[str, Place] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                self._wrong(key, f"expected a name, not {kind_of(key)}")
            elif key.value in seen:
                where = seen[key.value].line
                self._wrong(key, f'"{key.value}" stands here twice, first in line {where}')
            else:
                seen[key.value] = place_of(key, self._shown)
                yield key.value, key, value

    def block(self, table: str, name: yaml.Node, node: yaml.Node) -> Block:
        """Return the rows of one table."""
        place = place_of(name, self._shown)
        if isinstance(node, yaml.SequenceNode):
            return Block(table=table, place=place, rows=self._rows(node))
        if not isinstance(node, yaml.MappingNode):
            self._wrong(node, f'expected the rows of "{table}", not {kind_of(node)}', _FORM)
            return Block(table=table, place=place)
        key, rows = None, None
        for word, where, value in self.pairs(node):
            if word == "key":
                key = self._key(value)
            elif word == "rows":
                rows = self._rows(value)
            else:
                self._wrong(where, f'unknown key "{word}"', _FORM)
        if rows is None:
            self._wrong(name, f'"{table}" has no rows', _FORM)
        return Block(table=table, place=place, key=key, rows=rows or ())

    def _key(self, node: yaml.Node) -> tuple[str, ...] | None:
        nodes = node.value if isinstance(node, yaml.SequenceNode) else [node]
        if nodes and all(isinstance(one, yaml.ScalarNode) and one.value for one in nodes):
            return tuple(one.value for one in nodes)
        self._wrong(node, f"expected columns, not {kind_of(node)}", "write key: email")
        return None

    def _rows(self, node: yaml.Node) -> tuple[Row, ...]:
        if isinstance(node, yaml.MappingNode):
            return tuple(self._row(value, where, label) for label, where, value in self.pairs(node))
        if isinstance(node, yaml.SequenceNode):
            return tuple(self._row(one, one, None) for one in node.value)
        self._wrong(node, f"expected rows, not {kind_of(node)}", _FORM)
        return ()

    def _row(self, node: yaml.Node, where: yaml.Node, label: str | None) -> Row:
        place = place_of(where, self._shown)
        if label is not None and (not label or "." in label):
            self.problems.append(bad_label(label, place))
        values: dict[str, Value] = {}
        if isinstance(node, yaml.MappingNode):
            values = {name: self._value(value) for name, _, value in self.pairs(node)}
        if not values:
            self._wrong(node, f"expected the columns of a row, not {kind_of(node)}", _FORM)
        return Row(values=values, place=place, label=label)

    def _value(self, node: yaml.Node) -> Value:
        if node.tag == _REF:
            return self._reference(node)
        if node.tag.startswith("!"):
            self._wrong(node, f'unknown tag "{node.tag}"', "there is !ref users.ann")
            return NULL
        if isinstance(node, yaml.SequenceNode):
            return Several(items=tuple(self._value(one) for one in node.value))
        if isinstance(node, yaml.MappingNode):
            pairs = {name: self._value(value) for name, _, value in self.pairs(node)}
            return Named(items=pairs)
        return self._scalar(node)

    def _reference(self, node: yaml.Node) -> Value:
        table, _, label = str(node.value).rpartition(".")
        if not isinstance(node, yaml.ScalarNode) or not label:
            self._wrong(node, "expected the label of a row after !ref", "write !ref users.ann")
            return NULL
        place = place_of(node, self._shown)
        return Reference(table=table or None, label=label, place=place)

    def _scalar(self, node: yaml.Node) -> Scalar:
        text = str(node.value)
        kind = node.tag.removeprefix(_TAG)
        if kind == "null":
            return NULL
        if kind == "binary":
            try:
                data = base64.b64decode("".join(text.split()), validate=True)
            except (binascii.Error, ValueError):
                self._wrong(node, "this is no base64", "write '\\xDEADBEEF' for bytes instead")
                return NULL
            return Scalar(text="\\x" + data.hex(), data=text)
        return Scalar(text=text, data=_data(kind, text))


def _data(kind: str, text: str) -> object:
    """Return what a scalar is in JSON."""
    if kind == "bool":
        return text.lower() in _TRUE
    if kind in ("int", "float"):
        try:
            return int(text) if kind == "int" else float(text)
        except ValueError:  # a number of YAML that is none of JSON, such as 0x1F
            return text
    return text
