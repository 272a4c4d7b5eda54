"""Beginning a migration by hand."""

import re
from pathlib import Path

import pytest


def _new(root: Path) -> list[Path]:
    return sorted(path for path in (root / "migrations").iterdir() if "fill" in path.name)


def test_it_writes_an_empty_pair_after_the_last_one(generated) -> None:
    last = max((generated.root / "migrations").glob("*[!n].sql")).name
    before = generated.contents()
    ran = generated.script("new_migration", "--name", "Fill the slugs!")
    assert (ran.status, ran.err) == (0, "")
    up, down = _new(generated.root)
    assert generated.written(before) == [f"migrations/{up.name}", f"migrations/{down.name}"]
    assert re.fullmatch(r"\d{14}_fill_the_slugs\.sql", up.name)
    assert down.name == f"{up.stem}_down.sql"
    assert up.name > last
    assert f"-- Parent: {last}\n" in up.read_text()
    assert ran.out == (
        f"wrote migrations/{up.name}\nwrote migrations/{down.name}\n"
        "next: write the SQL, then: doit generate_models verify migrate\n"
    )


def test_it_is_adopted_by_the_next_generation(generated) -> None:
    generated.script("new_migration", "--name", "fill_slugs")
    before = generated.contents("migrations")
    ran = generated.script("generate_models", "check")
    assert ran.status == 0, ran.out + ran.err
    assert generated.contents("migrations") == before


def test_two_at_once_get_two_versions(generated) -> None:
    for _ in range(2):
        assert generated.script("new_migration", "--name", "fill").status == 0
    versions = {path.name.partition("_")[0] for path in _new(generated.root)}
    assert len(versions) == 2


def test_it_works_in_a_project_without_migrations(blog) -> None:
    assert blog.script("new_migration", "--name", "fill").status == 0
    up, _ = _new(blog.root)
    assert "-- Parent" not in up.read_text()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), "a migration needs a name"),
        (("--name", "!!!"), '"!!!" is no name for a migration'),
        (("--name", "é"), '"é" is no name for a migration'),
        (("--name", "../.."), '"../.." is no name for a migration'),
    ],
)
def test_a_name_is_needed(generated, words: tuple[str, ...], told: str) -> None:
    before = generated.contents()
    ran = generated.script("new_migration", *words)
    assert (ran.status, ran.out) == (1, "")
    assert ran.err == f"error: {told}\nhint: doit new_migration --name fill_slugs\n"
    assert generated.contents() == before


def test_a_name_never_leaves_the_folder_and_fits_a_file_system(generated) -> None:
    name = "../fill/" + "x" * 300
    assert generated.script("new_migration", "--name", name).status == 0
    for path in _new(generated.root):
        assert re.fullmatch(r"\d{14}_fill_x{95}(_down)?\.sql", path.name)


@pytest.mark.acceptance
def test_it_is_not_applied_before_something_is_written(generated, database: str) -> None:
    generated.env["FLUENT_DB_URL"] = database
    generated.script("new_migration", "--name", "fill")
    ran = generated.script("migrate")
    assert ran.status == 1
    assert "_fill.sql: no statement, only comments\nhint: write its SQL; " in ran.err
    for path in _new(generated.root):
        path.write_text(f"{path.read_text()}SELECT 1;\n")
    ran = generated.script("migrate", "migrate_down")
    assert ran.status == 0, ran.err
    assert ran.out.splitlines()[-1] == "rolled back 1 migration"
