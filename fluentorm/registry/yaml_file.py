"""YAML schema files: the same as in Python, said with keys instead of calls.

A file becomes lists of calls of a TableSchema and a DatabaseSchema, in the order in which a Python
file would make them. Which keys there are stands in ``yaml_keys``.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from fluentorm.errors import Place, Problem, SchemaError
from fluentorm.registry.discover import table_name
from fluentorm.registry.merge import table_key
from fluentorm.registry.yaml_calls import Call, Places, table_calls
from fluentorm.registry.yaml_definitions import definition_calls, is_about_a_table, make
from fluentorm.registry.yaml_keys import OF_EITHER, OF_THE_DATABASE, TABLE
from fluentorm.registry.yaml_nodes import Node, compose, place_of
from fluentorm.registry.yaml_values import pairs
from fluentorm.schema.builder import TableSchema
from fluentorm.values import dataclass

if TYPE_CHECKING:
    from fluentorm.schema.database_builder import DatabaseSchema

_LATE = frozenset({"alter_field", "rename_field", "drop_index"})


@dataclass(frozen=True, slots=True, kw_only=True)
class YamlFile:
    """A YAML schema file, read and sound as far as it can be without the other files."""

    table_name: str | None
    calls: tuple[Call, ...]
    definitions: tuple[Call, ...] = ()

    @property
    def defines(self) -> bool:
        """Say whether the file declares objects beside its table."""
        return bool(self.definitions)

    def build(self, t: TableSchema) -> None:
        """Declare on ``t`` what the file says."""
        for call in self.calls:
            call.make(t)

    def define(self, db: DatabaseSchema) -> None:
        """Declare on ``db`` what the file says beside its table."""
        make(self.definitions, db)


def read_yaml(path: Path, shown: str) -> YamlFile:
    """Read a file; ``shown`` is its path as the user would type it.

    Raises SchemaError with every problem of the file, each with line and column.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise SchemaError([Problem(f"cannot be read: {reason}", Place(shown))]) from None
    return parse_yaml(data, shown)


def parse_yaml(data: bytes, shown: str) -> YamlFile:
    """Return what ``read_yaml`` returns for a file with this content."""
    root = compose(data, shown)
    problems: list[Problem] = []

    def report(node: Node, message: str, hint: str | None) -> None:
        problems.append(Problem(message, place_of(node, shown), hint))

    found = pairs(root, "the table", report)
    values = TABLE.read_pairs(root, found, "the table", report)
    places = Places(shown, {key: place_of(key_node, shown) for key, (key_node, _) in found.items()})
    key, wrong = table_key(
        values.get("table_name") or table_name(Path(shown)),
        values.get("namespace"),
        places.keys.get("table_name", Place(shown)),
    )
    problems += [wrong] if wrong else []
    is_table = is_about_a_table(values, OF_THE_DATABASE, OF_EITHER) or bool(problems)
    calls = tuple(table_calls(values, places)) if is_table else ()
    if problems:
        found_all = dict.fromkeys([*problems, *_builder_problems(key or "", calls)])
        raise SchemaError(sorted(found_all, key=lambda problem: problem.place or Place(shown)))
    definitions = definition_calls(values, places)
    return YamlFile(table_name=key if is_table else None, calls=calls, definitions=definitions)


def _builder_problems(name: str, calls: tuple[Call, ...]) -> tuple[Problem, ...]:
    """Return what the builder says to the sound calls, so that one run shows that as well."""
    own = tuple(call for call in calls if call.method not in _LATE)
    table = TableSchema.create_empty(name)
    YamlFile(table_name=name, calls=own).build(table)
    return table.problems
