"""Changing what a finished tree refers to."""

from __future__ import annotations

from typing import Any, cast

from fluentorm.query.nodes import Node, TableSource


def with_source(node: Node, old: TableSource, new: TableSource) -> Node:
    """Return a tree in which one table stands under another name."""
    if isinstance(node, TableSource):
        return new if node == old else node
    items = [with_source(item, old, new) if isinstance(item, tuple) else item for item in node]
    if hasattr(node, "_fields"):
        return cast("Node", cast("Any", type(node))(*items))
    return tuple(items)


def aliases_in(node: Node) -> set[str]:
    """Return the aliases of tables in a tree."""
    if isinstance(node, TableSource):
        return {node.alias} if node.alias else set()
    found: set[str] = set()
    for item in node:
        if isinstance(item, tuple):
            found |= aliases_in(item)
    return found
