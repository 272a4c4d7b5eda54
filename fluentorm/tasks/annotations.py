"""Problems as GitHub's workflow commands, which it shows beside the lines of a pull request.

https://docs.github.com/actions/reference/workflow-commands-for-github-actions
"""

from __future__ import annotations

import re
from pathlib import Path

_PLACE = re.compile(r'([^\s:"][^:\n"]*?)(?::(\d+))?(?::(\d+))?: ')
_IN_TEXT = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_IN_VALUE = _IN_TEXT | {ord(":"): "%3A", ord(","): "%2C"}


def annotation(problem: str) -> str:
    r"""Return the command for a problem as errors are worded: the place first, the hint last.

    >>> annotation("nothing is there\nhint: 100% sure")
    '::error::nothing is there%0Ahint: 100%25 sure'
    """
    found = _PLACE.match(problem)
    if found is None or not _is_file(found[1]):
        return f"::error::{problem.translate(_IN_TEXT)}"
    numbers = ((name, found[group]) for group, name in ((2, "line"), (3, "col")))
    values = [("file", found[1]), *((name, value) for name, value in numbers if value)]
    where = ",".join(f"{name}={value.translate(_IN_VALUE)}" for name, value in values)
    return f"::error {where}::{problem[found.end() :].translate(_IN_TEXT)}"


def _is_file(text: str) -> bool:
    """Say whether a problem's first words are a path: it is there, or its folder is."""
    path = Path(text)
    return path.exists() or ("/" in text and path.parent.is_dir())
