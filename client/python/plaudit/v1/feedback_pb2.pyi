import datetime

from google.protobuf import field_mask_pb2 as _field_mask_pb2
from google.protobuf import struct_pb2 as _struct_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.rpc import status_pb2 as _status_pb2
from plaudit.v1 import exchange_pb2 as _exchange_pb2
from plaudit.v1 import target_pb2 as _target_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Rating(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    RATING_UNSPECIFIED: _ClassVar[Rating]
    RATING_POSITIVE: _ClassVar[Rating]
    RATING_NEGATIVE: _ClassVar[Rating]

class FeedbackType(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    FEEDBACK_TYPE_UNSPECIFIED: _ClassVar[FeedbackType]
    FEEDBACK_TYPE_THUMBS_UP: _ClassVar[FeedbackType]
    FEEDBACK_TYPE_THUMBS_DOWN: _ClassVar[FeedbackType]
    FEEDBACK_TYPE_RATING: _ClassVar[FeedbackType]
    FEEDBACK_TYPE_CORRECTION: _ClassVar[FeedbackType]
    FEEDBACK_TYPE_REPORT: _ClassVar[FeedbackType]
    FEEDBACK_TYPE_COPY_ACTION: _ClassVar[FeedbackType]
    FEEDBACK_TYPE_SAVE_ACTION: _ClassVar[FeedbackType]
    FEEDBACK_TYPE_CREATE_DOCUMENT: _ClassVar[FeedbackType]
    FEEDBACK_TYPE_MEMORY_RELEVANCE: _ClassVar[FeedbackType]
    FEEDBACK_TYPE_ANSWER_QUALITY: _ClassVar[FeedbackType]

class FeedbackSource(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    FEEDBACK_SOURCE_UNSPECIFIED: _ClassVar[FeedbackSource]
    FEEDBACK_SOURCE_INLINE: _ClassVar[FeedbackSource]
    FEEDBACK_SOURCE_POST_QUERY: _ClassVar[FeedbackSource]
    FEEDBACK_SOURCE_SESSION_END: _ClassVar[FeedbackSource]
    FEEDBACK_SOURCE_MEMORY_CITATION: _ClassVar[FeedbackSource]
    FEEDBACK_SOURCE_ANSWER_PANEL: _ClassVar[FeedbackSource]

class Origin(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    ORIGIN_UNSPECIFIED: _ClassVar[Origin]
    ORIGIN_HUMAN: _ClassVar[Origin]
    ORIGIN_MODEL: _ClassVar[Origin]
    ORIGIN_CODE: _ClassVar[Origin]

class FeedbackState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    FEEDBACK_STATE_UNSPECIFIED: _ClassVar[FeedbackState]
    FEEDBACK_STATE_ACTIVE: _ClassVar[FeedbackState]
    FEEDBACK_STATE_PENDING_TARGET: _ClassVar[FeedbackState]
    FEEDBACK_STATE_DELETED: _ClassVar[FeedbackState]
    FEEDBACK_STATE_ERASED: _ClassVar[FeedbackState]
    FEEDBACK_STATE_OVERRULED: _ClassVar[FeedbackState]

class FeedbackOrder(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    FEEDBACK_ORDER_UNSPECIFIED: _ClassVar[FeedbackOrder]
    FEEDBACK_ORDER_CREATED_DESC: _ClassVar[FeedbackOrder]
    FEEDBACK_ORDER_CREATED_ASC: _ClassVar[FeedbackOrder]
    FEEDBACK_ORDER_UPDATED_DESC: _ClassVar[FeedbackOrder]
    FEEDBACK_ORDER_UPDATED_ASC: _ClassVar[FeedbackOrder]

class FeedbackChangeType(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    FEEDBACK_CHANGE_TYPE_UNSPECIFIED: _ClassVar[FeedbackChangeType]
    FEEDBACK_CHANGE_TYPE_CREATED: _ClassVar[FeedbackChangeType]
    FEEDBACK_CHANGE_TYPE_UPDATED: _ClassVar[FeedbackChangeType]
    FEEDBACK_CHANGE_TYPE_DELETED: _ClassVar[FeedbackChangeType]
RATING_UNSPECIFIED: Rating
RATING_POSITIVE: Rating
RATING_NEGATIVE: Rating
FEEDBACK_TYPE_UNSPECIFIED: FeedbackType
FEEDBACK_TYPE_THUMBS_UP: FeedbackType
FEEDBACK_TYPE_THUMBS_DOWN: FeedbackType
FEEDBACK_TYPE_RATING: FeedbackType
FEEDBACK_TYPE_CORRECTION: FeedbackType
FEEDBACK_TYPE_REPORT: FeedbackType
FEEDBACK_TYPE_COPY_ACTION: FeedbackType
FEEDBACK_TYPE_SAVE_ACTION: FeedbackType
FEEDBACK_TYPE_CREATE_DOCUMENT: FeedbackType
FEEDBACK_TYPE_MEMORY_RELEVANCE: FeedbackType
FEEDBACK_TYPE_ANSWER_QUALITY: FeedbackType
FEEDBACK_SOURCE_UNSPECIFIED: FeedbackSource
FEEDBACK_SOURCE_INLINE: FeedbackSource
FEEDBACK_SOURCE_POST_QUERY: FeedbackSource
FEEDBACK_SOURCE_SESSION_END: FeedbackSource
FEEDBACK_SOURCE_MEMORY_CITATION: FeedbackSource
FEEDBACK_SOURCE_ANSWER_PANEL: FeedbackSource
ORIGIN_UNSPECIFIED: Origin
ORIGIN_HUMAN: Origin
ORIGIN_MODEL: Origin
ORIGIN_CODE: Origin
FEEDBACK_STATE_UNSPECIFIED: FeedbackState
FEEDBACK_STATE_ACTIVE: FeedbackState
FEEDBACK_STATE_PENDING_TARGET: FeedbackState
FEEDBACK_STATE_DELETED: FeedbackState
FEEDBACK_STATE_ERASED: FeedbackState
FEEDBACK_STATE_OVERRULED: FeedbackState
FEEDBACK_ORDER_UNSPECIFIED: FeedbackOrder
FEEDBACK_ORDER_CREATED_DESC: FeedbackOrder
FEEDBACK_ORDER_CREATED_ASC: FeedbackOrder
FEEDBACK_ORDER_UPDATED_DESC: FeedbackOrder
FEEDBACK_ORDER_UPDATED_ASC: FeedbackOrder
FEEDBACK_CHANGE_TYPE_UNSPECIFIED: FeedbackChangeType
FEEDBACK_CHANGE_TYPE_CREATED: FeedbackChangeType
FEEDBACK_CHANGE_TYPE_UPDATED: FeedbackChangeType
FEEDBACK_CHANGE_TYPE_DELETED: FeedbackChangeType

class Feedback(_message.Message):
    __slots__ = ("id", "target", "name", "rating", "value", "score", "text", "correction", "type", "source", "origin", "impact", "processed", "cited_memory_ids", "cited_node_ids", "user_message", "assistant_message", "user_id", "external_user_id", "metadata", "session_context", "state", "revision", "create_time", "update_time", "occur_time", "external_id", "correction_value", "error", "overrules", "overruled_by")
    ID_FIELD_NUMBER: _ClassVar[int]
    TARGET_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    RATING_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    SCORE_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    CORRECTION_FIELD_NUMBER: _ClassVar[int]
    TYPE_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    ORIGIN_FIELD_NUMBER: _ClassVar[int]
    IMPACT_FIELD_NUMBER: _ClassVar[int]
    PROCESSED_FIELD_NUMBER: _ClassVar[int]
    CITED_MEMORY_IDS_FIELD_NUMBER: _ClassVar[int]
    CITED_NODE_IDS_FIELD_NUMBER: _ClassVar[int]
    USER_MESSAGE_FIELD_NUMBER: _ClassVar[int]
    ASSISTANT_MESSAGE_FIELD_NUMBER: _ClassVar[int]
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    EXTERNAL_USER_ID_FIELD_NUMBER: _ClassVar[int]
    METADATA_FIELD_NUMBER: _ClassVar[int]
    SESSION_CONTEXT_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    REVISION_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    UPDATE_TIME_FIELD_NUMBER: _ClassVar[int]
    OCCUR_TIME_FIELD_NUMBER: _ClassVar[int]
    EXTERNAL_ID_FIELD_NUMBER: _ClassVar[int]
    CORRECTION_VALUE_FIELD_NUMBER: _ClassVar[int]
    ERROR_FIELD_NUMBER: _ClassVar[int]
    OVERRULES_FIELD_NUMBER: _ClassVar[int]
    OVERRULED_BY_FIELD_NUMBER: _ClassVar[int]
    id: str
    target: _target_pb2.Target
    name: str
    rating: Rating
    value: FeedbackValue
    score: float
    text: str
    correction: str
    type: FeedbackType
    source: FeedbackSource
    origin: Origin
    impact: Rating
    processed: bool
    cited_memory_ids: _containers.RepeatedScalarFieldContainer[str]
    cited_node_ids: _containers.RepeatedScalarFieldContainer[str]
    user_message: ObjectPointer
    assistant_message: ObjectPointer
    user_id: str
    external_user_id: str
    metadata: _struct_pb2.Struct
    session_context: _struct_pb2.Struct
    state: FeedbackState
    revision: int
    create_time: _timestamp_pb2.Timestamp
    update_time: _timestamp_pb2.Timestamp
    occur_time: _timestamp_pb2.Timestamp
    external_id: str
    correction_value: FeedbackValue
    error: FeedbackError
    overrules: str
    overruled_by: str
    def __init__(self, id: _Optional[str] = ..., target: _Optional[_Union[_target_pb2.Target, _Mapping]] = ..., name: _Optional[str] = ..., rating: _Optional[_Union[Rating, str]] = ..., value: _Optional[_Union[FeedbackValue, _Mapping]] = ..., score: _Optional[float] = ..., text: _Optional[str] = ..., correction: _Optional[str] = ..., type: _Optional[_Union[FeedbackType, str]] = ..., source: _Optional[_Union[FeedbackSource, str]] = ..., origin: _Optional[_Union[Origin, str]] = ..., impact: _Optional[_Union[Rating, str]] = ..., processed: bool = ..., cited_memory_ids: _Optional[_Iterable[str]] = ..., cited_node_ids: _Optional[_Iterable[str]] = ..., user_message: _Optional[_Union[ObjectPointer, _Mapping]] = ..., assistant_message: _Optional[_Union[ObjectPointer, _Mapping]] = ..., user_id: _Optional[str] = ..., external_user_id: _Optional[str] = ..., metadata: _Optional[_Union[_struct_pb2.Struct, _Mapping]] = ..., session_context: _Optional[_Union[_struct_pb2.Struct, _Mapping]] = ..., state: _Optional[_Union[FeedbackState, str]] = ..., revision: _Optional[int] = ..., create_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., update_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., occur_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., external_id: _Optional[str] = ..., correction_value: _Optional[_Union[FeedbackValue, _Mapping]] = ..., error: _Optional[_Union[FeedbackError, _Mapping]] = ..., overrules: _Optional[str] = ..., overruled_by: _Optional[str] = ...) -> None: ...

class FeedbackError(_message.Message):
    __slots__ = ("code", "message")
    CODE_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_FIELD_NUMBER: _ClassVar[int]
    code: str
    message: str
    def __init__(self, code: _Optional[str] = ..., message: _Optional[str] = ...) -> None: ...

class FeedbackValue(_message.Message):
    __slots__ = ("bool_value", "int_value", "number_value", "label", "labels", "object_value", "list_value")
    BOOL_VALUE_FIELD_NUMBER: _ClassVar[int]
    INT_VALUE_FIELD_NUMBER: _ClassVar[int]
    NUMBER_VALUE_FIELD_NUMBER: _ClassVar[int]
    LABEL_FIELD_NUMBER: _ClassVar[int]
    LABELS_FIELD_NUMBER: _ClassVar[int]
    OBJECT_VALUE_FIELD_NUMBER: _ClassVar[int]
    LIST_VALUE_FIELD_NUMBER: _ClassVar[int]
    bool_value: bool
    int_value: int
    number_value: float
    label: str
    labels: LabelList
    object_value: _struct_pb2.Struct
    list_value: _struct_pb2.ListValue
    def __init__(self, bool_value: bool = ..., int_value: _Optional[int] = ..., number_value: _Optional[float] = ..., label: _Optional[str] = ..., labels: _Optional[_Union[LabelList, _Mapping]] = ..., object_value: _Optional[_Union[_struct_pb2.Struct, _Mapping]] = ..., list_value: _Optional[_Union[_struct_pb2.ListValue, _Mapping]] = ...) -> None: ...

class LabelList(_message.Message):
    __slots__ = ("labels",)
    LABELS_FIELD_NUMBER: _ClassVar[int]
    labels: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, labels: _Optional[_Iterable[str]] = ...) -> None: ...

class ObjectPointer(_message.Message):
    __slots__ = ("class_name", "object_id")
    CLASS_NAME_FIELD_NUMBER: _ClassVar[int]
    OBJECT_ID_FIELD_NUMBER: _ClassVar[int]
    class_name: str
    object_id: str
    def __init__(self, class_name: _Optional[str] = ..., object_id: _Optional[str] = ...) -> None: ...

class SubmitFeedbackRequest(_message.Message):
    __slots__ = ("feedback", "request_id", "exchange")
    FEEDBACK_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    EXCHANGE_FIELD_NUMBER: _ClassVar[int]
    feedback: Feedback
    request_id: str
    exchange: _exchange_pb2.Exchange
    def __init__(self, feedback: _Optional[_Union[Feedback, _Mapping]] = ..., request_id: _Optional[str] = ..., exchange: _Optional[_Union[_exchange_pb2.Exchange, _Mapping]] = ...) -> None: ...

class SubmitFeedbackResponse(_message.Message):
    __slots__ = ("feedback", "replayed", "stored", "exchange_created")
    FEEDBACK_FIELD_NUMBER: _ClassVar[int]
    REPLAYED_FIELD_NUMBER: _ClassVar[int]
    STORED_FIELD_NUMBER: _ClassVar[int]
    EXCHANGE_CREATED_FIELD_NUMBER: _ClassVar[int]
    feedback: Feedback
    replayed: bool
    stored: bool
    exchange_created: bool
    def __init__(self, feedback: _Optional[_Union[Feedback, _Mapping]] = ..., replayed: bool = ..., stored: bool = ..., exchange_created: bool = ...) -> None: ...

class BatchSubmitRequest(_message.Message):
    __slots__ = ("items", "session_context", "request_id", "validate_only", "exchanges")
    ITEMS_FIELD_NUMBER: _ClassVar[int]
    SESSION_CONTEXT_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    VALIDATE_ONLY_FIELD_NUMBER: _ClassVar[int]
    EXCHANGES_FIELD_NUMBER: _ClassVar[int]
    items: _containers.RepeatedCompositeFieldContainer[Feedback]
    session_context: _struct_pb2.Struct
    request_id: str
    validate_only: bool
    exchanges: _containers.RepeatedCompositeFieldContainer[_exchange_pb2.Exchange]
    def __init__(self, items: _Optional[_Iterable[_Union[Feedback, _Mapping]]] = ..., session_context: _Optional[_Union[_struct_pb2.Struct, _Mapping]] = ..., request_id: _Optional[str] = ..., validate_only: bool = ..., exchanges: _Optional[_Iterable[_Union[_exchange_pb2.Exchange, _Mapping]]] = ...) -> None: ...

class BatchSubmitResponse(_message.Message):
    __slots__ = ("results", "succeeded_count", "failed_count")
    RESULTS_FIELD_NUMBER: _ClassVar[int]
    SUCCEEDED_COUNT_FIELD_NUMBER: _ClassVar[int]
    FAILED_COUNT_FIELD_NUMBER: _ClassVar[int]
    results: _containers.RepeatedCompositeFieldContainer[BatchSubmitResult]
    succeeded_count: int
    failed_count: int
    def __init__(self, results: _Optional[_Iterable[_Union[BatchSubmitResult, _Mapping]]] = ..., succeeded_count: _Optional[int] = ..., failed_count: _Optional[int] = ...) -> None: ...

class BatchSubmitResult(_message.Message):
    __slots__ = ("submitted", "error")
    SUBMITTED_FIELD_NUMBER: _ClassVar[int]
    ERROR_FIELD_NUMBER: _ClassVar[int]
    submitted: SubmitFeedbackResponse
    error: _status_pb2.Status
    def __init__(self, submitted: _Optional[_Union[SubmitFeedbackResponse, _Mapping]] = ..., error: _Optional[_Union[_status_pb2.Status, _Mapping]] = ...) -> None: ...

class GetFeedbackRequest(_message.Message):
    __slots__ = ("id", "external_id")
    ID_FIELD_NUMBER: _ClassVar[int]
    EXTERNAL_ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    external_id: str
    def __init__(self, id: _Optional[str] = ..., external_id: _Optional[str] = ...) -> None: ...

class GetFeedbackResponse(_message.Message):
    __slots__ = ("feedback",)
    FEEDBACK_FIELD_NUMBER: _ClassVar[int]
    feedback: Feedback
    def __init__(self, feedback: _Optional[_Union[Feedback, _Mapping]] = ...) -> None: ...

class FeedbackFilter(_message.Message):
    __slots__ = ("target", "session_id", "user_id", "external_user_id", "creator_id", "names", "ratings", "types", "sources", "origins", "min_score", "max_score", "text", "create_time", "update_time", "states", "occur_time", "value", "metadata", "targets", "external_ids", "entity_types", "has_error")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    SESSION_ID_FIELD_NUMBER: _ClassVar[int]
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    EXTERNAL_USER_ID_FIELD_NUMBER: _ClassVar[int]
    CREATOR_ID_FIELD_NUMBER: _ClassVar[int]
    NAMES_FIELD_NUMBER: _ClassVar[int]
    RATINGS_FIELD_NUMBER: _ClassVar[int]
    TYPES_FIELD_NUMBER: _ClassVar[int]
    SOURCES_FIELD_NUMBER: _ClassVar[int]
    ORIGINS_FIELD_NUMBER: _ClassVar[int]
    MIN_SCORE_FIELD_NUMBER: _ClassVar[int]
    MAX_SCORE_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    UPDATE_TIME_FIELD_NUMBER: _ClassVar[int]
    STATES_FIELD_NUMBER: _ClassVar[int]
    OCCUR_TIME_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    METADATA_FIELD_NUMBER: _ClassVar[int]
    TARGETS_FIELD_NUMBER: _ClassVar[int]
    EXTERNAL_IDS_FIELD_NUMBER: _ClassVar[int]
    ENTITY_TYPES_FIELD_NUMBER: _ClassVar[int]
    HAS_ERROR_FIELD_NUMBER: _ClassVar[int]
    target: _target_pb2.Target
    session_id: str
    user_id: str
    external_user_id: str
    creator_id: str
    names: _containers.RepeatedScalarFieldContainer[str]
    ratings: _containers.RepeatedScalarFieldContainer[Rating]
    types: _containers.RepeatedScalarFieldContainer[FeedbackType]
    sources: _containers.RepeatedScalarFieldContainer[FeedbackSource]
    origins: _containers.RepeatedScalarFieldContainer[Origin]
    min_score: float
    max_score: float
    text: str
    create_time: _target_pb2.TimeRange
    update_time: _target_pb2.TimeRange
    states: _containers.RepeatedScalarFieldContainer[FeedbackState]
    occur_time: _target_pb2.TimeRange
    value: ValueFilter
    metadata: _struct_pb2.Struct
    targets: _containers.RepeatedCompositeFieldContainer[_target_pb2.Target]
    external_ids: _containers.RepeatedScalarFieldContainer[str]
    entity_types: _containers.RepeatedScalarFieldContainer[str]
    has_error: bool
    def __init__(self, target: _Optional[_Union[_target_pb2.Target, _Mapping]] = ..., session_id: _Optional[str] = ..., user_id: _Optional[str] = ..., external_user_id: _Optional[str] = ..., creator_id: _Optional[str] = ..., names: _Optional[_Iterable[str]] = ..., ratings: _Optional[_Iterable[_Union[Rating, str]]] = ..., types: _Optional[_Iterable[_Union[FeedbackType, str]]] = ..., sources: _Optional[_Iterable[_Union[FeedbackSource, str]]] = ..., origins: _Optional[_Iterable[_Union[Origin, str]]] = ..., min_score: _Optional[float] = ..., max_score: _Optional[float] = ..., text: _Optional[str] = ..., create_time: _Optional[_Union[_target_pb2.TimeRange, _Mapping]] = ..., update_time: _Optional[_Union[_target_pb2.TimeRange, _Mapping]] = ..., states: _Optional[_Iterable[_Union[FeedbackState, str]]] = ..., occur_time: _Optional[_Union[_target_pb2.TimeRange, _Mapping]] = ..., value: _Optional[_Union[ValueFilter, _Mapping]] = ..., metadata: _Optional[_Union[_struct_pb2.Struct, _Mapping]] = ..., targets: _Optional[_Iterable[_Union[_target_pb2.Target, _Mapping]]] = ..., external_ids: _Optional[_Iterable[str]] = ..., entity_types: _Optional[_Iterable[str]] = ..., has_error: bool = ...) -> None: ...

class ValueFilter(_message.Message):
    __slots__ = ("bool_value", "number", "labels")
    BOOL_VALUE_FIELD_NUMBER: _ClassVar[int]
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    LABELS_FIELD_NUMBER: _ClassVar[int]
    bool_value: bool
    number: NumberRange
    labels: LabelList
    def __init__(self, bool_value: bool = ..., number: _Optional[_Union[NumberRange, _Mapping]] = ..., labels: _Optional[_Union[LabelList, _Mapping]] = ...) -> None: ...

class NumberRange(_message.Message):
    __slots__ = ("min", "max")
    MIN_FIELD_NUMBER: _ClassVar[int]
    MAX_FIELD_NUMBER: _ClassVar[int]
    min: float
    max: float
    def __init__(self, min: _Optional[float] = ..., max: _Optional[float] = ...) -> None: ...

class BatchGetFeedbackRequest(_message.Message):
    __slots__ = ("ids",)
    IDS_FIELD_NUMBER: _ClassVar[int]
    ids: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, ids: _Optional[_Iterable[str]] = ...) -> None: ...

class BatchGetFeedbackResponse(_message.Message):
    __slots__ = ("results",)
    RESULTS_FIELD_NUMBER: _ClassVar[int]
    results: _containers.RepeatedCompositeFieldContainer[BatchGetFeedbackResult]
    def __init__(self, results: _Optional[_Iterable[_Union[BatchGetFeedbackResult, _Mapping]]] = ...) -> None: ...

class BatchGetFeedbackResult(_message.Message):
    __slots__ = ("feedback", "error")
    FEEDBACK_FIELD_NUMBER: _ClassVar[int]
    ERROR_FIELD_NUMBER: _ClassVar[int]
    feedback: Feedback
    error: _status_pb2.Status
    def __init__(self, feedback: _Optional[_Union[Feedback, _Mapping]] = ..., error: _Optional[_Union[_status_pb2.Status, _Mapping]] = ...) -> None: ...

class ListFeedbackRequest(_message.Message):
    __slots__ = ("filter", "order", "page_size", "page_token")
    FILTER_FIELD_NUMBER: _ClassVar[int]
    ORDER_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    filter: FeedbackFilter
    order: FeedbackOrder
    page_size: int
    page_token: str
    def __init__(self, filter: _Optional[_Union[FeedbackFilter, _Mapping]] = ..., order: _Optional[_Union[FeedbackOrder, str]] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListFeedbackResponse(_message.Message):
    __slots__ = ("feedback", "next_page_token")
    FEEDBACK_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    feedback: _containers.RepeatedCompositeFieldContainer[Feedback]
    next_page_token: str
    def __init__(self, feedback: _Optional[_Iterable[_Union[Feedback, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class ListFeedbackRevisionsRequest(_message.Message):
    __slots__ = ("id", "page_size", "page_token")
    ID_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    id: str
    page_size: int
    page_token: str
    def __init__(self, id: _Optional[str] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListFeedbackRevisionsResponse(_message.Message):
    __slots__ = ("revisions", "next_page_token")
    REVISIONS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    revisions: _containers.RepeatedCompositeFieldContainer[Feedback]
    next_page_token: str
    def __init__(self, revisions: _Optional[_Iterable[_Union[Feedback, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class UpdateFeedbackRequest(_message.Message):
    __slots__ = ("feedback", "update_mask", "request_id")
    FEEDBACK_FIELD_NUMBER: _ClassVar[int]
    UPDATE_MASK_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    feedback: Feedback
    update_mask: _field_mask_pb2.FieldMask
    request_id: str
    def __init__(self, feedback: _Optional[_Union[Feedback, _Mapping]] = ..., update_mask: _Optional[_Union[_field_mask_pb2.FieldMask, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...

class UpdateFeedbackResponse(_message.Message):
    __slots__ = ("feedback",)
    FEEDBACK_FIELD_NUMBER: _ClassVar[int]
    feedback: Feedback
    def __init__(self, feedback: _Optional[_Union[Feedback, _Mapping]] = ...) -> None: ...

class DeleteFeedbackRequest(_message.Message):
    __slots__ = ("id", "external_id", "request_id")
    ID_FIELD_NUMBER: _ClassVar[int]
    EXTERNAL_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    external_id: str
    request_id: str
    def __init__(self, id: _Optional[str] = ..., external_id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class DeleteFeedbackResponse(_message.Message):
    __slots__ = ("feedback",)
    FEEDBACK_FIELD_NUMBER: _ClassVar[int]
    feedback: Feedback
    def __init__(self, feedback: _Optional[_Union[Feedback, _Mapping]] = ...) -> None: ...

class StreamFeedbackRequest(_message.Message):
    __slots__ = ("stream_id", "sequence_number", "feedback", "exchange")
    STREAM_ID_FIELD_NUMBER: _ClassVar[int]
    SEQUENCE_NUMBER_FIELD_NUMBER: _ClassVar[int]
    FEEDBACK_FIELD_NUMBER: _ClassVar[int]
    EXCHANGE_FIELD_NUMBER: _ClassVar[int]
    stream_id: str
    sequence_number: int
    feedback: Feedback
    exchange: _exchange_pb2.Exchange
    def __init__(self, stream_id: _Optional[str] = ..., sequence_number: _Optional[int] = ..., feedback: _Optional[_Union[Feedback, _Mapping]] = ..., exchange: _Optional[_Union[_exchange_pb2.Exchange, _Mapping]] = ...) -> None: ...

class StreamFeedbackResponse(_message.Message):
    __slots__ = ("results",)
    RESULTS_FIELD_NUMBER: _ClassVar[int]
    results: _containers.RepeatedCompositeFieldContainer[StreamFeedbackResult]
    def __init__(self, results: _Optional[_Iterable[_Union[StreamFeedbackResult, _Mapping]]] = ...) -> None: ...

class StreamFeedbackResult(_message.Message):
    __slots__ = ("sequence_number", "submitted", "error")
    SEQUENCE_NUMBER_FIELD_NUMBER: _ClassVar[int]
    SUBMITTED_FIELD_NUMBER: _ClassVar[int]
    ERROR_FIELD_NUMBER: _ClassVar[int]
    sequence_number: int
    submitted: SubmitFeedbackResponse
    error: _status_pb2.Status
    def __init__(self, sequence_number: _Optional[int] = ..., submitted: _Optional[_Union[SubmitFeedbackResponse, _Mapping]] = ..., error: _Optional[_Union[_status_pb2.Status, _Mapping]] = ...) -> None: ...

class WatchFeedbackRequest(_message.Message):
    __slots__ = ("filter", "resume_token", "from_beginning")
    FILTER_FIELD_NUMBER: _ClassVar[int]
    RESUME_TOKEN_FIELD_NUMBER: _ClassVar[int]
    FROM_BEGINNING_FIELD_NUMBER: _ClassVar[int]
    filter: FeedbackFilter
    resume_token: str
    from_beginning: bool
    def __init__(self, filter: _Optional[_Union[FeedbackFilter, _Mapping]] = ..., resume_token: _Optional[str] = ..., from_beginning: bool = ...) -> None: ...

class WatchFeedbackResponse(_message.Message):
    __slots__ = ("change", "checkpoint", "resume_token")
    CHANGE_FIELD_NUMBER: _ClassVar[int]
    CHECKPOINT_FIELD_NUMBER: _ClassVar[int]
    RESUME_TOKEN_FIELD_NUMBER: _ClassVar[int]
    change: FeedbackChange
    checkpoint: WatchCheckpoint
    resume_token: str
    def __init__(self, change: _Optional[_Union[FeedbackChange, _Mapping]] = ..., checkpoint: _Optional[_Union[WatchCheckpoint, _Mapping]] = ..., resume_token: _Optional[str] = ...) -> None: ...

class WatchCheckpoint(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class FeedbackChange(_message.Message):
    __slots__ = ("type", "feedback", "left_filter")
    TYPE_FIELD_NUMBER: _ClassVar[int]
    FEEDBACK_FIELD_NUMBER: _ClassVar[int]
    LEFT_FILTER_FIELD_NUMBER: _ClassVar[int]
    type: FeedbackChangeType
    feedback: Feedback
    left_filter: bool
    def __init__(self, type: _Optional[_Union[FeedbackChangeType, str]] = ..., feedback: _Optional[_Union[Feedback, _Mapping]] = ..., left_filter: bool = ...) -> None: ...

class CreateFeedbackTokenRequest(_message.Message):
    __slots__ = ("feedback_token",)
    FEEDBACK_TOKEN_FIELD_NUMBER: _ClassVar[int]
    feedback_token: FeedbackToken
    def __init__(self, feedback_token: _Optional[_Union[FeedbackToken, _Mapping]] = ...) -> None: ...

class CreateFeedbackTokenResponse(_message.Message):
    __slots__ = ("feedback_token", "token")
    FEEDBACK_TOKEN_FIELD_NUMBER: _ClassVar[int]
    TOKEN_FIELD_NUMBER: _ClassVar[int]
    feedback_token: FeedbackToken
    token: str
    def __init__(self, feedback_token: _Optional[_Union[FeedbackToken, _Mapping]] = ..., token: _Optional[str] = ...) -> None: ...

class FeedbackToken(_message.Message):
    __slots__ = ("id", "target", "names", "ratings", "expire_time", "max_uses", "user_id", "external_user_id", "create_time", "creator_id", "use_count", "revoke_time")
    ID_FIELD_NUMBER: _ClassVar[int]
    TARGET_FIELD_NUMBER: _ClassVar[int]
    NAMES_FIELD_NUMBER: _ClassVar[int]
    RATINGS_FIELD_NUMBER: _ClassVar[int]
    EXPIRE_TIME_FIELD_NUMBER: _ClassVar[int]
    MAX_USES_FIELD_NUMBER: _ClassVar[int]
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    EXTERNAL_USER_ID_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    CREATOR_ID_FIELD_NUMBER: _ClassVar[int]
    USE_COUNT_FIELD_NUMBER: _ClassVar[int]
    REVOKE_TIME_FIELD_NUMBER: _ClassVar[int]
    id: str
    target: _target_pb2.Target
    names: _containers.RepeatedScalarFieldContainer[str]
    ratings: _containers.RepeatedScalarFieldContainer[Rating]
    expire_time: _timestamp_pb2.Timestamp
    max_uses: int
    user_id: str
    external_user_id: str
    create_time: _timestamp_pb2.Timestamp
    creator_id: str
    use_count: int
    revoke_time: _timestamp_pb2.Timestamp
    def __init__(self, id: _Optional[str] = ..., target: _Optional[_Union[_target_pb2.Target, _Mapping]] = ..., names: _Optional[_Iterable[str]] = ..., ratings: _Optional[_Iterable[_Union[Rating, str]]] = ..., expire_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., max_uses: _Optional[int] = ..., user_id: _Optional[str] = ..., external_user_id: _Optional[str] = ..., create_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., creator_id: _Optional[str] = ..., use_count: _Optional[int] = ..., revoke_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class ListFeedbackTokensRequest(_message.Message):
    __slots__ = ("target", "page_size", "page_token")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    target: _target_pb2.Target
    page_size: int
    page_token: str
    def __init__(self, target: _Optional[_Union[_target_pb2.Target, _Mapping]] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListFeedbackTokensResponse(_message.Message):
    __slots__ = ("feedback_tokens", "next_page_token")
    FEEDBACK_TOKENS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    feedback_tokens: _containers.RepeatedCompositeFieldContainer[FeedbackToken]
    next_page_token: str
    def __init__(self, feedback_tokens: _Optional[_Iterable[_Union[FeedbackToken, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class RevokeFeedbackTokenRequest(_message.Message):
    __slots__ = ("id",)
    ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    def __init__(self, id: _Optional[str] = ...) -> None: ...

class RevokeFeedbackTokenResponse(_message.Message):
    __slots__ = ("feedback_token",)
    FEEDBACK_TOKEN_FIELD_NUMBER: _ClassVar[int]
    feedback_token: FeedbackToken
    def __init__(self, feedback_token: _Optional[_Union[FeedbackToken, _Mapping]] = ...) -> None: ...
