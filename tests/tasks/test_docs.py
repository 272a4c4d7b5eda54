"""docs: the site and the other formats, as commands."""

from tests.tasks.conftest import Project


def test_the_site_is_written_once(generated: Project) -> None:
    ran = generated.script("docs")
    assert (ran.status, ran.err) == (0, "")
    assert "open schema_docs/index.html" in ran.out
    page = (generated.root / "schema_docs/tables/posts.html").read_text()
    assert "posts_add_fk_user_id.sql" in page
    assert generated.script("docs").out == "nothing changed in schema_docs/index.html\n"
    (generated.root / "schemas/02_posts.yaml").unlink()
    assert "1 removed" in generated.script("docs").out


def test_other_formats_are_printed_or_written(generated: Project) -> None:
    ran = generated.doit("docs", "--format", "mermaid")
    assert (ran.status, ran.err) == (0, "")
    assert "erDiagram" in ran.out
    for style in ("dbml", "dot", "markdown"):
        ran = generated.script("docs", "--format", style, "--output", f"out/schema.{style}")
        assert (ran.status, ran.out) == (0, f"wrote out/schema.{style}\n")
        assert "posts" in (generated.root / f"out/schema.{style}").read_text()


def test_a_format_that_does_not_exist_and_a_folder_of_something_else(generated: Project) -> None:
    ran = generated.script("docs", "--format", "pdf")
    assert ran.status == 2
    assert "error: docs: " in ran.err
    ran = generated.script("docs", "--output", "schemas")
    assert (ran.status, ran.out) == (1, "")
    assert 'error: "schemas" holds something that is no site' in ran.err
