"""Writes the reference of the contract, a page for each .proto file, from the comments in it.

Sphinx calls this before it reads the pages. What the contract imports from others, the validation
rules among it, comes from the compiled contract of the server, so nothing has to be fetched.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from google.protobuf import descriptor_pb2, descriptor_pool, message_factory
from google.protobuf.descriptor_pb2 import FieldDescriptorProto as Field

PACKAGE = "plaudit.v1"
TITLES = {
    "admin": "Administration",
    "analytics": "Analytics",
    "dataset": "Datasets, records and responses",
    "exchange": "Exchanges",
    "export": "Exports",
    "feedback": "Feedback",
    "memory": "Memories",
    "target": "Targets",
}
PATTERNS = {
    r"^\P{Cc}*$": "no control characters",
}
"""Patterns of the contract that words say better."""
_CAMEL_CASE = re.compile(r"(`[^`]*`)|\b((?:[A-Z][a-z0-9]+){2,})\b")
_SERVICES, _MESSAGES, _ENUMS = 6, 4, 5
_METHODS, _FIELDS, _ONEOFS, _VALUES = 2, 2, 8, 2
"""Numbers in the paths of source info: the fields of descriptor.proto."""


@dataclass(frozen=True)
class Contract:
    """The files of the contract, and what reads the rules in them."""

    files: Sequence[descriptor_pb2.FileDescriptorProto]
    labels: dict[str, str]
    """The label of each service, RPC, message and enum, by its name."""
    field_options: type[Any]
    field_rules: Any
    oneof_options: type[Any]
    oneof_rules: Any


def write(root: Path, folder: Path) -> None:
    """Write the pages into a folder, and remove what else is in it."""
    contract = _read(root)
    folder.mkdir(exist_ok=True)
    pages = {f"{_noun(file)}.md": "\n".join(_page(contract, file)) for file in contract.files}
    for old in folder.iterdir():
        if old.name not in pages:
            old.unlink()
    for name, text in pages.items():
        if not (page := folder / name).exists() or page.read_text() != text:
            page.write_text(text)


def _read(root: Path) -> Contract:
    compiled = (root / "server" / "plaudit_server" / "contract.binpb").read_bytes()
    image = descriptor_pb2.FileDescriptorSet.FromString(compiled)
    ours = [file.name for file in image.file if file.package == PACKAGE]
    imports = descriptor_pb2.FileDescriptorSet(
        file=[file for file in image.file if file.package != PACKAGE]
    )
    with tempfile.TemporaryDirectory() as made:
        given, taken = Path(made, "imports.binpb"), Path(made, "contract.binpb")
        given.write_bytes(imports.SerializeToString())
        command = [sys.executable, "-m", "grpc_tools.protoc", "--include_source_info"]
        command += [f"--descriptor_set_in={given}", f"--proto_path={root / 'proto'}"]
        command += [f"--descriptor_set_out={taken}", *ours]
        subprocess.run(command, check=True)
        files = descriptor_pb2.FileDescriptorSet.FromString(taken.read_bytes()).file
    pool = descriptor_pool.DescriptorPool()
    for file in imports.file:
        pool.Add(file)
    return Contract(
        files=sorted(files, key=lambda file: file.name),
        labels=_labels(files),
        field_options=_message(pool, "google.protobuf.FieldOptions"),
        field_rules=pool.FindExtensionByName("buf.validate.field"),
        oneof_options=_message(pool, "google.protobuf.OneofOptions"),
        oneof_rules=pool.FindExtensionByName("buf.validate.oneof"),
    )


def _message(pool: descriptor_pool.DescriptorPool, name: str) -> type[Any]:
    return message_factory.GetMessageClass(pool.FindMessageTypeByName(name))


def _noun(file: descriptor_pb2.FileDescriptorProto) -> str:
    return Path(file.name).stem


def _labels(files: Sequence[descriptor_pb2.FileDescriptorProto]) -> dict[str, str]:
    labels: dict[str, str] = {}
    for file in files:
        for service in file.service:
            labels[service.name] = f"service-{service.name.lower()}"
            for method in service.method:
                labels[method.name] = f"rpc-{method.name.lower()}"
        names = [message.name for message in file.message_type]
        names += [enum.name for enum in file.enum_type]
        labels |= {name: f"type-{name.lower()}" for name in names}
    return labels


def _page(contract: Contract, file: descriptor_pb2.FileDescriptorProto) -> Iterator[str]:
    comments = {
        tuple(location.path): location.leading_comments.strip("\n")
        for location in file.source_code_info.location
    }

    def comment(*path: int, about: str = "") -> str:
        text = "\n".join(line.removeprefix(" ") for line in comments[path].split("\n"))
        return _linked(contract, text, about)

    yield f"<!-- Made of proto/{file.name} by docs/contract_reference.py. -->\n"
    yield f"# {TITLES[_noun(file)]}\n"
    yield f"`proto/{file.name}`\n"
    for s, service in enumerate(file.service):
        yield from _heading(contract, 2, service.name)
        yield f"{comment(_SERVICES, s, about=service.name)}\n"
        for m, method in enumerate(service.method):
            yield from _heading(contract, 3, method.name)
            request = _streamed(method.client_streaming) + _linked_type(contract, method.input_type)
            response = _streamed(method.server_streaming) + _linked_type(
                contract, method.output_type
            )
            yield f"{request} → {response}\n"
            yield f"{comment(_SERVICES, s, _METHODS, m, about=method.name)}\n"
    if file.message_type:
        yield "## Messages\n"
    for m, message in enumerate(file.message_type):
        assert not any(not nested.options.map_entry for nested in message.nested_type)
        yield from _heading(contract, 3, message.name)
        yield f"{comment(_MESSAGES, m, about=message.name)}\n"
        for f, field in enumerate(message.field):
            yield f"`{field.name}` {_type(contract, message, field)}"
            facts = [*_limits(contract, field), *_choice(contract, message, field)]
            text = comment(_MESSAGES, m, _FIELDS, f, about=message.name)
            body = f"*{'; '.join(facts)}*\n\n{text}" if facts else text
            yield ": " + body.replace("\n", "\n  ") + "\n"
    if file.enum_type:
        yield "## Enums\n"
    for e, enum in enumerate(file.enum_type):
        yield from _heading(contract, 3, enum.name)
        yield f"{comment(_ENUMS, e, about=enum.name)}\n"
        for v, value in enumerate(enum.value):
            yield f"`{value.name}` = {value.number}"
            yield ": " + comment(_ENUMS, e, _VALUES, v).replace("\n", "\n  ") + "\n"


def _heading(contract: Contract, level: int, name: str) -> Iterator[str]:
    yield f"({contract.labels[name]})="
    yield f"{'#' * level} {name}\n"


def _linked(contract: Contract, text: str, about: str) -> str:
    """Link the names of RPCs and types that a comment mentions, but for its own."""

    def link(found: re.Match[str]) -> str:
        name = found[2]
        if name is None or name == about or name not in contract.labels:
            return found[0]
        return f"[{name}](#{contract.labels[name]})"

    return _CAMEL_CASE.sub(link, text.replace("<", "\\<"))


def _streamed(streamed: bool) -> str:
    return "stream of " if streamed else ""


def _linked_type(contract: Contract, full_name: str) -> str:
    name = full_name.removeprefix(f".{PACKAGE}.")
    return f"[{name}](#{contract.labels[name]})" if name in contract.labels else f"`{name[1:]}`"


def _type(contract: Contract, message: descriptor_pb2.DescriptorProto, field: Field) -> str:
    entry = next((n for n in message.nested_type if field.type_name.endswith(f".{n.name}")), None)
    if entry is not None:
        key, value = (_type(contract, entry, part) for part in entry.field)
        return f"map of {key} to {value}"
    if field.type_name:
        single = _linked_type(contract, field.type_name)
    else:
        single = f"`{Field.Type.Name(field.type).removeprefix('TYPE_').lower()}`"
    if field.label == Field.LABEL_REPEATED:
        return f"list of {single}"
    return f"optional {single}" if field.proto3_optional else single


def _choice(
    contract: Contract, message: descriptor_pb2.DescriptorProto, field: Field
) -> Iterator[str]:
    """Say of which choice a field is one."""
    if field.HasField("oneof_index") and not field.proto3_optional:
        oneof = message.oneof_decl[field.oneof_index]
        options = contract.oneof_options.FromString(oneof.options.SerializeToString())
        required = options.Extensions[contract.oneof_rules].required
        yield f"{'exactly' if required else 'at most'} one of `{oneof.name}`"


def _limits(contract: Contract, field: Field) -> Iterator[str]:
    """Say the rules of a field in words, but for `required`, which each comment says first."""
    options = contract.field_options.FromString(field.options.SerializeToString())
    if options.HasExtension(contract.field_rules):
        rules = options.Extensions[contract.field_rules]
        yield from _rules(rules)
        if rules.ignore == rules.DESCRIPTOR.file.enum_types_by_name["Ignore"].values[1].number:
            yield "or unset"


def _rules(rules: Any) -> Iterator[str]:
    match rules.WhichOneof("type"):
        case None:
            return
        case "repeated":
            yield from _list_rules(rules.repeated)
        case "string":
            yield from _string_rules(rules.string)
        case "enum":
            if rules.enum.not_in:
                yield "not the unspecified value"
        case number:
            rule = getattr(rules, number)
            yield from _between(rule, "gte", "lte", "")
            if "finite" in rule.DESCRIPTOR.fields_by_name and rule.finite:
                yield "finite"


def _list_rules(rule: Any) -> Iterator[str]:
    yield from _between(rule, "min_items", "max_items", " items")
    if rule.unique:
        yield "no two alike"
    if each := ", ".join(_rules(rule.items)):
        yield f"each: {each}"


def _string_rules(rule: Any) -> Iterator[str]:
    yield from _between(rule, "min_len", "max_len", " characters")
    if rule.HasField("pattern"):
        yield PATTERNS.get(rule.pattern, f"matches `{rule.pattern}`")
    if rule.HasField("not_contains"):
        yield "no NUL" if rule.not_contains == "\0" else f"no {rule.not_contains!r}"
    if rule.uuid:
        yield "a UUID"


def _between(rule: Any, low: str, high: str, unit: str) -> Iterator[str]:
    least = getattr(rule, low) if rule.HasField(low) else None
    most = getattr(rule, high) if rule.HasField(high) else None
    if least is not None and most is not None:
        yield f"{least:,} to {most:,}{unit}"
    elif most is not None:
        yield f"at most {most:,}{unit}"
    elif least is not None:
        yield f"at least {least:,}{unit}"
