"""ExportService: exports feedback as training examples."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Iterator, Sequence

from plaudit_server.contract import export_pb2, feedback_pb2
from plaudit_server.domain.datasets.annotation import FieldKind, dataset_not_found
from plaudit_server.domain.errors import InvalidArgument, OutOfRange, Reason, Violation, invalid
from plaudit_server.domain.feedback.feedback import OVERALL
from plaudit_server.domain.ids import digest
from plaudit_server.domain.tenants.scopes import Scope
from plaudit_server.domain.training.examples import ExportFilter
from plaudit_server.domain.training.judged import FORMATS
from plaudit_server.pipeline.call import Call, rpc
from plaudit_server.servicers.training.messages import Write, writer
from plaudit_server.servicers.training.sources import read_sources
from plaudit_server.servicers.values import (
    get_range,
    make_token,
    range_violations,
    read_token,
    set_time,
)
from plaudit_server.storage.datasets import datasets
from plaudit_server.storage.engine.backend import Backend
from plaudit_server.storage.engine.store import Store
from plaudit_server.storage.training import export as training
from plaudit_server.storage.training import snapshots
from plaudit_server.storage.training.export import Place
from plaudit_server.storage.training.request import ExportRequest, SizedExample
from plaudit_server.storage.training.snapshots import Snapshot

CHUNK_BYTES = 1024 * 1024
"""About how large a chunk gets, in bytes."""
MAX_BYTES = 4_000_000
"""How large an example may be, in bytes: clients accept messages of up to 4 MiB."""
TOKEN_LIFETIME = 7 * 24 * 3600 * 1_000_000
"""For how long an export can be resumed, in microseconds: deletions are not remembered forever."""
CHUNK_TIME = 0.25
"""After how long a chunk is sent as it is, in seconds: exports of other namespaces wait for the
thread."""


def _rules(request: export_pb2.ExportTrainingRequest) -> Iterator[Violation]:
    yield from range_violations(request.filter.time_range, "filter.time_range")
    if request.format != export_pb2.TRAINING_FORMAT_DPO:
        for name in _DPO_ONLY:
            if getattr(request, name):
                yield Violation(field=name, rule="must not be set: only the DPO format uses it")
    if request.dataset_sources:
        yield from _source_violations(request)
    elif request.majority and request.format not in _BY_MAJORITY:
        rule = "must not be set: without dataset_sources only KTO, SFT and REWARD_PAIRS use it"
        yield Violation(field="majority", rule=rule)


_DPO_ONLY = ("preference_sources", "dataset_id", "prompt_field")
_BY_MAJORITY = (
    export_pb2.TRAINING_FORMAT_KTO,
    export_pb2.TRAINING_FORMAT_SFT,
    export_pb2.TRAINING_FORMAT_REWARD_PAIRS,
)


def _source_violations(request: export_pb2.ExportTrainingRequest) -> Iterator[Violation]:
    """Yield what must not be set together with sources."""
    if int(request.format) not in FORMATS:
        rule = "must not be set: only KTO, DPO, SFT and REWARD_PAIRS use datasets"
        yield Violation(field="dataset_sources", rule=rule)
    elif request.format == export_pb2.TRAINING_FORMAT_DPO:
        for name in _DPO_ONLY:
            if getattr(request, name):
                rule = "must not be set with dataset_sources"
                yield Violation(field=name, rule=rule)
    for name in ("names", "topics", "models", "origins"):
        if getattr(request.filter, name):
            rule = "must not be set with dataset_sources: it selects feedback"
            yield Violation(field=f"filter.{name}", rule=rule)


class ExportServicer:
    """Serves `plaudit.v1.ExportService`."""

    def __init__(self, store: Store) -> None:
        self._store = store

    @rpc(Scope.EXPORT_READ, rules=_rules)
    async def ExportTraining(self, request: export_pb2.ExportTrainingRequest, call: Call) -> None:
        namespace_id = call.principal.namespace_id
        export = await self._store.query(namespace_id, _begin, request, namespace_id)
        chunk = await self._store.work(namespace_id, export.next_chunk)
        while chunk is not None:
            # The next chunk is made while this one is sent.
            following = asyncio.ensure_future(self._store.work(namespace_id, export.next_chunk))
            try:
                await call.still_allowed()
                await call.context.write(chunk)
                chunk = await following
            finally:
                following.cancel()  # if the caller has left before it was started


def _begin(
    backend: Backend, request: export_pb2.ExportTrainingRequest, namespace_id: str
) -> _Export:
    """Start an export, or resume one."""
    _check_dataset(backend, request, namespace_id)
    judged = read_sources(backend, request, namespace_id)
    query = _query(request, namespace_id)
    present = snapshots.take(backend, namespace_id)
    snapshot, place = _read_place(query, request.resume_token, present)
    wanted = request.filter
    names = frozenset(wanted.names)
    if not names and request.format != export_pb2.TRAINING_FORMAT_RAW:
        names = frozenset({OVERALL})
    export_request = ExportRequest(
        namespace_id,
        request.format,
        ExportFilter(
            get_range(wanted.time_range),
            names,
            frozenset(wanted.topics),
            frozenset(wanted.models),
            frozenset(origin or feedback_pb2.ORIGIN_HUMAN for origin in wanted.origins),
        ),
        frozenset(request.preference_sources),
        request.dataset_id,
        request.prompt_field,
        snapshot,
        judged,
        request.majority,
    )
    plain = request.prompt_form == export_pb2.PROMPT_FORM_PLAIN
    return _Export(backend, query, export_request, place, writer(request.format, plain=plain))


def _check_dataset(
    backend: Backend, request: export_pb2.ExportTrainingRequest, namespace_id: str
) -> None:
    if not request.dataset_id:
        return
    stored = datasets.find(backend, namespace_id, id_=request.dataset_id)
    if stored is None:
        raise dataset_not_found(request.dataset_id)
    names = [
        field.name
        for field in stored.definition.schema.fields
        if field.kind in (FieldKind.TEXT, FieldKind.CHAT)
    ]
    if request.prompt_field and request.prompt_field not in names:
        rule = f"must be a text or chat field of the dataset, which has {', '.join(names)}"
        raise invalid([Violation(field="prompt_field", rule=rule)])


def _query(request: export_pb2.ExportTrainingRequest, namespace_id: str) -> str:
    """Digest a request without its resume token."""
    query = export_pb2.ExportTrainingRequest()
    query.CopyFrom(request)
    query.ClearField("resume_token")
    return digest("ExportTraining", namespace_id, query.SerializeToString(deterministic=True).hex())


def _token(query: str, snapshot: Snapshot, place: Place) -> str:
    return make_token(query, "-".join(map(str, (*snapshot, *place))))


_TOKEN_TEXT = re.compile(r"(\d{1,18})-(\d{1,18})-(\d{1,3})-(\w*)-(\w*)-(\d{1,9})")


def _read_place(query: str, token: str, present: Snapshot) -> tuple[Snapshot, Place]:
    """Read the place at which an export resumes; without a token it starts at the present."""
    if not token:
        return present, Place()
    match = _TOKEN_TEXT.fullmatch(read_token(query, token) or "")
    if match is None:
        raise _invalid_token()
    snapshot = Snapshot(int(match[1]), int(match[2]))
    if snapshot.sequence > present.sequence or snapshot.time > present.time:
        raise _invalid_token()
    if snapshot.time < present.time - TOKEN_LIFETIME:
        raise OutOfRange(
            reason=Reason.RESUME_TOKEN_EXPIRED,
            message="an export can be resumed for seven days only; start a new one",
        )
    return snapshot, Place(int(match[3]), match[4], match[5], int(match[6]))


def _invalid_token() -> InvalidArgument:
    rule = "must be a resume_token of the same export: the same format, form and filter"
    return invalid([Violation(field="resume_token", rule=rule, reason=Reason.INVALID_RESUME_TOKEN)])


class _Export:
    """A running export, which makes its chunks one by one, on any thread."""

    def __init__(
        self, backend: Backend, query: str, request: ExportRequest, place: Place, write: Write
    ) -> None:
        self._query = query
        self._request = request
        self._write = write
        self._begin = training.begin_time(backend, request)
        self._batches = training.batches(backend, request, place)
        self._start = place
        self._batch: Sequence[SizedExample] = ()
        self._emitted = 0
        self._end = place
        self._ended = False

    def next_chunk(self, _: Backend) -> bytes | None:
        """Make the next chunk; `None` after the last."""
        if self._ended:
            return None
        examples: list[bytes] = []
        self._ended = self._fill(examples)
        snapshot, place = self._request.snapshot, self._place()
        rest = export_pb2.ExportTrainingResponse(resume_token=_token(self._query, snapshot, place))
        set_time(rest.snapshot_time, snapshot.time)
        rest.progress = training.progress(self._request, place, self._begin)
        return b"".join((*examples, rest.SerializeToString()))

    def _fill(self, examples: list[bytes]) -> bool:
        """Add examples until the chunk is full; return whether the export has ended."""
        until = time.monotonic() + CHUNK_TIME
        size = 0
        write, add = self._write, examples.append
        while True:
            for _, weight, example in self._batch[self._emitted :]:
                if size and size + weight > CHUNK_BYTES:
                    return False
                if weight <= MAX_BYTES:
                    add(write(example))
                    size += weight
                self._emitted += 1
            if size > CHUNK_BYTES or time.monotonic() > until:
                return False
            following = next(self._batches, None)
            if following is None:
                return True
            self._start, self._batch, self._end = following
            self._emitted = 0

    def _place(self) -> Place:
        """Return the place that the export has reached."""
        if self._emitted == len(self._batch):
            return self._end
        if self._emitted == 0:
            return self._start
        return training.place_after(self._start, self._batch, self._emitted)
