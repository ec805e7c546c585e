"""Turns what Python has into the messages of the contract.

Next to the messages themselves a call takes names of enums (`"positive"`), dates, dictionaries and
plain values. What does not fit is a `TypeError` or `ValueError` that names the field and the rule.
"""

from __future__ import annotations

import difflib
import functools
import numbers
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, TypeVar

from google.protobuf import duration_pb2, field_mask_pb2, struct_pb2, timestamp_pb2
from google.protobuf.descriptor import FieldDescriptor
from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass

from plaudit.v1 import feedback_pb2, target_pb2

M = TypeVar("M", bound=Message)
Convert = Callable[[Any], Any]
Descriptor = Any  # of protobuf, which has one class of it for each of its implementations

_INT64 = range(-(2**63), 2**63)


class _Misfit(Exception):
    """A value that does not fit: where, which rule, and the error that callers get."""

    def __init__(self, path: str, rule: str, kind: type[TypeError | ValueError]) -> None:
        super().__init__(path, rule)
        self.path = path
        self.rule = rule
        self.kind = kind

    def inside(self, name: str) -> _Misfit:
        """Return the same of the message or list that the value is in."""
        path = f"{name}{self.path}" if self.path.startswith("[") else f"{name}.{self.path}"
        return _Misfit(path, self.rule, self.kind)


_ERRORS = (TypeError, ValueError, OverflowError, _Misfit)


def build(kind: type[M], values: Mapping[str, Any]) -> M:
    """Make a message.

    Args:
        kind: The class of the message.
        values: The values by the names of the fields; `None` leaves a field unset.

    Returns:
        The message.

    Raises:
        TypeError: A value has the wrong type, or there is no field of the name.
        ValueError: A value breaks a rule of its type.

    """
    try:
        return _build(kind, values)
    except _Misfit as misfit:
        raise misfit.kind(f"{misfit.path}: {misfit.rule}") from None


def _build(kind: type[M], values: Mapping[str, Any]) -> M:
    converters = _converters(kind.DESCRIPTOR)
    oneofs = _oneofs(kind.DESCRIPTOR)
    chosen: dict[str, str] = {}
    given = {}
    for name, value in values.items():
        if value is not None:
            if name in oneofs and (other := chosen.setdefault(oneofs[name], name)) != name:
                raise _Misfit(name, f"not together with {other}", ValueError)
            convert = converters.get(name)
            if convert is None:
                given[name] = value
            else:
                try:
                    given[name] = convert(value)
                except _ERRORS as error:
                    raise _at(name, error) from None
                except RecursionError:
                    raise _Misfit(name, "must not be nested so deeply", ValueError) from None
    try:
        return kind(**given)
    except _ERRORS as error:
        raise _explained(kind, given, error) from None


def either(name: str, whole: object | None, fields: Mapping[str, Any]) -> object:
    """Return a message that is given as a whole or by its fields.

    Args:
        name: Its argument.
        whole: The message, or a dictionary of its fields.
        fields: Its fields as arguments; `None` is not given.

    Returns:
        The message, or its fields.

    Raises:
        TypeError: Both are given.

    """
    if whole is None:
        return fields
    if given := [field for field, value in fields.items() if value is not None]:
        raise TypeError(f"{name}: given as a whole, and so without {', '.join(given)}")
    return whole


def mask(paths: Iterable[str], fields: Mapping[str, Any]) -> list[str] | None:
    """Return the update mask of the fields that are given, empty ones included.

    Args:
        paths: What can be updated, such as `text` or `label.scores`.
        fields: The fields of the resource as arguments; `None` is not given.

    Returns:
        The paths of what is given; `None` if nothing is.

    """
    found = []
    for path in paths:
        head, _, tail = path.partition(".")
        value = fields.get(head)
        if value is not None and (not tail or _has(value, tail)):
            found.append(path)
    return found or None


def _has(value: Any, name: str) -> bool:
    if isinstance(value, Mapping):
        return value.get(name) is not None
    return isinstance(value, Message) and any(f.name == name for f, _ in value.ListFields())


@functools.cache
def _converters(descriptor: Descriptor) -> dict[str, Convert]:
    """Return what converts the values of fields, where protobuf does not take them as they are."""
    found = {field.name: _converter(field) for field in descriptor.fields}
    return {name: convert for name, convert in found.items() if convert is not None}


