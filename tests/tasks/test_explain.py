"""The task explain: what an id means, wherever it is asked."""

import pytest

from fluentorm import errors
from fluentorm.lint import rules
from fluentorm.lint.rule import CATALOGUE
from fluentorm.tasks import explain


def test_an_error_is_explained_by_its_id(blog) -> None:
    ran = blog.script("explain", "checksum-mismatch")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.startswith("checksum-mismatch\n\nChecksumMismatch, a kind of migration-error.")
    assert "Next: restore the file from git." in ran.out
    assert "](" not in ran.out


def test_a_rule_is_explained_in_any_case_with_its_sql_indented(blog) -> None:
    ran = blog.script("explain", "lk001")
    assert ran.out.startswith("LK001\n\nan index is built without CONCURRENTLY")
    assert "\n    CREATE INDEX CONCURRENTLY users_email ON users (email);\n" in ran.out
    assert "```" not in ran.out


def test_without_an_id_all_are_listed_each_with_what_it_is(blog) -> None:
    ran = blog.script("explain")
    listed = dict(line.split(maxsplit=1) for line in ran.out.splitlines())
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type)]
    assert rules.__all__  # which fills the catalogue
    ids = {kind.id for kind in kinds if issubclass(kind, errors.FluentError)}
    assert ids | CATALOGUE.rules.keys() | {"refused", "defect"} <= set(listed)
    assert listed["out-of-order"].startswith("A pending migration sorts before one that is applied")
    assert all(text[-1] not in ".:" for text in listed.values())


def test_what_is_unknown_is_wrong_usage_with_the_nearest_id(blog) -> None:
    ran = blog.script("explain", "checksum-mismach")
    assert (ran.status, ran.out) == (2, "")
    assert 'there is no error and no rule "checksum-mismach"' in ran.err
    assert "hint: did you mean checksum-mismatch?" in ran.err


def test_it_needs_no_project_and_leaves_nothing(tmp_path, blog) -> None:
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    blog.root = folder
    assert blog.script("explain", "not-found").status == 0
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("id_", explain.pages())
def test_no_mark_of_markdown_is_left(id_: str) -> None:
    text = explain.plain(explain.pages()[id_])
    assert [mark for mark in ("**", "```", "`", "](", "\n#") if mark in text] == []
