"""The labeling configuration of Label Studio, as the definition of a dataset."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from plaudit.cli.importing.peers.report import NOT_CARRIED, Report

OBJECTS = {
    "Text": "text",
    "HyperText": "text",
    "Image": "image",
    "Chat": "chat",
}
"""What their objects are with us; all others, such as Audio, are custom fields."""
CUSTOM_OBJECTS = {"Paragraphs", "Audio", "Video", "List", "Table", "TimeSeries", "Pdf"}
UNMAPPED = "the results are kept in metadata.label_studio.results"
CONTROLS = {
    "Choices",
    "Labels",
    "HyperTextLabels",
    "Rating",
    "TextArea",
    "Taxonomy",
    "Pairwise",
    "Ranker",
    "Number",
    "DateTime",
}
MOST_LABELS = 100
SEPARATOR = " / "
"""Between the levels of a taxonomy."""


@dataclass(frozen=True)
class Control:
    """A control: its tag, its question, and what it is about."""

    tag: str
    question: str
    fields: tuple[str, ...]
    """Our names of the fields that it is about."""
    takes_one: bool = False
    """Whether the answer is one label, not a list."""


@dataclass(frozen=True)
class Labeling:
    """A labeling configuration."""

    definition: dict[str, Any]
    fields: Mapping[str, str]
    """Our name of each key of a task's data."""
    controls: Mapping[str, Control]
    """By their own name."""


def our_name(name: str) -> str:
    """Write a name with the characters that ours have."""
    return re.sub(r"[^A-Za-z0-9_-]", "_", name)[:128]


def read_labeling(file: Path, name: str, report: Report) -> Labeling:
    """Read a labeling configuration."""
    text = file.read_text(encoding="utf-8-sig")
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise click.ClickException(f"{file.name} has a document type, which is not read")
    try:
        root = ET.fromstring(text)  # noqa: S314  # without a document type there are no entities
    except ET.ParseError as error:
        raise click.ClickException(f"{file.name} is not valid XML: {error}") from None
    fields, objects = _fields(root)
    questions, controls = [], {}
    for at, tag in enumerate(root.iter()):
        place = f"{file.name} element {at + 1} <{tag.tag}>"
        if "toName" not in tag.attrib:
            continue
        if tag.tag not in CONTROLS:
            report.note("labeling configuration", tag.tag, f"{NOT_CARRIED}{UNMAPPED}", place)
            continue
        about = tuple(objects[one] for one in tag.attrib["toName"].split(",") if one in objects)
        question = _question(tag, about, place)
        questions.append(question)
        controls[tag.attrib["name"]] = Control(
            tag.tag, question["name"], about, takes_one="label" in question
        )
        report.note("labeling configuration", tag.tag, "dataset.questions", place)
    if not questions:
        raise click.ClickException(f"{file.name} has no control that plaudit has a question for")
    definition = {"name": name, "fields": list(fields.values()), "questions": questions}
    return Labeling(definition, {key: one["name"] for key, one in fields.items()}, controls)


def _fields(root: ET.Element) -> tuple[dict[str, dict[str, Any]], dict[str, str]]:
    """Return our field of each key of the data, and the field of each object by its name."""
    fields: dict[str, dict[str, Any]] = {}
    objects: dict[str, str] = {}
    for tag in root.iter():
        value = tag.attrib.get("value", "")
        known = tag.tag in OBJECTS or tag.tag in CUSTOM_OBJECTS
        if not known or not value.startswith("$") or "name" not in tag.attrib:
            continue
        key = value[1:]
        kind = OBJECTS.get(tag.tag, "custom")
        fields.setdefault(key, {"name": our_name(key), kind: {}})
        objects[tag.attrib["name"]] = fields[key]["name"]
    return fields, objects


def _question(tag: ET.Element, about: tuple[str, ...], place: str) -> dict[str, Any]:
    made: dict[str, Any] = {"name": our_name(tag.attrib["name"])}
    if tag.attrib.get("required") == "true":
        made["required"] = True
    made.update(_kind(tag, about, place))
    for kind in ("label", "multi_label"):
        count = len(made.get(kind, {}).get("labels", "x"))
        if not 0 < count <= MOST_LABELS:
            raise click.ClickException(
                f"{place} has {count} labels; a question of plaudit has 1 to {MOST_LABELS}"
            )
    return made


def _kind(tag: ET.Element, about: tuple[str, ...], place: str) -> dict[str, Any]:
    """Return the kind of a question: Ranker, Number and DateTime are texts."""
    labels = _labels(tag)
    match tag.tag:
        case "Choices" if tag.attrib.get("choice") != "multiple" and len(labels) > 1:
            return {"label": {"labels": labels}}
        case "Choices":
            return {"multi_label": {"labels": labels}}
        case "Taxonomy":
            return {"multi_label": {"labels": _paths(tag)}}
        case "Rating":
            most = int(tag.attrib.get("maxRating", 5))
            return {"rating": {"values": list(range(1, most + 1))}}
        case "Pairwise":
            if len(about) != 2:
                raise click.ClickException(f"{place} must compare two objects")
            return {"ranking": {"options": list(about)}}
        case "Labels" | "HyperTextLabels":
            if not about:
                raise click.ClickException(f"{place} is about no text")
            return {"span": {"field": about[0], "labels": labels, "allow_overlapping": True}}
    return {"text": {}}


def _labels(tag: ET.Element) -> list[str]:
    found = [one.attrib for one in tag.iter() if one.tag in {"Choice", "Label"}]
    return list(dict.fromkeys(one.get("alias") or one.get("value", "") for one in found))


def _paths(tag: ET.Element, path: tuple[str, ...] = ()) -> list[str]:
    """List the paths of a taxonomy, each level after its parent."""
    found = []
    for one in tag:
        if one.tag == "Choice":
            here = (*path, one.attrib.get("alias") or one.attrib.get("value", ""))
            found += [SEPARATOR.join(here), *_paths(one, here)]
    return found
