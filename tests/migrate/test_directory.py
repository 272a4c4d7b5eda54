import datetime
import os
import re
import sys
from hashlib import sha256
from itertools import islice

import pytest

from fluentorm.errors import FileFormat, MissingFile
from fluentorm.migrate.directory import (
    EMPTY_CHAIN,
    chain_digest,
    chain_digests,
    checksum,
    extend_chain,
    new_versions,
    next_version,
    scan,
)

NOW = datetime.datetime(2024, 12, 2, 10, 30, tzinfo=datetime.UTC)


def write(folder, **files):
    for name, text in files.items():
        path = folder / f"{name.removeprefix('V')}.sql"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return scan(folder)


def names(directory):
    return [entry.name for entry in directory.entries]


def test_a_folder_that_does_not_exist_is_empty(tmp_path):
    assert scan(tmp_path / "none").entries == ()


def test_up_and_down_files_make_one_entry(tmp_path):
    directory = write(tmp_path, V1_a="SELECT 1", V1_a_down="SELECT 2")
    (entry,) = directory.entries
    assert (entry.name, entry.version, entry.down) == ("1_a.sql", "1", "1_a_down.sql")


def test_an_up_file_may_lack_its_down_file(tmp_path):
    (entry,) = write(tmp_path, V1_a="SELECT 1").entries
    assert entry.down is None


def test_entries_are_ordered_by_the_instant_of_their_version(tmp_path):
    directory = write(
        tmp_path, V20241202103000_c="x", V1733135399_b="x", V1733135401_d="x", V2_a="x"
    )
    assert names(directory) == [
        "2_a.sql",
        "1733135399_b.sql",
        "20241202103000_c.sql",
        "1733135401_d.sql",
    ]


def test_listing_reads_no_file(tmp_path):
    write(tmp_path, V1_a=b"\xff", V2_b_down=b"-- Migration: 2_b_down.sql\n", V2_b_down_down=b"")
    assert names(scan(tmp_path)) == ["1_a.sql", "2_b_down.sql"]


def test_other_files_are_left_alone(tmp_path):
    for name in ("README.md", "_draft.sql", ".hidden.sql", "notes.txt"):
        (tmp_path / name).write_text("x")
    assert scan(tmp_path).entries == ()


@pytest.mark.parametrize("name", ["users.sql", "20241202.sql", "v1_a.sql", "1_.sql", "1-a.sql"])
def test_a_name_without_version_is_refused(tmp_path, name):
    (tmp_path / name).write_text("SELECT 1")
    with pytest.raises(FileFormat) as caught:
        scan(tmp_path)
    assert str(caught.value.place) == str(tmp_path / name)
    assert "new_migration" in str(caught.value)


def test_digits_of_other_scripts_are_no_version(tmp_path):
    (tmp_path / "١٢_a.sql").write_text("SELECT 1")
    with pytest.raises(FileFormat):
        scan(tmp_path)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not take such a name")
def test_a_name_that_is_not_utf8_is_refused(tmp_path):
    (tmp_path / os.fsdecode(b"1_\xe4.sql")).write_text("SELECT 1")
    with pytest.raises(FileFormat, match=r'"1_\\xe4\.sql" is not UTF-8'):
        scan(tmp_path)


def test_an_ending_in_capitals_is_refused(tmp_path):
    (tmp_path / "1_a.SQL").write_text("SELECT 1")
    with pytest.raises(FileFormat, match="rename it to"):
        scan(tmp_path)


@pytest.mark.parametrize(("first", "second"), [("V1_a", "V1_b"), ("V007_a", "V7_b")])
def test_two_migrations_of_one_version_are_refused(tmp_path, first, second):
    with pytest.raises(FileFormat) as caught:
        write(tmp_path, **{first: "x", second: "x"})
    message = str(caught.value)
    assert f'"{first[1:]}.sql"' in message
    assert f'"{second[1:]}.sql"' in message


def test_two_pairs_of_one_version_are_refused(tmp_path):
    with pytest.raises(
        FileFormat, match=re.escape('"1_a.sql" and "1_b.sql" have the same version')
    ):
        write(tmp_path, V1_a="x", V1_a_down="x", V1_b="x", V1_b_down="x")


def test_a_table_called_x_down_keeps_its_own_pair(tmp_path):
    directory = write(
        tmp_path,
        V1_create_x="x",
        V1_create_x_down="x",
        V2_create_x_down="x",
        V2_create_x_down_down="x",
    )
    pairs = [(entry.name, entry.down) for entry in directory.entries]
    assert pairs == [
        ("1_create_x.sql", "1_create_x_down.sql"),
        ("2_create_x_down.sql", "2_create_x_down_down.sql"),
    ]


def test_a_lone_down_file_is_a_migration_only_when_its_header_says_so(tmp_path):
    directory = write(tmp_path, V1_create_x_down="-- Migration: 1_create_x_down.sql\nSELECT 1;")
    assert names(directory) == ["1_create_x_down.sql"]


@pytest.mark.parametrize("text", ["-- Rollback: 1_a.sql\nDROP TABLE a;", "DROP TABLE a;"])
def test_a_down_file_without_its_up_file_is_refused(tmp_path, text):
    with pytest.raises(MissingFile) as caught:
        write(tmp_path, V1_a_down=text)
    assert '"1_a.sql"' in str(caught.value)
    assert str(caught.value.place).endswith("1_a_down.sql")


