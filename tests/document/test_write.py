"""Writing a site touches what changed, removes what is its own, and leaves the rest."""

from pathlib import Path

import pytest

from fluentorm.document.write import Written, write_site
from fluentorm.errors import ConfigError


def test_only_what_changed_is_written_and_what_is_gone_removed(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    write_site(folder, {"a.html": b"1", "tables/b.html": b"2"})
    (folder / "mine.txt").write_text("stays")
    done = write_site(folder, {"a.html": b"1", "c.html": b"3"})
    assert done == Written(written=("c.html",), removed=("tables/b.html",))
    assert write_site(folder, {"a.html": b"1", "c.html": b"3"}) == Written()
    assert (folder / "mine.txt").exists()


def test_a_folder_of_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("mine")
    with pytest.raises(ConfigError, match="no site of fluentorm's"):
        write_site(tmp_path, {"index.html": b"ours"})
    assert (tmp_path / "index.html").read_text() == "mine"


def test_a_list_that_was_edited_removes_nothing_outside(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    write_site(folder, {"a.html": b"1"})
    (tmp_path / "precious").write_text("stays")
    (folder / ".fluentorm-docs.json").write_text('["../precious", "a.html"]')
    assert write_site(folder, {}).removed == ("a.html",)
    assert (tmp_path / "precious").exists()
