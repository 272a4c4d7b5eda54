"""Random databases as SQL: every kind of object that there is, with every attribute.

All come from one small world of names, so that any two are worth comparing: they share most
objects, which differ in some attributes, or are there in one of them only. Each script runs as it
is in an empty database. Unlike ``tests.random_databases``, which makes models and so tries the
rendering of a whole one, this knows nothing of the package.
"""

from tests.random_sql.script import RandomScript
from tests.random_sql.words import ROLES

__all__ = ["ROLES", "RandomScript"]
