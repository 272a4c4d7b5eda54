"""Which files are schema files and helpers, and in which order."""

from pathlib import Path

import pytest

from fluentorm.registry.discover import helper_files, schema_files, table_name


def _folder(tmp_path: Path, *names: str) -> Path:
    for name in names:
        (tmp_path / name).write_text("")
    return tmp_path


def test_order_is_by_number_then_name(tmp_path: Path) -> None:
    folder = _folder(tmp_path, "10_b.py", "2_c.yaml", "02_a.yml", "plain.py", "x1_z.py", "100_a.py")
    assert schema_files(folder) == [
        "plain.py",
        "x1_z.py",
        "02_a.yml",
        "2_c.yaml",
        "10_b.py",
        "100_a.py",
    ]


def test_what_is_no_schema_file_is_skipped(tmp_path: Path) -> None:
    folder = _folder(
        tmp_path,
        "01_users.py",
        "registry.py",
        "runner.py",
        "test_users.py",
        "_mixins.py",
        "__init__.py",
        ".hidden.py",
        ".fluent_snapshot.json",
        "README.md",
        "02_users.py~",
        "03_users.py.bak",
    )
    (folder / "04_folder.py").mkdir()
    (folder / "__pycache__").mkdir()
    assert schema_files(folder) == ["01_users.py"]
    assert helper_files(folder) == ["_mixins.py"]


def test_yaml_may_be_called_registry(tmp_path: Path) -> None:
    assert schema_files(_folder(tmp_path, "registry.yaml")) == ["registry.yaml"]


def test_folder_that_does_not_exist_has_no_files(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for folder in (tmp_path / "nowhere", tmp_path / "file"):
        assert schema_files(folder) == []
        assert helper_files(folder) == []


@pytest.mark.parametrize(
    ("name", "table"),
    [
        ("01_users.py", "users"),
        ("users.yaml", "users"),
        ("007_post_tags.yml", "post_tags"),
        ("2fa_codes.py", "2fa_codes"),
        ("01_02_odd.py", "02_odd"),
    ],
)
def test_table_name_is_the_file_name_less_its_number(name: str, table: str) -> None:
    assert table_name(Path("schemas") / name) == table
