"""The counts of satisfaction."""

from __future__ import annotations

from peewee import (
    BigIntegerField,
    CompositeKey,
    Model,
    SmallIntegerField,
    TextField,
)


class Satisfaction(Model):
    """Counts of feedback by time and dimensions.

    A view groups by some of the dimensions; the others are empty or 0 in its rows. The full view of
    quarters of an hour is always complete; the others are complete up to the namespace's last
    closed quarter.
    """

    namespace_id = TextField()
    view = SmallIntegerField()
    """The dimensions it groups by: a bit for each, as in the contract."""
    quarters = SmallIntegerField()
    """The time span of a row: 1, 4 or 96 quarters of an hour."""
    start = BigIntegerField()
    """The first quarter of an hour of the span, counted from the epoch."""
    topic = TextField()
    confidence_band = SmallIntegerField()
    name = TextField()
    source = SmallIntegerField()
    type = SmallIntegerField()
    model = TextField()
    target_kind = SmallIntegerField()
    feedback_count = BigIntegerField()
    positive_count = BigIntegerField()
    negative_count = BigIntegerField()
    score_count = BigIntegerField()
    score_sum = BigIntegerField()
    """In millionths."""
    error_count = BigIntegerField()

    class Meta:
        table_name = "satisfaction"
        primary_key = CompositeKey(
            "namespace_id",
            "view",
            "quarters",
            "start",
            "topic",
            "confidence_band",
            "name",
            "source",
            "type",
            "model",
            "target_kind",
        )
