"""The tables of the shop, as SQLAlchemy knows them."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    """What all tables are made of."""


class Country(Base):
    """Where customers may live."""

    __tablename__ = "countries"
    code: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]


class Customer(Base):
    """Who buys."""

    __tablename__ = "customers"
    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(unique=True)
    country: Mapped[str] = mapped_column(ForeignKey("countries.code"))
