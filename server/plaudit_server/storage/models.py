"""The schema, as Peewee models.

Every primary key and every unique constraint leads with `namespace_id`, so that the tables can be
distributed by it. The two exceptions are REFERENCE_TABLES, which answer who may call before the
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
    IntegerField,
    Model,
    SmallIntegerField,
    TextField,
)


class Namespace(Model):
    """A tenant."""

    namespace_id = TextField(primary_key=True)
    name = TextField(unique=True)
    api_access_disabled = BooleanField()
    create_time = BigIntegerField()
    update_time = BigIntegerField()

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

    class Meta:
        table_name = "sequence"


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

    class Meta:
        table_name = "exchange"
        primary_key = CompositeKey("namespace_id", "id")
        indexes = (
            (("namespace_id", "session_id", "message_id"), True),
            (("namespace_id", "session_id", "request_id"), True),
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

    class Meta:
        table_name = "feedback"
        primary_key = CompositeKey("namespace_id", "id")
        indexes = ((("namespace_id", "identity"), True),)


class FeedbackRevision(FeedbackColumns):
    """The past states of each feedback, under the feedback's id."""

    class Meta:
        table_name = "feedback_revision"
        primary_key = CompositeKey("namespace_id", "id", "revision")


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

    class Meta:
        table_name = "dataset"
        primary_key = CompositeKey("namespace_id", "id")
        indexes = ((("namespace_id", "name"), True),)


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

    class Meta:
        table_name = "record_response"
        primary_key = CompositeKey("namespace_id", "id")
        indexes = ((("namespace_id", "record_id", "author"), True),)


MODELS: tuple[type[Model], ...] = (
    Namespace,
    ApiKey,
    Sequence,
    RememberedRequest,
    Exchange,
    Memory,
    Feedback,
    FeedbackRevision,
    Dataset,
    Record,
    RecordResponse,
)

REFERENCE_TABLES: tuple[type[Model], ...] = (Namespace, ApiKey)
"""The tables that every node of a distributed database has whole."""
