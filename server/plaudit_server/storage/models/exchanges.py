"""Exchanges, and which of them are memories."""

from __future__ import annotations

from peewee import (
    BigIntegerField,
    CompositeKey,
    DoubleField,
    IntegerField,
    Model,
    SmallIntegerField,
    TextField,
)

from plaudit_server.storage.models.indexes import index, index_users


class Exchange(Model):
    """One user message and the assistant's answer."""

    namespace_id = TextField()
    id = TextField()
    session_id = TextField()
    message_id = TextField(null=True)
    request_id = TextField(null=True)
    status = SmallIntegerField()
    prompt = TextField()
    answer = TextField()
    context = TextField()
    topic = TextField()
    confidence = DoubleField(null=True)
    model = TextField()
    metadata = TextField()
    create_time = BigIntegerField()
    update_time = BigIntegerField()
    user_id = TextField()
    external_user_id = TextField()
    prompt_key = TextField()
    """A digest of the context and the prompt: exchanges that share it answer the same prompt."""
    occur_time = BigIntegerField()

    class Meta:
        table_name = "exchange"
        primary_key = CompositeKey("namespace_id", "id")
        indexes = (
            (("namespace_id", "session_id", "message_id"), True),
            (("namespace_id", "session_id", "request_id"), True),
            (("namespace_id", "session_id", "id"), False),
            (("namespace_id", "update_time"), False),
            (("namespace_id", "prompt_key", "id"), False),
        )


class Memory(Model):
    """An exchange that is kept because of positive feedback."""

    namespace_id = TextField()
    exchange_id = TextField()
    positive_count = IntegerField()
    create_time = BigIntegerField()
    update_time = BigIntegerField()

    class Meta:
        table_name = "memory"
        primary_key = CompositeKey("namespace_id", "exchange_id")


index_users(Exchange, "exchange", "id")
index(
    Exchange,
    "exchange_from_before",
    *("namespace_id", "occur_time", "id"),
    where=Exchange.occur_time != Exchange.create_time,
)
