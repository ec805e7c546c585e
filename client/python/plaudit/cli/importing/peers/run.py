"""Runs an import from another system: surveys the files, then sends what they make, in order.

The files are read once for each step, so that no step holds them in memory.
"""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, cast

import click

from plaudit.cli.connection import Connection
from plaudit.cli.failures import Failure
from plaudit.cli.importing import reporting
from plaudit.cli.importing.kinds import KINDS, Options
from plaudit.cli.importing.peers import rejections
from plaudit.cli.importing.peers.conversion import (
    CRITERIA,
    DATASETS,
    EXCHANGES,
    FEEDBACK,
    RECORDS,
    UNEXPECTED,
    Bad,
    Context,
    Converter,
    Made,
    Unusable,
    fault_of,
)
from plaudit.cli.importing.peers.definitions import Definitions
from plaudit.cli.importing.peers.files import Item, read_items
from plaudit.cli.importing.peers.identity import Identities, Latest
from plaudit.cli.importing.peers.report import NOT_CARRIED, Report
from plaudit.cli.importing.peers.scores import scores_of, without_score
from plaudit.cli.importing.peers.thumbs import Names, with_thumb
from plaudit.cli.importing.peers.unchecked import Unchecked
from plaudit.cli.importing.rows import Row
from plaudit.cli.importing.sending import Sender, batches
from plaudit.cli.importing.state import Import, State
from plaudit.cli.output import echo
from plaudit.errors import NotFound, Violation

ROWS = (EXCHANGES, FEEDBACK, RECORDS)
OVERRULES = "overrules"
WOULD_BE_CREATED = "would be created; whether values fit it is not checked"


@dataclass(frozen=True, slots=True)
class PeerRow(Row):
    """A row that a converter made of an item, or of the part of it at the place."""

    item: Item = field(kw_only=True)
    place: str = field(kw_only=True)


@dataclass
class Survey:
    """What the files make."""

    counts: dict[str, int] = field(default_factory=dict)
    criteria: dict[str, tuple[Item, Made]] = field(default_factory=dict)
    datasets: dict[str, tuple[Item, Made]] = field(default_factory=dict)
    overruling: int = 0
    """How many feedbacks overrule others, which must be there first."""


