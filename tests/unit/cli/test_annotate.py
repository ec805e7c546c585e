"""`plaudit annotate` against a server in this process that answers from a script."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import grpc
import pytest
from click.testing import CliRunner
from google.protobuf import json_format

from plaudit.cli.app import plaudit
from plaudit.v1 import dataset_pb2, dataset_pb2_grpc

DATASET = json_format.ParseDict(
    {
        "id": "ds_1",
        "name": "answers",
        "fields": [{"name": "prompt", "text": {}}, {"name": "talk", "chat": {}}],
        "questions": [
            {"name": "quality", "required": True, "rating": {"values": [1, 2, 3]}},
            {"name": "kind", "label": {"labels": ["good", "bad"]}},
            {"name": "why", "text": {}},
        ],
    },
    dataset_pb2.Dataset(),
)


class Scripted(dataset_pb2_grpc.DatasetServiceServicer):
    """Hands out some records until each has a response that is no draft."""

    def __init__(self) -> None:
        self.records = [f"rec_{n}" for n in (1, 2)]
        self.responses: dict[str, dataset_pb2.RecordResponse] = {}

    def GetDataset(self, request, context):  # noqa: N802
        return dataset_pb2.GetDatasetResponse(dataset=DATASET)

    def NextRecords(self, request, context):  # noqa: N802
        answer = dataset_pb2.NextRecordsResponse()
        for name in self.records[: request.max_records or 1]:
            one = answer.records.add()
            one.record.id = name
            json_format.ParseDict(
                {"prompt": f"what is {name}?", "talk": [{"role": "user", "content": "[hi]"}]},
                one.record.field_to_value,
            )
            one.record.suggestions.add(
                question_name="kind", value={"string_value": "bad"}, score=0.75, agent="judge"
            )
            if name in self.responses:
                one.draft.CopyFrom(self.responses[name])
        return answer

    def CreateResponse(self, request, context):  # noqa: N802
        response = request.response
        response.id = f"rsp_{response.record_id}"
        return dataset_pb2.CreateResponseResponse(response=self._keep(response.record_id, response))

    def UpdateResponse(self, request, context):  # noqa: N802
        record = request.response.id.removeprefix("rsp_")
        return dataset_pb2.UpdateResponseResponse(response=self._keep(record, request.response))

    def _keep(self, record, response):
        self.responses[record] = response
        if response.status != dataset_pb2.RESPONSE_STATUS_DRAFT:
            self.records.remove(record)
        return response

    def told(self, record):
        response = self.responses[record]
        status = dataset_pb2.ResponseStatus.Name(response.status).removeprefix("RESPONSE_STATUS_")
        return status, json_format.MessageToDict(response.values)


@pytest.fixture
def scripted():
    server, servicer = grpc.server(ThreadPoolExecutor(2)), Scripted()
    dataset_pb2_grpc.add_DatasetServiceServicer_to_server(servicer, server)
    servicer.address = f"127.0.0.1:{server.add_insecure_port('127.0.0.1:0')}"
    server.start()
    yield servicer
    server.stop(None)


def annotate(scripted, *lines):
    typed = "".join(f"{line}\n" for line in lines)
    options = ["--address", scripted.address, "--key", "k", "annotate", "answers", "--as", "ada"]
    done = CliRunner().invoke(plaudit, options, input=typed)
    assert done.exit_code == 0, (done.output, done.exception)
    return done.output


def test_records_are_answered_one_after_another(scripted):
    said = annotate(scripted, "9", "3", "", "", "1", "good", "because")
    assert "9 is not one of 1, 2, 3" in said
    assert "suggested: bad 0.75 judge" in said
    assert "user: [hi]" in said
    assert "no records are left" in said
    assert scripted.told("rec_1") == ("SUBMITTED", {"quality": 3.0, "kind": "bad"})
    assert scripted.told("rec_2") == (
        "SUBMITTED",
        {"quality": 1.0, "kind": "good", "why": "because"},
    )
    assert scripted.responses["rec_1"].user_id == "ada"


def test_back_asks_the_question_before_again_and_enter_keeps_what_was_answered(scripted):
    annotate(scripted, "1", "/back", "2", "good", "/back", "", "x", "/quit")
    assert scripted.told("rec_1") == ("SUBMITTED", {"quality": 2.0, "kind": "good", "why": "x"})
    assert "rec_2" not in scripted.responses


def test_a_skipped_record_is_a_draft_and_the_next_one_follows(scripted):
    said = annotate(scripted, "1", "/skip", "/discard", "")
    assert "only the records that you skipped are left: 1" in said
    assert scripted.told("rec_1") == ("DRAFT", {"quality": 1.0})
    assert scripted.told("rec_2") == ("DISCARDED", {})


def test_quitting_saves_a_draft_to_resume_later(scripted):
    annotate(scripted, "3", "good", "/quit")
    assert scripted.told("rec_1") == ("DRAFT", {"quality": 3.0, "kind": "good"})
    annotate(scripted, "", "", "done", "/quit")
    assert scripted.told("rec_1") == ("SUBMITTED", {"quality": 3.0, "kind": "good", "why": "done"})


def test_a_required_question_needs_an_answer_and_none_clears_an_optional_one(scripted):
    said = annotate(scripted, "", "/nonsense", "1", "/none", "//text", "/quit")
    assert "needs an answer" in said
    assert "/nonsense is not a command" in said
    assert scripted.told("rec_1") == ("SUBMITTED", {"quality": 1.0, "why": "/text"})
