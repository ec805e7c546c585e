"""Makes the docstrings of the Python client read well in its reference.

They are written for editors: the types of arguments are in the signature, and what is `code` is in
single backticks. On the page, each argument has its type beside its explanation, without what all
have in common, and types of the contract link to its reference.
"""

from __future__ import annotations

import inspect
import re
from typing import Any

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

_ARGUMENT = re.compile(r"^( {4}(\w+)): ")
_OPTIONAL = re.compile(r" \| None\b")
_DICTIONARY = re.compile(r" \| params\.\w+Param\b")
_MODULE = re.compile(r"\b(?:params|\w+_pb2)\.")
_SHOWN = {
    "_File": "str | PathLike",
    "File": "str | PathLike",
    "params.Duration": "timedelta",
    "params.Json": "Any",
    "params.JsonList": "list",
    "params.JsonObject": "dict",
    "params.Labels": "Sequence[str]",
    "params.Mask": "Sequence[str]",
    "params.Time": "datetime",
    "params.Value": "FeedbackValue",
}
"""Types that Python's own stand for. Others keep their names, without their modules."""
_INTERNAL = ("plaudit.calls.", "plaudit.errors")
"""Where callers make no objects of classes."""


def add_types(
    app: Sphinx, what: str, name: str, documented: Any, options: Any, lines: list[str]
) -> None:
    """Write the type of each argument, and of what is returned, into the docstring.

    And mark its samples as such.
    """
    if what == "attribute":
        lines[:0] = ["..", ""]  # otherwise napoleon takes what is before a colon for the type
    _mark_samples(lines)
    if what not in {"class", "function", "method"}:
        return
    function = documented.__init__ if inspect.isclass(documented) else documented
    types = {one: _short(told) for one, told in inspect.get_annotations(function).items()}
    section = ""
    for number, line in enumerate(lines):
        if line in {"Args:", "Returns:", "Raises:"}:
            section = line
        elif section == "Args:" and (found := _ARGUMENT.match(line)) and found[2] in types:
            lines[number] = f"{found[1]} ({types[found[2]]}): {line[found.end() :]}"
        elif section == "Returns:" and line and "return" in types:
            lines[number] = f"    {types['return']}: {line.strip()}"
            section = ""


def shorten_signature(
    app: Sphinx, what: str, name: str, documented: Any, options: Any, signature: str, returns: str
) -> tuple[str, str] | None:
    """Leave out how internal classes are made."""
    if what in {"class", "exception"} and documented.__module__.startswith(_INTERNAL):
        return "", ""
    return None


def link_type(
    app: Sphinx, environment: BuildEnvironment, node: pending_xref, shown: nodes.TextElement
) -> nodes.reference | None:
    """Link a type of the contract to the contract's reference."""
    if node.get("refdomain") != "py":
        return None
    name = node["reftarget"].rpartition(".")[2]
    label = environment.domains.standard_domain.labels.get(f"type-{name.lower()}")
    if label is None:
        return None
    page, anchor, _ = label
    uri = app.builder.get_relative_uri(node.get("refdoc", environment.docname), page)
    return nodes.reference("", "", shown, internal=True, refuri=f"{uri}#{anchor}")


def _short(annotation: Any) -> str:
    text = annotation if isinstance(annotation, str) else inspect.formatannotation(annotation)
    text = re.sub(r"[\w.]+", lambda found: _SHOWN.get(found[0], found[0]), text)
    for noise in (_OPTIONAL, _DICTIONARY, _MODULE):
        text = noise.sub("", text)
    return text


def _mark_samples(lines: list[str]) -> None:
    """Say of each indented block before the first section that it is Python."""
    before = ""
    for number, line in enumerate(lines):
        if line.endswith(":") and line[:-1].isalpha():
            return
        if line.startswith("    ") and not before:
            lines[number:number] = [".. code-block:: python", ""]
            return
        before = line
