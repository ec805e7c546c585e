import datetime

from google.protobuf import field_mask_pb2 as _field_mask_pb2
from google.protobuf import struct_pb2 as _struct_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.rpc import status_pb2 as _status_pb2
from plaudit.v1 import target_pb2 as _target_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class ExchangeStatus(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    EXCHANGE_STATUS_UNSPECIFIED: _ClassVar[ExchangeStatus]
    EXCHANGE_STATUS_PENDING: _ClassVar[ExchangeStatus]
    EXCHANGE_STATUS_COMPLETED: _ClassVar[ExchangeStatus]
    EXCHANGE_STATUS_FAILED: _ClassVar[ExchangeStatus]

class ExchangeOrder(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    EXCHANGE_ORDER_UNSPECIFIED: _ClassVar[ExchangeOrder]
    EXCHANGE_ORDER_CREATED_DESC: _ClassVar[ExchangeOrder]
    EXCHANGE_ORDER_CREATED_ASC: _ClassVar[ExchangeOrder]
EXCHANGE_STATUS_UNSPECIFIED: ExchangeStatus
EXCHANGE_STATUS_PENDING: ExchangeStatus
EXCHANGE_STATUS_COMPLETED: ExchangeStatus
EXCHANGE_STATUS_FAILED: ExchangeStatus
EXCHANGE_ORDER_UNSPECIFIED: ExchangeOrder
EXCHANGE_ORDER_CREATED_DESC: ExchangeOrder
EXCHANGE_ORDER_CREATED_ASC: ExchangeOrder

class Exchange(_message.Message):
    __slots__ = ("id", "session_id", "message_id", "request_id", "status", "prompt", "answer", "context", "topic", "confidence", "model", "metadata", "create_time", "update_time", "user_id", "external_user_id", "occur_time")
    ID_FIELD_NUMBER: _ClassVar[int]
    SESSION_ID_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    PROMPT_FIELD_NUMBER: _ClassVar[int]
    ANSWER_FIELD_NUMBER: _ClassVar[int]
    CONTEXT_FIELD_NUMBER: _ClassVar[int]
    TOPIC_FIELD_NUMBER: _ClassVar[int]
    CONFIDENCE_FIELD_NUMBER: _ClassVar[int]
    MODEL_FIELD_NUMBER: _ClassVar[int]
    METADATA_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    UPDATE_TIME_FIELD_NUMBER: _ClassVar[int]
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    EXTERNAL_USER_ID_FIELD_NUMBER: _ClassVar[int]
    OCCUR_TIME_FIELD_NUMBER: _ClassVar[int]
    id: str
    session_id: str
    message_id: str
    request_id: str
    status: ExchangeStatus
    prompt: str
    answer: str
    context: _containers.RepeatedCompositeFieldContainer[ChatMessage]
    topic: str
    confidence: float
    model: str
    metadata: _struct_pb2.Struct
    create_time: _timestamp_pb2.Timestamp
    update_time: _timestamp_pb2.Timestamp
    user_id: str
    external_user_id: str
    occur_time: _timestamp_pb2.Timestamp
    def __init__(self, id: _Optional[str] = ..., session_id: _Optional[str] = ..., message_id: _Optional[str] = ..., request_id: _Optional[str] = ..., status: _Optional[_Union[ExchangeStatus, str]] = ..., prompt: _Optional[str] = ..., answer: _Optional[str] = ..., context: _Optional[_Iterable[_Union[ChatMessage, _Mapping]]] = ..., topic: _Optional[str] = ..., confidence: _Optional[float] = ..., model: _Optional[str] = ..., metadata: _Optional[_Union[_struct_pb2.Struct, _Mapping]] = ..., create_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., update_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., user_id: _Optional[str] = ..., external_user_id: _Optional[str] = ..., occur_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class ChatMessage(_message.Message):
    __slots__ = ("role", "content")
    ROLE_FIELD_NUMBER: _ClassVar[int]
    CONTENT_FIELD_NUMBER: _ClassVar[int]
    role: str
    content: str
    def __init__(self, role: _Optional[str] = ..., content: _Optional[str] = ...) -> None: ...

class CreateExchangeRequest(_message.Message):
    __slots__ = ("exchange", "request_id")
    EXCHANGE_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    exchange: Exchange
    request_id: str
    def __init__(self, exchange: _Optional[_Union[Exchange, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...

class CreateExchangeResponse(_message.Message):
    __slots__ = ("exchange",)
    EXCHANGE_FIELD_NUMBER: _ClassVar[int]
    exchange: Exchange
    def __init__(self, exchange: _Optional[_Union[Exchange, _Mapping]] = ...) -> None: ...

class BatchCreateExchangesRequest(_message.Message):
    __slots__ = ("items", "request_id", "validate_only")
    ITEMS_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    VALIDATE_ONLY_FIELD_NUMBER: _ClassVar[int]
    items: _containers.RepeatedCompositeFieldContainer[Exchange]
    request_id: str
    validate_only: bool
    def __init__(self, items: _Optional[_Iterable[_Union[Exchange, _Mapping]]] = ..., request_id: _Optional[str] = ..., validate_only: bool = ...) -> None: ...

class BatchCreateExchangesResponse(_message.Message):
    __slots__ = ("results", "succeeded_count", "failed_count")
    RESULTS_FIELD_NUMBER: _ClassVar[int]
    SUCCEEDED_COUNT_FIELD_NUMBER: _ClassVar[int]
    FAILED_COUNT_FIELD_NUMBER: _ClassVar[int]
    results: _containers.RepeatedCompositeFieldContainer[BatchCreateExchangesResult]
    succeeded_count: int
    failed_count: int
    def __init__(self, results: _Optional[_Iterable[_Union[BatchCreateExchangesResult, _Mapping]]] = ..., succeeded_count: _Optional[int] = ..., failed_count: _Optional[int] = ...) -> None: ...

class BatchCreateExchangesResult(_message.Message):
    __slots__ = ("created", "error")
    CREATED_FIELD_NUMBER: _ClassVar[int]
    ERROR_FIELD_NUMBER: _ClassVar[int]
    created: CreateExchangeResponse
    error: _status_pb2.Status
    def __init__(self, created: _Optional[_Union[CreateExchangeResponse, _Mapping]] = ..., error: _Optional[_Union[_status_pb2.Status, _Mapping]] = ...) -> None: ...

class UpdateExchangeRequest(_message.Message):
    __slots__ = ("exchange", "update_mask")
    EXCHANGE_FIELD_NUMBER: _ClassVar[int]
    UPDATE_MASK_FIELD_NUMBER: _ClassVar[int]
    exchange: Exchange
    update_mask: _field_mask_pb2.FieldMask
    def __init__(self, exchange: _Optional[_Union[Exchange, _Mapping]] = ..., update_mask: _Optional[_Union[_field_mask_pb2.FieldMask, _Mapping]] = ...) -> None: ...

class UpdateExchangeResponse(_message.Message):
    __slots__ = ("exchange",)
    EXCHANGE_FIELD_NUMBER: _ClassVar[int]
    exchange: Exchange
    def __init__(self, exchange: _Optional[_Union[Exchange, _Mapping]] = ...) -> None: ...

class GetExchangeRequest(_message.Message):
    __slots__ = ("id", "message", "request")
    ID_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_FIELD_NUMBER: _ClassVar[int]
    REQUEST_FIELD_NUMBER: _ClassVar[int]
    id: str
    message: _target_pb2.MessageTarget
    request: _target_pb2.RequestTarget
    def __init__(self, id: _Optional[str] = ..., message: _Optional[_Union[_target_pb2.MessageTarget, _Mapping]] = ..., request: _Optional[_Union[_target_pb2.RequestTarget, _Mapping]] = ...) -> None: ...

class GetExchangeResponse(_message.Message):
    __slots__ = ("exchange",)
    EXCHANGE_FIELD_NUMBER: _ClassVar[int]
    exchange: Exchange
    def __init__(self, exchange: _Optional[_Union[Exchange, _Mapping]] = ...) -> None: ...

class ExchangeFilter(_message.Message):
    __slots__ = ("session_id", "user_id", "external_user_id", "topic", "model", "statuses", "create_time", "occur_time")
    SESSION_ID_FIELD_NUMBER: _ClassVar[int]
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    EXTERNAL_USER_ID_FIELD_NUMBER: _ClassVar[int]
    TOPIC_FIELD_NUMBER: _ClassVar[int]
    MODEL_FIELD_NUMBER: _ClassVar[int]
    STATUSES_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    OCCUR_TIME_FIELD_NUMBER: _ClassVar[int]
    session_id: str
    user_id: str
    external_user_id: str
    topic: str
    model: str
    statuses: _containers.RepeatedScalarFieldContainer[ExchangeStatus]
    create_time: _target_pb2.TimeRange
    occur_time: _target_pb2.TimeRange
    def __init__(self, session_id: _Optional[str] = ..., user_id: _Optional[str] = ..., external_user_id: _Optional[str] = ..., topic: _Optional[str] = ..., model: _Optional[str] = ..., statuses: _Optional[_Iterable[_Union[ExchangeStatus, str]]] = ..., create_time: _Optional[_Union[_target_pb2.TimeRange, _Mapping]] = ..., occur_time: _Optional[_Union[_target_pb2.TimeRange, _Mapping]] = ...) -> None: ...

class ListExchangesRequest(_message.Message):
    __slots__ = ("filter", "order", "page_size", "page_token")
    FILTER_FIELD_NUMBER: _ClassVar[int]
    ORDER_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    filter: ExchangeFilter
    order: ExchangeOrder
    page_size: int
    page_token: str
    def __init__(self, filter: _Optional[_Union[ExchangeFilter, _Mapping]] = ..., order: _Optional[_Union[ExchangeOrder, str]] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListExchangesResponse(_message.Message):
    __slots__ = ("exchanges", "next_page_token")
    EXCHANGES_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    exchanges: _containers.RepeatedCompositeFieldContainer[Exchange]
    next_page_token: str
    def __init__(self, exchanges: _Optional[_Iterable[_Union[Exchange, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...
