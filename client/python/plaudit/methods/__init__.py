"""The methods of every service, in one class for each client. Made from the contract by scripts/python_client; do not edit."""

from __future__ import annotations

from typing import Any

from plaudit.calls.method import Method
from plaudit.methods import admin
from plaudit.methods import analytics
from plaudit.methods import dataset
from plaudit.methods import exchange
from plaudit.methods import export
from plaudit.methods import feedback
from plaudit.methods import memory

METHODS: dict[str, Method[Any, Any]] = {
    **admin.METHODS,
    **analytics.METHODS,
    **dataset.METHODS,
    **exchange.METHODS,
    **export.METHODS,
    **feedback.METHODS,
    **memory.METHODS,
}
"""Every RPC, by its name."""


class Methods(
    admin.AdminMethods,
    analytics.AnalyticsMethods,
    dataset.DatasetMethods,
    exchange.ExchangeMethods,
    export.ExportMethods,
    feedback.FeedbackMethods,
    memory.MemoryMethods,
):
    """Every RPC as a method."""


class AsyncMethods(
    admin.AsyncAdminMethods,
    analytics.AsyncAnalyticsMethods,
    dataset.AsyncDatasetMethods,
    exchange.AsyncExchangeMethods,
    export.AsyncExportMethods,
    feedback.AsyncFeedbackMethods,
    memory.AsyncMemoryMethods,
):
    """Every RPC as an async method."""