@functools.cache
def _oneofs(descriptor: Descriptor) -> dict[str, str]:
    """Return the fields of which a message has one at a time, with what they are of."""
    return {
        field.name: field.containing_oneof.name
        for field in descriptor.fields
        if field.containing_oneof and len(field.containing_oneof.fields) > 1
    }


def _converter(field: Descriptor) -> Convert | None:
    """Return what converts the values of a field; `None` if protobuf takes them as they are."""
    one: Convert | None = None
    if field.enum_type:
        one = functools.partial(_enum, _names(field.enum_type))
    elif field.message_type:
        special = _SPECIAL.get(field.message_type.full_name)
        one = special or functools.partial(_message, GetMessageClass(field.message_type))
    return functools.partial(_list, one) if _is_list(field) else one


def _is_list(field: Descriptor) -> bool:
    # `is_repeated` is newer than the oldest protobuf that this runs on, and `label` older.
    if hasattr(field, "is_repeated"):
        return bool(field.is_repeated)
    return bool(field.label == FieldDescriptor.LABEL_REPEATED)


def _list(convert: Convert | None, value: Any) -> Any:
    if isinstance(value, (str, bytes, Mapping, Message)) or not isinstance(value, Iterable):
        raise TypeError(f"must be a list, not {_named(value)}")
    if convert is None:
        return list(value)
    converted = []
    for number, one in enumerate(value):
        try:
            converted.append(convert(one))
        except _ERRORS as error:
            raise _at(f"[{number}]", error) from None
    return converted


def short_names(enum: Descriptor) -> dict[str, int]:
    """Return the numbers of an enum by the short names of its values, such as `thumbs_up`."""
    prefix = enum.values[0].name.removesuffix("UNSPECIFIED")
    names = {value.name.removeprefix(prefix).lower(): value.number for value in enum.values}
    if enum.full_name == "plaudit.v1.Scope":  # written `feedback.write` everywhere
        names = {name.replace("_", "."): number for name, number in names.items()}
    return names


def _names(enum: Descriptor) -> dict[str, int]:
    """Return the numbers of an enum by the short and the long names of its values."""
    return short_names(enum) | {value.name: value.number for value in enum.values}


def _enum(names: dict[str, int], value: Any) -> int:
    if isinstance(value, str):
        try:
            return names[value]
        except KeyError:
            known = [f'"{name}"' for name in names if not name.isupper()]
            raise ValueError(f'must be one of {", ".join(known)}, not "{value}"') from None
    if isinstance(value, numbers.Integral) and not isinstance(value, bool):
        return int(value)
    raise TypeError(f"must be a name or a number of the enum, not {_named(value)}")


def _message(kind: type[Message], value: Any) -> Any:
    if isinstance(value, kind):
        return value
    if isinstance(value, Mapping):
        return _build(kind, value)
    raise TypeError(
        f"must be {kind.DESCRIPTOR.name} or a dictionary of its fields, not {_named(value)}"
    )


def _timestamp(value: Any) -> Any:
    if isinstance(value, timestamp_pb2.Timestamp):
        return value
    if not isinstance(value, datetime):
        raise TypeError(f"must be a datetime or a Timestamp, not {_named(value)}")
    if value.utcoffset() is None:
        raise ValueError("must be a datetime with a time zone, such as datetime.now(timezone.utc)")
    converted = timestamp_pb2.Timestamp()
    try:
        converted.FromDatetime(value)
    except OverflowError:
        raise ValueError("must be in the years 1 to 9999 of UTC") from None
    return converted


def _duration(value: Any) -> Any:
    if isinstance(value, duration_pb2.Duration):
        return value
    if not isinstance(value, timedelta):
        raise TypeError(f"must be a timedelta or a Duration, not {_named(value)}")
    converted = duration_pb2.Duration()
    converted.FromTimedelta(value)
    return converted


def _time_range(value: Any) -> Any:
    if isinstance(value, (tuple, list)):
        if len(value) != 2:
            raise ValueError("must be a pair (start, end), either of which may be None")
        value = {"start": value[0], "end": value[1]}
    if not isinstance(value, (Mapping, target_pb2.TimeRange)):
        raise TypeError(
            f"must be a pair (start, end), either of which may be None, not {_named(value)}"
        )
    return _message(target_pb2.TimeRange, value)


def _field_mask(value: Any) -> Any:
    if isinstance(value, field_mask_pb2.FieldMask):
        return value
    return field_mask_pb2.FieldMask(paths=_list(_path, value))


def _path(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"must be a string, not {_named(value)}")
    return value