class Run:
    """An import of some files of one system."""

    def __init__(
        self,
        connection: Connection,
        converter: Converter,
        paths: Sequence[Path],
        context: Context,
        *,
        thumbs: Collection[str] = (),
        upsert: bool = False,
        batch_size: int = 500,
        in_flight: int = 2,
    ) -> None:
        self._connection = connection
        self._converter = converter
        self._paths = paths
        self._file_names = _names_of(paths)
        self._context = context
        self._thumbs = thumbs
        self._upsert = upsert
        self._batch_size = batch_size
        self._in_flight = in_flight
        self._definitions = Definitions(connection)
        self._datasets: dict[str, str] = {}
        self._label_scores: dict[str, dict[str, float | None]] = {}
        self._refuse: Callable[[Item, str, Failure], None] = rejections.shown
        self._failed = False
        self._unlearned = 0
        self._names = Names(thumbs)
        self._latest = Latest(context.index, context.report)

    def survey(self) -> Survey:
        """Read everything once to learn and once to convert; bad items are refused here."""
        seen: set[Path] = set()
        for item in self._items(Report()):
            seen.add(item.path)
            if item.value is not None:
                self._learn(item.value, item.place)
        for path, name in self._file_names.items():
            if path not in seen:
                echo(f"{name} has no items", err=True)
        found = Survey()
        for item, made in self._converted(self._context):
            if isinstance(made, Bad):
                self._refuse_part(item, made.place, made.field, made.rule)
            elif made.kind in {CRITERIA, DATASETS}:
                self._define(item, made, found)
            else:
                found.counts[made.kind] = found.counts.get(made.kind, 0) + 1
                found.overruling += OVERRULES in made.value
                if made.kind == FEEDBACK:
                    self._names.add(made.value)
                    self._latest.note(made)
        return found

    def _learn(self, value: Mapping[str, Any], place: str) -> None:
        """Learn from an item; one that nothing can be learned from is refused later."""
        try:
            self._converter.learn(value, self._context.index)
        except (Unusable, *UNEXPECTED) as error:
            bad = fault_of(error)
            self._unlearned += 1
            self._context.index.put("unlearned", place, [bad.field, bad.rule])

    def check(self) -> bool:
        """Print what would happen, and let the server check the rows; whether all is well."""
        found = self.survey()
        self._prepare(found, write=False)
        for kind in ROWS:
            if found.counts.get(kind):
                self._send(kind, self._rows(kind), write=False)
        if found.overruling:
            self._send(FEEDBACK, self._as_if_overruling(), write=False, one_by_one=True)
        self._print_report()
        echo("dry run, nothing was written")
        return not self._failed

    def go(self) -> bool:
        """Import everything; whether all of it was imported."""
        with rejections.Rejections(self._file_names) as refused:
            self._refuse = refused.add
            found = self.survey()
            self._prepare(found, write=True)
            for kind in ROWS:
                if found.counts.get(kind):
                    self._send(kind, self._rows(kind), write=True)
            if found.overruling:
                self._overrule()
        self._print_report()
        if refused.count:
            echo(f"{refused.count:,} rejected: see {refused.names}", err=True)
        return not self._failed

    def _refuse_part(self, item: Item, place: str, name: str, rule: str) -> None:
        self._failed = True
        self._refuse(item, place, _unusable(name, rule))

    def _items(self, report: Report) -> Iterator[Item]:
        for path in self._paths:
            name = self._file_names[path]
            yield from read_items(path, self._converter.lists, report.note, name)

    def _converted(self, context: Context) -> Iterator[tuple[Item, Made | Bad]]:
        identities = Identities(self._converter.name, self._context.index)
        for item in self._items(context.report):
            if item.value is None:
                yield item, Bad(item.place, "", item.wrong)
            else:
                context.cells = item.path.suffix.lower() == ".csv"
                for made in self._made(item.value, item.place, context):
                    yield item, made if isinstance(made, Bad) else identities.identified(made)

    def _made(self, value: Mapping[str, Any], place: str, context: Context) -> Iterator[Made | Bad]:
        """Convert an item; a fault that its converter did not expect does not end the import."""
        if self._unlearned and (bad := self._context.index.get("unlearned", place)):
            yield Bad(place, *bad)
            return
        try:
            yield from self._converter.convert(value, place, context)
        except (Unusable, *UNEXPECTED) as error:
            fault = fault_of(error)
            yield Bad(place, fault.field, fault.rule)

    def _define(self, item: Item, made: Made, found: Survey) -> None:
        """Remember a definition; two of one name must be the same."""
        known = found.criteria if made.kind == CRITERIA else found.datasets
        name = str(made.value.get("name") or "")
        if not name:
            self._refuse_part(item, made.place, "name", "is missing")
            return
        _, first = known.setdefault(name, (item, made))
        if first.value != made.value:
            rule = f"differs from the one at {first.place}, which is used"
            self._refuse_part(item, made.place, name, rule)

    def _print_report(self) -> None:
        for warning in self._names.warnings():
            echo(warning, err=True)
        for line in self._context.report.lines():
            echo(line)

    def _prepare(self, found: Survey, *, write: bool) -> None:
        """Create criteria and datasets that do not exist; one that differs ends the import."""
        differs = []
        for item, made in found.criteria.values():
            name = made.value["name"]
            try:
                wanted, told = self._definitions.criterion(made.value)
            except Unusable as bad:
                self._refuse_part(item, made.place, bad.field, bad.rule)
                continue
            if wanted is None:
                differs += [f"criterion {name!r} exists and differs: {told}"] if told else []
                echo(f"criterion {name}: {'differs' if told else 'already there'}")
            else:
                if (scores := scores_of(wanted)) is not None:
                    self._label_scores[name] = scores
                if write:
                    self._definitions.create_criterion(wanted)
                echo(f"criterion {name}: {'created' if write else WOULD_BE_CREATED}")
        for _, made in found.datasets.values():
            differs += self._prepare_dataset(made, write=write)
        self._label_scores = {**self._definitions.label_scores(), **self._label_scores}
        if differs and write:
            raise click.ClickException("\n".join(differs))
        for told in differs:
            self._failed = True
            echo(told, err=True)

    def _prepare_dataset(self, made: Made, *, write: bool) -> list[str]:
        name = str(made.value["name"])
        there, told = self._definitions.dataset(made.value)
        if told == "new":
            if write:
                there = self._definitions.create_dataset(there)
            self._datasets[name] = there.id or f"ds_new{len(self._datasets)}"
            echo(f"dataset {name}: {'created' if write else WOULD_BE_CREATED}")
            return []
        self._datasets[name] = there.id
        echo(f"dataset {name}: {'differs' if told else 'already there'}")
        return [f"dataset {name!r} exists and differs: {told}"] if told else []

    def _send(
        self, kind: str, rows: Iterator[PeerRow], *, write: bool, one_by_one: bool = False
    ) -> None:
        """Send rows of one kind, and print the outcomes."""
        options = Options(upsert=self._upsert, validate_only=not write)
        sender = Sender(
            self._connection,
            KINDS[kind],
            options,
            (lambda *_: str(uuid.uuid4())) if write else (lambda *_: ""),
            in_flight=1 if one_by_one else self._in_flight,
        )
        unchecked = Unchecked(kind, options)
        state = self._state(kind)
        size = 1 if one_by_one else self._batch_size
        for done in sender.send(batches(rows, KINDS[kind], options, size)):
            if not write:
                unchecked.settle(done)
            reporting.add(state, done)
            for rejection in done.rejections:
                row = cast("PeerRow", rejection.row)
                self._refuse(row.item, row.place, rejection.failure)
        self._failed = self._failed or reporting.failed(state)
        before = "" if write else "the import would say: "
        echo(f"{before}{reporting.summary(KINDS[kind], state)}")
        if warning := unchecked.warning():
            echo(warning)

    def _state(self, kind: str) -> State:
        """Return counts for one kind of rows."""
        connection = self._connection
        return State(
            Import("", kind, connection.address, connection.namespace, "", self._upsert, "")
        )

    def _overrule(self) -> None:
        """Send the feedback that overrules other feedback, one by one: it needs the other's id."""
        rows = (self._overruling(row) for row in self._rows(FEEDBACK, overruling=True))
        self._send(FEEDBACK, rows, write=True, one_by_one=True)

    def _as_if_overruling(self) -> Iterator[PeerRow]:
        """Return the feedback that overrules other feedback, which a dry run does not create."""
        for row in self._rows(FEEDBACK, overruling=True):
            value = {key: one for key, one in (row.value or {}).items() if key != OVERRULES}
            yield replace(row, value=value)

    def _overruling(self, row: PeerRow) -> PeerRow:
        """Replace the other system's id of the overruled feedback by ours."""
        value = dict(row.value or {})
        theirs = str(value.pop(OVERRULES))
        ours = self._feedback_id(theirs)
        if ours:
            value[OVERRULES] = ours
        else:
            fate = f"{NOT_CARRIED}no feedback has the external id"
            self._context.report.note("feedback", OVERRULES, fate, row.place)
            extras = {**value["metadata"].get(self._converter.name, {}), OVERRULES: theirs}
            value["metadata"] = {**value["metadata"], self._converter.name: extras}
        return replace(row, value=value)

    def _feedback_id(self, external_id: str) -> str:
        """Find feedback by its external id; empty if there is none."""
        try:
            found = self._connection.client.get_feedback(external_id=external_id).feedback
        except NotFound as error:
            if error.reason != "FEEDBACK_NOT_FOUND":
                raise
            return ""
        return str(found.id)

    def _rows(self, kind: str, *, overruling: bool = False) -> Iterator[PeerRow]:
        """Convert the files again, and keep the rows of one kind; the report is complete."""
        context = Context(Report(), self._context.index, self._context.settings)
        number = 0
        for item, made in self._converted(context):
            if (
                isinstance(made, Made)
                and made.kind == kind
                and (OVERRULES in made.value) == overruling
            ):
                if kind == FEEDBACK and self._latest.is_replaced(made):
                    continue
                number += 1
                try:
                    value = self._finished(made)
                except (Unusable, *UNEXPECTED) as error:
                    bad = fault_of(error)
                    self._refuse_part(item, made.place, bad.field, bad.rule)
                else:
                    yield PeerRow(number, value, item=item, place=made.place)

    def _finished(self, made: Made) -> dict[str, Any]:
        if made.kind == FEEDBACK:
            return self._finished_feedback(made)
        if made.kind != RECORDS:
            return dict(made.value)
        value = dict(made.value)
        dataset_id = self._datasets[value.pop("dataset")]
        return {**value, "record": {**value["record"], "dataset_id": dataset_id}}

    def _finished_feedback(self, made: Made) -> dict[str, Any]:
        peer = self._converter.name
        value = with_thumb(made.value, self._thumbs)
        scores = self._label_scores.get(str(value.get("name")))
        if scores is None:
            return value
        return without_score(value, scores, peer, self._context.report, made.place, made.score)


def _names_of(paths: Sequence[Path]) -> dict[Path, str]:
    """Return how files are called: by their name, or as given where several have one name."""
    count = Counter(path.name for path in {*paths})
    return {path: path.name if count[path.name] == 1 else str(path) for path in paths}


def _unusable(name: str, rule: str) -> Failure:
    return Failure("UNREADABLE", "cannot be converted", (Violation(name, rule),))
