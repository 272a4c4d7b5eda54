"""From the bytes of a YAML file to its tree of nodes, each with its line and column.

Only the tree is taken from PyYAML, never Python objects. What stands in it is read by
``yaml_shapes``; here is what can be wrong with a file before that: its encoding, its syntax, its
size, and aliases that multiply (a "billion laughs").
"""

from __future__ import annotations

import re
from collections.abc import Callable
from math import isqrt
from typing import Any, TypeAlias

import yaml

from fluentorm.errors import Place, Problem, SchemaError

Node: TypeAlias = yaml.Node
Report: TypeAlias = Callable[[Node, str, str | None], None]

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_MAX_BYTES = 1_000_000
_MAX_VALUES = 100_000
_MAX_DEPTH = 100
_TOO_DEEP = f"more than {_MAX_DEPTH} lists and mappings inside one another"
_NESTING = ("[", "{", "- ", "? ")
# From 0.2.6 on libyaml refuses this depth itself, with these words. It reads ahead, so that what
# it has told before does not reach the place where ours was passed; Python's parser gets there.
_LIBYAML_DEPTH = 1000
_LIBYAML_TOO_DEEP = "maximum nesting depth"
# What YAML 1.1 lets stand in a file, section 5.1, less the surrogates that Python cannot hold.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def compose(data: bytes, shown: str, *, example: str | None = None) -> yaml.MappingNode:
    """Return the mapping at the top of a file; ``shown`` is its path as the user would type it.

    ``example`` is the form of a file that declares no table. Raises SchemaError.
    """
    text = _decode(data, shown)
    if _depth_bound(text) > _LIBYAML_DEPTH:
        _check_depth(text, shown, _LOADER)
    try:
        root = yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        if _LIBYAML_TOO_DEEP in str(error.problem):
            _check_depth(text, shown, yaml.SafeLoader)
        raise SchemaError([_syntax_problem(error, text, shown)]) from None
    except yaml.YAMLError as error:
        raise SchemaError([Problem(f"this is no YAML: {error}", Place(shown))]) from None
    except RecursionError:  # where PyYAML has no C library
        _check_depth(text, shown, yaml.SafeLoader)
        raise _error(shown, _TOO_DEEP) from None
    if root is None or (isinstance(root, yaml.ScalarNode) and root.tag.endswith(":null")):
        raise _error(shown, "the file is empty", example or "a table needs at least fields:")
    if not isinstance(root, yaml.MappingNode):
        place = place_of(root, shown)
        hint = example or "it begins with table_name: and fields:"
        raise SchemaError([Problem(f"expected keys, not {kind_of(root)}", place, hint)])
    if "*" in text:
        _check_aliases(root, shown)
    return root


def place_of(node: Node, shown: str) -> Place:
    """Return where a node starts; lines and columns count from 1, columns in characters."""
    mark = node.start_mark
    return Place(shown, mark.line + 1, mark.column + 1)


def kind_of(node: Node) -> str:
    """Return what a node is, in an author's words."""
    if isinstance(node, yaml.MappingNode):
        return "a mapping" if node.value else "an empty mapping"
    if isinstance(node, yaml.SequenceNode):
        return "a list" if node.value else "an empty list"
    if node.tag.endswith(":null"):
        return "nothing"
    return f'"{node.value}"'


def _error(shown: str, message: str, hint: str | None = None, **place: int) -> SchemaError:
    return SchemaError([Problem(message, Place(shown, **place), hint)])


def _decode(data: bytes, shown: str) -> str:
    if len(data) > _MAX_BYTES:
        raise _error(shown, f"the file has {len(data)} bytes; {_MAX_BYTES} are the most")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = error.object[: error.start].decode("utf-8-sig", errors="replace")
        where = _position(before, len(before))
        raise _error(shown, "the file is not UTF-8", "save it as UTF-8", **where) from None
    wrong = _FORBIDDEN.search(text)
    if wrong:
        name = "a NUL character" if wrong[0] == "\0" else f"the control character {wrong[0]!a}"
        where = _position(text, wrong.start())
        raise _error(shown, f"{name} cannot stand in YAML", "remove it", **where)
    return text


def _position(text: str, index: int) -> dict[str, int]:
    before = text[:index]
    return {"line": before.count("\n") + 1, "column": index - before.rfind("\n")}


def _depth_bound(text: str) -> int:
    """Return a depth that is not passed: each level has a mark, or a line of its own, indented."""
    return sum(text.count(mark) for mark in _NESTING) + isqrt(2 * len(text))


def _check_depth(text: str, shown: str, loader: Any) -> None:
    """Refuse deep nesting before it is composed, which in older versions of C has no limit."""
    depth = 0
    try:
        for event in yaml.parse(text, Loader=loader):
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
            if depth > _MAX_DEPTH:
                mark: Any = event.start_mark
                raise _error(shown, _TOO_DEEP, line=mark.line + 1, column=mark.column + 1)
    except yaml.YAMLError:
        return  # composing says it better


def _check_aliases(root: Node, shown: str) -> None:
    """Refuse aliases that contain themselves, or that together stand for too many values."""
    sizes: dict[int, int] = {}
    open_nodes: set[int] = set()

    def size(node: Node) -> int:
        known = sizes.get(id(node))
        if known is not None:
            return known
        if isinstance(node, yaml.ScalarNode):
            return 1
        if id(node) in open_nodes or len(open_nodes) > _MAX_DEPTH:
            cyclic = id(node) in open_nodes
            message = "an alias here contains itself" if cyclic else _TOO_DEEP
            raise SchemaError([Problem(message, place_of(node, shown))])
        open_nodes.add(id(node))
        children = node.value
        if isinstance(node, yaml.MappingNode):
            children = [child for pair in node.value for child in pair]
        sizes[id(node)] = total = 1 + sum(size(child) for child in children)
        open_nodes.remove(id(node))
        return total

    total = size(root)
    if total > _MAX_VALUES:
        raise _error(
            shown,
            f"its aliases stand for {total} values; {_MAX_VALUES} are the most",
            "write out what the aliases repeat, or declare the table in Python",
        )


def _syntax_problem(error: yaml.MarkedYAMLError, text: str, shown: str) -> Problem:
    """Say a parser's error in an author's words, at the place where it was noticed."""
    mark = error.problem_mark or error.context_mark
    if mark is None:
        return Problem(f"this is no YAML: {error.problem}", Place(shown))
    place = Place(shown, mark.line + 1, mark.column + 1)
    character = text[mark.index : mark.index + 1]
    problem = str(error.problem)
    if character == "\t" or "tab" in problem:
        return Problem("a tab cannot indent in YAML", place, "use spaces")
    if "another document" in problem:
        return Problem(
            "a second document starts here; a file holds one",
            place,
            "put it into a file of its own",
        )
    hint = None
    if "cannot start any token" in problem:
        problem = f'"{character}" cannot start a value'
        hint = "put the text in quotes"
    elif "mapping values are not allowed" in problem:
        hint = "put the text in quotes if it has a colon, or check the indentation"
    if error.context and error.context_mark and error.context_mark.line != mark.line:
        problem += f" ({error.context} that starts in line {error.context_mark.line + 1})"
    return Problem(f"this is no YAML: {problem}", place, hint)
