"""Migrations in Python as they are read: what the text alone shows, and what loading it does."""

import sys

import pytest

from fluentorm.errors import FileFormat, FluentError
from fluentorm.migrate.directory import scan
from fluentorm.migrate.python_code import PythonCode
from fluentorm.migrate.python_file import read_python
from fluentorm.migrate.source import checksum, read_source

UP = "def up(db):\n    pass\n"


@pytest.mark.parametrize(
    ("text", "transactional", "has_down"),
    [
        (UP, True, False),
        (UP + "def down(db): pass\n", True, True),
        ("transaction = False\n" + UP, False, False),
        ("transaction: bool = True\n" + UP, True, False),
        ("from functools import partial\nup = partial(print)\n", True, False),
        ("from somewhere import up, down\n", True, True),
        ("if 1:\n    def up(db, more=None): pass\n", True, False),
        ("def up(*args):\n    def inner():\n        yield 1\n", True, False),
    ],
)
def test_what_a_file_defines(text: str, transactional: bool, has_down: bool) -> None:
    found = read_python(text, "1_a.py")
    assert (found.transactional, found.has_down) == (transactional, has_down)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("def up(db:\n", "1_a.py:1:7: is no Python: '(' was never closed"),
        ("x = 1\n", "1_a.py: the file has no function up(db)\nhint: the form is: def up(db"),
        ("def upgrade(db): pass\n", 'no function up(db), not "upgrade"'),
        ("def down(db): pass\n", "has no function up(db)"),
        ("\nasync def up(db): pass\n", "1_a.py:2: up is async"),
        ("def up(db):\n    yield\n", "1_a.py:1: up is a generator, and would do nothing"),
        ("def up(): pass\n", "1_a.py:1: up must take one argument"),
        ("def up(db, other): pass\n", "up must take one argument"),
        ("def up(db, *, other): pass\n", "up must take one argument"),
        ("up = 3\n", "1_a.py:1: up is no function"),
        ("class up: pass\n", "up is no function"),
        (UP + "def down(): pass\n", "1_a.py:3: down must take one argument"),
        ("transaction = 'none'\n" + UP, "1_a.py:1: transaction is neither True nor False"),
        ("import os\ntransaction = bool(os)\n" + UP, "1_a.py:2: transaction is neither"),
    ],
)
def test_what_the_text_shows_to_be_wrong(text: str, told: str) -> None:
    with pytest.raises(FileFormat) as caught:
        read_python(text, "1_a.py")
    assert told in str(caught.value)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("import nothing_like_it\n" + UP, "1_a.py:1: loading the file raised ModuleNotFoundError"),
        ("import sys\nsys.exit(3)\n" + UP, "1_a.py:2: loading the file raised SystemExit: sys"),
        ("x = 1 / 0\n" + UP, "1_a.py:1: loading the file raised ZeroDivisionError"),
        ("up = [print][0:1]\n", "1_a.py: up is no function, but [<built-in"),
        (UP + "del up\n", "1_a.py: up is missing"),
        ("return\n" + UP, "is no Python: 'return' outside function"),
    ],
)
def test_what_only_loading_shows(text: str, told: str) -> None:
    with pytest.raises(FileFormat) as caught:
        PythonCode(path="1_a.py", text=text, function="up").load()
    assert told in str(caught.value)


def test_each_call_has_a_module_of_its_own_that_nobody_sees(tmp_path, monkeypatch, capsys) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "beside.py").write_text("VALUE = 7\n")
    text = (
        "import dataclasses, beside\n"
        "@dataclasses.dataclass\nclass Row:\n    n: 'int' = beside.VALUE\n"
        "seen = []\n"
        "def up(db):\n    seen.append(1)\n    print('hello')\n    db += seen + [Row().n]\n"
    )
    code = PythonCode(path="1_a.py", text=text, function="up")
    before, path = set(sys.modules), list(sys.path)
    found: list[int] = []
    code.call(found)
    code.call(found)
    assert found == [1, 7, 1, 7]
    assert set(sys.modules) - before == {"beside"}
    assert sys.path == path
    del sys.modules["beside"]
    assert capsys.readouterr() == ("", "hello\nhello\n")  # not among a task's own output
    assert not list(tmp_path.rglob("1_a*"))


@pytest.mark.parametrize(
    ("files", "told"),
    [
        (("1_a.py", "1_a.sql"), '"1_a.py" and "1_a.sql" have the same version'),
        (("1_a.py", "1_b.py"), "give the newer one a version of its own"),
        (("1_a.py", "1_a.sql", "1_a_down.sql"), "have the same version"),
        (("1_a.py", "1_a_down.sql"), 'the way back of "1_a.py" is its function down(db)'),
        (("1_a.py", "1_a_down.py"), 'the way back of "1_a.py" is its function down(db)'),
        (("1_a.py", "01_b.sql"), "have the same version"),
        (("helpers.py",), "helpers.py: the name has no version"),
        (("1_.py",), "1_.py: the name has no version"),
        (("1_a.PY",), 'rename it to "1_a.py"'),
    ],
)
def test_names_that_cannot_be(tmp_path, files: tuple[str, ...], told: str) -> None:
    for name in files:
        (tmp_path / name).write_text(UP)
    with pytest.raises(FluentError) as caught:
        scan(tmp_path)
    assert told in str(caught.value)


def test_python_stands_between_sql_in_order_of_version(tmp_path) -> None:
    for name in ("2_b.py", "1_a.sql", "1_a_down.sql", "10_c.sql", "_helper.py", "__init__.py"):
        (tmp_path / name).write_text(UP)
    entries = scan(tmp_path).entries
    assert [(one.name, one.down) for one in entries] == [
        ("1_a.sql", "1_a_down.sql"),
        ("2_b.py", None),
        ("10_c.sql", None),
    ]


def test_the_header_is_in_comments_and_the_checksum_is_of_the_text(tmp_path) -> None:
    path = tmp_path / "1_a.py"
    path.write_bytes(
        b"#!/usr/bin/env python\r\n# Parent: 0_x.sql\r\n# Irreversible: mails were sent\r\n"
        b"# Generated: never\r\n" + UP.replace("\n", "\r\n").encode()
    )
    source = read_source(str(path))
    assert source.header.parent == "0_x.sql"
    assert source.header.irreversible == "mails were sent"
    assert source.checksum == checksum(source.text)
    assert source.script.code is not None
    assert source.script.sql == ""
    assert source.way_back is None
    path.write_text("# Transaction: none\n" + UP)
    with pytest.raises(FileFormat, match="transaction = False"):
        _ = read_source(str(path)).header
    path.write_text("-- migrate:down\n")
    with pytest.raises(FileFormat, match="is no Python"):
        _ = read_source(str(path)).script
