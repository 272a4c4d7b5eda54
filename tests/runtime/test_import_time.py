"""Importing models costs little, however many there are."""

from __future__ import annotations

import os
import subprocess
import sys

from fluentorm.codegen import generate_models
from fluentorm.schema.hints import FieldHints, InputMode
from fluentorm.schema.objects import Column, PrimaryKey, SchemaModel, Table

TYPES = ("uuid", "text", "integer", "timestamp with time zone", "boolean", "numeric", "jsonb")
IMPORT = """
import sys, time
import fluentorm.runtime
sys.path.insert(0, {folder!r})
start = time.process_time()
import many
for model in many.MODELS.values():
    pass
print(time.process_time() - start)
assert "psycopg" not in sys.modules
"""


def table(number: int) -> Table:
    columns = [
        Column(name=f"c{n}", type=kind, hints=FieldHints(create_input=InputMode.REQUIRED))
        for n, kind in enumerate(TYPES + TYPES[:3])
    ]
    name = f"table_{number}"
    return Table(
        name=name,
        columns={column.name: column for column in columns},
        constraints={f"{name}_pkey": PrimaryKey(name=f"{name}_pkey", columns=("c0",))},
    )


def seconds(folder) -> float:
    env = {name: text for name, text in os.environ.items() if "BYTECODE" not in name}
    done = subprocess.run(
        [sys.executable, "-c", IMPORT.format(folder=str(folder))],
        capture_output=True,
        text=True,
        check=True,
        env=env,
    )
    return float(done.stdout)


def test_a_hundred_models_are_imported_in_no_time_and_without_a_driver(tmp_path):
    tables = [table(number) for number in range(100)]
    model = SchemaModel(tables={one.name: one for one in tables})
    generate_models(model, tmp_path / "many")
    seconds(tmp_path)  # compiles them
    assert min(seconds(tmp_path) for _ in range(3)) < 0.15
