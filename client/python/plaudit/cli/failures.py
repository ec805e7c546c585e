"""The errors of a server, in words for people at a terminal."""

from __future__ import annotations

from dataclasses import dataclass, field

import click
import grpc

from plaudit.errors import PlauditError, Violation, from_call

_OPTIONS = {
    "address": "--address",
    "tls": "--plaintext",
    "ca": "--ca",
    "client_certificate[0]": "--client-certificate",
    "client_certificate[1]": "--client-certificate",
    "api_key": "--key",
    "namespace": "--namespace",
}
"""Arguments of the client, with which its errors begin, and the options that give them."""
_ADVICE = {
    "tls=False": "--plaintext",
    "ca=FILE": "--ca FILE",
    "authority=HOST": "--authority HOST",
    "tls=True": "--tls",
    "the address right, and the timeout long enough?": "and the address right?",
}
"""What the client advises, and what the command does instead."""

_NEXT_STEPS = {
    "API_KEY_INVALID": "Give the key with --key or PLAUDIT_API_KEY, as it was shown when created;"
    " that of `scripts/serve` ends with its server.",
    "SCOPE_MISSING": "Use a key with the scope; `plaudit keys create --scope SCOPE` makes one.",
    "NAMESPACE_NOT_FOUND": "See `plaudit namespaces list`, and choose one with --namespace.",
    "NAMESPACE_FORBIDDEN": "Use a key of the namespace, or one that spans all namespaces.",
    "EXCHANGE_NOT_FOUND": "Register it with `plaudit exchanges create`, or send it along:"
    " `plaudit submit --prompt … --answer …`.",
    "EXCHANGE_EXISTS": "`plaudit exchanges get` shows it.",
    "DATASET_NOT_FOUND": "`plaudit datasets` shows what there is.",
    "API_KEY_NOT_FOUND": "`plaudit keys list` shows what there is.",
    "FEEDBACK_NOT_FOUND": "`plaudit list` shows what there is; `plaudit get ID --history` also"
    " what was deleted.",
}
"""What to do about an error, by its reason."""


@dataclass(frozen=True)
class Failure:
    """Why the server, or the command itself, does not take something."""

    reason: str
    """The contract's reason; empty for an error of gRPC itself."""
    message: str
    violations: tuple[Violation, ...] = ()
    retry_seconds: float | None = None
    metadata: dict[str, str] = field(default_factory=dict)

    def lines(self) -> list[str]:
        """Return it as lines: the reason and the message, then each violation."""
        text = f"{self.reason}: {self.message}" if self.reason else self.message
        told = [one for one in self.violations if self.message not in {one.rule, str(one)}]
        lines = [text, *(f"  {violation}" for violation in told)]
        if self.retry_seconds:
            lines.append(f"  retry in {self.retry_seconds:g} seconds")
        return lines


def failure_of(error: PlauditError) -> Failure:
    """Return what an error of a call, or of an item of a batch, tells."""
    message = as_options(error.message)
    if not error.reason and error.code is not grpc.StatusCode.UNAVAILABLE:
        message = f"{error.code.name}: {message}"
    return Failure(error.reason, message, error.violations, error.retry_after, dict(error.details))


class ServerFailure(click.ClickException):
    """A failed call, with a readable message."""

    def __init__(self, error: PlauditError) -> None:
        self.failure = failure_of(error)
        self._is_of_caller = error.code in _OF_CALLERS
        lines = self.failure.lines()
        if step := _NEXT_STEPS.get(error.reason):
            lines.append(f"  {step}")
        if token := error.details.get("restart_token"):
            lines.append(f"  List the feedback again, then go on with --resume-token {token}")
        super().__init__("\n".join(lines))

    @property
    def refuses_caller(self) -> bool:
        """Whether the server refused the key or the namespace, and so every call of the command."""
        return self._is_of_caller or self.failure.reason == "NAMESPACE_NOT_FOUND"


_OF_CALLERS = (grpc.StatusCode.UNAUTHENTICATED, grpc.StatusCode.PERMISSION_DENIED)


def error_of(error: grpc.RpcError | PlauditError, address: str) -> PlauditError:
    """Return the error of a call that a stub made, or that of the client itself."""
    return error if isinstance(error, PlauditError) else from_call(error, address)


def as_options(text: str) -> str:
    """Name the options of the command where the client names its arguments."""
    argument, colon, rule = text.partition(": ")
    if argument in _OPTIONS:
        text = f"{_OPTIONS[argument]}{colon}{rule}"
    for advice, ours in _ADVICE.items():
        text = text.replace(advice, ours)
    return text
