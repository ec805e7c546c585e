"""The datasets that an export names as its sources."""

from __future__ import annotations

from collections.abc import Sequence

from plaudit_server.contract import export_pb2
from plaudit_server.domain.datasets.annotation import dataset_not_found
from plaudit_server.domain.errors import Violation, invalid
from plaudit_server.domain.training.judged import (
    DatasetSource,
    Judged,
    JudgedAnswer,
    find_judged,
    source_violations,
)
from plaudit_server.storage.datasets import datasets
from plaudit_server.storage.engine.backend import Backend


def read_sources(
    backend: Backend, request: export_pb2.ExportTrainingRequest, namespace_id: str
) -> Sequence[Judged]:
    """Find the datasets of a request with the fields and questions that it names."""
    wanted = [_source(source) for source in request.dataset_sources]
    lookups = {(namespace_id, source.dataset_id) for source in wanted}
    stored = datasets.find_all(backend, lookups) if lookups else {}
    violations: list[Violation] = []
    found: list[Judged] = []
    for i, source in enumerate(wanted):
        dataset = stored.get((namespace_id, source.dataset_id))
        if dataset is None:
            raise dataset_not_found(source.dataset_id)
        schema = dataset.definition.schema
        wrong = list(
            source_violations(
                source,
                schema,
                request.format,
                majority=request.majority,
                path=f"dataset_sources[{i}]",
            )
        )
        violations += wrong
        if not wrong:
            found.append(find_judged(source, schema))
    if violations:
        raise invalid(violations)
    return found


def _source(message: export_pb2.DatasetSource) -> DatasetSource:
    return DatasetSource(
        message.dataset_id,
        message.prompt_field,
        tuple(
            JudgedAnswer(
                answer.completion_field,
                answer.question_name,
                frozenset(answer.desirable_labels),
                frozenset(answer.undesirable_labels),
                answer.desirable_from if answer.HasField("desirable_from") else None,
                answer.undesirable_to if answer.HasField("undesirable_to") else None,
            )
            for answer in message.answers
        ),
    )
