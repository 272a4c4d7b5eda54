"""The examples in docstrings do what they show."""

import doctest
import importlib
import re
from pathlib import Path

import pytest

import fluentorm
from fluentorm import DatabaseSchema, Place, TableSchema
from fluentorm.schema.database_state import SqlFile

PACKAGE = Path(fluentorm.__file__).parent


def modules() -> list[str]:
    example = re.compile(r"^ *>>> ", re.MULTILINE)
    paths = [p for p in sorted(PACKAGE.rglob("*.py")) if example.search(p.read_text("utf-8"))]
    return [".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts) for path in paths]


@pytest.mark.parametrize("name", modules())
def test_examples_do_what_they_show(name: str) -> None:
    module = importlib.import_module(name)
    runner = doctest.DocTestRunner(optionflags=doctest.FAIL_FAST)
    said: list[str] = []
    for example in doctest.DocTestFinder(exclude_empty=True).find(module, name):
        example.globs |= vocabulary(example.globs)
        table, database = example.globs["t"], example.globs["db"]
        runner.run(example, out=said.append, clear_globs=False)
        if "problems" not in example.name:
            assert [str(problem) for problem in (*table.problems, *database.problems)] == []
    assert said == []
    assert runner.summarize(verbose=False).attempted > 0


def vocabulary(known: dict[str, object]) -> dict[str, object]:
    """Return what examples of schema files use without naming it first."""
    public = {"sql": fluentorm.sql, "TableSchema": TableSchema}
    fresh = {"t": TableSchema.create_empty("users"), "db": DatabaseSchema(sql_file)}
    return {**{key: value for key, value in public.items() if key not in known}, **fresh}


def sql_file(path: str) -> SqlFile:
    return SqlFile(f"SELECT 1 -- {path}", Place(path, 1))