def _struct(value: Any) -> Any:
    if isinstance(value, struct_pb2.Struct):
        return value
    if not isinstance(value, Mapping):
        raise TypeError(f"must be a dictionary, not {_named(value)}")
    converted = struct_pb2.Struct()
    for key, one in value.items():
        if not isinstance(key, str):
            raise TypeError(f"must have strings as keys, not {_named(key)}")
        _text(key)
        try:
            converted.fields[key].CopyFrom(_json(one))
        except _ERRORS as error:
            raise _at(key, error) from None
    return converted


def _json(value: Any) -> Any:
    """Make a JSON value."""
    if value is None:
        return struct_pb2.Value(null_value=struct_pb2.NULL_VALUE)
    if isinstance(value, struct_pb2.Value):
        return value
    if _is_bool(value):
        return struct_pb2.Value(bool_value=bool(value))
    if isinstance(value, numbers.Real):  # those of NumPy included
        return struct_pb2.Value(number_value=_double(value))
    if isinstance(value, str):
        return struct_pb2.Value(string_value=_text(value))
    if isinstance(value, (Mapping, struct_pb2.Struct)):
        return struct_pb2.Value(struct_value=_struct(value))
    if isinstance(value, (list, tuple, struct_pb2.ListValue)):
        return struct_pb2.Value(list_value=_json_list(value))
    raise TypeError(f"must be a JSON value, not {_named(value)}")


def _is_bool(value: Any) -> bool:
    """Whether it is a boolean, of Python or of NumPy."""
    kind = type(value)
    return kind is bool or (kind.__module__ == "numpy" and kind.__name__ in ("bool", "bool_"))


def _double(value: numbers.Real) -> float:
    """Return a number as JSON has it, where integers above 2^53 would become others."""
    try:
        converted = float(value)
    except OverflowError:
        converted = None
    if converted is None or (isinstance(value, numbers.Integral) and converted != value):
        raise ValueError("must be a number that a double holds exactly; a string can hold more")
    return converted


def _text(value: str) -> str:
    try:
        value.encode()
    except UnicodeEncodeError:
        raise ValueError(_UNICODE) from None
    return value


def _json_list(value: Any) -> Any:
    if isinstance(value, struct_pb2.ListValue):
        return value
    return struct_pb2.ListValue(values=_list(_json, value))


