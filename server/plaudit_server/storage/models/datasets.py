"""Datasets, records, responses, annotators, and the log of their changes."""

from __future__ import annotations

from peewee import (
    BigIntegerField,
    CompositeKey,
    IntegerField,
    Model,
    SmallIntegerField,
    TextField,
)

from plaudit_server.domain.datasets.annotation import RecordStatus
from plaudit_server.storage.models.indexes import index, index_users


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
    """Set on a deleted dataset whose rows are still being removed."""

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
    occur_time = BigIntegerField()
    exchange_id = TextField()
    """The exchange that the record was made from; empty if there is none, or no longer."""
    annotators = TextField()
    """The assigned annotators, as JSON: a list of pairs of user id and external user id."""

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
    """A digest of the annotator, as for feedback."""
    creator = TextField()
    status = SmallIntegerField()
    answers = TextField()
    user_id = TextField()
    external_user_id = TextField()
    create_time = BigIntegerField()
    update_time = BigIntegerField()
    dataset_id = TextField()
    occur_time = BigIntegerField()

    class Meta:
        table_name = "record_response"
        primary_key = CompositeKey("namespace_id", "id")
        indexes = (
            (("namespace_id", "record_id", "author"), True),
            (("namespace_id", "dataset_id", "id"), False),
            (("namespace_id", "dataset_id", "author", "record_id"), False),
        )


class RecordAnnotator(Model):
    """An annotator who is assigned to a record by name."""

    namespace_id = TextField()
    record_id = TextField()
    author = TextField()
    dataset_id = TextField()
    user_id = TextField()
    external_user_id = TextField()
    is_open = SmallIntegerField()
    """1 while the record is pending and the annotator has no finished response to it, else 0."""

    class Meta:
        table_name = "record_annotator"
        primary_key = CompositeKey("namespace_id", "record_id", "author")
        indexes = ((("namespace_id", "dataset_id", "author", "is_open", "record_id"), False),)


class AnnotatorProgress(Model):
    """The counts of what an annotator has to do and has done in a dataset."""

    namespace_id = TextField()
    dataset_id = TextField()
    author = TextField()
    user_id = TextField()
    external_user_id = TextField()
    creator = TextField()
    """The credential, if the annotator has no other name; empty otherwise."""
    assigned_count = BigIntegerField()
    submitted_count = BigIntegerField()
    draft_count = BigIntegerField()
    discarded_count = BigIntegerField()
    last_response_time = BigIntegerField()
    """0 if there was none."""

    class Meta:
        table_name = "annotator_progress"
        primary_key = CompositeKey("namespace_id", "dataset_id", "author")


class RecordChange(Model):
    """A change of a dataset, a record or a response, without its content."""

    namespace_id = TextField()
    sequence = BigIntegerField()
    dataset_id = TextField()
    record_id = TextField()
    """Empty if the dataset changed."""
    response_id = TextField()
    """Empty if the dataset or the record changed."""
    type = SmallIntegerField()
    change_time = BigIntegerField(index=True)

    class Meta:
        table_name = "record_change"
        primary_key = CompositeKey("namespace_id", "sequence")


class RecordAssignment(Model):
    """A record that an annotator holds for a time."""

    namespace_id = TextField()
    record_id = TextField()
    author = TextField()
    dataset_id = TextField()
    expire_time = BigIntegerField(index=True)

    class Meta:
        table_name = "record_assignment"
        primary_key = CompositeKey("namespace_id", "record_id", "author")
        indexes = ((("namespace_id", "dataset_id", "author"), False),)


index_users(RecordResponse, "record_response")
index_users(RecordAnnotator, "record_annotator")
index_users(AnnotatorProgress, "annotator_progress")
index(
    Dataset,
    "dataset_by_name",
    *("namespace_id", "name"),
    where=Dataset.delete_time.is_null(),
    unique=True,
)
index(
    Record,
    "record_by_external_id",
    *("namespace_id", "dataset_id", "external_id"),
    where=Record.external_id != "",
    unique=True,
)
index(
    Record,
    "record_by_exchange",
    *("namespace_id", "exchange_id", "dataset_id", "id"),
    where=Record.exchange_id != "",
)
index(
    Record,
    "record_pending",
    *("namespace_id", "dataset_id", "id"),
    where=Record.status == RecordStatus.PENDING.value,
)
# With another condition on the status than `record_pending`, so that no planner can take that index
# for this one.
index(
    Record,
    "record_unassigned",
    *("namespace_id", "dataset_id", "id"),
    where=(Record.annotators == "") & (Record.status < RecordStatus.COMPLETED.value),
)
