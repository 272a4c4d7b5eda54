"""The options that several tasks share, as doit's parameter definitions."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

Option = dict[str, Any]
_MOST_DIGITS = 9


def option(name: str, kind: Callable[..., object], default: object, text: str) -> Option:
    """Return a parameter definition; ``--`` and the name with dashes is what the user types."""
    return {
        "name": name,
        "long": name.replace("_", "-"),
        "type": kind,
        "default": default,
        "help": text,
    }


def number(text: str, named: str = "--steps", what: str = "migrations") -> int:
    """Return a number of migrations, 1 or more.

    Raises CmdParseError, which doit takes for wrong usage.
    """
    if text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS and int(text):
        return int(text)
    raise _wrong(f'{named} is "{text}", which is no number of {what}', f"{named} 1")


def version(text: str, named: str = "--to") -> str:
    """Return what names a migration; an empty word, as of a variable not set, names none.

    Raises CmdParseError, which doit takes for wrong usage.
    """
    if text.strip():
        return text
    raise _wrong(f"{named} is empty", f"{named} VERSION; doit migrate_status lists the versions")


def environment(text: str) -> str:
    """Return the name of an environment of seeds. Raises CmdParseError."""
    if text.strip():
        return text
    raise _wrong("--env is empty", "--env dev, for the files of seeds/dev")


def _wrong(message: str, hint: str) -> Exception:
    from doit.cmdparse import CmdParseError

    error: Exception = CmdParseError(f"{message}\nhint: {hint}")
    return error


JSON = option("as_json", bool, False, "print one JSON document for machines") | {"long": "json"}
NO_VERIFY = option("no_verify", bool, False, "do not prove migrations on a scratch database")
SKIP_MIGRATIONS = option("skip_migrations", bool, False, "write the models only")
TO = option("to", version, None, "stop at this version (digits, or the file's name)")
ONTO = option(
    "onto",
    partial(version, named="--onto"),
    None,
    "the last migration of the others (digits, or its name)",
)
PYTHON = option("python", bool, False, "write one file in Python instead of two in SQL")
KEEP = option("keep", list, [], "this migration by hand stays as it is (repeatable)")
DROP_DATA = option(
    "drop_data", list, [], "the rows that this migration by hand wrote are obsolete (repeatable)"
)
STEPS = option("steps", number, None, "at most so many migrations")
DRY_RUN = option("dry_run", bool, False, "print what would be run, and run nothing")
JOBS = option(
    "jobs",
    partial(number, named="--jobs", what="targets"),
    None,
    "of many databases, so many at a time (4)",
)
MAX_FAILURES = option(
    "max_failures",
    partial(number, named="--max-failures", what="targets"),
    None,
    "of many databases, begin no more after so many failed (1)",
)
CANARY = option("canary", str, None, "of many databases, begin with this one, alone")
TARGET = option("only", list, [], "of many databases, only this one (repeatable)") | {
    "long": "target"
}
ONE_TARGET = option("target", str, None, "of many databases, this one instead of FLUENT_DB_*")
ENV = option("environment", environment, None, "the seeds of this environment too") | {
    "long": "env"
}
SEED_DRY_RUN = option("dry_run", bool, False, "say what would be done, and take it back")
EMPTY = option("empty", bool, False, "leave it empty, also where there are seeds")
PLAN = option("plan", bool, False, "show the way back and what each step loses, and run nothing")
YES = option("yes", bool, False, "roll back also where that loses data, without a question")
STRICT = option("strict", bool, False, "refuse migrations older than the last applied one")
ALLOW_CHANGED = option(
    "allow_changed", list, [], "accept the new content of this applied migration (repeatable)"
)
ALLOW_EDITED = option(
    "allow_changed", list, [], "let an edit of this generated migration stay (repeatable)"
)
STATUS = option("status", bool, False, "show the status instead")
ROLLBACK = option("rollback", bool, False, "roll the last migration back instead")
CONTRACT = option("contract", bool, False, "run contract migrations too: their time has come")
ALLOW_POOLER = option(
    "allow_pooler", bool, False, "go through a connection pooler: only what is one transaction"
)
PAUSE = option("pause", bool, False, "let a backfill at work pause")
STOP = option("stop", bool, False, "let a backfill at work stop; it goes on from there later")
RESUME = option("resume", bool, False, "let a paused backfill go on")
ALL = option("everything", bool, False, "roll everything back") | {"long": "all"}
NAME = option("name", str, "", "what the migration is about, such as fill_slugs")
GIT = option("git", bool, False, "let git merge the snapshot per object, in this clone")
SQL = option("sql", bool, False, "print the SQL too")
_SIDE = "a database URL, a folder of schema files, a snapshot, a .sql file, or: empty"
FROM = option("source", str, "", f"the schema to start from: {_SIDE}") | {"long": "from"}
TO_SIDE = option("target", str, "", "the schema to arrive at, given as --from is") | {"long": "to"}
OUTPUT = option("output", str, "", "write the SQL to this file instead of printing it")
DOWN = option("down", str, "", "write the SQL of the way back to this file")
DUMPED = option("source", str, "", f"what to print: {_SIDE}; else the target database") | {
    "long": "from"
}
PULLED = option("source", str, "", f"what to pull: {_SIDE}; else the target database") | {
    "long": "from"
}
ADOPTED = option("tool", str, "", "alembic, django, flyway, dbmate or prisma") | {"long": "from"}
HISTORY = option("history", str, "", "the table of the other tool's history, if called otherwise")
FILES = option("files", str, "", "the folder of the other tool's migrations, if elsewhere")
AS_IS = option("as_is", bool, False, "take over what the other tool has not finished, as it is")
FORMAT = option("style", str, "python", "the language of the schema files: python or yaml") | {
    "long": "format",
    "choices": (("python", ""), ("yaml", "")),
}
SQL_BODIES = option("sql_bodies", bool, False, "views and functions in .sql files of their own")
INCLUDE = option(
    "include", list, [], "only what this pattern names, and what it needs (repeatable)"
)
EXCLUDE = option("exclude", list, [], "not what this pattern names (repeatable)")
NAMESPACE = option("namespaces", list, [], "only what is in this namespace (repeatable)") | {
    "long": "namespace"
}
REPORT_ONLY = option("report_only", bool, False, "say what would be written, and write nothing")
FORCE = option("force", bool, False, "replace files that were edited, or that no pull wrote")
IGNORE = option("ignore", list, [], "not what this pattern names (repeatable)")
FIX = option("fix", str, "", "write what reconciles: the database is changed, or the schema") | {
    "choices": (("database", ""), ("schema", "")),
}
DOCS_FORMAT = option("style", str, "html", "html, mermaid, dbml, dot or markdown") | {
    "long": "format",
    "choices": tuple((name, "") for name in ("html", "mermaid", "dbml", "dot", "markdown")),
}
DOCS_OUTPUT = option(
    "output", str, "", "the folder of the site (schema_docs), or the file of another format"
)
LEVEL = option(
    "level",
    str,
    "s",
    "how much to know: a, each file alone; s, the files before it; t, a server too",
) | {"choices": (("a", ""), ("s", ""), ("t", ""))}
SEVERITY = option("severity", str, "warning", "show findings from this severity on") | {
    "choices": (("error", ""), ("warning", ""), ("info", ""))
}
STATS = option("stats", str, "", "a statistics file: findings on small tables are warnings")
WRITE_STATS = option("write_stats", str, "", "write a statistics file from the target database")
LIVE = option("live", bool, False, "ask the target database for sizes, version and what is applied")
REPORT = option("style", str, "text", "how to print findings: text, json, github or sarif") | {
    "long": "format",
    "choices": (("text", ""), ("json", ""), ("github", ""), ("sarif", "")),
}
CHECKED = option("style", str, "text", "how to print problems: text, json or github") | {
    "long": "format",
    "choices": (("text", ""), ("json", ""), ("github", "")),
}
CI_FORMAT = option("style", str, "text", "how to print problems: text or github") | {
    "long": "format",
    "choices": (("text", ""), ("github", "")),
}
