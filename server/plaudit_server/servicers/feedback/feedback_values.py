"""Values of feedback between messages and their stored form."""

from __future__ import annotations

import json
from typing import NamedTuple

from plaudit_server.contract import feedback_pb2
from plaudit_server.domain.feedback.feedback import Content
from plaudit_server.servicers.values import to_object, to_value


class Value(NamedTuple):
    """The value of a feedback; at most one of the fields is set."""

    bool_: bool | None = None
    int_: int | None = None
    number: float | None = None
    label: str | None = None
    labels: str | None = None
    """A JSON list of labels, sorted."""
    json: str | None = None
    """A JSON object or list, with sorted keys."""


NO_VALUE = Value()


def read_value(message: feedback_pb2.FeedbackValue) -> Value:
    """Read a value from a message."""
    match message.WhichOneof("value"):
        case "bool_value":
            return Value(bool_=message.bool_value)
        case "int_value":
            return Value(int_=message.int_value)
        case "number_value":
            return Value(number=message.number_value)
        case "label":
            return Value(label=message.label)
        case "labels":
            return Value(labels=_dump(sorted(message.labels.labels)))
        case "object_value":
            return Value(json=_dump(to_object(message.object_value)))
        case "list_value":
            return Value(json=_dump([to_value(item) for item in message.list_value.values]))
        case _:
            return NO_VALUE


def write_value(message: feedback_pb2.Feedback, field: str, value: Value) -> None:
    """Write a value into a field of a feedback; nothing if there is none."""
    if value == NO_VALUE:
        return
    written: feedback_pb2.FeedbackValue = getattr(message, field)
    if value.label is not None:
        written.label = value.label
    elif value.int_ is not None:
        written.int_value = value.int_
    elif value.number is not None:
        written.number_value = value.number
    elif value.bool_ is not None:
        written.bool_value = value.bool_
    elif value.labels is not None:
        written.labels.SetInParent()
        written.labels.labels.extend(json.loads(value.labels))
    elif value.json is not None:
        parsed = json.loads(value.json)
        if isinstance(parsed, dict):
            written.object_value.SetInParent()
            written.object_value.update(parsed)
        else:
            written.list_value.SetInParent()
            written.list_value.extend(parsed)


def value_of(content: Content) -> Value:
    """Return the value of a feedback's content."""
    return Value(
        content.value_bool,
        content.value_int,
        content.value_number,
        content.value_label,
        content.value_labels,
        content.value_json,
    )


def tagged(value: Value) -> str:
    """Write a value as a JSON object with the name of its kind as the only key."""
    for kind, held in value._asdict().items():
        if held is not None:
            return _dump({kind: held})
    return ""


def untagged(text: str) -> Value:
    """Read a value that `tagged` wrote."""
    return Value(**json.loads(text)) if text else NO_VALUE


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
