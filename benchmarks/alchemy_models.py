"""The tables of the benchmark for SQLAlchemy."""

import datetime as dt

from sqlalchemy import ForeignKey
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase):
    """The base of mapped classes."""


class Author(Base):
    """A row of table "authors"."""

    __tablename__ = "authors"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    email: Mapped[str]
    age: Mapped[int]
    joined: Mapped[dt.datetime] = mapped_column(server_default="now()")
    books: Mapped[list["Book"]] = relationship()


class Book(Base):
    """A row of table "books"."""

    __tablename__ = "books"
    id: Mapped[int] = mapped_column(primary_key=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("authors.id"))
    title: Mapped[str]
    pages: Mapped[int]
