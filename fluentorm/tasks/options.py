"""The options that several tasks share, as doit's parameter definitions."""

from __future__ import annotations

from typing import Any

Option = dict[str, Any]


def option(name: str, kind: type, default: object, text: str) -> Option:
    """Return a parameter definition; ``--`` and the name with dashes is what the user types."""
    return {
        "name": name,
        "long": name.replace("_", "-"),
        "type": kind,
        "default": default,
        "help": text,
    }


JSON = option("as_json", bool, False, "print one JSON document for machines") | {"long": "json"}
NO_VERIFY = option("no_verify", bool, False, "do not prove migrations on a scratch database")
SKIP_MIGRATIONS = option("skip_migrations", bool, False, "write the models only")
TO = option("to", str, "", "stop at this version (digits, or the file's name)")
STEPS = option("steps", int, 0, "at most so many migrations")
DRY_RUN = option("dry_run", bool, False, "print what would be run, and run nothing")
STRICT = option("strict", bool, False, "refuse migrations older than the last applied one")
ALLOW_CHANGED = option(
    "allow_changed", list, [], "accept the new content of this applied migration (repeatable)"
)
STATUS = option("status", bool, False, "show the status instead")
ROLLBACK = option("rollback", bool, False, "roll the last migration back instead")
ALL = option("everything", bool, False, "roll everything back") | {"long": "all"}
NAME = option("name", str, "", "what the migration is about, such as fill_slugs")
SQL = option("sql", bool, False, "print the SQL too")
