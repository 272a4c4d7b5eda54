"""Which server migrations are written for: a setting, or the server seen last."""

from fluentorm.config import load_config
from fluentorm.tasks.project import Project
from fluentorm.tasks.server_version import remember_version, seen_version


def project(tmp_path):
    config = load_config(tmp_path, {})
    folders = {name: tmp_path / name for name in ("schemas_dir", "migrations_dir", "models_dir")}
    return Project(config=config, state_dir=tmp_path / ".fluent", **folders)


def test_the_server_seen_last_is_remembered(tmp_path):
    one = project(tmp_path)
    remember_version(one, 180006)
    assert seen_version(one) is None  # a folder without a project remembers nothing
    one.state_dir.mkdir()
    assert seen_version(one) is None
    remember_version(one, 180006)
    assert seen_version(one) == 18
    remember_version(one, 150018)
    assert seen_version(one) == 15


def test_what_is_no_version_is_as_if_none_was_seen(tmp_path):
    one = project(tmp_path)
    one.state_dir.mkdir()
    one.seen_version.write_bytes(b"\xff\n")
    assert seen_version(one) is None
    one.seen_version.write_text("new\n")
    assert seen_version(one) is None
