"""The schema, as Peewee models.

Every primary key and every unique constraint leads with `namespace_id`, so that the tables can be
distributed by it. The exceptions are REFERENCE_TABLES, which answer who may call before the
namespace is known. Times are microseconds since the epoch; JSON is text with sorted keys, empty
where there is nothing.
"""

from __future__ import annotations

from peewee import (
    BigIntegerField,
    BlobField,
    BooleanField,
    CompositeKey,
    DoubleField,
    Expression,
    IntegerField,
    Model,
    SmallIntegerField,
    TextField,
)

from plaudit_server.domain.annotation import RecordStatus
from plaudit_server.domain.feedback import FeedbackState, Rating, TargetKind


class Namespace(Model):
    """A tenant."""

    namespace_id = TextField(primary_key=True)
    name = TextField(unique=True)
    api_access_disabled = BooleanField()
    create_time = BigIntegerField()
    update_time = BigIntegerField()
    early_feedback = BooleanField()
    early_feedback_hours = IntegerField()
    retention_days = IntegerField()
    """0 keeps for good."""

    class Meta:
        table_name = "namespace"


class ApiKey(Model):
    """A credential, without its secret."""

    namespace_id = TextField()
    id = TextField()
    secret_sha256 = TextField(unique=True)
    name = TextField()
    scopes = TextField()
    """Names of scopes, joined by spaces."""
    all_namespaces = BooleanField()
    create_time = BigIntegerField()
    expire_time = BigIntegerField(null=True)
    revoke_time = BigIntegerField(null=True)

    class Meta:
        table_name = "api_key"
        primary_key = CompositeKey("namespace_id", "id")


class Sequence(Model):
    """The number of the last change in a namespace. Its row is the namespace's write lock."""

    namespace_id = TextField(primary_key=True)
    value = BigIntegerField()
    purged = BigIntegerField()
    """The highest number of a change that retention removed."""
    satisfaction_closed = BigIntegerField()
    """The quarter of an hour before which every view of the satisfaction is kept."""

    class Meta:
        table_name = "sequence"


class SigningKey(Model):
    """A key that signs the session tokens of end users: a public one, or a shared secret."""

    namespace_id = TextField()
    id = TextField(index=True)
    key_id = TextField()
    """What tokens call it."""
    algorithm = SmallIntegerField()
    key = TextField()
    issuer = TextField()
    audience = TextField()
    clock_skew_seconds = IntegerField()
    create_time = BigIntegerField()
    revoke_time = BigIntegerField(null=True)

    class Meta:
        table_name = "signing_key"
        primary_key = CompositeKey("namespace_id", "id")
        indexes = ((("namespace_id", "key_id"), True),)


class FeedbackToken(Model):
    """Leave to give feedback on one target, without its secret."""

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
    """The API key that made it, and with which it ends; empty where that is not known."""
    creator_namespace_id = TextField()
    """That key's own namespace, which is another where it spans all of them."""
    revoke_time = BigIntegerField(null=True)

    class Meta:
        table_name = "feedback_token"
        primary_key = CompositeKey("namespace_id", "id")
        indexes = ((("namespace_id", "secret_sha256"), True),)


class Criterion(Model):
    """What feedback under a name must hold."""

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

    class Meta:
        table_name = "criterion"
        primary_key = CompositeKey("namespace_id", "id")


class RememberedRequest(Model):
    """The first answer to a call that carried a request id."""

    namespace_id = TextField()
    key = TextField()
    """A digest of the method, the principal and the request id."""
    fingerprint = TextField()
    """A digest of the request itself."""
    answer = BlobField()
    create_time = BigIntegerField(index=True)

    class Meta:
        table_name = "remembered_request"
        primary_key = CompositeKey("namespace_id", "key")


class Exchange(Model):
    """One user message and the assistant's answer."""

    namespace_id = TextField()
    id = TextField()
    session_id = TextField()
    message_id = TextField()
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
    """A digest of the context and the prompt: who shares it answers the same."""

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
    """An exchange that positive feedback keeps."""

    namespace_id = TextField()
    exchange_id = TextField()
    positive_count = IntegerField()
    create_time = BigIntegerField()
    update_time = BigIntegerField()

    class Meta:
        table_name = "memory"
        primary_key = CompositeKey("namespace_id", "exchange_id")


class FeedbackColumns(Model):
    """What a feedback and a revision of one have in common."""

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


class Feedback(FeedbackColumns):
    """The present state of each feedback."""

    identity = TextField()
    writer = TextField()
    """The principal who wrote all that the state says; empty where several did."""

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
    """The principal who wrote all that the state says; empty where several did."""

    class Meta:
        table_name = "feedback_revision"
        primary_key = CompositeKey("namespace_id", "id", "revision")
        indexes = ((("namespace_id", "sequence"), False),)


class Satisfaction(Model):
    """Counts of feedback by time and by what it is told apart by.

    A view tells apart some of the dimensions; the others are empty or 0 in its rows. The full view
    of quarters of an hour is always kept; the others are up to where the namespace's are closed.
    """

    namespace_id = TextField()
    view = SmallIntegerField()
    """Which dimensions it tells apart: a bit for each, as in the contract."""
    quarters = SmallIntegerField()
    """How long a row's time is: 1, 4 or 96 quarters of an hour."""
    start = BigIntegerField()
    """The quarter of an hour, counted from the epoch."""
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


class FeedbackStream(Model):
    """How far a stream of feedback has come."""

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


