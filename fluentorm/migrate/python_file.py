"""Migrations written in Python, as they are read: what a file defines, without running it.

All that the text shows is told before anything runs; what only running can show, such as an import
that fails, is told by ``python_code``.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, NoReturn, TypeAlias

from fluentorm.errors import FileFormat, Place
from fluentorm.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

FORM = "the form is: def {}(db: Transaction) -> None"
_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)
_Function: TypeAlias = "ast.FunctionDef | ast.AsyncFunctionDef"


@dataclass(frozen=True, slots=True, kw_only=True)
class PythonFile:
    """What a migration in Python says: whether it is one transaction, and has a way back."""

    transactional: bool = True
    has_down: bool = False


def read_python(text: str, path: str) -> PythonFile:
    """Return what a file defines; ``path`` names it in errors.

    Raises FileFormat for a syntax error, a file without ``up``, and for an ``up``, ``down`` or
    ``transaction`` that is no such thing.
    """
    try:
        tree = ast.parse(text, path)
    except SyntaxError as error:
        place = Place(path, error.lineno or 0, max(error.offset or 0, 0))
        raise FileFormat(f"is no Python: {error.msg}", place=place) from error
    except (ValueError, RecursionError, MemoryError) as error:
        raise FileFormat(f"is no Python: {error}", place=Place(path)) from error
    bound = dict(_bindings(tree.body))
    if "up" not in bound:
        near = next((name for name in ("upgrade", "migrate", "forwards") if name in bound), None)
        other = f', not "{near}"' if near else ""
        raise FileFormat(
            f"the file has no function up(db){other}", place=Place(path), hint=FORM.format("up")
        )
    for name in ("up", "down"):
        if name in bound:
            _require_function(name, bound[name], path)
    return PythonFile(
        transactional=_transactional(bound.get("transaction"), path), has_down="down" in bound
    )


def _bindings(body: Sequence[ast.stmt]) -> Iterator[tuple[str, ast.stmt]]:
    """Yield the names that statements bind in their module, and the statement that does."""
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name, node
        elif isinstance(node, ast.Import | ast.ImportFrom):
            for alias in node.names:
                yield alias.asname or alias.name, node
        elif isinstance(node, ast.Assign):
            for target in node.targets:
                yield from ((n.id, node) for n in ast.walk(target) if isinstance(n, ast.Name))
        elif isinstance(node, ast.AnnAssign) and node.value is not None:
            if isinstance(node.target, ast.Name):
                yield node.target.id, node
        else:  # if, try, with: one of them may bind
            for _, inner in ast.iter_fields(node):
                if isinstance(inner, list):
                    yield from _bindings([one for one in inner if isinstance(one, ast.stmt)])


def _require_function(name: str, node: ast.stmt, path: str) -> None:
    """Refuse what cannot be called with a database; what was imported or made is not known yet."""
    if isinstance(node, ast.AsyncFunctionDef):
        _refuse(name, "is async, and would not be awaited", node, path)
    if isinstance(node, ast.FunctionDef):
        if any(isinstance(n, ast.Yield | ast.YieldFrom) for n in _own_nodes(node)):
            _refuse(name, "is a generator, and would do nothing", node, path)
        if not _takes_one(node):
            _refuse(name, "must take one argument, the database", node, path)
    value = node.value if isinstance(node, ast.Assign | ast.AnnAssign) else None
    if isinstance(node, ast.ClassDef) or isinstance(
        value, ast.Constant | ast.JoinedStr | ast.List | ast.Tuple | ast.Dict | ast.Set
    ):
        _refuse(name, "is no function", node, path)


def _refuse(name: str, why: str, node: ast.stmt, path: str) -> NoReturn:
    place = Place(path, node.lineno)
    raise FileFormat(f"{name} {why}", place=place, hint=FORM.format(name))


def _own_nodes(function: _Function) -> Iterator[ast.AST]:
    """Yield the nodes of a function without those of functions within it."""
    waiting: list[ast.AST] = list(function.body)
    while waiting:
        node = waiting.pop()
        if not isinstance(node, _SCOPES):
            yield node
            waiting += ast.iter_child_nodes(node)


def _takes_one(function: _Function) -> bool:
    given = function.args
    names = len(given.posonlyargs) + len(given.args)
    least = names - len(given.defaults)
    required = [one for one in given.kw_defaults if one is None]
    return not required and least <= 1 and (names >= 1 or given.vararg is not None)


def _transactional(node: ast.stmt | None, path: str) -> bool:
    """Return what ``transaction`` says; it has to be written out, so that it is known unrun."""
    if node is None:
        return True
    value = node.value if isinstance(node, ast.Assign | ast.AnnAssign) else None
    if isinstance(value, ast.Constant) and isinstance(value.value, bool):
        return value.value
    raise FileFormat(
        "transaction is neither True nor False",
        place=Place(path, node.lineno),
        hint="write transaction = False, to commit on your own, or no such line",
    )
