"""`plaudit annotate`: asks the questions of a dataset, record by record."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import click
from google.protobuf import json_format
from rich.rule import Rule

from plaudit.cli import answers
from plaudit.cli.connection import Connection, pass_connection
from plaudit.cli.datasets import finding
from plaudit.cli.failures import failure_of
from plaudit.cli.terminal import Terminal, Text, read_line
from plaudit.client import Client
from plaudit.errors import PlauditError
from plaudit.v1 import dataset_pb2

HELP = "/skip for later, /discard the record, /back to the last question, /none to clear, /quit"
MOST_ASKED = 100
PASSABLE = {"RECORD_NOT_FOUND", "RESPONSE_EXISTS", "RESPONSE_NOT_FOUND"}


class _Left(Exception):
    """The annotator leaves a record, with a status, and may stop."""

    def __init__(self, status: str, *, stop: bool = False) -> None:
        self.status = status
        self.stop = stop


LEAVING = {
    "/quit": _Left("DRAFT", stop=True),
    "/skip": _Left("DRAFT"),
    "/discard": _Left("DISCARDED"),
}


@click.command("annotate")
@click.argument("dataset")
@click.option("--as", "user", default="", help="The annotator's user id; by default the API key.")
@pass_connection
def command(connection: Connection, dataset: str, user: str) -> None:
    """Answer the questions of DATASET, given by name or id, record by record."""
    found = finding.dataset(connection, dataset)
    Annotation(connection.client, found, user, Terminal(piped_width=80), _line).go()


def _line(prompt: str) -> str:
    return read_line(prompt, at_end="/quit")


class Annotation:
    """A session of one annotator with a dataset."""

    def __init__(
        self,
        client: Client,
        dataset: dataset_pb2.Dataset,
        user: str,
        console: Terminal,
        read: Callable[[str], str],
    ) -> None:
        self._client = client
        self._dataset = dataset
        self._user = user
        self._console = console
        self._read = read
        self._later: set[str] = set()

    def go(self) -> None:
        """Annotate records until none is left or the annotator stops."""
        self._console.print(HELP, style="dim")
        while (assigned := self._next()) is not None:
            if not self._annotate(assigned):
                break
            self._dataset = self._client.get_dataset(id=self._dataset.id).dataset

    def _next(self) -> dataset_pb2.AssignedRecord | None:
        response = self._client.next_records(
            dataset_id=self._dataset.id,
            max_records=min(len(self._later) + 1, MOST_ASKED),
            annotator=dataset_pb2.Annotator(user_id=self._user) if self._user else None,
        )
        for assigned in response.records:
            if assigned.record.id not in self._later:
                return assigned
        if self._later:
            self._console.print(f"only the records that you skipped are left: {len(self._later)}")
        else:
            self._console.print("no records are left to annotate now")
        return None

    def _annotate(self, assigned: dataset_pb2.AssignedRecord) -> bool:
        """Ask all questions about a record; return whether to continue with the next."""
        record = assigned.record
        fields = json_format.MessageToDict(record.field_to_value)
        self._show(record, fields)
        given: dict[str, Any] = {}
        if assigned.HasField("draft"):
            given = json_format.MessageToDict(assigned.draft.values)
        while True:
            stop, status = False, "SUBMITTED"
            try:
                self._ask_all(record, fields, given)
            except _Left as left:
                stop, status = left.stop, left.status
            if status == "DRAFT":
                self._later.add(record.id)
            if status == "DRAFT" and not given:
                return not stop
            try:
                self._save(assigned, given, status)
            except PlauditError as error:
                failure = failure_of(error)
                refused = failure.reason in PASSABLE or bool(failure.violations)
                if not refused:
                    raise
                self._console.print(Text("\n".join(failure.lines()), "red"))
                if failure.violations and not stop:
                    continue
                self._later.add(record.id)
            return not stop

    def _ask_all(
        self, record: dataset_pb2.Record, fields: dict[str, Any], given: dict[str, Any]
    ) -> None:
        at = 0
        while at < len(self._dataset.questions):
            if self._ask(at, record, fields, given):
                at += 1
            elif at:
                at -= 1
            else:
                self._console.print("this is the first question", style="yellow")

    def _ask(
        self, at: int, record: dataset_pb2.Record, fields: dict[str, Any], given: dict[str, Any]
    ) -> bool:
        """Ask one question until it is answered; return False to go back."""
        question = self._dataset.questions[at]
        default = self._describe(at, record, given)
        while True:
            line = self._read("> ").strip()
            if line in LEAVING:
                raise LEAVING[line]
            if line == "/back":
                return False
            if line == "/none":
                given.pop(question.name, None)
                default, line = None, ""
            try:
                _take(question, line, fields, given, default)
            except answers.DoesNotFit as error:
                self._console.print(Text(str(error), "yellow"))
                continue
            return True

    def _describe(self, at: int, record: dataset_pb2.Record, given: dict[str, Any]) -> Any:
        """Show a question; return its default answer, which Enter accepts."""
        question = self._dataset.questions[at]
        text = Text(f"\n{at + 1}/{len(self._dataset.questions)} ", "dim")
        text.append(question.title or question.name, "bold")
        text.append(" (required)" if question.required else " (optional)", "dim")
        self._console.print(text)
        if question.description:
            self._console.print(Text(question.description, "dim"))
        self._console.print(Text(_choices(question)))
        default = given.get(question.name)
        for suggestion in record.suggestions:
            if suggestion.question_name == question.name:
                value = json_format.MessageToDict(suggestion.value)
                score = f" {suggestion.score:.2f}" if suggestion.HasField("score") else ""
                shown = f"suggested: {answers.typed(question, value)}{score} {suggestion.agent}"
                self._console.print(Text(shown.rstrip(), "cyan"))
                default = value if default is None else default
        if default is not None:
            self._console.print(Text(f"Enter for: {answers.typed(question, default)}", "dim"))
        return default

    def _show(self, record: dataset_pb2.Record, fields: dict[str, Any]) -> None:
        progress = self._dataset.progress
        done = f"{progress.completed_record_count:,} of {progress.record_count:,} complete"
        self._console.print(Rule(f"{self._dataset.name} · {done}"))
        self._console.print(Text(record.id, "dim"))
        for field in self._dataset.fields:
            if field.name in fields:
                self._console.print(Text(field.title or field.name, "bold"))
                self._console.print(_shown(field, fields[field.name]))

    def _save(
        self, assigned: dataset_pb2.AssignedRecord, given: dict[str, Any], status: str
    ) -> None:
        response = dataset_pb2.RecordResponse(status=f"RESPONSE_STATUS_{status}")
        json_format.ParseDict(given, response.values)
        if assigned.HasField("draft"):
            response.id = assigned.draft.id
            self._client.update_response(response=response, update_mask=["status", "values"])
        else:
            response.record_id, response.user_id = assigned.record.id, self._user
            self._client.create_response(response=response)
        self._console.print(f"saved: {status.lower()}", style="green")


def _take(
    question: dataset_pb2.Question,
    line: str,
    fields: dict[str, Any],
    given: dict[str, Any],
    default: Any,
) -> None:
    """Store the typed line as the answer; an empty line stores the default."""
    if line.startswith("/") and not line.startswith("//"):
        raise answers.DoesNotFit(f"{line} is not a command: {HELP}")
    if line:
        given[question.name] = answers.parsed(question, line.removeprefix("/"), fields)
    elif default is not None:
        given[question.name] = default
    elif question.required:
        raise answers.DoesNotFit("this question needs an answer")


def _choices(question: dataset_pb2.Question) -> str:
    match question.WhichOneof("kind"):
        case "rating":
            return "one of " + ", ".join(map(str, question.rating.values))
        case "label":
            return _numbered(question.label.labels)
        case "multi_label":
            return _numbered(question.multi_label.labels) + "  (separated by commas, or none)"
        case "ranking":
            ties = ", b = c for a tie" if question.ranking.allow_ties else ""
            return _numbered(question.ranking.options) + f"  (best first, like a > b{ties})"
        case "span":
            span = question.span
            return (
                f'mark {span.field} as start-end:label or "words":label; {_numbered(span.labels)}'
            )
    return "a text"


def _numbered(words: Any) -> str:
    return "  ".join(f"{number} {word}" for number, word in enumerate(words, 1))


def _shown(field: dataset_pb2.Field, value: Any) -> Text:
    kind = field.WhichOneof("kind")
    if kind == "chat" and isinstance(value, list):
        text = Text()
        for message in value:
            text.append(f"  {message.get('role', '')}: ", "cyan")
            text.append(f"{message.get('content', '')}\n")
        text.rstrip()
        return text
    if isinstance(value, str):
        return Text(f"  {value}")
    return Text(json.dumps(value, indent=2, ensure_ascii=False))
