"""What a Python schema file must have, and what its mistakes look like."""

import sys
from pathlib import Path

import pytest

from fluentorm.errors import SchemaError
from fluentorm.registry.evaluate import evaluate

HEAD = "from fluentorm import TableSchema\n\n\n"


def _run(tmp_path: Path, **files: str) -> str:
    """Evaluate a folder of these files and return all problems as the user reads them."""
    folder = tmp_path / "schemas"
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / f"{name.removeprefix('n')}.py").write_text(text)
    with pytest.raises(SchemaError) as caught:
        evaluate(folder, root=tmp_path)
    return str(caught.value)


def test_syntax_error_has_line_and_column(tmp_path: Path) -> None:
    text = _run(tmp_path, n01_users="def build(t):\n    t.string('a'\n")
    assert text == "schemas/01_users.py:2:13: '(' was never closed"


def test_bytes_that_are_no_utf8(tmp_path: Path) -> None:
    folder = tmp_path / "schemas"
    folder.mkdir()
    (folder / "01_users.py").write_bytes(b"# caf\xe9\n")
    with pytest.raises(SchemaError, match=r"01_users\.py"):
        evaluate(folder, root=tmp_path)


def test_nul_bytes(tmp_path: Path) -> None:
    assert "null bytes" in _run(tmp_path, n01_users="a = '\0'\n")


def test_exception_in_build_names_the_line(tmp_path: Path) -> None:
    text = _run(tmp_path, n01_users=HEAD + "def build(t):\n    t.string('a')\n    1 / 0\n")
    assert text == "schemas/01_users.py:6: build raised ZeroDivisionError: division by zero"


def test_exception_when_loading_names_the_line(tmp_path: Path) -> None:
    text = _run(tmp_path, n01_users="x = {}\ny = x['a']\n")
    assert text == "schemas/01_users.py:2: the file raised KeyError: 'a'"


def test_exit_does_not_end_the_run(tmp_path: Path) -> None:
    text = _run(tmp_path, n01_a="import sys\nsys.exit(3)\n", n02_b="raise SystemExit\n")
    assert text.splitlines() == [
        "schemas/01_a.py:2: the file raised SystemExit: 3",
        "schemas/02_b.py:1: the file raised SystemExit",
    ]


def test_misspelt_method_names_the_nearest(tmp_path: Path) -> None:
    text = _run(tmp_path, n01_users=HEAD + "def build(t):\n    t.strng('a')\n")
    assert text.startswith("schemas/01_users.py:5: build raised AttributeError:")
    assert text.endswith("hint: did you mean t.string?")


def test_missing_argument_names_the_method_as_the_author_knows_it(tmp_path: Path) -> None:
    text = _run(tmp_path, n01_users=HEAD + "def build(t):\n    t.varchar('a')\n")
    assert text == (
        "schemas/01_users.py:5: build raised TypeError: "
        "t.varchar() missing 1 required positional argument: 'length'"
    )


def test_forgotten_import_is_named(tmp_path: Path) -> None:
    text = _run(tmp_path, n01_users=HEAD + "def build(t):\n    t.date('a', default=sql('now()'))\n")
    assert text.endswith("hint: add: from fluentorm import sql")


def test_file_without_build(tmp_path: Path) -> None:
    text = _run(tmp_path, n01_users=HEAD + "def buld(t):\n    pass\n")
    assert text == (
        "schemas/01_users.py: the file has no function build\n"
        'hint: the form is: def build(t: TableSchema) -> None; did you mean "buld"?'
    )


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("build = 7\n", "build must be a function, not 7"),
        ("async def build(t):\n    pass\n", "build must be a plain function"),
        ("def build(t):\n    yield\n", "build must be a plain function"),
        ("table_name = 7\ndef build(t): pass\n", "table_name must be a string that is not empty"),
        ("table_name = ''\ndef build(t): pass\n", "table_name must be a string that is not empty"),
        ("def build(): pass\n", "build must take one argument, the table"),
        ("def build(t, name): pass\n", "build must take one argument, the table"),
        ("def build(t, *, name): pass\n", "build must take one argument, the table"),
    ],
)
def test_wrong_module_is_a_problem(tmp_path: Path, source: str, message: str) -> None:
    assert message in _run(tmp_path, n01_users=source)


def test_problems_of_all_files_come_in_one_run(tmp_path: Path) -> None:
    good = HEAD + "def build(t):\n    t.uuid('id', primary_key=True)\n"
    text = _run(
        tmp_path,
        n01_a="def build(t:\n",
        n02_b=HEAD + "def build(t):\n    t.string('x', nulable=True)\n    t.boom()\n",
        n03_c=good + "    t.belongs_to('d', 'id', 'nowhere')\n",
        n04_d="x = 1\n",
        n05_e=good + "    t.belongs_to('a', 'id', 'a')\n    t.belongs_to('b', 'id', 'b')\n",
    )
    files = [line.split(":")[0] for line in text.splitlines() if line.startswith("schemas/")]
    assert files == [
        "schemas/01_a.py",
        "schemas/02_b.py",
        "schemas/02_b.py",
        "schemas/03_c.py",
        "schemas/04_d.py",
    ]


