"""Rows of feedback: the columns of a state, and reading it from a row."""

from __future__ import annotations

from collections.abc import Callable
from operator import itemgetter

from plaudit_server.domain.feedback.feedback import (
    Content,
    FeedbackState,
    Rating,
    StoredFeedback,
)
from plaudit_server.storage.counts import COUNTED
from plaudit_server.storage.engine.backend import Row

_HEAD = ("namespace_id", "id", "creator", "writer")

_TAIL = (
    "session_context",
    "exchange_id",
    "state",
    "revision",
    "sequence",
    "create_time",
    "update_time",
    "occur_time",
    "overruled_by",
    "vote",
    "counted_score",
)

COLUMNS = (*_HEAD, *Content._fields, *_TAIL)
"""The columns of a state of a feedback, in the order of a row."""

CONTENT = slice(len(_HEAD), len(_HEAD) + len(Content._fields))

RATING = CONTENT.start + Content._fields.index("rating")

WRITER = _HEAD.index("writer")

EXCHANGE = COLUMNS.index("exchange_id")

UPDATE_TIME = COLUMNS.index("update_time")

OCCUR_TIME = COLUMNS.index("occur_time")

OVERRULED_BY = COLUMNS.index("overruled_by")

STATE = COLUMNS.index("state")

counted: Callable[[Row], Row] = itemgetter(*map(COLUMNS.index, COUNTED))
"""Extracts from a row the columns that the counts of satisfaction need."""

ACTIVE = FeedbackState.ACTIVE.value

PENDING = FeedbackState.PENDING_TARGET.value

SELECTED = ", ".join(f'f."{column}"' for column in COLUMNS)

# CROSS JOIN keeps SQLite from reordering: first the few keys, then one lookup for each. The
# namespace comes from `k` or a SELECT, so that PostgreSQL's plan suits any tenant: its statistics
# show a new tenant as empty, for which any index would do.
FIND_BY_IDENTITY = (
    f'KEYS2 SELECT f."identity", {SELECTED} FROM k CROSS JOIN "feedback" f'
    ' WHERE f."namespace_id" = k.a AND f."identity" = k.b'
)

FIND_BY_ID = (
    f'KEYS2 SELECT {SELECTED} FROM k CROSS JOIN "feedback" f'
    ' WHERE f."namespace_id" = k.a AND f."id" = k.b'
)


def keeps(row: Row) -> bool:
    """Whether a feedback, as a row of COLUMNS, keeps its exchange as a memory."""
    return row[RATING] == Rating.POSITIVE and row[STATE] == ACTIVE and row[EXCHANGE] is not None


def from_row(row: Row) -> StoredFeedback:
    """Read a feedback from a row of COLUMNS."""
    (
        session_context,
        _,
        state,
        revision,
        sequence,
        create_time,
        update_time,
        occur_time,
        overruled_by,
        *_,
    ) = row[CONTENT.stop :]
    return StoredFeedback(
        row[1],
        row[2],
        Content._make(row[CONTENT]),
        session_context,
        revision,
        state,
        sequence,
        create_time,
        update_time,
        row[WRITER],
        occur_time,
        overruled_by,
    )
