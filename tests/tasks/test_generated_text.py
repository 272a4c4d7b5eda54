"""What authors write, in the files that are generated from it."""

import pytest


@pytest.mark.parametrize(
    "call",
    [
        't.string("odd", default="a\\r\\nb")',
        't.string("odd", default="x", comment="a\\r\\nb\\rc")',
        't.enum("odd", ["a\\r", "b"], default="a\\r")',
        't.check("odd", "length(email) > 0\\r\\nOR true")',
        't.index("odd", ["email"], where="email <> \'a\'\\r")',
    ],
)
def test_text_with_carriage_returns_is_written_as_it_will_be_read(generated, call: str) -> None:
    generated.replace(
        "schemas/01_users.py", "    t.timestamps()", f"    t.timestamps()\n    {call}"
    )
    ran = generated.script("generate_models")
    assert ran.status == 0, ran.err
    assert not any(b"\r" in data for data in generated.contents("migrations").values())
    assert generated.script("check").status == 0
    assert generated.script("generate_models").out == ""
