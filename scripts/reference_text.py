"""The parts that pages of the reference are made of: signatures, docstrings, tables."""

from __future__ import annotations

import doctest
import inspect
import re
import typing
from typing import Any

WIDTH = 88


def anchor(heading: str) -> str:
    """Return the anchor that GitHub makes of a heading."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def check_anchors(parts: list[str]) -> None:
    """Refuse two headings of one anchor: only the first of them could be linked to."""
    found = [anchor(h) for part in parts for h in re.findall(r"^#+ (.*)$", part, re.MULTILINE)]
    if twice := {anchor for anchor in found if found.count(anchor) > 1}:
        raise SystemExit(f"two headings are called {', '.join(sorted(twice))}")


def function_of(kind: type, name: str) -> Any:
    """Return the function behind a method, None behind a property."""
    found = inspect.getattr_static(kind, name)
    return None if isinstance(found, property) else getattr(found, "__func__", found)


def method_signature(kind: type, name: str) -> str:
    """Return the signature of a method, or the type of a property."""
    function = function_of(kind, name)
    if function is None:
        getter = inspect.getattr_static(kind, name).fget
        return f"{name}: {inspect.signature(getter).return_annotation}"
    if isinstance(inspect.getattr_static(kind, name), classmethod):
        name = f"{kind.__name__}.{name}"
    return signature(function, name, skipped=1)


def signature(function: Any, name: str, *, skipped: int = 0) -> str:
    """Return a signature with its types, on one line or with a line for each argument.

    Of what can also be awaited it is the one that returns the result.
    """
    found = inspect.signature(_synchronous(function))
    parameters = list(found.parameters.values())[skipped:]
    words = []
    for before, parameter in zip([None, *parameters], parameters, strict=False):
        if parameter.kind is parameter.KEYWORD_ONLY and (
            before is None or before.kind not in (before.VAR_POSITIONAL, before.KEYWORD_ONLY)
        ):
            words.append("*")
        words.append(_parameter(parameter))
        if parameter.kind is parameter.POSITIONAL_ONLY:
            words.append("/")
    result = str(found.return_annotation)
    arrow = "" if result == "None" else f" -> {result.removeprefix('_')}"
    line = f"{name}({', '.join(words)}){arrow}"
    if len(line) <= WIDTH:
        return line
    return "\n".join([f"{name}(", *(f"    {word}," for word in words), f"){arrow}"])


def _synchronous(function: Any) -> Any:
    for found in typing.get_overloads(function):
        overload = getattr(found, "__func__", found)
        database = inspect.signature(overload).parameters.get("db")
        if database is not None and database.annotation == "Executor":
            return overload
    return function


def _parameter(parameter: inspect.Parameter) -> str:
    annotation = re.sub(r"Unpack\[(\w+)\]", r"\1", spelled(str(parameter.annotation)))
    stars = {parameter.VAR_POSITIONAL: "*", parameter.VAR_KEYWORD: "**"}.get(parameter.kind, "")
    text = f"{stars}{parameter.name}: {annotation}"
    if parameter.default is parameter.empty:
        return text
    value = parameter.default
    return f'{text} = "{value}"' if isinstance(value, str) else f"{text} = {value!r}"


def told(documented: object, name: str) -> tuple[str, list[doctest.Example]]:
    """Return the text of a docstring, and its examples."""
    text = inspect.getdoc(documented)
    if not text:
        raise SystemExit(f"{name} has no docstring")
    return markdown(text.partition("\n\n>>> ")[0]), doctest.DocTestParser().get_examples(text)


def markdown(text: str) -> str:
    """Return the text of a docstring as Markdown."""
    return text.replace("``", "`")


def type_words(annotation: str) -> str:
    """Return a type in words; that it may be None says only that it may be left out."""
    words = [word for word in alternatives(spelled(annotation)) if word != "None"]
    return " or ".join(f"`{word}`" for word in words)


def spelled(annotation: str) -> str:
    """Return a type without a short name of ours."""
    return re.sub(r"\bNames\b", "Iterable[str] | str", annotation)


def alternatives(annotation: str) -> list[str]:
    """Return the members of a union.

    >>> alternatives("Mapping[str, int | str] | None")
    ['Mapping[str, int | str]', 'None']
    """
    words, depth = [""], 0
    for letter in annotation:
        depth += {"[": 1, "]": -1}.get(letter, 0)
        if letter == "|" and depth == 0:
            words.append("")
        else:
            words[-1] += letter
    return [word.strip() for word in words]


def table(first: str, rows: list[tuple[str, str, str]]) -> str:
    """Return rows of name, type and meaning as a table."""
    lines = [f"| {first} | type | meaning |", "|---|---|---|"]
    for name, kind, text in rows:
        shown = kind.replace("|", "\\|")
        lines.append(f"| `{name}` | {shown} | {cell(text)} |")
    return "\n".join([*lines, ""])


def cell(text: str) -> str:
    """Return a text for a cell; what looks like HTML or YAML stands as code."""
    return re.sub(r"(\{[^}]*\}|\w*(?:<[^>]*>\w*)+)", r"`\1`", text).replace("|", "\\|")
