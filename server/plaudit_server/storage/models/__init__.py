"""The schema, as Peewee models.

Every primary key and every unique constraint leads with `namespace_id`, so that the tables can be
distributed by it. The exceptions are REFERENCE_TABLES, which answer who may call before the
namespace is known. Times are microseconds since the epoch; JSON is text with sorted keys, empty
where there is nothing.
"""

from __future__ import annotations

from peewee import Model

from plaudit_server.storage.models.counts import Satisfaction
from plaudit_server.storage.models.datasets import Dataset, Record, RecordAssignment, RecordResponse
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
)

REFERENCE_TABLES: tuple[type[Model], ...] = (Namespace, ApiKey, SigningKey)
"""The tables that every node of a distributed database has whole."""

SEARCH_TABLE = "memory_text"
"""The words of the memories, which each database indexes in its own way: no model can say it."""
