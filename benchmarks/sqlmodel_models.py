"""The tables of the benchmark for SQLModel."""

import datetime as dt

from sqlmodel import Field, Relationship, SQLModel


class Author(SQLModel, table=True):
    """A row of table "authors"."""

    __tablename__ = "authors"
    id: int | None = Field(default=None, primary_key=True)
    name: str
    email: str
    age: int
    joined: dt.datetime | None = Field(default=None, sa_column_kwargs={"server_default": "now()"})
    books: list["Book"] = Relationship()


class Book(SQLModel, table=True):
    """A row of table "books"."""

    __tablename__ = "books"
    id: int | None = Field(default=None, primary_key=True)
    author_id: int = Field(foreign_key="authors.id")
    title: str
    pages: int