def test_helper_is_importable_by_name(tmp_path: Path) -> None:
    folder = tmp_path / "schemas"
    folder.mkdir()
    (folder / "_base.py").write_text("NAME = 'created_by'\n")
    (folder / "_mixins.py").write_text(
        "from _base import NAME\n\n\ndef audited(t):\n    t.uuid(NAME)\n"
    )
    (folder / "01_users.py").write_text(
        "from _mixins import audited\n\n\ndef build(t):\n    audited(t)\n"
    )
    before = (list(sys.path), list(sys.meta_path), set(sys.modules))
    model = evaluate(folder, root=tmp_path).model
    column = model.tables["users"].columns["created_by"]
    assert str(column.origin) == "schemas/01_users.py:5"
    assert (sys.path, sys.meta_path) == before[:2]
    assert not {"_mixins", "_base"} & set(sys.modules)
    assert not [name for name in sys.modules if name.startswith("_fluentorm_schema")]


def test_exception_in_a_helper_names_both_places(tmp_path: Path) -> None:
    text = _run(
        tmp_path,
        _mixins="def audited(t):\n    t.nothing()\n",
        n01_users="from _mixins import audited\n\n\ndef build(t):\n    audited(t)\n",
    )
    assert text.startswith("schemas/01_users.py:5: build raised AttributeError:")
    assert "(in schemas/_mixins.py:2)" in text


@pytest.mark.parametrize(
    ("helper", "message"),
    [
        ("def audited(t:\n", "schemas/_mixins.py:1:12: '(' was never closed"),
        (
            "\n1 / 0\n",
            "schemas/_mixins.py:2: importing it raised ZeroDivisionError: division by zero",
        ),
    ],
)
def test_helper_that_fails_is_one_problem(tmp_path: Path, helper: str, message: str) -> None:
    user = "from _mixins import audited\n\n\ndef build(t):\n    pass\n"
    assert _run(tmp_path, _mixins=helper, n01_a=user, n02_b=user) == message


def test_misspelt_helper_names_the_nearest(tmp_path: Path) -> None:
    text = _run(tmp_path, _mixins="", n01_users="from mixins import a\n")
    assert text.startswith("schemas/01_users.py:1: the file raised ModuleNotFoundError:")
    assert text.endswith('hint: did you mean "_mixins"?')


def test_helper_that_hides_a_module_of_python(tmp_path: Path) -> None:
    text = _run(tmp_path, _json="", n01_users="def build(t):\n    t.string('a')\n")
    assert text.startswith('schemas/_json.py: helper "_json.py" has the name of a module of Python')


def test_module_of_the_same_name_elsewhere_comes_back(tmp_path: Path) -> None:
    folder = tmp_path / "schemas"
    folder.mkdir()
    (folder / "_fluent_probe.py").write_text("KIND = 'text'\n")
    (folder / "01_users.py").write_text(
        "from _fluent_probe import KIND\n\n\ndef build(t):\n    t.column('a', KIND)\n"
    )
    other = type(sys)("_fluent_probe")
    sys.modules["_fluent_probe"] = other
    try:
        assert evaluate(folder, root=tmp_path).model.tables["users"].columns["a"].type == "text"
        assert sys.modules["_fluent_probe"] is other
    finally:
        del sys.modules["_fluent_probe"]


def test_schema_files_may_hold_dataclasses(tmp_path: Path) -> None:
    folder = tmp_path / "schemas"
    folder.mkdir()
    (folder / "01_users.py").write_text(
        "from __future__ import annotations\n"
        "from dataclasses import dataclass\n\n\n"
        "@dataclass\nclass Name:\n    text: str\n\n\n"
        "def build(t):\n    t.string(Name('a').text)\n"
    )
    assert list(evaluate(folder, root=tmp_path).model.tables["users"].columns) == ["a"]


@pytest.mark.parametrize(
    "line", ["from schemas_of_test import _mixins", "import schemas_of_test._mixins as _mixins"]
)
def test_helper_imported_through_its_folder_is_fresh_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str
) -> None:
    monkeypatch.syspath_prepend(tmp_path)
    folder = tmp_path / "schemas_of_test"
    folder.mkdir()
    (folder / "01_users.py").write_text(f"{line}\n\n\ndef build(t):\n    _mixins.add(t)\n")
    for name in ("one", "two"):
        (folder / "_mixins.py").write_text(f"def add(t):\n    t.string('{name}')\n")
        assert list(evaluate(folder, root=tmp_path).model.tables["users"].columns) == [name]
    assert not [name for name in sys.modules if name.startswith("schemas_of_test")]
