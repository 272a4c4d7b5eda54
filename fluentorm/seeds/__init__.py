"""Seeds: rows that a database is to hold, declared in files and brought up to date by their keys.

Files are read (``yaml_file``, ``python_file``) into rows of values that know nothing of types;
``check`` holds them against the tables there are, ``order`` says which row comes when, ``apply``
runs the plan. ``Seed`` is what the function of a Python file is given.
"""

from __future__ import annotations

from fluentorm.seeds.builder import Handle, Seed, TableSeed

__all__ = ["Handle", "Seed", "TableSeed"]
