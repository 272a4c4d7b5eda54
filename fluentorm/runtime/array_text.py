"""Arrays as text: what a driver returns for arrays of a type that it does not know.

Source: PostgreSQL manual, 8.15.6 (array input and output syntax).
"""

from __future__ import annotations

import re

_ITEM = re.compile(r'"((?:[^"\\]|\\.)*)"|([^{},"\\]+)|([{},])', re.DOTALL)
_BOUNDS = re.compile(r"^(?:\[-?\d+:-?\d+\])+=")  # where they do not begin at 1
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)


def parse_array(text: str) -> list[object] | None:
    """Return the elements of an array as text or None each, lists within for more dimensions.

    None where the text is no array as PostgreSQL prints it.

    >>> parse_array('{a,NULL,"b c"}'), parse_array("{}"), parse_array("a")
    (['a', None, 'b c'], [], None)
    """
    text = _BOUNDS.sub("", text)
    if not text.startswith("{"):
        return None
    top: list[object] = []
    stack = [top]
    position = 0
    while position < len(text):
        match = _ITEM.match(text, position)
        if match is None or not stack:
            return None
        position = match.end()
        if match[3] == "{":
            inner: list[object] = []
            stack[-1].append(inner)
            stack.append(inner)
        elif match[3] == "}":
            stack.pop()
        elif match[1] is not None:
            stack[-1].append(_ESCAPE.sub(r"\1", match[1]))
        elif match[2] is not None:
            stack[-1].append(None if match[2] == "NULL" else match[2])
    found = top[0]
    return found if len(stack) == 1 and len(top) == 1 and isinstance(found, list) else None
