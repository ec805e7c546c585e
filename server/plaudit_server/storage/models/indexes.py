"""Partial indexes."""

from __future__ import annotations

from peewee import Expression, Model


def index(
    model: type[Model], name: str, *columns: str, where: Expression, unique: bool = False
) -> None:
    """Index only the rows that match `where`."""
    indexed = (getattr(model, column) for column in columns)
    model.add_index(*indexed, where=where, name=name, unique=unique)


def index_users(model: type[Model], table: str, *order: str) -> None:
    """Index the rows that have a user, by each kind of user id."""
    for user in ("user_id", "external_user_id"):
        columns = ("namespace_id", user, *order)
        index(model, f"{table}_by_{user}", *columns, where=getattr(model, user) != "")
