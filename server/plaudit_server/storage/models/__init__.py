"""The schema, as Peewee models.

Every primary key and every unique constraint leads with `namespace_id`, so that the tables can be
distributed by it. The exceptions are REFERENCE_TABLES, which authenticate callers before the
namespace is known. Times are microseconds since the epoch; JSON is text with sorted keys, empty if
there is no value.
"""

from __future__ import annotations

from peewee import Model

from plaudit_server.storage.models.counts import Satisfaction
from plaudit_server.storage.models.datasets import (
    AnnotatorProgress,
    Dataset,
    Record,
    RecordAnnotator,
    RecordAssignment,
    RecordChange,
    RecordResponse,
)
from plaudit_server.storage.models.exchanges import Exchange, Memory
from plaudit_server.storage.models.feedback import (
    Criterion,
    Feedback,
    FeedbackRevision,
    FeedbackStream,
    FeedbackToken,
)
from plaudit_server.storage.models.tenants import (
    ApiKey,
    Namespace,
    RememberedRequest,
    Sequence,
    SigningKey,
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
    RecordAnnotator,
    AnnotatorProgress,
    RecordChange,
)

REFERENCE_TABLES: tuple[type[Model], ...] = (Namespace, ApiKey, SigningKey)
"""The tables that are copied to every node of a distributed database."""

SEARCH_TABLE = "memory_text"
"""The full-text index of memories. It is not a model, because each database has its own kind."""