def _label_list(value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        value = {"labels": value}
    return _message(feedback_pb2.LabelList, value)


def _feedback_value(value: Any) -> Any:  # noqa: C901 - one case a kind
    """Make a FeedbackValue of a plain value: each kind of Python has its own."""
    kind = feedback_pb2.FeedbackValue
    if isinstance(value, kind):
        return value
    if _is_bool(value):
        return kind(bool_value=bool(value))
    if isinstance(value, numbers.Integral):  # those of NumPy included
        if int(value) not in _INT64:
            raise ValueError("must be an integer of 64 bits")
        return kind(int_value=int(value))
    if isinstance(value, numbers.Real):
        return kind(number_value=float(value))
    if isinstance(value, str):
        return kind(label=_text(value))
    if isinstance(value, (Mapping, struct_pb2.Struct)):
        return kind(object_value=_struct(value))
    if isinstance(value, struct_pb2.ListValue):
        return kind(list_value=value)
    if isinstance(value, feedback_pb2.LabelList):
        return kind(labels=value)
    if isinstance(value, (list, tuple)):
        if value and all(isinstance(one, str) for one in value):
            return kind(labels=_label_list(value))
        return kind(list_value=_json_list(value))
    raise TypeError(
        "must be a boolean, a number, a label, a list, a dictionary or a FeedbackValue,"
        f" not {_named(value)}"
    )


def _target(value: Any) -> Any:
    """Make a Target; each kind of target may stand for it."""
    if isinstance(value, target_pb2.Target):
        return value
    if isinstance(value, Message):
        for field in target_pb2.Target.DESCRIPTOR.fields:
            if field.message_type is value.DESCRIPTOR:
                return target_pb2.Target(**{field.name: value})  # type: ignore[arg-type]
    return _message(target_pb2.Target, value)


def _kind_of_target(kind: type[Message], name: str, value: Any) -> Any:
    """Make one kind of target; a Target of this kind may stand for it."""
    if isinstance(value, target_pb2.Target):
        if value.WhichOneof("target") != name:
            raise ValueError(f"must be a {name} target, not a {value.WhichOneof('target')} target")
        return getattr(value, name)
    return _message(kind, value)


_SPECIAL: dict[str, Convert] = {
    "google.protobuf.Timestamp": _timestamp,
    "google.protobuf.Duration": _duration,
    "google.protobuf.FieldMask": _field_mask,
    "google.protobuf.Struct": _struct,
    "google.protobuf.Value": _json,
    "google.protobuf.ListValue": _json_list,
    "plaudit.v1.FeedbackValue": _feedback_value,
    "plaudit.v1.LabelList": _label_list,
    "plaudit.v1.Target": _target,
    "plaudit.v1.TimeRange": _time_range,
    "plaudit.v1.MessageTarget": functools.partial(
        _kind_of_target, target_pb2.MessageTarget, "message"
    ),
    "plaudit.v1.RequestTarget": functools.partial(
        _kind_of_target, target_pb2.RequestTarget, "request"
    ),
    "plaudit.v1.SessionTarget": functools.partial(
        _kind_of_target, target_pb2.SessionTarget, "session"
    ),
}


def _explained(kind: type[Message], given: Mapping[str, Any], error: Exception) -> _Misfit:
    """Find the value that a message did not take."""
    for name, value in given.items():
        if name not in kind.DESCRIPTOR.fields_by_name:
            return _no_such_field(name, kind)
        try:
            kind(**{name: value})
        except _ERRORS:
            return _rule(kind.DESCRIPTOR.fields_by_name[name], value)
    return _Misfit(kind.DESCRIPTOR.name, str(error), TypeError)


def _rule(field: Descriptor, value: Any) -> _Misfit:
    rule = _TYPES.get(field.cpp_type, "a message")
    path = field.name
    if _is_list(field):
        wrong = [n for n, one in enumerate(value) if not _fits(field, one)]
        number = wrong[0] if wrong else 0
        path, value = f"{path}[{number}]", value[number]
    if isinstance(value, (str, bytes)) and field.cpp_type == FieldDescriptor.CPPTYPE_STRING:
        return _Misfit(path, _UNICODE, ValueError)
    if isinstance(value, int) and not isinstance(value, bool):
        if field.cpp_type == FieldDescriptor.CPPTYPE_DOUBLE:
            return _Misfit(path, "must be a number that a double can hold", ValueError)
        if field.cpp_type in _INTEGERS:
            return _Misfit(
                path, f"must be {rule}, not {_named(value).removeprefix('int ')}", ValueError
            )
    return _Misfit(path, f"must be {rule}, not {_named(value)}", TypeError)


def _fits(field: Descriptor, value: Any) -> bool:
    try:
        GetMessageClass(field.containing_type)(**{field.name: [value]})
    except (TypeError, ValueError):
        return False
    return True


_UNICODE = "must be text that is valid Unicode"
_INTEGERS = (
    FieldDescriptor.CPPTYPE_ENUM,
    FieldDescriptor.CPPTYPE_INT32,
    FieldDescriptor.CPPTYPE_INT64,
)
_TYPES = {
    FieldDescriptor.CPPTYPE_ENUM: "a name or a number of the enum",
    FieldDescriptor.CPPTYPE_INT32: "an integer of 32 bits",
    FieldDescriptor.CPPTYPE_INT64: "an integer of 64 bits",
    FieldDescriptor.CPPTYPE_DOUBLE: "a number",
    FieldDescriptor.CPPTYPE_BOOL: "True or False",
    FieldDescriptor.CPPTYPE_STRING: "a string",
}


def _no_such_field(name: str, kind: type[Message]) -> _Misfit:
    descriptor = kind.DESCRIPTOR
    names = [field.name for field in descriptor.fields]
    name = str(name)
    close = difflib.get_close_matches(name, names, 1)
    hint = f"; did you mean {close[0]}?" if close else f"; it has {', '.join(names) or 'none'}"
    return _Misfit(name, f"{descriptor.name} has no such field{hint}", TypeError)


def _named(value: Any) -> str:
    if value is None:
        return "None"
    kind = type(value).__name__
    try:
        text = repr(value)
    except Exception:  # noqa: BLE001 - of integers with thousands of digits, or of the caller
        return kind
    return f"{kind} {text}" if len(text) <= 40 and not isinstance(value, Message) else kind


def _at(name: str, error: Exception) -> _Misfit:
    """Return the error of a value as that of a field or of an item of a list."""
    if isinstance(error, _Misfit):
        return error.inside(name)
    return _Misfit(name, str(error), TypeError if isinstance(error, TypeError) else ValueError)
