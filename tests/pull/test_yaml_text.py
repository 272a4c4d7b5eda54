"""YAML that says exactly what was given, and reads well."""

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from fluentorm.pull.yaml_text import document
from fluentorm.schema.sql_text import SqlText

TEXT = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))
ODD = st.text(st.sampled_from("\"'\\\n\r\t :#-{}[],&*!|>%@` a1é\u2028\ufeff\x85"), max_size=12)
WORDS = st.sampled_from(
    ["yes", "No", "null", "~", "1", "1.5", "0x1f", "12:30", "a b", "2024-01-01"]
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXT | ODD | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(ODD | WORDS, inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(ODD | WORDS | TEXT, VALUES, min_size=1, max_size=4), st.booleans())
@example({"body": "\n  BEGIN\n\n\tEND \n\n"}, True)
@example({"a": [{"b": "x\ny", "c": [[1], ["\n\nz\nz"]]}]}, True)
@example({"a": {"b": " \n x"}}, True)
def test_it_is_read_back_as_it_was(data: dict[str, object], blocks: bool) -> None:
    assert yaml.load(document(data, blocks=blocks), Loader=yaml.CSafeLoader) == data
    assert yaml.safe_load(document(data, blocks=blocks)) == data


def test_it_reads_as_an_author_writes_it() -> None:
    data = {
        "table_name": "users",
        "fields": {
            "id": {"type": "uuid", "primary_key": True},
            "born": {"type": "date", "default": SqlText("now()"), "comment": "x" * 80},
        },
        "primary_key": ["a", "b"],
        "functions": {"f": {"body": "\nBEGIN\n  RETURN 1;\nEND\n"}},
        "list": [{"name": "a", "body": "1\n2"}, {"name": "b"}],
    }
    assert (
        document(data)
        == f"""\
table_name: users
fields:
  id: {{type: uuid, primary_key: true}}
  born:
    type: date
    default: {{sql: "now()"}}
    comment: {"x" * 80}
primary_key: [a, b]
functions:
  f:
    body: |

      BEGIN
        RETURN 1;
      END
list:
  - name: a
    body: |-
      1
      2
  - {{name: b}}
"""
    )


@pytest.mark.parametrize("text", ["yes", "null", "1", "1e3", "~", "a: b", "a #b", "", " a", "- a"])
def test_what_means_something_else_is_quoted(text: str) -> None:
    assert document({"a": text}) == f'a: "{text}"\n'
