"""Which expressions give another value for each row, as far as their words tell."""

from __future__ import annotations

import re

# Functions whose value differs from row to row, so that a column cannot be added by note alone.
_VOLATILE = re.compile(
    r"\b(?:gen_random_uuid|uuidv[47]|uuid_generate_v\w+|random\w*|clock_timestamp|timeofday|nextval"
    r"|gen_random_bytes|gen_salt)\s*\(",
    re.IGNORECASE,
)


def is_volatile(expression: str) -> bool:
    """Say whether an expression calls a function that is known to give another value each time."""
    return _VOLATILE.search(expression) is not None
