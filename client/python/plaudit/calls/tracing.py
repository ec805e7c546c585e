"""Spans of OpenTelemetry, where its API is installed: one a call, whose context travels along."""

from __future__ import annotations

import importlib.util
from typing import Any

from plaudit.calls.channel import Headers
from plaudit.calls.method import Method
from plaudit.errors import PlauditError


class Tracing:
    """Makes the spans of a client's calls, by the semantic conventions for RPC."""

    def __init__(self, address: str) -> None:
        from opentelemetry import propagate, trace  # noqa: PLC0415 - only where it is installed

        host, _, port = address.rpartition(":")
        self._attributes: dict[str, Any] = {
            "rpc.system": "grpc",
            "server.address": host.strip("[]") or address,
        }
        if port.isdecimal():
            self._attributes["server.port"] = int(port)
        self._tracer = trace.get_tracer("plaudit")
        self._trace = trace
        self._inject = propagate.inject

    def is_on(self) -> bool:
        """Whether somebody collects spans: without an SDK there is nothing to make."""
        return not isinstance(self._trace.get_tracer_provider(), self._trace.ProxyTracerProvider)

    def start(self, method: Method[Any, Any], headers: Headers) -> tuple[Any, Headers]:
        """Start the span of a call.

        Args:
            method: What is called.
            headers: The headers of the call.

        Returns:
            The span, and the headers with its context.

        """
        attributes = {
            **self._attributes,
            "rpc.service": method.service,
            "rpc.method": method.name,
        }
        span = self._tracer.start_span(
            f"{method.service}/{method.name}",
            kind=self._trace.SpanKind.CLIENT,
            attributes=attributes,
        )
        carrier: dict[str, str] = {}
        self._inject(carrier, context=self._trace.set_span_in_context(span))
        return span, (*headers, *carrier.items())

    def end(self, span: Any, error: PlauditError | None = None) -> None:
        """End the span of a call.

        Args:
            span: The span.
            error: Why the call failed, if it did.

        """
        span.set_attribute("rpc.grpc.status_code", error.code.value[0] if error else 0)
        if error:
            span.set_attribute("error.type", error.reason or error.code.name)
            span.set_status(self._trace.Status(self._trace.StatusCode.ERROR, str(error)))
        span.end()


def find_tracing(address: str) -> Tracing | None:
    """Return what makes spans; `None` where OpenTelemetry is not installed."""
    if importlib.util.find_spec("opentelemetry") is None:
        return None
    try:
        return Tracing(address)
    except ImportError:  # another package of this name, or one without its API
        return None
