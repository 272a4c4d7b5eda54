"""The reference is what the script makes of the docstrings, and covers every call."""

import importlib.util
import inspect
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "scripts" / "derive_reference.py"


@pytest.fixture(scope="module")
def script():
    spec = importlib.util.spec_from_file_location("derive_reference", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_reference_is_up_to_date(script):
    pages = script.pages()
    assert sorted(path.name for path in script.FOLDER.glob("*.md")) == sorted(pages)
    for name, text in pages.items():
        found = (script.FOLDER / name).read_text(encoding="utf-8")
        assert found == text, "run: python scripts/derive_reference.py"


def test_every_call_has_a_section(script):
    for name, page in script.PAGES.items():
        text = (script.FOLDER / name).read_text(encoding="utf-8")
        public = {n for n, _ in inspect.getmembers(page.builder) if not n.startswith("_")}
        missing = [n for n in public - script.INTERNAL if f"\n### {n}\n" not in text]
        assert missing == []


def test_every_argument_of_a_union_is_told_apart(script):
    assert sys.modules["reference_text"].alternatives("Mapping[str, int | str] | None") == [
        "Mapping[str, int | str]",
        "None",
    ]


def test_a_call_in_no_group_is_refused(script):
    page = script.PAGES["builder.md"]
    with pytest.raises(SystemExit, match="not in one group: \\['comment'\\]"):
        script.written(page._replace(groups=[g for g in page.groups if "comment" not in g.methods]))


def test_what_has_no_yaml_is_a_session(script):
    text = (script.FOLDER / "builder.md").read_text(encoding="utf-8")
    assert "```pycon\n>>> users = TableSchema.create_empty" in text


def test_the_sql_of_an_example_is_what_the_compiler_makes(script):
    queries = sys.modules["reference_queries"]
    assert queries.sql_of("Posts.query().limit(1).select(Posts.id)") == (
        "SELECT posts.id FROM posts LIMIT $1"
    )
    assert queries.sql_of("Posts.view_count > 3") == "posts.view_count > $1"
    assert queries.sql_of("Posts.title.desc()") == "posts.title DESC"
    assert queries.sql_of("lower(Posts.title)") == "lower(posts.title)"
    with pytest.raises(SystemExit, match="no query: 3"):
        queries.sql_of("3")


def test_an_awaited_call_is_shown_as_what_it_returns(script):
    text = (script.FOLDER / "queries.md").read_text(encoding="utf-8")
    assert "\nfetch(db: Executor) -> list[RowT_co]\n" in text
    assert "\nwhere(*conditions: Expression[bool, Any]) -> Self\n" in text
    assert "AsyncExecutor" not in text
