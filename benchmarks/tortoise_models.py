"""The tables of the benchmark for Tortoise, which looks for models in a module."""

from __future__ import annotations

from tortoise import fields
from tortoise.models import Model


class Author(Model):
    """A row of table "authors"."""

    id = fields.IntField(primary_key=True)
    name = fields.TextField()
    email = fields.TextField()
    age = fields.IntField()
    joined = fields.DatetimeField(auto_now_add=True)
    books: fields.ReverseRelation[Book]

    class Meta:
        """Which table."""

        table = "authors"


class Book(Model):
    """A row of table "books"."""

    id = fields.IntField(primary_key=True)
    author: fields.ForeignKeyRelation[Author] = fields.ForeignKeyField(
        "models.Author", related_name="books"
    )
    title = fields.TextField()
    pages = fields.IntField()

    class Meta:
        """Which table."""

        table = "books"
