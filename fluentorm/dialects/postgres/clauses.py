"""The pieces that statements are made of: lists of names, expressions, parameters, comments.

Everything returns SQL text. Names are quoted only when they need it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from fluentorm.dialects.postgres.steady import steady
from fluentorm.schema.objects import Options
from fluentorm.schema.qualified import qualify, quote_name, split
from fluentorm.schema.sql_text import quote_identifier, quote_literal
from fluentorm.schema.tokens import tokens

INDENT = "    "
WIDTH = 100
_TYPE = (
    r"(?:character varying|bit varying|double precision"
    r"|time(?:stamp)?(?:\(\d\))? with(?:out)? time zone|[a-z_]\w*)(?:\([\d, ]+\))?(?:\[\])?"
)
# What DEFAULT takes without parentheses, though it accepts no AT TIME ZONE, IN, IS, AND, OR and
# the like (b_expr of the grammar): numbers, words, literals with a cast, plain function calls.
_PLAIN = re.compile(
    rf"[+-]?\d+(?:\.\d+)?|'(?:[^']|'')*'(?:::{_TYPE})?|(?!not\b)[a-z_]\w*(?:\([^()]*\))?",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_WORD = re.compile(r"[a-z_][a-z0-9_]*")


def names(columns: Iterable[str]) -> str:
    """Return a list of names in parentheses."""
    return "(" + ", ".join(quote_identifier(column) for column in columns) + ")"


def in_parentheses(expression: str) -> str:
    """Return an expression in parentheses, which a comment at its end does not swallow."""
    expression = steady(expression)
    return f"({expression}\n)" if _ends_in_comment(expression) else f"({expression})"


def bare(expression: str) -> str:
    """Return an expression for a place that needs no parentheses around it."""
    return in_parentheses(expression) if _ends_in_comment(expression) else steady(expression)


def operand(expression: str) -> str:
    """Return an expression in parentheses where the grammar needs or a reader misses them."""
    return expression if _PLAIN.fullmatch(expression) else in_parentheses(expression)


def closed(text: str) -> str:
    """Return a text for the end of a statement, whose semicolon a comment does not swallow."""
    text = steady(text)
    return f"{text}\n" if _ends_in_comment(text) else text


def _ends_in_comment(text: str) -> bool:
    """Say whether what follows on the same line would be a comment, too."""
    if "--" not in text.rpartition("\n")[2]:
        return False
    return tokens(text)[-1].text.startswith("--")


def parameters(options: Options) -> str:
    """Return parameters with their values in parentheses, as WITH and SET take them."""
    pairs = (f"{parameter_name(name)} = {parameter_value(value)}" for name, value in options)
    return f"({', '.join(pairs)})"


def parameter_names(options: Iterable[str]) -> str:
    """Return names of parameters in parentheses, as RESET takes them."""
    return f"({', '.join(parameter_name(name) for name in options)})"


def parameter_name(name: str) -> str:
    """Return a parameter's name, which may have a namespace of its own: ``toast.fillfactor``."""
    return ".".join(quote_identifier(part) for part in name.split(".", 1))


def parameter_value(value: str) -> str:
    """Return a parameter's value, in quotes unless it is a number or a plain word."""
    if value in ("true", "false", "on") or _NUMBER.fullmatch(value):
        return value
    plain = _WORD.fullmatch(value) and quote_identifier(value) == value  # no keyword
    return value if plain else quote_literal(value)


def changed_parameters(before: Options, after: Options) -> tuple[str, ...]:
    """Return the SET and RESET clauses that lead from some parameters to others."""
    old, new = dict(before), dict(after)
    clauses = []
    if gone := [name for name in old if name not in new]:
        clauses.append(f"RESET {parameter_names(gone)}")
    if changed := tuple((name, new[name]) for name in new if old.get(name) != new[name]):
        clauses.append(f"SET {parameters(changed)}")
    return tuple(clauses)


def listed(head: str, items: Iterable[str], tail: str = ")") -> str:
    """Return a head and its items on one line where that is short, one item a line otherwise."""
    items = tuple(items)
    line = f"{head}{', '.join(items)}{tail}"
    if len(line) <= WIDTH and "\n" not in line:
        return line
    return f"{head}\n{INDENT}" + f",\n{INDENT}".join(items) + f"\n{tail}"


def joined(parts: Iterable[str]) -> str:
    """Return a statement's parts on one line where that is short, one part a line otherwise."""
    parts = tuple(parts)
    line = " ".join(parts)
    return line if len(line) <= WIDTH else f"\n{INDENT}".join(parts)


def comment_on(target: str, comment: str | None) -> str:
    """Return the statement that sets an object's comment; ``target`` is its kind and name."""
    return f"COMMENT ON {target} IS {'NULL' if comment is None else quote_literal(comment)}"


def comments(targets: Iterable[tuple[str, str | None]]) -> tuple[str, ...]:
    """Return the statements that set the comments that there are."""
    return tuple(comment_on(target, text) for target, text in targets if text is not None)


def changed_comment(target: str, before: str | None, after: str | None) -> tuple[str, ...]:
    """Return the statement that changes a comment, if it does change."""
    return () if before == after else (comment_on(target, after),)


def qualified(table: str, column: str) -> str:
    """Return ``table.column`` as SQL text."""
    return f"{quote_name(table)}.{quote_identifier(column)}"


def alter_table(table: str, clauses: Iterable[str], *, only: bool = False) -> str:
    """Return one ALTER TABLE: on one line where it is short, one clause a line otherwise.

    With ``only`` the tables that inherit from it stay as they are.
    """
    return altered(f"TABLE {'ONLY ' if only else ''}{quote_name(table)}", clauses)


def altered(target: str, clauses: Iterable[str]) -> str:
    """Return one ALTER of an object that takes several clauses."""
    head, clauses = f"ALTER {target}", tuple(clauses)
    line = f"{head} {clauses[0]}"
    if len(clauses) == 1 and "\n" not in line and len(line) <= WIDTH:
        return line
    return f"{head}\n{INDENT}" + f",\n{INDENT}".join(clauses)


def moved(
    kind: str,
    before: str,
    after: str,
    arguments: str = "",
    spelled: Callable[[str], str] = quote_name,
) -> tuple[str, ...]:
    """Return the statements that bring what has a namespace from one key to another.

    ``kind`` is what ALTER calls it, ``arguments`` those of a routine in parentheses, ``spelled``
    gives the SQL text of a key.
    """
    (namespace, name), (new_namespace, new_name) = split(before), split(after)
    statements, key = [], before
    if namespace != new_namespace:
        target = f"{kind} {spelled(key)}{arguments}"
        statements.append(f"ALTER {target} SET SCHEMA {quote_identifier(new_namespace)}")
        key = qualify(new_namespace, name)
    if name != new_name:
        target = f"{kind} {spelled(key)}{arguments}"
        statements.append(f"ALTER {target} RENAME TO {quote_identifier(new_name)}")
    return tuple(statements)