def test_a_misnamed_down_file_is_told_its_right_name(tmp_path):
    with pytest.raises(MissingFile, match=re.escape("1_create_users_down.sql")):
        write(tmp_path, V1_create_users="x", V1_users_down="DROP TABLE users")


def test_byte_order_mark_and_line_ends_do_not_change_text_or_checksum(tmp_path):
    directory = write(
        tmp_path, V1_a="SELECT 1;\n\n", V2_b=b"\xef\xbb\xbfSELECT 1;\r\n\r\n", V3_c="SELECT 1;\r\r"
    )
    sources = [directory.source(name) for name in names(directory)]
    assert {source.text for source in sources} == {"SELECT 1;\n\n"}
    assert {source.checksum for source in sources} == {sha256(b"SELECT 1;\n\n").hexdigest()}


def test_checksum_is_that_of_the_file_as_git_keeps_it():
    assert checksum("\ufeffa\r\nb") == checksum("a\nb") == sha256(b"a\nb").hexdigest()
    assert checksum("a\nb") != checksum("a\nb\n")


@pytest.mark.parametrize("data", [b"", b" \n\t", b"\xef\xbb\xbf"])
def test_an_empty_file_is_refused(tmp_path, data):
    directory = write(tmp_path, V1_a=data)
    with pytest.raises(FileFormat, match="is empty"):
        directory.source("1_a.sql")


def test_what_is_not_utf8_is_refused_with_offset_and_line(tmp_path):
    directory = write(tmp_path, V1_a=b"SELECT 1;\nSELECT '\xe4';")
    with pytest.raises(FileFormat) as caught:
        directory.source("1_a.sql")
    assert "0xe4 at offset 18" in str(caught.value)
    assert (caught.value.place.line, caught.value.place.column) == (2, 9)


def test_a_nul_is_refused(tmp_path):
    directory = write(tmp_path, V1_a=b"SELECT 1;\n-- \x00")
    with pytest.raises(FileFormat, match="NUL") as caught:
        directory.source("1_a.sql")
    assert caught.value.place.line == 2


def test_a_folder_called_like_a_migration_is_refused(tmp_path):
    (tmp_path / "1_a.sql").mkdir()
    with pytest.raises(FileFormat, match="cannot be read"):
        scan(tmp_path).source("1_a.sql")


def test_a_file_in_place_of_the_folder_is_refused(tmp_path):
    (tmp_path / "migrations").write_text("x")
    with pytest.raises(FileFormat, match="cannot be read"):
        scan(tmp_path / "migrations")


@pytest.mark.parametrize(
    "mark",
    ["-- migrate:down", "-- +goose Down", "-- +migrate Down", "-- migrate:down transaction:false"],
)
def test_a_file_that_holds_both_directions_is_refused(tmp_path, mark):
    directory = write(tmp_path, V1_a=f"CREATE TABLE a ();\n{mark}\nDROP TABLE a;\n")
    with pytest.raises(FileFormat, match=re.escape("1_a_down.sql")) as caught:
        directory.source("1_a.sql")
    assert caught.value.place.line == 2


def test_a_file_that_went_away_is_missing(tmp_path):
    directory = write(tmp_path, V1_a="SELECT 1")
    (tmp_path / "1_a.sql").unlink()
    with pytest.raises(MissingFile):
        directory.source("1_a.sql")


def test_chain_digest_depends_on_names_contents_and_order():
    links = [("a", "1"), ("b", "2")]
    digests = {
        chain_digest(links),
        chain_digest(links[::-1]),
        chain_digest([("a", "1"), ("b", "3")]),
        chain_digest([("a", "1"), ("c", "2")]),
        chain_digest([("a", "1")]),
        EMPTY_CHAIN,
    }
    assert len(digests) == 6


def test_chain_digest_grows_link_by_link():
    links = [("a", "1"), ("b", "2")]
    prefixes = list(chain_digests(links))
    assert prefixes == [EMPTY_CHAIN, chain_digest(links[:1]), chain_digest(links)]
    assert extend_chain(prefixes[1], "b", "2") == prefixes[2]


def test_the_chain_of_a_folder_is_its_up_files(tmp_path):
    directory = write(tmp_path, V1_a="x", V1_a_down="y", V2_b="z")
    assert list(directory.chain()) == [("1_a.sql", checksum("x")), ("2_b.sql", checksum("z"))]


def test_next_version_follows_files_and_what_was_taken_before(tmp_path):
    entries = write(tmp_path, V20241202103000_a="x").entries
    assert next_version((), NOW) == "20241202103000"
    assert next_version(entries, NOW) == "20241202103002"
    assert next_version(entries, NOW, after="20241202103500") == "20241202103502"
    assert list(islice(new_versions(entries, NOW), 2)) == ["20241202103002", "20241202103003"]


def test_next_version_after_a_unix_time_of_the_future(tmp_path):
    entries = write(tmp_path, V4102444800_a="x").entries
    assert next_version(entries, NOW) == "21000101000002"


def test_a_version_without_successor_is_named(tmp_path):
    entries = write(tmp_path, V99991231235959_a="x").entries
    with pytest.raises(FileFormat, match="99991231235959"):
        next_version(entries, NOW)


def test_ten_thousand_pairs_are_listed_quickly(tmp_path):
    import time

    for number in range(10_000):
        (tmp_path / f"{number}_a.sql").touch()
        (tmp_path / f"{number}_a_down.sql").touch()
    start = time.perf_counter()
    assert len(scan(tmp_path).entries) == 10_000
    assert time.perf_counter() - start < 2
