import pytest

from fluentorm.runtime.array_text import parse_array


@pytest.mark.parametrize(
    ("text", "elements"),
    [
        ("{}", []),
        ("{a}", ["a"]),
        ("[0:1][-2:-2]={{a},{b}}", [["a"], ["b"]]),
        ("{a,NULL,b c}", ["a", None, "b c"]),
        ('{"NULL","",","}', ["NULL", "", ","]),
        (r'{"a\"b","c\\\\d","{e}"}', ['a"b', "c\\\\d", "{e}"]),
        ("{{a,b},{c,NULL}}", [["a", "b"], ["c", None]]),
        ('{"x\ny",😀}', ["x\ny", "😀"]),
    ],
)
def test_elements(text, elements):
    assert parse_array(text) == elements


@pytest.mark.parametrize("text", ["", "a", "{", "{a", "{a}}", "{a}{b}", '{"a}', "[0:1]=a"])
def test_what_is_no_array(text):
    assert parse_array(text) is None
