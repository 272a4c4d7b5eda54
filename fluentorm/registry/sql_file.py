"""An SQL file that declares a view or a routine: a comment header with its options, then the body.

::

    -- view: active_users
    -- security_invoker: true
    SELECT * FROM users WHERE active

The header is YAML behind ``--``: the kind with the name, and the options that the kind has in a
YAML schema file. It ends at the first line that is no comment, or at a line that is only ``--``.
Without the first line the folder and the file say what it is: ``views/active_users.sql``. The
options may stand in a YAML file beside it instead, ``views/active_users.yaml``. What is behind
the header is the body, to the letter, less the line end of the last line.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from fluentorm.errors import Place, Problem, SchemaError
from fluentorm.registry.yaml_calls import Call
from fluentorm.registry.yaml_definitions import plain_indexes
from fluentorm.registry.yaml_nodes import Node, compose, place_of
from fluentorm.registry.yaml_objects import OBJECT_OPTIONS
from fluentorm.registry.yaml_shapes import Key, Record
from fluentorm.registry.yaml_values import Name, pairs
from fluentorm.schema.database_state import SqlFile
from fluentorm.values import dataclass

if TYPE_CHECKING:
    from fluentorm.schema.builder import TableSchema
    from fluentorm.schema.database_builder import DatabaseSchema

# Kind -> the argument that the body is.
_BODY = {"view": "query", "materialized_view": "query", "function": "body", "procedure": "body"}
_FOLDERS = {f"{kind}s": kind for kind in _BODY}
_KIND = re.compile(r"--[ \t]*\w+[ \t]*:")


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyFile:
    """An SQL file that was read: the call of a DatabaseSchema that it amounts to."""

    call: Call

    @property
    def table_name(self) -> None:
        """None: it is about no table."""

    @property
    def defines(self) -> bool:
        """True: it declares an object."""
        return True

    def build(self, schema: TableSchema) -> None:
        """Declare nothing of a table."""

    def define(self, db: DatabaseSchema) -> None:
        """Declare the object."""
        self.call.make(db)


def read_sql(data: bytes, shown: str) -> SqlFile:
    """Return the text of a file that another names, whole; ``shown`` is its path.

    Raises SchemaError for text that is not UTF-8.
    """
    return SqlFile(_body(_decoded(data, shown)), Place(shown, 1))


def read_declaring(
    data: bytes, name: str, shown: str, options: tuple[bytes, str] | None = None
) -> BodyFile:
    """Return what an SQL file declares.

    ``name`` is its path from the folder of the schema files, ``shown`` as the user would type it;
    ``options`` are the content and the path of the YAML file beside it. Raises SchemaError with
    every problem of the two.
    """
    text = _decoded(data, shown)
    header, body, first = _parted(text)
    if options is not None:
        if header:
            raise _error(
                "the options stand in a header, and in a file beside it",
                Place(shown, 1),
                f"keep one of the two; {options[1]} is the other",
            )
        header, place = options[0].decode("utf-8", errors="surrogateescape"), options[1]
    else:
        place = shown
    kind, values = _read_header(header, name, place)
    argument = _BODY[kind]
    origin = Place(shown, first)
    arguments = {**values, argument: SqlFile(_body(body), origin)}
    return BodyFile(call=Call(kind, arguments, origin))


def _decoded(data: bytes, shown: str) -> str:
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise _error("the file is not UTF-8", Place(shown, line), "save it as UTF-8") from None


def _body(text: str) -> str:
    return text.removesuffix("\n")


def _parted(text: str) -> tuple[str, str, int]:
    """Return the header as YAML, the body, and the line where the body begins.

    The comment signs become blanks, so that lines and columns of the YAML are those of the file.
    """
    if not _KIND.match(text):
        return "", text, 1
    lines = text.split("\n")
    header: list[str] = []
    for number, line in enumerate(lines):
        if not line.startswith("--"):
            return "\n".join(header), "\n".join(lines[number:]), number + 1
        if line.strip() == "--":
            return "\n".join(header), "\n".join(lines[number + 1 :]), number + 2
        header.append("  " + line[2:])
    return "\n".join(header), "", len(lines)


def _read_header(header: str, name: str, shown: str) -> tuple[str, dict[str, Any]]:
    """Return the kind of the object and the arguments of its call, its name among them."""
    problems: list[Problem] = []

    def report(node: Node, message: str, hint: str | None) -> None:
        problems.append(Problem(message, place_of(node, shown), hint))

    kind, own_name = _from_path(name)
    root = compose(header.encode("utf-8", errors="surrogateescape"), shown) if header else None
    found = pairs(root, "the header", report) if root is not None else {}
    said = next((word for word in found if word in _BODY), None)
    kind = said or kind
    if kind is None:
        kinds = ", ".join(_BODY)
        raise _error(
            "nothing says what this file is, and no schema file names it",
            Place(shown, 1),
            f'begin it with "-- view: name" (or {kinds}), or name it with db.sql_file("{name}")',
        )
    record = Record(_options(kind))
    values = record.read_pairs(root, found, "the header", report) if root is not None else {}
    if problems:
        raise SchemaError(problems)
    given = values.pop(kind, None) or own_name
    if "indexes" in values:
        values["indexes"] = list(plain_indexes(values["indexes"]))
    return kind, {"name": given, **values}


def _options(kind: str) -> Mapping[str, Key]:
    body = _BODY[kind]
    own = OBJECT_OPTIONS[kind].items()
    options = {name: key for name, key in own if name not in (body, f"{body}_file")}
    return {kind: Key(Name(), "its name"), **options}


def _from_path(name: str) -> tuple[str | None, str]:
    """Return the kind and the name that a path tells: views/billing.active.sql."""
    folder, _, file = name.rpartition("/")
    return _FOLDERS.get(folder.rpartition("/")[2]), file.removesuffix(".sql")


def _error(message: str, place: Place, hint: str) -> SchemaError:
    return SchemaError([Problem(message, place, hint)])