class Dataset(Model):
    """An annotation schema."""

    namespace_id = TextField()
    id = TextField()
    name = TextField()
    description = TextField()
    fields = TextField()
    questions = TextField()
    create_time = BigIntegerField()
    update_time = BigIntegerField()
    responses_per_record = IntegerField()
    record_count = BigIntegerField()
    completed_count = BigIntegerField()
    submitted_count = BigIntegerField()
    draft_count = BigIntegerField()
    discarded_count = BigIntegerField()
    delete_time = BigIntegerField(null=True)
    """Set on one that is gone, whose rows are being removed."""

    class Meta:
        table_name = "dataset"
        primary_key = CompositeKey("namespace_id", "id")


class Record(Model):
    """One item of a dataset."""

    namespace_id = TextField()
    id = TextField()
    dataset_id = TextField()
    field_to_value = TextField()
    external_id = TextField()
    metadata = TextField()
    create_time = BigIntegerField()
    update_time = BigIntegerField()
    suggestions = TextField()
    status = SmallIntegerField()
    submitted_count = IntegerField()

    class Meta:
        table_name = "record"
        primary_key = CompositeKey("namespace_id", "id")
        indexes = ((("namespace_id", "dataset_id", "id"), False),)


class RecordResponse(Model):
    """One annotator's answers to one record."""

    namespace_id = TextField()
    id = TextField()
    record_id = TextField()
    author = TextField()
    """A digest of who answers, as for feedback."""
    creator = TextField()
    status = SmallIntegerField()
    answers = TextField()
    user_id = TextField()
    external_user_id = TextField()
    create_time = BigIntegerField()
    update_time = BigIntegerField()
    dataset_id = TextField()

    class Meta:
        table_name = "record_response"
        primary_key = CompositeKey("namespace_id", "id")
        indexes = (
            (("namespace_id", "record_id", "author"), True),
            (("namespace_id", "dataset_id", "id"), False),
            (("namespace_id", "dataset_id", "author", "record_id"), False),
        )


class RecordAssignment(Model):
    """A record in the hands of an annotator."""

    namespace_id = TextField()
    record_id = TextField()
    author = TextField()
    dataset_id = TextField()
    expire_time = BigIntegerField(index=True)

    class Meta:
        table_name = "record_assignment"
        primary_key = CompositeKey("namespace_id", "record_id", "author")
        indexes = ((("namespace_id", "dataset_id", "author"), False),)


def _index(
    model: type[Model], name: str, *columns: str, where: Expression, unique: bool = False
) -> None:
    """Index only the rows that the index is for: the others cost it nothing."""
    indexed = (getattr(model, column) for column in columns)
    model.add_index(*indexed, where=where, name=name, unique=unique)


def _index_users(model: type[Model], table: str, *order: str) -> None:
    for user in ("user_id", "external_user_id"):
        columns = ("namespace_id", user, *order)
        _index(model, f"{table}_by_{user}", *columns, where=getattr(model, user) != "")


_index_users(Exchange, "exchange", "id")
_index_users(Feedback, "feedback", "id")
_index_users(FeedbackRevision, "feedback_revision")
_index_users(RecordResponse, "record_response")
_index_users(FeedbackToken, "feedback_token")
_index(
    Feedback,
    "feedback_by_session",
    *("namespace_id", "session_id", "id"),
    where=Feedback.session_id != "",
)
_index(
    Feedback,
    "feedback_by_search",
    *("namespace_id", "target_id", "id"),
    where=Feedback.target_kind == TargetKind.SEARCH.value,
)
_index(
    Feedback,
    "feedback_by_exchange",
    *("namespace_id", "exchange_id"),
    where=Feedback.exchange_id.is_null(False),
)
_index(
    Feedback,
    "feedback_negative",
    *("namespace_id", "id"),
    where=Feedback.rating == Rating.NEGATIVE.value,
)
_index(
    Feedback,
    "feedback_pending",
    *("namespace_id", "session_id", "target_id"),
    where=Feedback.state == FeedbackState.PENDING_TARGET.value,
)

_index(
    Criterion,
    "criterion_in_force",
    *("namespace_id", "name"),
    where=Criterion.archive_time.is_null(),
    unique=True,
)

_index(
    FeedbackRevision,
    "feedback_revision_end",
    *("namespace_id", "sequence"),
    where=FeedbackRevision.state >= FeedbackState.DELETED.value,
)

_index(
    Dataset,
    "dataset_by_name",
    *("namespace_id", "name"),
    where=Dataset.delete_time.is_null(),
    unique=True,
)
_index(
    Record,
    "record_by_external_id",
    *("namespace_id", "dataset_id", "external_id"),
    where=Record.external_id != "",
    unique=True,
)
_index(
    Record,
    "record_pending",
    *("namespace_id", "dataset_id", "id"),
    where=Record.status == RecordStatus.PENDING.value,
)

MODELS: tuple[type[Model], ...] = (
    Namespace,
    ApiKey,
    SigningKey,
    FeedbackToken,
    Criterion,
    Sequence,
    RememberedRequest,
    Exchange,
    Memory,
    Feedback,
    FeedbackRevision,
    Satisfaction,
    FeedbackStream,
    Dataset,
    Record,
    RecordResponse,
    RecordAssignment,
)

REFERENCE_TABLES: tuple[type[Model], ...] = (Namespace, ApiKey, SigningKey)
"""The tables that every node of a distributed database has whole."""

SEARCH_TABLE = "memory_text"
"""The words of the memories, which each database indexes in its own way: no model can say it."""
