"""What is found wrong after an edit does not depend on what was known before it."""

import os
from pathlib import Path

import pytest

from fluentorm.errors import SchemaError
from fluentorm.registry.evaluate import evaluate
from fluentorm.snapshot.codec import render
from fluentorm.snapshot.tables import table_text

HEAD = "def build(t):\n"
FILES = {
    "01_users.py": HEAD
    + "    t.uuid('id', primary_key=True)\n    t.string('email', unique=True)\n",
    "02_posts.py": HEAD
    + "    t.uuid('id', primary_key=True)\n    t.string('mail')\n"
    + "    t.belongs_to('user', 'mail', 'users', 'email')\n    t.index(['mail'])\n",
    "03_tags.py": HEAD + "    t.increments('id')\n    t.enum('kind', ['a', 'b'])\n",
    "04_other.py": HEAD + "    t.increments('id')\n",
}
EDITS = {
    "a key that another table refers to goes": ("01_users.py", ", unique=True", ""),
    "a key's type changes under a reference": (
        "01_users.py",
        "t.string('email'",
        "t.integer('email'",
    ),
    "an index takes another table's name": (
        "04_other.py",
        "    t.increments('id')\n",
        "    t.increments('id')\n    t.index('users', ['id'])\n",
    ),
    "an index takes another table's index's name": (
        "04_other.py",
        "    t.increments('id')\n",
        "    t.increments('id')\n    t.index('idx_posts_mail', ['id'])\n",
    ),
    "an index takes the name of a sequence": (
        "04_other.py",
        "    t.increments('id')\n",
        "    t.increments('id')\n    t.index('tags_id_seq', ['id'])\n",
    ),
    "a reference to no table": ("02_posts.py", "'users', 'email'", "'usrs', 'email'"),
    "an enum takes a table's name": (
        "04_other.py",
        "    t.increments('id')\n",
        "    t.increments('id')\n    t.enum('k', ['a'], type_name='users')\n",
    ),
    "an enum with other values": (
        "04_other.py",
        "    t.increments('id')\n",
        "    t.increments('id')\n    t.enum('k', ['x'], type_name='tags_kind')\n",
    ),
    "a harmless column": (
        "04_other.py",
        "    t.increments('id')\n",
        "    t.increments('id')\n    t.string('x')\n",
    ),
    "a harmless column in a table that others refer to": (
        "01_users.py",
        "    t.string('email'",
        "    t.string('x')\n    t.string('email'",
    ),
}


def _outcome(folder: Path, cache: Path | None) -> str:
    try:
        evaluation = evaluate(folder / "schemas", root=folder, cache_file=cache, text_of=table_text)
    except SchemaError as error:
        return str(error)
    return render(evaluation.model)


def _write(path: Path, text: str) -> None:
    path.write_text(text)
    os.utime(path, ns=(10**18 + len(text), 10**18 + len(text)))  # long ago: it may be remembered


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.replace(" ", "_"))
def test_an_edit_is_judged_alike_with_and_without_a_cache(tmp_path: Path, edit: str) -> None:
    (tmp_path / "schemas").mkdir()
    for name, text in FILES.items():
        _write(tmp_path / "schemas" / name, text)
    cache = tmp_path / "cache"
    before = _outcome(tmp_path, cache)
    assert before == _outcome(tmp_path, cache) == _outcome(tmp_path, None)
    name, old, new = EDITS[edit]
    assert old in FILES[name]
    _write(tmp_path / "schemas" / name, FILES[name].replace(old, new))
    cold = _outcome(tmp_path, None)
    assert cold != before
    assert ("harmless" in edit) == cold.startswith("  ")
    assert _outcome(tmp_path, cache) == cold
    assert _outcome(tmp_path, cache) == cold
