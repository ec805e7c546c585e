"""The statements that calls wait for find their rows by an index, whatever the planner knows.

The tables hold enough rows that reading one whole would cost more than the look-ups. A planner that
knows nothing yet, or that knows nothing of the tenant, takes its rows for few and reads them all
unless the statement leaves it no choice.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, NamedTuple

import pytest

from plaudit_server.domain.analytics.satisfaction import SatisfactionFilter
from plaudit_server.domain.datasets.annotation import (
    Definition,
    Field,
    FieldKind,
    Question,
    QuestionKind,
    RecordStatus,
    ResponseStatus,
    Schema,
)
from plaudit_server.domain.datasets.filters import RecordFilter, ResponseFilter
from plaudit_server.domain.exchanges.exchange import StoredExchange
from plaudit_server.domain.exchanges.filters import ExchangeFilter, MemoryFilter
from plaudit_server.domain.feedback.criteria import Criterion, CriterionKind
from plaudit_server.domain.feedback.entities import Entity
from plaudit_server.domain.feedback.feedback import (
    FeedbackDeletion,
    Submission,
    Submitted,
    TargetKind,
)
from plaudit_server.domain.feedback.filters import FeedbackFilter
from plaudit_server.domain.tenants.scopes import FeedbackToken
from plaudit_server.domain.times import TimeRange
from plaudit_server.storage import counts
from plaudit_server.storage.analytics import low_satisfaction
from plaudit_server.storage.analytics import satisfaction as satisfaction_queries
from plaudit_server.storage.datasets import (
    agreement,
    annotators,
    assigning,
    assignments,
    change_log,
    datasets,
    exchange_links,
    next_records,
    open_records,
    progress,
    record_annotators,
    record_creation,
    record_lists,
    record_matching,
    records,
    removal,
    response_lists,
    responses,
    working_records,
)
from plaudit_server.storage.datasets import changes as record_changes
from plaudit_server.storage.datasets.annotators import Annotator
from plaudit_server.storage.datasets.datasets import NewDataset
from plaudit_server.storage.datasets.record_creation import AddedRecord, NewRecord
from plaudit_server.storage.datasets.responses import NewResponse
from plaudit_server.storage.engine import feed, requests, schema
from plaudit_server.storage.engine.backend import Backend, Row
from plaudit_server.storage.engine.pages import Seek, scan_parameters, scan_statement
from plaudit_server.storage.engine.requests import RequestKey
from plaudit_server.storage.engine.transaction import Transaction, keys
from plaudit_server.storage.exchanges import exchanges, memories, memory_search
from plaudit_server.storage.feedback import (
    changes,
    criteria,
    criterion_update,
    erasure,
    external_ids,
    feedback,
    lists,
    overruling,
    reads,
    retention,
    rows,
    streams,
    targets,
    tokens,
    write_buffer,
)
from plaudit_server.storage.feedback import early as early_feedback
from plaudit_server.storage.feedback import removal as feedback_removal
from plaudit_server.storage.feedback.criteria import CriterionName
from plaudit_server.storage.feedback.lists import Order
from plaudit_server.storage.feedback.tokens import NewFeedbackToken
from plaudit_server.storage.models import MODELS
from plaudit_server.storage.tenants import api_keys, namespaces, signing_keys
from plaudit_server.storage.tenants.signing_keys import NewSigningKey
from plaudit_server.storage.training import exchanges as training_exchanges
from plaudit_server.storage.training import export, rankings, snapshots
from plaudit_server.storage.training import responses as training_responses
from support.stores import NEGATIVE, POSITIVE, exchange, on_message, submission

pytestmark = pytest.mark.slow

BIG = 10_000
"""Rows of a large tenant in each large table."""
SMALL = 500
"""Rows of a small tenant, and of the tables that stay small."""


class Hot(NamedTuple):
    """A statement, and how it must find the rows of a table."""

    statement: str
    parameters: Row
    table: str
    """As the statement calls it."""
    columns: tuple[str, ...]
    """The columns that the index must be asked for."""
    index: str = ""
    """The index, where the columns alone do not say which it must be."""


def scanned(seek: Seek, table: str, *columns: str) -> Hot:
    """Say how the page of a list must find its rows."""
    return Hot(scan_statement(seek), scan_parameters(seek, 50), table, columns)


NS = "ns_0"
"""The tenant that asks."""
TWO = keys([[NS, "a", "b"], [NS, "c", "d"]])

LISTED = {
    "all": (FeedbackFilter(names=frozenset({"n"})), "", ("namespace_id", "id")),
    "of a session": (
        FeedbackFilter(session_id="s"),
        "feedback_by_session",
        ("namespace_id", "session_id", "id"),
    ),
    "on a message": (
        FeedbackFilter(target=(TargetKind.MESSAGE.value, "s", "m")),
        "feedback_by_session",
        ("namespace_id", "session_id", "id"),
    ),
    "on a search": (
        FeedbackFilter(target=(TargetKind.SEARCH.value, "", "q"), user_id="u"),
        "feedback_by_search",
        ("namespace_id", "target_id", "id"),
    ),
    "on an entity": (
        FeedbackFilter(target=(TargetKind.ENTITY.value, "", "e")),
        "feedback_by_entity",
        ("namespace_id", "target_id", "id"),
    ),
    "on entities": (
        FeedbackFilter(entity_types=frozenset({"t"})),
        "feedback_on_entities",
        ("namespace_id", "id"),
    ),
    "of a user": (
        FeedbackFilter(user_id="u"),
        "feedback_by_user_id",
        ("namespace_id", "user_id", "id"),
    ),
    "of an end user": (
        FeedbackFilter(external_user_id="x", user_id="u", create_time=TimeRange(1, 2)),
        "feedback_by_external_user_id",
        ("namespace_id", "external_user_id", "id"),
    ),
    "negative": (
        FeedbackFilter(ratings=frozenset({NEGATIVE})),
        "feedback_negative",
        ("namespace_id", "id"),
    ),
}
"""Filters, the index that has together what may fit each, and the columns that it is asked for."""


def listed(wanted: FeedbackFilter, *, by_update: bool, descending: bool, few: bool = False) -> Seek:
    """Make the seek of a page of feedback, behind some key."""
    return lists.seek_page(
        NS,
        wanted,
        Order(by_update=by_update, descending=descending),
        after="5" if by_update else "fb_0",
        few=few,
    )


_CRITERION = Criterion("crit_0", "n1", "", CriterionKind.TEXT, None, None, (), 0, None)
CHECKED = criterion_update.Checked(NS, _CRITERION, _CRITERION, None)

HOT = {
    "feedback.FIND_BY_IDENTITY": Hot(
        rows.FIND_BY_IDENTITY, keys([[NS, "a"]]), "f", ("namespace_id", "identity")
    ),
    "feedback.FIND_BY_ID": Hot(rows.FIND_BY_ID, keys([[NS, "fb_0"]]), "f", ("namespace_id", "id")),
    "targets.FIND_EXCHANGES_BY_MESSAGE": Hot(
        targets.FIND_EXCHANGES_BY_MESSAGE, TWO, "e", ("namespace_id", "session_id", "message_id")
    ),
    "targets.FIND_EXCHANGES_BY_REQUEST": Hot(
        targets.FIND_EXCHANGES_BY_REQUEST, TWO, "e", ("namespace_id", "session_id", "request_id")
    ),
    "targets.TAKES_EARLY": Hot(targets.TAKES_EARLY, (NS,), "namespace", ("namespace_id",)),
    "feedback.FIND_AUTHORS": Hot(
        reads.FIND_AUTHORS, keys([[NS, "fb_0"]]), "f", ("namespace_id", "id")
    ),
    "feedback.FIND_PENDING": Hot(
        early_feedback.FIND_PENDING,
        TWO,
        "f",
        ("namespace_id", "session_id", "target_id"),
        "feedback_pending",
    ),
    "external_ids.FIND_BY_EXTERNAL_ID": Hot(
        external_ids.FIND_BY_EXTERNAL_ID,
        keys([[NS, "x0"]]),
        "f",
        ("namespace_id", "external_id"),
        "feedback_by_external_id",
    ),
    "external_ids.FIND_HOLDERS": Hot(
        external_ids.FIND_HOLDERS,
        keys([[NS, "x0"]]),
        "f",
        ("namespace_id", "external_id"),
        "feedback_by_external_id",
    ),
    "feedback.FREE_EXTERNAL_ID": Hot(
        write_buffer.FREE_EXTERNAL_ID, (NS, "fb_0"), "feedback", ("namespace_id", "id")
    ),
    "feedback.REMOVE": Hot(write_buffer.REMOVE, (NS, "fb_0"), "feedback", ("namespace_id", "id")),
    "feedback_removal.FIND_HISTORY": Hot(
        feedback_removal.FIND_HISTORY, keys([[NS, "fb_0"]]), "f", ("namespace_id", "id")
    ),
    "feedback_removal.FIND_MEMORIES": Hot(
        feedback_removal.FIND_MEMORIES, keys([[NS, "ex_0"]]), "m", ("namespace_id", "exchange_id")
    ),
    "feedback_removal.REMOVE_HISTORY": Hot(
        feedback_removal.REMOVE_HISTORY, (NS, "fb_0"), "feedback_revision", ("namespace_id", "id")
    ),
    "feedback_lists.FIND_ONE": Hot(lists.FIND_ONE, (NS, "fb_0"), "f", ("namespace_id", "id")),
    "feedback_lists.LIST_OWN_REVISIONS": Hot(
        lists.LIST_OWN_REVISIONS,
        (NS, "fb_0", lists.BEFORE_FIRST, "key_0", 50),
        "f",
        ("namespace_id", "id", "revision"),
    ),
    "feedback_lists.LIST_REVISIONS": Hot(
        lists.LIST_REVISIONS,
        (NS, "fb_0", lists.BEFORE_FIRST, 50),
        "f",
        ("namespace_id", "id", "revision"),
    ),
    **{
        f"feedback_lists {name}, {'newest' if descending else 'oldest'} first": scanned(
            listed(wanted, by_update=False, descending=descending), "f", *columns
        )._replace(index=index)
        for name, (wanted, index, columns) in LISTED.items()
        for descending in (True, False)
    },
    **{
        f"feedback_lists {name}, {'last' if descending else 'first'} changed first": scanned(
            listed(wanted, by_update=True, descending=descending), "f", "namespace_id", "sequence"
        )
        for name, (wanted, *_) in LISTED.items()
        for descending in (True, False)
    },
    **{
        f"feedback_lists {name}, few, sorted": scanned(
            listed(wanted, by_update=True, descending=True, few=True), "f", *columns[:-1]
        )._replace(index=index)
        for name, (wanted, index, columns) in LISTED.items()
        if index
    },
    "feedback_changes.READ": Hot(
        changes.READ, (NS, 1, 50, NS, 1, 50, 50), "f", ("namespace_id", "sequence")
    ),
    "feedback_changes.FIND_REVISIONS": Hot(
        changes.FIND_REVISIONS,
        keys([[NS, "fb_0", "1"]]),
        "f",
        ("namespace_id", "id", "revision"),
    ),
    "feedback_changes.FIND_SEQUENCE_RANGE": Hot(
        changes.FIND_SEQUENCE_RANGE, (NS,), "sequence", ("namespace_id",)
    ),
    "overruling.FIND_OVERRULED": Hot(
        overruling.FIND_OVERRULED,
        (NS, "fb_0"),
        "f",
        ("namespace_id", "overruled_by"),
        "feedback_overruled",
    ),
    "criterion_update.FIND_CHANGED": Hot(
        criterion_update.FIND_CHANGED, (NS, 5, 500), "f", ("namespace_id", "sequence")
    ),
    "criterion_update.seek_page": scanned(
        criterion_update.seek_page(CHECKED, "fb_0"), "f", "namespace_id", "id"
    ),
    "criteria.UPDATE": Hot(
        criteria.UPDATE,
        (*[None] * len(criteria.CHANGEABLE), NS, "crit_0"),
        "criterion",
        ("namespace_id", "id"),
    ),
    "feed.FIND_CHANGED": Hot(feed.FIND_CHANGED, keys([[NS, "1"]]), "s", ("namespace_id",)),
    "feedback_streams.FIND": Hot(streams.FIND, keys([[NS, "0"]]), "s", ("namespace_id", "id")),
    "feedback_streams.FIND_OLD": Hot(
        streams.FIND_OLD, (0, 500), "feedback_stream", ("update_time",)
    ),
    "feedback_streams.FORGET": Hot(
        streams.FORGET, (NS, "0", 0), "feedback_stream", ("namespace_id", "id")
    ),
    "early_feedback.FIND_EXPIRED": Hot(
        early_feedback.FIND_EXPIRED, (0, 500), "f", (), "feedback_pending"
    ),
    "early_feedback.FIND_EXPIRED, their namespaces": Hot(
        early_feedback.FIND_EXPIRED, (0, 500), "n", ("namespace_id",)
    ),
    **{
        f"erasure {name} by {column}": Hot(
            getattr(erasure, name).format(column=column),
            (NS, "u0", 200),
            table,
            ("namespace_id", column),
        )
        for name, table in (
            ("FIND_FEEDBACK", "f"),
            ("FIND_REVISIONS", "feedback_revision"),
            ("FIND_EXCHANGES", "exchange"),
            ("FIND_RESPONSES", "record_response"),
            ("FIND_TOKENS", "feedback_token"),
            ("FIND_ASSIGNED", "record_annotator"),
            ("FIND_NAMED", "annotator_progress"),
        )
        for column in ("user_id", "external_user_id")
    },
    "erasure.FIND_ON_EXCHANGES": Hot(
        erasure.FIND_ON_EXCHANGES, keys([[NS, "ex_0"]]), "f", ("namespace_id", "exchange_id")
    ),
    "erasure.FIND_DELETED": Hot(
        erasure.FIND_DELETED.format(column="user_id"),
        (*keys([[NS, "fb_0"]]), "u0"),
        "f",
        ("namespace_id", "id"),
    ),
    "erasure.DETACH": Hot(erasure.DETACH, (NS, "fb_0"), "feedback", ("namespace_id", "id")),
    "erasure.REMOVE_REVISION": Hot(
        erasure.REMOVE_REVISION,
        (NS, "fb_0", 1),
        "feedback_revision",
        ("namespace_id", "id", "revision"),
    ),
    "erasure.FIND_REMEMBERED": Hot(
        erasure.FIND_REMEMBERED, (NS, b"0", 200), "r", ("namespace_id",)
    ),
    "retention.FIND_FEEDBACK": Hot(
        retention.FIND_FEEDBACK,
        (NS, 200),
        "f",
        ("namespace_id",),
        "feedback_namespace_id_sequence",
    ),
    "retention.FIND_FROM_BEFORE": Hot(
        retention.FIND_FROM_BEFORE,
        (NS, 5, 200),
        "f",
        ("namespace_id", "occur_time"),
        "feedback_from_before",
    ),
    "retention.FIND_EXCHANGES_FROM_BEFORE": Hot(
        retention.FIND_EXCHANGES_FROM_BEFORE,
        (NS, 2**60, 5, 5, "ex_0", 200),
        "e",
        ("namespace_id", "occur_time"),
    ),
    "retention.FIND_DELETED": Hot(
        retention.FIND_DELETED, (NS, 200), "f", ("namespace_id",), "feedback_revision_end"
    ),
    "retention.FIND_EXCHANGES": Hot(
        retention.FIND_EXCHANGES,
        (NS, 2**60, 5, 5, "ex_0", 200),
        "e",
        ("namespace_id", "update_time"),
    ),
    "retention.FIND_EXCHANGES, feedback on them": Hot(
        retention.FIND_EXCHANGES,
        (NS, 2**60, 5, 5, "ex_0", 200),
        "f",
        ("namespace_id", "exchange_id"),
    ),
    "retention.FIND_EXCHANGES, feedback that waits for them": Hot(
        retention.FIND_EXCHANGES,
        (NS, 2**60, 5, 5, "ex_0", 200),
        "p",
        ("namespace_id", "session_id", "target_id"),
        "feedback_pending",
    ),
    "retention.FIND_UNUSED, feedback on them": Hot(
        retention.FIND_UNUSED,
        (*keys([[NS, "ex_0"]]), 2**60),
        "f",
        ("namespace_id", "exchange_id"),
    ),
    "retention.FIND_UNUSED": Hot(
        retention.FIND_UNUSED, (*keys([[NS, "ex_0"]]), 2**60), "e", ("namespace_id", "id")
    ),
    "feedback.FIND_LAST": Hot(
        reads.FIND_LAST, keys([[NS, "fb_0"]]), "f", ("namespace_id", "id", "revision")
    ),
    "retention.REMOVE_EXCHANGE": Hot(
        retention.REMOVE_EXCHANGE, (NS, "ex_0"), "exchange", ("namespace_id", "id")
    ),
    "retention.PURGED": Hot(retention.PURGED, (0, NS, 0), "sequence", ("namespace_id",)),
    "feedback.REPLACE": Hot(
        write_buffer.REPLACE,
        (*[None] * len(write_buffer._REPLACED), NS, "fb_0"),
        "feedback",
        ("namespace_id", "id"),
    ),
    "exchanges.FIND_BY_ID": Hot(
        exchanges.FIND_BY_ID, keys([[NS, "ex_0"]]), "e", ("namespace_id", "id")
    ),
    "exchanges.FIND_BY_MESSAGE": Hot(
        exchanges.FIND_BY_MESSAGE,
        keys([[NS, "s", "m"]]),
        "e",
        ("namespace_id", "session_id", "message_id"),
    ),
    "exchanges.FIND_BY_REQUEST": Hot(
        exchanges.FIND_BY_REQUEST,
        keys([[NS, "s", "r"]]),
        "e",
        ("namespace_id", "session_id", "request_id"),
    ),
    "exchanges.UPDATE": Hot(
        exchanges.UPDATE,
        (*[None] * len(exchanges.CHANGEABLE), 0, "", NS, "ex_0"),
        "exchange",
        ("namespace_id", "id"),
    ),
    "exchanges.NAME": Hot(
        exchanges.NAME, ("m", "r", NS, "ex_0"), "exchange", ("namespace_id", "id")
    ),
    "memories.VOTE_AGAINST": Hot(
        memories.VOTE_AGAINST, (-1, 0, NS, "ex_0"), "memory", ("namespace_id", "exchange_id")
    ),
    "memories.DELETE_EMPTY": Hot(
        memories.DELETE_EMPTY, (NS, "ex_0"), "memory", ("namespace_id", "exchange_id")
    ),
    "memories.FIND": Hot(memories.FIND, keys([[NS, "ex_0"]]), "m", ("namespace_id", "exchange_id")),
    "memory_search.FIND_TEXTS": Hot(
        memory_search.FIND_TEXTS, keys([[NS, "ex_0"]]), "e", ("namespace_id", "id")
    ),
    "memory_search.FIND_TEXTS of memories": Hot(
        memory_search.FIND_TEXTS, keys([[NS, "ex_0"]]), "m", ("namespace_id", "exchange_id")
    ),
    **{
        f"exchanges.seek_page {name}, {'newest' if descending else 'oldest'} first": scanned(
            exchanges.seek_page(NS, wanted, descending=descending, after="ex_0"), "e", *columns
        )
        for name, wanted, *columns in (
            ("all", ExchangeFilter(topic="t"), "namespace_id", "id"),
            ("of a session", ExchangeFilter(session_id="s"), "namespace_id", "session_id", "id"),
            ("of a user", ExchangeFilter(user_id="u"), "namespace_id", "user_id", "id"),
            (
                "of an end user",
                ExchangeFilter(external_user_id="x", create_time=TimeRange(1, 2)),
                *("namespace_id", "external_user_id", "id"),
            ),
        )
        for descending in (True, False)
    },
    "memories.seek_page": scanned(
        memories.seek_page(NS, MemoryFilter(), before="ex_0"),
        *("m", "namespace_id", "exchange_id"),
    ),
    "memories.seek_page on a topic": scanned(
        memories.seek_page(NS, MemoryFilter(topic="t"), before="ex_0"),
        *("m", "namespace_id", "exchange_id"),
    ),
    "memories.seek_page of a session": scanned(
        memories.seek_page(NS, MemoryFilter(session_id="s"), before="ex_0"),
        *("e", "namespace_id", "session_id", "id"),
    ),
    "memories.seek_page of a user": scanned(
        memories.seek_page(NS, MemoryFilter(user_id="u"), before="ex_0"),
        *("e", "namespace_id", "user_id", "id"),
    ),
    "requests.FIND": Hot(requests.FIND, keys([[NS, "r"]]), "r", ("namespace_id", "key")),
    "requests.DELETE_ONE": Hot(
        requests.DELETE_ONE, (NS, "r", 0), "remembered_request", ("namespace_id", "key")
    ),
    "requests.FIND_OLD": Hot(requests.FIND_OLD, (0, 500), "remembered_request", ("create_time",)),
    "datasets.FIND_BY_ID": Hot(datasets.FIND_BY_ID, (NS, "ds_0"), "d", ("namespace_id", "id")),
    "datasets.FIND_BY_NAME": Hot(datasets.FIND_BY_NAME, (NS, "n"), "d", ("namespace_id", "name")),
    "datasets.seek_page": scanned(datasets.seek_page(NS, after="ds_0"), "d", "namespace_id", "id"),
    "datasets.UPDATE": Hot(
        datasets.UPDATE,
        (*[None] * 4, 1, 0, NS, "ds_0"),
        "dataset",
        ("namespace_id", "id"),
    ),
    "datasets.UPDATE_STATUSES": Hot(
        datasets.UPDATE_STATUSES, (1, NS, "ds_0", 1), "record", ("namespace_id", "dataset_id")
    ),
    "datasets.COUNT_COMPLETED": Hot(
        datasets.COUNT_COMPLETED, (1, NS, "ds_0"), "r", ("namespace_id", "dataset_id")
    ),
    **{
        f"progress.{name}, {table}": Hot(
            getattr(progress, name), parameters, table, ("namespace_id", "id")
        )
        for name, table, parameters in (
            ("FIND_RECORDS", "r", keys([[NS, "rec_0"]])),
            ("FIND_RECORDS", "d", keys([[NS, "rec_0"]])),
            ("UPDATE_RECORD", "record", (1, 1, NS, "rec_0")),
            ("ADD_COUNTS", "dataset", (1, 1, 1, 1, 1, NS, "ds_0")),
        )
    },
    **{
        f"{noun} found, {table}": Hot(
            statement, keys([[NS, "rec_0"]]), table, ("namespace_id", "id")
        )
        for noun, table, statement in (
            ("records.FIND_BY_ID", "r", records.FIND_BY_ID),
            ("records.FIND_BY_ID", "d", records.FIND_BY_ID),
            ("responses.FIND_BY_ID", "p", responses.FIND_BY_ID),
            ("responses.FIND_BY_ID", "d", responses.FIND_BY_ID),
            ("responses.FIND_RECORDS", "r", responses.FIND_RECORDS),
            ("responses.FIND_RECORDS", "d", responses.FIND_RECORDS),
        )
    },
    "records.FIND_BY_EXTERNAL_ID": Hot(
        records.FIND_BY_EXTERNAL_ID,
        keys([[NS, "ds_0", "e0"]]),
        "r",
        ("namespace_id", "dataset_id", "external_id"),
    ),
    "records.FIND_RESPONSES": Hot(
        records.FIND_RESPONSES, (NS, "rec_0"), "p", ("namespace_id", "record_id")
    ),
    "records.REMOVE_RESPONSES": Hot(
        records.REMOVE_RESPONSES,
        (NS, "rec_0"),
        "record_response",
        ("namespace_id", "record_id"),
    ),
    "working_records.FIND_ANSWERED": Hot(
        working_records.FIND_ANSWERED,
        keys([[NS, "rec_0"]]),
        "p",
        ("namespace_id", "record_id"),
    ),
    "working_records.REPLACE": Hot(
        working_records.REPLACE,
        ("", "", "", "", 0, 1, 1, 0, NS, "rec_0"),
        "record",
        ("namespace_id", "id"),
    ),
    "exchange_links.FIND_EXCHANGES": Hot(
        exchange_links.FIND_EXCHANGES, keys([[NS, "ex_0"]]), "e", ("namespace_id", "id")
    ),
    "exchange_links.FIND_LINKED": Hot(
        exchange_links.FIND_LINKED,
        keys([[NS, "ex_0"]]),
        "r",
        ("namespace_id", "exchange_id"),
        "record_by_exchange",
    ),
    "exchange_links.UNLINK": Hot(
        exchange_links.UNLINK,
        (NS, "ex_0"),
        "record",
        ("namespace_id", "exchange_id"),
        "record_by_exchange",
    ),
    "record_matching.FIND_CONTENT": Hot(
        record_matching.FIND_CONTENT.format(columns='r."metadata"'),
        keys([[NS, "rec_0"]]),
        "r",
        ("namespace_id", "id"),
    ),
    "record_matching.FIND_ANSWERS": Hot(
        record_matching.FIND_ANSWERS,
        keys([[NS, "rec_0"]]),
        "p",
        ("namespace_id", "record_id"),
    ),
    "record_lists.seek_page of an exchange": scanned(
        record_lists.seek_page(
            NS,
            "ds_0",
            RecordFilter(exchange_ids=("ex_0",), answered_by="a"),
            after="rec_0",
            exchange_id="ex_0",
        ),
        *("r", "namespace_id", "exchange_id", "dataset_id", "id"),
    )._replace(index="record_by_exchange"),
    **{
        f"record_lists.seek_page {name}": scanned(
            record_lists.seek_page(NS, "ds_0", wanted, after="rec_0"),
            table,
            "namespace_id",
            *columns,
        )
        for name, wanted, table, *columns in (
            ("all", RecordFilter(metadata={"a": 1}), "r", "dataset_id", "id"),
            (
                "pending",
                RecordFilter(statuses=frozenset({RecordStatus.PENDING.value})),
                *("r", "dataset_id", "id"),
            ),
            ("answered", RecordFilter(answered_by="a"), "p", "dataset_id", "author", "record_id"),
            ("answered, the records", RecordFilter(answered_by="a"), "r", "id"),
            ("not answered", RecordFilter(not_answered_by="a"), "r", "dataset_id", "id"),
            (
                "not answered, the answers",
                RecordFilter(not_answered_by="a"),
                *("q", "record_id", "author"),
            ),
            (
                "of an external id",
                RecordFilter(external_id="e"),
                *("r", "dataset_id", "external_id"),
            ),
        )
    },
    "responses.FIND_BY_AUTHOR": Hot(
        responses.FIND_BY_AUTHOR,
        keys([[NS, "rec_0", "a"]]),
        "p",
        ("namespace_id", "record_id", "author"),
    ),
    "response_lists.FIND_BY_RECORD": Hot(
        response_lists.FIND_BY_RECORD, (NS, "rec_0"), "p", ("namespace_id", "record_id")
    ),
    "responses.UPDATE": Hot(
        responses.UPDATE,
        (1, "", "", "", 0, 0, NS, "rsp_0"),
        "record_response",
        ("namespace_id", "id"),
    ),
    "response_lists.seek_page of a dataset": scanned(
        response_lists.seek_page(NS, ResponseFilter(dataset_id="ds_0", author="a"), after="rsp_0"),
        *("p", "namespace_id", "dataset_id", "id"),
    ),
    "response_lists.seek_page of a record": scanned(
        response_lists.seek_page(NS, ResponseFilter(record_id="rec_0"), after="rsp_0"),
        *("p", "namespace_id", "record_id"),
    ),
    "assignments.RELEASE": Hot(
        assignments.RELEASE,
        (NS, "rec_0", "a"),
        "record_assignment",
        ("namespace_id", "record_id", "author"),
    ),
    "assignments.FIND_BY_AUTHOR": Hot(
        assignments.FIND_BY_AUTHOR,
        keys([[NS, "ds_0", "a"]]),
        "a",
        ("namespace_id", "dataset_id", "author"),
    ),
    "assignments.FIND_EXPIRED": Hot(
        assignments.FIND_EXPIRED, (0, 500), "record_assignment", ("expire_time",)
    ),
    **{
        f"next_records.{name}, {table}": Hot(
            getattr(next_records, name), parameters, table, ("namespace_id", *columns)
        )
        for name, parameters, *accesses in (
            (
                "FIND_HELD",
                (NS, "ds_0", "a", 0, 0, 1, 10),
                ("h", "dataset_id", "author"),
                ("r", "id"),
            ),
            (
                "FIND_DRAFTS",
                (NS, "ds_0", "a", "a", 0, 1, "a", 10),
                ("p", "dataset_id", "author"),
                ("r", "id"),
                ("a", "record_id"),
                ("m", "record_id", "author"),
            ),
            (
                "FIND_OWN",
                (NS, "ds_0", "a", "a", 0, 1, "a", 0, 10),
                ("m", "dataset_id", "author", "is_open"),
                ("r", "id"),
                ("a", "record_id"),
                ("h", "record_id"),
            ),
            ("FIND_LAST_ANSWERED", (NS, "ds_0", "a"), ("p", "dataset_id", "author")),
            ("FIND_LAST_HELD", (NS, "ds_0", "a"), ("h", "dataset_id", "author")),
            *(
                (
                    name,
                    (NS, "ds_0", "rec_0", "a", 0, 1, "a", "a", 0, *limit),
                    ("q", "dataset_id", "id"),
                    ("a", "record_id"),
                    ("p", "record_id", "author"),
                    ("h", "record_id"),
                )
                for name, limit in (("FIND_ASSIGNABLE", (10,)), ("FIND_FIRST_ASSIGNABLE", ()))
            ),
            ("FIND_BEFORE", (NS, "ds_0", "rec_0"), ("r", "dataset_id", "id")),
        )
        for table, *columns in accesses
    },
    **{
        f"next_records.{name} reads only what anybody may have": Hot(
            getattr(next_records, name),
            (NS, "ds_0", "rec_0", "a", 0, 1, "a", "a", 0, *limit),
            "q",
            ("namespace_id", "dataset_id", "id"),
            "record_unassigned",
        )
        for name, limit in (("FIND_ASSIGNABLE", (10,)), ("FIND_FIRST_ASSIGNABLE", ()))
    },
    "assignments.RELEASE_UNASSIGNED": Hot(
        assignments.RELEASE_UNASSIGNED,
        (NS, "rec_0"),
        "record_assignment",
        ("namespace_id", "record_id"),
    ),
    "assignments.RELEASE_UNASSIGNED, the annotators": Hot(
        assignments.RELEASE_UNASSIGNED,
        (NS, "rec_0"),
        "m",
        ("namespace_id", "record_id", "author"),
    ),
    "record_annotators.FIND": Hot(
        record_annotators.FIND, keys([[NS, "rec_0"]]), "m", ("namespace_id", "record_id")
    ),
    "record_annotators.REMOVE": Hot(
        record_annotators.REMOVE,
        (NS, "rec_0", "a"),
        "record_annotator",
        ("namespace_id", "record_id", "author"),
    ),
    "record_annotators.SET_ON_RECORD": Hot(
        record_annotators.SET_ON_RECORD, ("", 0, NS, "rec_0"), "record", ("namespace_id", "id")
    ),
    "assigning.FIND": Hot(
        assigning.FIND, (*keys([[NS, "rec_0"]]), "ds_0"), "r", ("namespace_id", "id")
    ),
    **{
        f"open_records.{name}, {table}": Hot(
            getattr(open_records, name), (NS, "x"), table, ("namespace_id", *columns)
        )
        for name, column in (("REOPEN_RECORD", "record_id"), ("REOPEN_DATASET", "dataset_id"))
        for table, *columns in (
            ("record_annotator", column),
            ("r", "id"),
            ("p", "record_id", "author"),
        )
    },
    **{
        f"annotators.{name}": Hot(
            getattr(annotators, name), parameters, table, ("namespace_id", "dataset_id", "author")
        )
        for name, table, parameters in (
            ("SUBTRACT", "annotator_progress", (0, 0, 0, 0, NS, "ds_0", "a")),
            ("REMOVE_EMPTY", "annotator_progress", (NS, "ds_0", "a")),
            ("LIST", "a", (NS, "ds_0", "a", 50)),
        )
    },
    "record_changes.READ": Hot(record_changes.READ, (NS, 5, 50), "c", ("namespace_id", "sequence")),
    "record_changes.FIND_SEQUENCE_RANGE": Hot(
        record_changes.FIND_SEQUENCE_RANGE, (NS,), "sequence", ("namespace_id",)
    ),
    "change_log.FIND_NAMESPACES": Hot(change_log.FIND_NAMESPACES, (0, 50), "c", ("change_time",)),
    "change_log.FIND_OLD": Hot(change_log.FIND_OLD, (NS, 50), "c", ("namespace_id",)),
    "change_log.REMOVE": Hot(
        change_log.REMOVE, (NS, 5), "record_change", ("namespace_id", "sequence")
    ),
    **{
        f"dataset_removal.{name}": Hot(
            getattr(removal, name), (NS, "ds_0", 200), table, ("namespace_id", "dataset_id")
        )
        for name, table in (
            ("FIND_RESPONSES", "p"),
            ("FIND_ASSIGNMENTS", "a"),
            ("FIND_RECORDS", "r"),
            ("FIND_ANNOTATORS", "m"),
            ("FIND_PROGRESS", "a"),
        )
    },
    "agreement.READ": Hot(
        agreement.READ, (NS, "ds_0", "rsp_0", 50), "p", ("namespace_id", "dataset_id", "id")
    ),
    "api_keys.FIND_BY_SECRET": Hot(api_keys.FIND_BY_SECRET, ("0",), "api_key", ("secret_sha256",)),
    "api_keys.FIND_BY_ID": Hot(
        api_keys.FIND_BY_ID, (NS, "key_0"), "api_key", ("namespace_id", "id")
    ),
    "api_keys.LIST": Hot(
        api_keys.LIST, (NS, api_keys.AFTER_ALL_IDS, 50), "api_key", ("namespace_id", "id")
    ),
    "signing_keys.FIND_BY_ID": Hot(signing_keys.FIND_BY_ID, ("sgk_0",), "signing_key", ("id",)),
    "signing_keys.FIND_IN_NAMESPACE": Hot(
        signing_keys.FIND_IN_NAMESPACE, (NS, "sgk_0"), "signing_key", ("id",)
    ),
    "signing_keys.FIND_BY_KEY_ID": Hot(
        signing_keys.FIND_BY_KEY_ID, (NS, "k"), "signing_key", ("namespace_id", "key_id")
    ),
    "signing_keys.FIND_BY_ALGORITHM": Hot(
        signing_keys.FIND_BY_ALGORITHM, (NS, 1), "signing_key", ("namespace_id",)
    ),
    "signing_keys.REVOKE": Hot(signing_keys.REVOKE, (0, NS, "sgk_0"), "signing_key", ("id",)),
    "signing_keys.LIST": Hot(
        signing_keys.LIST,
        (NS, signing_keys.AFTER_ALL_IDS, 50),
        "signing_key",
        ("namespace_id",),
    ),
    "feedback_tokens.FIND_BY_SECRET": Hot(
        tokens.FIND_BY_SECRET, keys([[NS, "0"]]), "t", ("namespace_id", "secret_sha256")
    ),
    "feedback_tokens.FIND_BY_SECRET, its key": Hot(
        tokens.FIND_BY_SECRET, keys([[NS, "0"]]), "a", ("namespace_id", "id")
    ),
    "feedback_tokens.FIND_BY_ID": Hot(
        tokens.FIND_BY_ID, (NS, "fbt_0"), "t", ("namespace_id", "id")
    ),
    "feedback_tokens.REVOKE": Hot(
        tokens.REVOKE, (0, NS, "fbt_0"), "feedback_token", ("namespace_id", "id")
    ),
    "feedback_tokens.seek_page": scanned(
        tokens.seek_page(NS, creator="key_0", target=(3, "", "s"), before="fbt_0"),
        *("t", "namespace_id", "id"),
    ),
    "feedback_tokens.FIND_USES": Hot(
        tokens.FIND_USES, keys([[NS, "fbt_0"]]), "t", ("namespace_id", "id")
    ),
    "feedback_tokens.USE": Hot(
        tokens.USE, (1, NS, "fbt_0"), "feedback_token", ("namespace_id", "id")
    ),
    "feedback_tokens.DELETE_ONE": Hot(
        tokens.DELETE_ONE, (NS, "fbt_0"), "feedback_token", ("namespace_id", "id")
    ),
    "namespaces.FIND_BY_ID": Hot(namespaces.FIND_BY_ID, (NS,), "namespace", ("namespace_id",)),
    "namespaces.FIND_BY_NAME": Hot(namespaces.FIND_BY_NAME, ("n",), "namespace", ("name",)),
    "namespaces.LIST": Hot(namespaces.LIST, ("n", 50), "namespace", ("name",)),
    "namespaces.UPDATE": Hot(
        namespaces.UPDATE,
        (*[None] * len(namespaces.SETTINGS), 0, NS),
        "namespace",
        ("namespace_id",),
    ),
    # The names choose among the few of the namespace, before or behind the index.
    "criteria.IN_FORCE": Hot(criteria.IN_FORCE, (*keys([["n"]]), NS), "c", ("namespace_id",)),
    "criteria.FIND_BY_NAME": Hot(
        criteria.FIND_BY_NAME, (NS, "n"), "criterion", ("namespace_id", "name")
    ),
    "criteria.FIND_BY_ID": Hot(
        criteria.FIND_BY_ID, (NS, "crit_0"), "criterion", ("namespace_id", "id")
    ),
    # By the index of ids or by that of the criteria in force, whichever is shorter.
    "criteria.LIST": Hot(
        criteria.LIST, (NS, criteria.AFTER_ALL_IDS, 50), "criterion", ("namespace_id",)
    ),
    "criteria.LIST_ALL": Hot(
        criteria.LIST_ALL, (NS, criteria.AFTER_ALL_IDS, 50), "criterion", ("namespace_id", "id")
    ),
    "criteria.ARCHIVE": Hot(
        criteria.ARCHIVE, (0, 0, NS, "crit_0"), "criterion", ("namespace_id", "id")
    ),
}

ONE_EXCHANGE = keys([[NS, "ex_0"]])
SEGMENT = keys([[NS, 0, 127, 1, 0, 9]])
IN_TIME = (0, 2**60)
KTO = snapshots.Selection(
    'f."rating", e."prompt"', 'f."state" = 1 AND f."rating" IN (1, 2)', (), exchange=True
)

HOT |= {
    "satisfaction.FIND_TRAITS": Hot(counts.FIND_TRAITS, ONE_EXCHANGE, "e", ("namespace_id", "id")),
    "satisfaction.FIND_FEEDBACK": Hot(
        counts.FIND_FEEDBACK, ONE_EXCHANGE, "f", ("namespace_id", "exchange_id")
    ),
    "satisfaction.FIND_CLOSED": Hot(counts.FIND_CLOSED, (NS,), "sequence", ("namespace_id",)),
    "satisfaction.DELETE_EMPTY": Hot(
        counts.DELETE_EMPTY,
        (NS, 127, 1, 0, "", 0, "", 0, 0, "", 0),
        "satisfaction",
        ("namespace_id", "view", "quarters", "start"),
    ),
    "satisfaction.FIND_QUARTERS": Hot(
        counts.FIND_QUARTERS,
        (NS, 0, 9, 50),
        "satisfaction",
        ("namespace_id", "view", "quarters", "start"),
    ),
    "low_satisfaction.COUNT_NEGATIVE": Hot(
        low_satisfaction.COUNT_NEGATIVE.format(fits="TRUE"),
        (NS, *IN_TIME, NS),
        "f",
        ("namespace_id", "occur_time"),
        "feedback_negative_by_time",
    ),
    "low_satisfaction.COUNT_NEGATIVE, their exchanges": Hot(
        low_satisfaction.COUNT_NEGATIVE.format(fits="TRUE"),
        (NS, *IN_TIME, NS),
        "e",
        ("namespace_id", "id"),
    ),
    "low_satisfaction.FIND_MORE": Hot(
        low_satisfaction.FIND_MORE,
        (NS, *IN_TIME, 50),
        "f",
        ("namespace_id", "occur_time"),
        "feedback_negative_by_time",
    ),
    "low_satisfaction.COUNT_BY_EXCHANGE": Hot(
        low_satisfaction.COUNT_BY_EXCHANGE.format(fits="TRUE"),
        (*ONE_EXCHANGE, *IN_TIME),
        "f",
        ("namespace_id", "exchange_id"),
    ),
    "low_satisfaction.FIND_TEXTS": Hot(
        low_satisfaction.FIND_TEXTS.format(fits="TRUE"),
        (*ONE_EXCHANGE, *IN_TIME, 3),
        "f",
        ("namespace_id", "exchange_id"),
    ),
    "low_satisfaction.FIND_TEXTS_OF_TOPICS": Hot(
        low_satisfaction.FIND_TEXTS_OF_TOPICS.format(fits="TRUE"),
        (NS, *IN_TIME, NS),
        "f",
        ("namespace_id", "occur_time"),
        "feedback_negative_by_time",
    ),
    "snapshots.page_statement": Hot(
        snapshots.page_statement(KTO),
        (NS, "fb_0", "fb_z", 0, 50),
        "f",
        ("namespace_id", "id"),
    ),
    "snapshots.page_statement, their exchanges": Hot(
        snapshots.page_statement(KTO),
        (NS, "fb_0", "fb_z", 0, 50),
        "e",
        ("namespace_id", "id"),
    ),
    "snapshots.past_statement": Hot(
        snapshots.past_statement(snapshots.JUDGEMENTS),
        (*keys([[NS, "fb_0"]]), 9),
        "f",
        ("namespace_id", "id"),
    ),
    "snapshots.FIND_WINDOW": Hot(
        snapshots.FIND_WINDOW, (NS, "fb_0", "fb_z"), "f", ("namespace_id", "id")
    ),
    "snapshots.FIND_DELETED": Hot(
        snapshots.FIND_DELETED, (NS, 0), "f", ("namespace_id", "sequence"), "feedback_revision_end"
    ),
    "snapshots.FIND_OF_EXCHANGES": Hot(
        snapshots.FIND_OF_EXCHANGES, ONE_EXCHANGE, "f", ("namespace_id", "exchange_id")
    ),
    "snapshots.LIST_BY_EXCHANGE": Hot(
        snapshots.LIST_BY_EXCHANGE, (NS, "ex_0", "ex_z", 50), "f", ("namespace_id", "exchange_id")
    ),
    "training_exchanges.FIND_TEXTS": Hot(
        training_exchanges.FIND_TEXTS, ONE_EXCHANGE, "e", ("namespace_id", "id")
    ),
    "training_exchanges.FIND_SAME_PROMPT": Hot(
        training_exchanges.FIND_SAME_PROMPT,
        (NS, "0", "ex_0", 50),
        "e",
        ("namespace_id", "prompt_key", "id"),
    ),
    "training_exchanges.FIND_BY_PROMPT": Hot(
        training_exchanges.FIND_BY_PROMPT,
        (NS, "0", "ex_0", 50),
        "e",
        ("namespace_id", "prompt_key"),
    ),
    "training.FIND_FIRST": Hot(export.FIND_FIRST, (NS,), "feedback", ("namespace_id",)),
    "training_rankings.LIST_DATASETS": Hot(
        rankings.LIST_DATASETS, (NS, "ds_0"), "dataset", ("namespace_id", "id")
    ),
    "training_responses.FIND_RESPONSES": Hot(
        training_responses.FIND_RESPONSES,
        (NS, "ds_0", "rsp_0", 50),
        "record_response",
        ("namespace_id", "dataset_id", "id"),
    ),
    "training_responses.FIND_VALUES": Hot(
        training_responses.FIND_VALUES, keys([[NS, "rec_0"]]), "r", ("namespace_id", "id")
    ),
    "training_responses.FIND_RECORDS": Hot(
        training_responses.FIND_RECORDS,
        (NS, "ds_0", "rec_0", "rec_1", 50),
        "record",
        ("namespace_id", "dataset_id", "id"),
    ),
    "training_responses.FIND_RESPONSES_TO": Hot(
        training_responses.FIND_RESPONSES_TO,
        keys([[NS, "rec_0"]]),
        "p",
        ("namespace_id", "record_id"),
    ),
}


def fill(tx: Transaction, tenant: str, size: int) -> None:
    """Put the rows of a tenant into the tables, as the server itself does."""
    sessions = [f"session-{i // 5}" for i in range(size)]
    (made_exchanges,) = exchanges.create(
        tx,
        [
            [
                exchange(
                    tenant,
                    f"m{i}",
                    session_id=session,
                    request_id=f"r{i}",
                    user_id=f"u{i // 5}",
                    external_user_id=f"x{i // 5}",
                )
                for i, session in enumerate(sessions)
            ]
        ],
    )
    feedback.submit(
        tx,
        [
            [
                submission(tenant, rating=POSITIVE, **on_message(f"m{i}", session_id=session))
                for i, session in enumerate(sessions)
            ]
        ],
    )
    fill_feedback(tx, tenant, size)
    requests.remember(
        tx, [(RequestKey(tenant, f"{i:032}", "f"), b"answer" * 20) for i in range(size)]
    )
    dataset_schema = Schema(
        (Field("f", "", required=False, kind=FieldKind.TEXT),),
        (Question("q", "", "", required=False, kind=QuestionKind.TEXT),),
    )
    first, *_ = datasets.create(
        tx, [NewDataset(tenant, Definition(f"d{i}", "", dataset_schema)) for i in range(SMALL)]
    )
    said = NewResponse("author", "key", ResponseStatus.SUBMITTED.value, {"q": "a"}, "", "")
    news = [
        NewRecord(tenant, first.id, {"f": "v"}, f"e{i}", responses=(said,), exchange_id=made.id)
        for i, made in enumerate(made_exchanges)
        if isinstance(made, StoredExchange)
    ]
    news += [NewRecord(tenant, first.id, {"f": "v"}) for _ in range(size // 10)]
    news += [
        NewRecord(tenant, first.id, {"f": "v"}, annotators=(Annotator(f"a{i}", f"u{i}", f"x{i}"),))
        for i in range(size)
    ]
    (added,) = record_creation.add(tx, [news])
    held = [one.record.id for one in added if isinstance(one, AddedRecord)]
    assignments.hold(
        tx, [(tenant, id_, f"a{i // 5}", first.id, 2**60) for i, id_ in enumerate(held)]
    )
    key = api_keys.NewApiKey(
        tenant, "", name="", scopes=frozenset(), all_namespaces=False, expire_time=None
    )
    api_keys.create(tx, [key._replace(secret_sha256=f"{tenant}{i:032}") for i in range(SMALL)])
    asked = criteria.NewCriterion(tenant, "", "", CriterionKind.TEXT)
    made = criteria.create(tx, [asked._replace(name=f"n{i}") for i in range(SMALL)])
    criteria.archive(tx, [CriterionName(tenant, one.id) for one in made[: SMALL // 2]])
    signing = NewSigningKey(tenant, "", 1, "x" * 300, "", "", 60)
    signing_keys.create(tx, [signing] * SMALL)
    allows = FeedbackToken((3, "", "q"), frozenset({"overall"}), frozenset(), "", "")
    tokens.create(tx, [NewFeedbackToken(tenant, f"{i:064}", allows, 1, 2**60) for i in range(size)])
    tx.flush()


def fill_feedback(tx: Transaction, tenant: str, size: int) -> None:
    """Put feedback into the tables that is found in other ways than by its exchange."""

    def on_searches(text: str) -> list[Submission]:
        return [
            submission(
                tenant,
                target_id=f"q{i // 5}",
                user_id=f"u{i // 5}",
                external_user_id=f"x{i}",
                rating=NEGATIVE if i % 10 == 0 else 0,
                text=text,
            )
            for i in range(size)
        ]

    feedback.submit(tx, [on_searches("first")])
    (changed,) = feedback.submit(tx, [on_searches("then")])
    gone = [result.id for result in changed[::10] if isinstance(result, Submitted)]
    feedback.delete(tx, [FeedbackDeletion(tenant, id_, "") for id_ in gone])
    early = [
        submission(tenant, text="x", **on_message("early", session_id=f"early-{i}"))
        for i in range(SMALL)
    ]
    feedback.submit(tx, [early])
    on_entities = [
        submission(
            tenant,
            target_kind=TargetKind.ENTITY.value,
            target_id=Entity("t", f"{i // 5}").target_id,
            name=f"name-{i % 5}",
            external_id=f"x{i}",
            text="x",
        )
        for i in range(size)
    ]
    feedback.submit(tx, [on_entities])
    tx.insert(
        "feedback_stream",
        ("namespace_id", "id", "sequence_number", "refused", "update_time"),
        [(tenant, f"{i:032}", i, "[]", tx.now) for i in range(size)],
    )


class Planner(NamedTuple):
    """What plans a statement, and what it knows."""

    kind: str
    statistics: str
    """Of `no` tenants, of the `other` tenants, or of `all`."""
    prepared: bool = False
    """Whether it plans once for all parameters."""


PLANNERS = {
    "SQLite without statistics": Planner("sqlite", "no"),
    "SQLite, a tenant newer than the statistics": Planner("sqlite", "other"),
    "SQLite": Planner("sqlite", "all"),
    "PostgreSQL without statistics": Planner("postgresql", "no"),
    "PostgreSQL, a tenant newer than the statistics": Planner("postgresql", "other"),
    "PostgreSQL": Planner("postgresql", "all"),
    "PostgreSQL, prepared": Planner("postgresql", "all", prepared=True),
}


@pytest.fixture(scope="module")
def filled(new_database: Callable[[str], str]) -> Iterator[Callable[[str, str], Backend]]:
    """Makes a filled database of a kind whose planner has statistics of some tenants."""
    made: list[Backend] = []

    @cache
    def make(kind: str, statistics: str) -> Backend:
        backend = schema.open_backend(new_database(kind))
        made.append(backend)
        schema.migrate(backend)
        with backend.database.connection_context():
            with backend.transaction():
                tx = Transaction(backend)
                ids = [f"ns_{i}" for i in range(SMALL)]
                plain = (False, True, 0, 0, 0, 0)
                tx.insert("namespace", namespaces.COLUMNS, [(id_, id_, *plain) for id_ in ids])
                numbers = ("namespace_id", "value", "purged")
                tx.insert("sequence", numbers, [(id_, 0, 0) for id_ in ids])
                if kind == "postgresql":
                    for model in MODELS:
                        tx.execute(
                            f'ALTER TABLE "{model._meta.table_name}" SET (autovacuum_enabled = off)'
                        )
                fill(tx, "ns_1", BIG)
                fill(tx, "ns_2", SMALL)
            if statistics == "other":
                backend.execute("ANALYZE")
            with backend.transaction():
                fill(Transaction(backend), NS, BIG)
            if statistics == "all":
                backend.execute("ANALYZE")
        return backend

    yield make
    for backend in made:
        backend.database.close_all()


class Access(NamedTuple):
    """How a plan goes to a table of ours."""

    table: str
    """As the statement calls it."""
    columns: set[str]
    """Asked of the index."""
    indexes: set[str]


def accesses_in_sqlite(backend: Backend, hot: Hot) -> Iterator[Access]:
    for *_, step in backend.execute(f"EXPLAIN QUERY PLAN {hot.statement}", hot.parameters):
        if found := re.fullmatch(
            r"(?:SCAN|SEARCH) (\w+)(?: USING (?:PRIMARY KEY|.*?INDEX (\w+))(?: \((.*)\))?)?", step
        ):
            table, index, asked = found.groups()
            # Also of several at once, as (a,b)>(?,?).
            named = re.findall(r"(\w+)[=<>]|\((\w+),(\w+)\)[<>]", asked or "")
            columns = {name for names in named for name in names if name}
            yield Access(table, columns, {index} - {None})


def accesses_in_postgresql(backend: Backend, hot: Hot, *, prepared: bool) -> Iterator[Access]:
    if prepared:
        numbers = itertools.count(1)
        statement = re.sub("%s", lambda _: f"${next(numbers)}", backend.sql(hot.statement))
        cursor = backend.execute(f"EXPLAIN (GENERIC_PLAN, FORMAT JSON) {statement}")
    else:
        cursor = backend.execute(f"EXPLAIN (FORMAT JSON) {hot.statement}", hot.parameters)
    (((top,),),) = cursor.fetchall()
    for node in nodes(top["Plan"]):
        if "Relation Name" in node and node["Node Type"] != "ModifyTable":
            within = list(nodes(node))
            asked = " ".join(below.get("Index Cond", "") for below in within)
            indexes = {below["Index Name"] for below in within if "Index Name" in below}
            yield Access(node["Alias"], set(re.findall(r"\b[a-z_0-9]+\b", asked)), indexes)


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for below in plan.get("Plans", ()):
        yield from nodes(below)


@pytest.mark.parametrize("planner", PLANNERS.values(), ids=PLANNERS.keys())
def test_counts_are_found_by_an_index_on_all_that_is_known_of_them(
    filled: Callable[[str, str], Backend], planner: Planner, subtests: pytest.Subtests
) -> None:
    """The statement differs between the databases."""
    backend = filled(planner.kind, planner.statistics)
    asked = ("namespace_id", "view", "quarters", "start")
    filters = (SatisfactionFilter(), SatisfactionFilter(topic=frozenset({"t"})))
    with backend.database.connection_context():
        for group_by, wanted in itertools.product(([], ["topic"], ["topic", "model"]), filters):
            with subtests.test(group_by=group_by, wanted=wanted):
                statement, parameters = satisfaction_queries.count_statement(
                    wanted, group_by, kind=backend.name
                )
                assert_found(backend, Hot(statement, (*SEGMENT, *parameters), "s", asked), planner)


@pytest.mark.parametrize("planner", PLANNERS.values(), ids=PLANNERS.keys())
def test_rows_are_found_by_an_index_on_all_that_is_known_of_them(
    filled: Callable[[str, str], Backend], planner: Planner, subtests: pytest.Subtests
) -> None:
    """Knowing nothing, PostgreSQL may be content with a part of it, but not with the tenant."""
    backend = filled(planner.kind, planner.statistics)
    with backend.database.connection_context():
        for name, hot in HOT.items():
            if name != "requests.FIND_OLD":
                with subtests.test(name):
                    assert_found(backend, hot, planner)


def assert_found(backend: Backend, hot: Hot, planner: Planner) -> None:
    accesses = list(
        accesses_in_sqlite(backend, hot)
        if planner.kind == "sqlite"
        else accesses_in_postgresql(backend, hot, prepared=planner.prepared)
    )
    found = [access for access in accesses if access.table == hot.table]
    assert found, f"no access to {hot.table} in {accesses}"
    enough = set(hot.columns)
    if planner.kind == "postgresql" and planner.statistics == "no":
        enough = set(hot.columns[:2])
    for access in found:
        assert access.columns >= enough, accesses
        assert not hot.index or access.indexes == {hot.index}, accesses
