"""The types of range columns, as psycopg loads them.

To type checkers they are psycopg's own. At run time they are names for whoever reads annotations:
importing a model imports no driver.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from psycopg.types.multirange import Multirange as Multirange
    from psycopg.types.range import Range as Range
else:

    class _Named:
        def __class_getitem__(cls, _bound):
            return cls

        @classmethod
        def __get_pydantic_core_schema__(cls, _source, _handler):
            from pydantic_core import core_schema

            from fluentorm.runtime.json_data import json_ready

            written = core_schema.plain_serializer_function_ser_schema(
                json_ready, return_schema=core_schema.str_schema(), when_used="json"
            )
            return core_schema.any_schema(serialization=written)

    class Range(_Named):
        """What a range column is read as."""

    class Multirange(_Named):
        """What a multirange column is read as."""
