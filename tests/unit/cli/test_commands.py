"""Whole commands against a server in this process that answers from a script."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor

import grpc
import pytest
from click.testing import CliRunner

from plaudit import cli
from plaudit.calls.channel import is_loopback
from plaudit.cli.app import plaudit
from plaudit.v1 import analytics_pb2, analytics_pb2_grpc, export_pb2, export_pb2_grpc


class Exports(export_pb2_grpc.ExportServiceServicer):
    """Breaks off after the first chunk, and goes on when asked to."""

    def __init__(self):
        self.asked = []

    def ExportTraining(self, request, context):  # noqa: N802
        self.asked.append(request)
        for n in range(int(request.resume_token or 0), 3):
            kto = {"prompt": {"text": f"p{n}"}, "completion": {"text": "a"}, "label": True}
            yield export_pb2.ExportTrainingResponse(
                examples=[{"kto": kto}], resume_token=str(n + 1), progress=(n + 1) / 3
            )
            if n == 0:
                context.abort(grpc.StatusCode.UNAVAILABLE, "gone")


class Analytics(analytics_pb2_grpc.AnalyticsServiceServicer):
    """Has one day of feedback."""

    def __init__(self):
        self.asked = []

    def QuerySatisfaction(self, request, context):  # noqa: N802
        self.asked.append(request)
        answer = analytics_pb2.QuerySatisfactionResponse(time_range=request.time_range)
        answer.time_range.end.seconds = request.time_range.start.seconds + 86400
        counted = analytics_pb2.Satisfaction(
            feedback_count=4, positive_count=3, negative_count=1, satisfaction_rate=0.75
        )
        answer.total.CopyFrom(counted)
        series = answer.series.add(total=counted)
        if request.group_by:
            series.group.topic = "billing"
        series.periods.add(
            start_time=answer.time_range.start,
            end_time=answer.time_range.end,
            satisfaction=counted,
        )
        return answer


@pytest.fixture
def scripted():
    server, servicers = grpc.server(ThreadPoolExecutor(2)), (Exports(), Analytics())
    export_pb2_grpc.add_ExportServiceServicer_to_server(servicers[0], server)
    analytics_pb2_grpc.add_AnalyticsServiceServicer_to_server(servicers[1], server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    yield (*servicers, f"127.0.0.1:{port}")
    server.stop(None)


def run(address, *arguments):
    return CliRunner().invoke(plaudit, ["--address", address, "--key", "k", *arguments])


def test_an_export_is_complete_after_a_lost_stream(scripted, tmp_path):
    exports, _, address = scripted
    out = tmp_path / "out.jsonl"
    done = run(address, "export", "kto", str(out), "--form", "plain", "--origin", "human")
    assert done.exit_code == 0, done.output
    assert [json.loads(line)["prompt"] for line in out.read_text().splitlines()] == [
        "p0",
        "p1",
        "p2",
    ]
    assert [asked.resume_token for asked in exports.asked] == ["", "1"]
    assert list(exports.asked[0].filter.origins) == [1]


def test_stats_are_charted_and_grouped(scripted, tmp_path):
    _, analytics, address = scripted
    out = tmp_path / "chart.svg"
    arguments = ("--group-by", "topic", "--type", "thumbs-up", "--from", "2026-11-01")
    done = run(address, "stats", *arguments, "--time-zone", "Europe/Berlin", "--out", str(out))
    assert done.exit_code == 0, done.output
    assert "75.0% satisfied" in done.output
    assert "billing" in done.output
    assert out.exists()
    asked = analytics.asked[1]
    assert asked.time_range.start.ToJsonString() == "2026-10-31T23:00:00Z"
    assert list(asked.group_by) == [1]
    assert list(asked.filter.types) == [1]


def test_a_call_that_the_server_does_not_know_is_a_readable_message(scripted):
    done = run(scripted[2], "datasets")
    assert done.exit_code == 1
    assert "does not know this call" in done.output


def test_missing_packages_are_listed_with_how_to_install_them(monkeypatch, capsys):
    monkeypatch.setattr(cli, "REQUIRED_PACKAGES", ("click", "nowhere_to_be_found"))
    with pytest.raises(SystemExit) as left:
        cli.main()
    said = capsys.readouterr().err
    assert left.value.code == 1
    assert "nowhere_to_be_found" in said
    assert 'pip install "plaudit[cli]"' in said
    assert "scripts/setup cli" in said


@pytest.mark.parametrize(
    ("address", "loopback"),
    [
        ("127.0.0.1:50051", True),
        ("localhost:1", True),
        ("[::1]:50051", True),
        ("unix:/tmp/socket", True),
        ("10.0.0.1:50051", False),
        ("plaudit.example.com:443", False),
    ],
)
def test_only_addresses_on_this_machine_are_called_without_tls(address, loopback):
    assert is_loopback(address) is loopback
