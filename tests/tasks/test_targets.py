"""The lines of a file of targets: what they mean, and what is refused, without a password."""

from pathlib import Path

import pytest

from fluentorm.config import load_config
from fluentorm.errors import ConfigError
from fluentorm.tasks.project import Project
from fluentorm.tasks.targets import Tenant, read_targets

SECRET = "postgresql://ann:topsecret@db/gone"


def read(folder: Path, text: str) -> list[Tenant]:
    (folder / "targets").write_text(text)
    environ = {"FLUENT_DB_TARGETS": "targets", "FLUENT_DB_URL": "postgresql://me:hidden@here/base"}
    config = load_config(folder, environ)
    return read_targets(
        Project(config=config, schemas_dir=folder, migrations_dir=folder, models_dir=folder)
    )


def test_what_lines_mean(tmp_path: Path) -> None:
    text = f"""
    # a comment
    one {SECRET}?options=-c%20a%3Db  # another
    {SECRET}
    two database=acme
    namespace=three
    four url={SECRET} namespace=four shared=extensions,more
    five postgresql://ann@db/five?password=topsecret
    """
    found = read(tmp_path, text)
    assert [(tenant.name, tenant.where) for tenant in found] == [
        ("one", "ann@db/gone"),
        ("ann@db/gone", "ann@db/gone"),
        ("two", "database acme"),
        ("three", "namespace three"),
        ("four", "namespace four of ann@db/gone"),
        ("five", "ann@db/five"),
    ]
    assert "dbname=acme" in found[2].conninfo
    assert "password=hidden" in found[2].conninfo
    homes = [tenant.home and tenant.home.search_path for tenant in found]
    assert homes == [None, None, None, '"three"', '"four", "extensions", "more"', None]
    assert "topsecret" not in repr(found)
    assert "hidden" not in repr(found)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (f"one {SECRET} database=x", "targets:1: a URL and a database contradict each other"),
        ("one", "targets:1: where the target is, is not said"),
        ("\none namespce=x", "targets:2: a word of the line means nothing\nhint: did you mean nam"),
        ("one namespace=a\none namespace=b", 'targets:2: there are two targets "one"'),
        ("x namespace=a\ny namespace=a", 'targets:2: "y" is where "x" is'),
        ("one two namespace=a", "targets:1: a line has one name, at its beginning"),
        ("a database=x shared=y", "targets:1: only a namespace shares others"),
        ("a database=", 'targets:1: "database" has no value'),
        ("a database=x database=y", 'targets:1: "database" stands twice in a line'),
        (f"one {SECRET}@@x", "targets:1: the URL does not parse"),
        ("one mysql://ann:topsecret@x/y", 'the URL has the scheme "mysql"'),
        ("one postgresql://ann:topsecret%zz@x/y", "targets:1: the URL does not parse"),
        ("one postgresql://ann:top#secret@x/topsecret", "targets:1: the URL does not parse"),
        ("one postgresql://ann:topsecret@[::1/y", "targets:1: the URL does not parse"),
        ("ann:topsecret@db/gone namespace=x", "targets:1: a word looks like an address without"),
        ("one host=x password=topsecret", "targets:1: a word of the line means nothing"),
        ("# nobody", "FLUENT_DB_TARGETS names no target"),
    ],
)
def test_lines_that_mean_nothing(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(ConfigError) as caught:
        read(tmp_path, text)
    assert told in str(caught.value)
    assert "topsecret" not in str(caught.value)
