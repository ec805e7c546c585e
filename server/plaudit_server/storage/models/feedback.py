"""Feedback, its revisions, streams, tokens and criteria."""

from __future__ import annotations

from peewee import (
    BigIntegerField,
    BooleanField,
    CompositeKey,
    DoubleField,
    IntegerField,
    Model,
    SmallIntegerField,
    TextField,
)

from plaudit_server.domain.feedback.feedback import FeedbackState, Rating, TargetKind
from plaudit_server.storage.models.indexes import index, index_users


class FeedbackColumns(Model):
    """The columns shared by feedback and its revisions."""

    namespace_id = TextField()
    id = TextField()
    creator = TextField()
    target_kind = SmallIntegerField()
    session_id = TextField()
    target_id = TextField()
    name = TextField()
    rating = SmallIntegerField()
    value_bool = BooleanField(null=True)
    value_int = BigIntegerField(null=True)
    value_number = DoubleField(null=True)
    value_label = TextField(null=True)
    score = DoubleField(null=True)
    text = TextField()
    correction = TextField()
    type = SmallIntegerField()
    source = SmallIntegerField()
    origin = SmallIntegerField()
    impact = SmallIntegerField()
    processed = BooleanField()
    cited_memory_ids = TextField()
    cited_node_ids = TextField()
    user_message_class = TextField()
    user_message_id = TextField()
    assistant_message_class = TextField()
    assistant_message_id = TextField()
    user_id = TextField()
    external_user_id = TextField()
    metadata = TextField()
    session_context = TextField()
    exchange_id = TextField(null=True)
    state = SmallIntegerField()
    revision = IntegerField()
    sequence = BigIntegerField()
    create_time = BigIntegerField()
    update_time = BigIntegerField()
    external_id = TextField()
    value_labels = TextField(null=True)
    value_json = TextField(null=True)
    correction_value = TextField()
    error_code = TextField()
    error_message = TextField()
    overrules = TextField()
    occur_time = BigIntegerField()
    overruled_by = TextField()
    vote = SmallIntegerField()
    """Its rating, or the one that the criterion of its name makes of its value."""
    counted_score = DoubleField(null=True)
    """Its score, or the one that the criterion of its name gives its value."""


class Feedback(FeedbackColumns):
    """The current state of each feedback."""

    identity = TextField()
    writer = TextField()
    """The principal who wrote all of the state; empty if several did."""

    class Meta:
        table_name = "feedback"
        primary_key = CompositeKey("namespace_id", "id")
        indexes = (
            (("namespace_id", "identity"), True),
            (("namespace_id", "sequence"), False),
        )


class FeedbackRevision(FeedbackColumns):
    """The past states of each feedback, under the feedback's id."""

    writer = TextField()
    """The principal who wrote all of the state; empty if several did."""

    class Meta:
        table_name = "feedback_revision"
        primary_key = CompositeKey("namespace_id", "id", "revision")
        indexes = ((("namespace_id", "sequence"), False),)


class FeedbackStream(Model):
    """The progress of a stream of feedback."""

    namespace_id = TextField()
    id = TextField()
    """A digest of the principal and the stream's id."""
    sequence_number = BigIntegerField()
    """The client's number of the last item."""
    refused = TextField()
    """The numbers of items that were refused, as JSON."""
    update_time = BigIntegerField(index=True)

    class Meta:
        table_name = "feedback_stream"
        primary_key = CompositeKey("namespace_id", "id")


class FeedbackToken(Model):
    """A permission to give feedback on one target, without its secret."""

    namespace_id = TextField()
    id = TextField()
    secret_sha256 = TextField()
    target_kind = SmallIntegerField()
    session_id = TextField()
    target_id = TextField()
    names = TextField()
    ratings = TextField()
    user_id = TextField()
    external_user_id = TextField()
    max_uses = IntegerField()
    uses = IntegerField()
    create_time = BigIntegerField()
    expire_time = BigIntegerField(index=True)
    creator = TextField()
    """The API key that created it; the token ends with that key. Empty if unknown."""
    creator_namespace_id = TextField()
    """That key's own namespace, which may differ if the key spans all namespaces."""
    revoke_time = BigIntegerField(null=True)

    class Meta:
        table_name = "feedback_token"
        primary_key = CompositeKey("namespace_id", "id")
        indexes = ((("namespace_id", "secret_sha256"), True),)


class Criterion(Model):
    """The kind of value that feedback under a name must have."""

    namespace_id = TextField()
    id = TextField()
    name = TextField()
    description = TextField()
    kind = SmallIntegerField()
    minimum = DoubleField(null=True)
    maximum = DoubleField(null=True)
    labels = TextField()
    create_time = BigIntegerField()
    archive_time = BigIntegerField(null=True)
    direction = SmallIntegerField()
    scores = TextField()
    """The score of each label as a JSON list; empty if there are none."""
    several = BooleanField()
    update_time = BigIntegerField()

    class Meta:
        table_name = "criterion"
        primary_key = CompositeKey("namespace_id", "id")


index_users(Feedback, "feedback", "id")
index_users(FeedbackRevision, "feedback_revision")
index_users(FeedbackToken, "feedback_token")
index(
    Feedback,
    "feedback_by_session",
    *("namespace_id", "session_id", "id"),
    where=Feedback.session_id != "",
)
index(
    Feedback,
    "feedback_by_search",
    *("namespace_id", "target_id", "id"),
    where=Feedback.target_kind == TargetKind.SEARCH.value,
)
index(
    Feedback,
    "feedback_by_exchange",
    *("namespace_id", "exchange_id"),
    where=Feedback.exchange_id.is_null(False),
)
index(
    Feedback,
    "feedback_negative",
    *("namespace_id", "id"),
    where=Feedback.rating == Rating.NEGATIVE.value,
)
index(
    Feedback,
    "feedback_negative_by_time",
    *("namespace_id", "occur_time", "id"),
    where=Feedback.vote == Rating.NEGATIVE.value,
)
index(
    Feedback,
    "feedback_by_external_id",
    *("namespace_id", "external_id"),
    where=Feedback.external_id != "",
    unique=True,
)
index(
    Feedback,
    "feedback_overruled",
    *("namespace_id", "overruled_by"),
    where=Feedback.overruled_by != "",
)
index(
    Feedback,
    "feedback_by_entity",
    *("namespace_id", "target_id", "id"),
    where=Feedback.target_kind == TargetKind.ENTITY.value,
)
index(
    Feedback,
    "feedback_on_entities",
    *("namespace_id", "id"),
    # As an expression, so that the planner does not take it for the feedback on one entity.
    where=Feedback.target_kind + 0 == TargetKind.ENTITY.value,
)
index(
    Feedback,
    "feedback_from_before",
    *("namespace_id", "occur_time", "id"),
    where=(Feedback.occur_time != Feedback.create_time) & (Feedback.revision == 1),
)
index(
    Feedback,
    "feedback_pending",
    *("namespace_id", "session_id", "target_id"),
    where=Feedback.state == FeedbackState.PENDING_TARGET.value,
)
index(
    Criterion,
    "criterion_in_force",
    *("namespace_id", "name"),
    where=Criterion.archive_time.is_null(),
    unique=True,
)
index(
    FeedbackRevision,
    "feedback_revision_end",
    *("namespace_id", "sequence"),
    where=FeedbackRevision.state.in_([FeedbackState.DELETED.value, FeedbackState.ERASED.value]),
)
