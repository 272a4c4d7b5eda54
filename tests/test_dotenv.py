from __future__ import annotations

from pathlib import Path

import pytest

from fluentorm.dotenv import read_dotenv
from fluentorm.errors import ConfigError


def read(tmp_path: Path, text: str | bytes) -> dict[str, str]:
    file = tmp_path / ".env"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return {one.name: one.value for one in read_dotenv(file)}


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("A=b", "b"),
        ("export A=b", "b"),
        ("  A = b  ", "b"),
        ("A=", ""),
        ("A=   ", ""),
        ("A= # comment", ""),
        ("A=b # comment", "b"),
        ("A=b#c", "b#c"),
        ("A=#b", "#b"),
        ("A=b c", "b c"),
        ("A=b=c", "b=c"),
        ("A=b'c", "b'c"),
        (r"A=b\n", r"b\n"),
        ("A='b # c'", "b # c"),
        ("A='b' # c", "b"),
        (r"A='it\'s'", "it's"),
        (r"A='a\\b\n'", r"a\b\n"),
        ('A="b"', "b"),
        (r'A="a\tb\nc\"d\\e\$f"', 'a\tb\nc"d\\e$f'),
        (r'A="\x"', r"\x"),
        ("A='a\nb'", "a\nb"),
        ('A=""', ""),
        ("A=é😀", "é😀"),
        ("A=${B} $C", "${B} $C"),
        ('A={"json": 1}', '{"json": 1}'),
    ],
)
def test_value_is_read(tmp_path: Path, line: str, value: str) -> None:
    assert read(tmp_path, line) == {"A": value}
    assert read(tmp_path, f"# first\n\n{line}\nB=2\n") == {"A": value, "B": "2"}
    crlf = f"\ufeff{line}\nB=2\n".replace("\n", "\r\n")
    assert read(tmp_path, crlf) == {"A": value, "B": "2"}


def test_the_last_of_two_counts(tmp_path: Path) -> None:
    assert read(tmp_path, "A=1\nA=2\n") == {"A": "2"}


def test_places_count_lines_of_quoted_values(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("A='1\n2\n3'\n# x\nB=1\n")
    places = [str(one.place) for one in read_dotenv(tmp_path / ".env")]
    assert places == [".env:1", ".env:5"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("A=1\nnonsense\n", ".env:2: expected NAME=value"),
        ("A=1\nexport B\n", ".env:2: expected NAME=value"),
        ("=1\n", ".env:1: expected NAME=value"),
        ("A B=1\n", ".env:1: expected NAME=value"),
        ("A='secret\nB=2\n", ".env:1: a quote that is not closed\nhint: close it with '"),
        ('\nA="secret', '.env:2: a quote that is not closed\nhint: close it with "'),
        ("A='secret'more\n", ".env:1: more text after the closing quote"),
        (b"A=1\nB=\xff\n", ".env:2: not UTF-8\nhint: save the file as UTF-8"),
        ("A=1\n".encode("utf-16"), ".env:1: a zero byte\nhint: save the file as UTF-8"),
    ],
)
def test_what_does_not_parse_is_refused_with_its_line(
    tmp_path: Path, text: str | bytes, message: str
) -> None:
    with pytest.raises(ConfigError) as raised:
        read(tmp_path, text)
    assert str(raised.value).startswith(message)
    assert "secret" not in str(raised.value)


def test_a_missing_file_or_a_folder_has_no_assignments(tmp_path: Path) -> None:
    assert list(read_dotenv(tmp_path / ".env")) == []
    (tmp_path / ".env").mkdir()
    assert list(read_dotenv(tmp_path / ".env")) == []
    (tmp_path / "file").write_text("")
    assert list(read_dotenv(tmp_path / "file" / ".env")) == []


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    (tmp_path / ".env").symlink_to(".env")
    with pytest.raises(ConfigError) as raised:
        list(read_dotenv(tmp_path / ".env"))
    assert str(raised.value).startswith(".env: cannot be read: ")
