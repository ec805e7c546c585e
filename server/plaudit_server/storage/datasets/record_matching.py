"""Tells which records match a filter by their content, or by the responses to them.

The databases have no common SQL for JSON, nor for upper and lower case: both are compared here.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence

from plaudit_server.domain.datasets.annotation import ResponseStatus, Schema
from plaudit_server.domain.datasets.answers import Json, Suggestion
from plaudit_server.domain.datasets.filters import RecordFilter, has_metadata, has_text
from plaudit_server.storage.engine.backend import Backend
from plaudit_server.storage.engine.json_text import dump
from plaudit_server.storage.engine.transaction import keys

FIND_CONTENT = (
    'KEYS2 SELECT r."id", {columns} FROM k CROSS JOIN "record" r'
    ' WHERE r."namespace_id" = k.a AND r."id" = k.b'
)
# The expression on the status keeps the planner on the index by record.
FIND_ANSWERS = (
    'KEYS2 SELECT p."record_id", p."answers" FROM k CROSS JOIN "record_response" p'
    ' WHERE p."namespace_id" = k.a AND p."record_id" = k.b'
    f' AND p."status" + 0 = {ResponseStatus.SUBMITTED.value}'
)


class RecordMatching:
    """The part of a filter for which records and responses must be read."""

    def __init__(
        self, backend: Backend, namespace_id: str, schema: Schema, wanted: RecordFilter
    ) -> None:
        """All questions of the filter must be in the schema."""
        self._backend = backend
        self._namespace_id = namespace_id
        self._questions = {question.name: question for question in schema.questions}
        self._wanted = wanted
        self._metadata = {key: dump(value) for key, value in wanted.metadata.items()}
        self.reads = wanted.reads_content or bool(wanted.answers)
        """Whether there is anything to read."""

    def find(self, ids: Sequence[str]) -> tuple[set[str], int]:
        """Return which of these records match, and about how many characters were read."""
        matching, weight = set(ids), 0
        if self._wanted.reads_content:
            matching, weight = self._find_by_content(ids)
        if self._wanted.answers and matching:
            matching, read = self._find_by_answers(sorted(matching))
            weight += read
        return matching, weight

    def _find_by_content(self, ids: Sequence[str]) -> tuple[set[str], int]:
        needed = {
            "field_to_value": self._wanted.text,
            "metadata": self._wanted.metadata or self._wanted.metadata_ranges,
            "suggestions": self._wanted.suggestions,
        }
        columns = ", ".join(f'r."{name}"' if needs else "''" for name, needs in needed.items())
        matching: set[str] = set()
        weight = 0
        for id_, *content in self._rows(FIND_CONTENT.format(columns=columns), ids):
            weight += sum(map(len, content))
            if self._has_content(*content):
                matching.add(id_)
        return matching, weight

    def _has_content(self, values: str, metadata: str, suggestions: str) -> bool:
        ranges = self._wanted.metadata_ranges
        if (self._metadata or ranges) and not has_metadata(
            json.loads(metadata or "{}"), self._metadata, ranges
        ):
            return False
        if self._wanted.suggestions and not self._has_suggestions(json.loads(suggestions or "[]")):
            return False
        return not self._wanted.text or has_text(self._wanted.text, values)

    def _has_suggestions(self, stored: list[dict[str, Json]]) -> bool:
        suggestions = [Suggestion(**suggestion) for suggestion in stored]
        return all(
            any(one.has(self._questions[one.question_name], suggested) for suggested in suggestions)
            for one in self._wanted.suggestions
        )

    def _find_by_answers(self, ids: Sequence[str]) -> tuple[set[str], int]:
        """Find the records each condition on answers of which a submitted response matches."""
        wanted = self._wanted.answers
        met: dict[str, set[int]] = defaultdict(set)
        weight = 0
        for record_id, text in self._rows(FIND_ANSWERS, ids):
            weight += len(text)
            if len(met[record_id]) == len(wanted):
                continue
            answers = json.loads(text)
            met[record_id].update(
                i
                for i, one in enumerate(wanted)
                if one.has(self._questions[one.question_name], answers.get(one.question_name))
            )
        return {id_ for id_, found in met.items() if len(found) == len(wanted)}, weight

    def _rows(self, statement: str, ids: Sequence[str]) -> Iterator[tuple[str, ...]]:
        lookups = keys([(self._namespace_id, id_) for id_ in ids])
        return self._backend.stream(statement, lookups)
