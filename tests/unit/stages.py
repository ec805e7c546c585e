"""Methods and calls for the stages of the pipeline, without a server."""

from __future__ import annotations

import asyncio
from typing import Any

from google.protobuf.message import Message

from plaudit.v1 import feedback_pb2
from plaudit_server.domain.scopes import Principal
from plaudit_server.pipeline.call import Access, Call, Method, Rules, no_rules


def method(
    name: str,
    request_class: type[Message] = feedback_pb2.StreamFeedbackRequest,
    *,
    rules: Rules = no_rules,
    batch: str = "",
    streams_out: bool = False,
) -> Method:
    access = Access(
        scopes=frozenset(),
        end_users=False,
        feedback_tokens=False,
        rules=rules,
        batch=batch,
        item_rules=no_rules,
    )
    return Method(
        service="plaudit.v1.FeedbackService",
        name=name,
        request_class=request_class,
        access=access,
        serve=lambda *_: asyncio.sleep(0),
        streams_in=False,
        streams_out=streams_out,
    )


def call_of(
    principal: str,
    namespace: str = "ns_1",
    *,
    user: str = "",
    context: Any = None,
) -> Call:
    call = Call(context=context, headers={})
    call.principal = Principal(
        id=principal,
        namespace_id=namespace,
        scopes=frozenset(),
        all_namespaces=False,
        user_id=user,
    )
    return call
