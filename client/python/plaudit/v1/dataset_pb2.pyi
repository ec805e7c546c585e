import datetime

from google.protobuf import duration_pb2 as _duration_pb2
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

class RecordStatus(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    RECORD_STATUS_UNSPECIFIED: _ClassVar[RecordStatus]
    RECORD_STATUS_PENDING: _ClassVar[RecordStatus]
    RECORD_STATUS_COMPLETED: _ClassVar[RecordStatus]

class ResponseStatus(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    RESPONSE_STATUS_UNSPECIFIED: _ClassVar[ResponseStatus]
    RESPONSE_STATUS_DRAFT: _ClassVar[ResponseStatus]
    RESPONSE_STATUS_SUBMITTED: _ClassVar[ResponseStatus]
    RESPONSE_STATUS_DISCARDED: _ClassVar[ResponseStatus]

class MeasurementLevel(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    MEASUREMENT_LEVEL_UNSPECIFIED: _ClassVar[MeasurementLevel]
    MEASUREMENT_LEVEL_NOMINAL: _ClassVar[MeasurementLevel]
    MEASUREMENT_LEVEL_ORDINAL: _ClassVar[MeasurementLevel]
    MEASUREMENT_LEVEL_INTERVAL: _ClassVar[MeasurementLevel]
    MEASUREMENT_LEVEL_RATIO: _ClassVar[MeasurementLevel]
RECORD_STATUS_UNSPECIFIED: RecordStatus
RECORD_STATUS_PENDING: RecordStatus
RECORD_STATUS_COMPLETED: RecordStatus
RESPONSE_STATUS_UNSPECIFIED: ResponseStatus
RESPONSE_STATUS_DRAFT: ResponseStatus
RESPONSE_STATUS_SUBMITTED: ResponseStatus
RESPONSE_STATUS_DISCARDED: ResponseStatus
MEASUREMENT_LEVEL_UNSPECIFIED: MeasurementLevel
MEASUREMENT_LEVEL_NOMINAL: MeasurementLevel
MEASUREMENT_LEVEL_ORDINAL: MeasurementLevel
MEASUREMENT_LEVEL_INTERVAL: MeasurementLevel
MEASUREMENT_LEVEL_RATIO: MeasurementLevel

class Dataset(_message.Message):
    __slots__ = ("id", "name", "description", "fields", "questions", "create_time", "update_time", "responses_per_record", "progress")
    ID_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    FIELDS_FIELD_NUMBER: _ClassVar[int]
    QUESTIONS_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    UPDATE_TIME_FIELD_NUMBER: _ClassVar[int]
    RESPONSES_PER_RECORD_FIELD_NUMBER: _ClassVar[int]
    PROGRESS_FIELD_NUMBER: _ClassVar[int]
    id: str
    name: str
    description: str
    fields: _containers.RepeatedCompositeFieldContainer[Field]
    questions: _containers.RepeatedCompositeFieldContainer[Question]
    create_time: _timestamp_pb2.Timestamp
    update_time: _timestamp_pb2.Timestamp
    responses_per_record: int
    progress: DatasetProgress
    def __init__(self, id: _Optional[str] = ..., name: _Optional[str] = ..., description: _Optional[str] = ..., fields: _Optional[_Iterable[_Union[Field, _Mapping]]] = ..., questions: _Optional[_Iterable[_Union[Question, _Mapping]]] = ..., create_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., update_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., responses_per_record: _Optional[int] = ..., progress: _Optional[_Union[DatasetProgress, _Mapping]] = ...) -> None: ...

class DatasetProgress(_message.Message):
    __slots__ = ("record_count", "completed_record_count", "submitted_response_count", "draft_response_count", "discarded_response_count")
    RECORD_COUNT_FIELD_NUMBER: _ClassVar[int]
    COMPLETED_RECORD_COUNT_FIELD_NUMBER: _ClassVar[int]
    SUBMITTED_RESPONSE_COUNT_FIELD_NUMBER: _ClassVar[int]
    DRAFT_RESPONSE_COUNT_FIELD_NUMBER: _ClassVar[int]
    DISCARDED_RESPONSE_COUNT_FIELD_NUMBER: _ClassVar[int]
    record_count: int
    completed_record_count: int
    submitted_response_count: int
    draft_response_count: int
    discarded_response_count: int
    def __init__(self, record_count: _Optional[int] = ..., completed_record_count: _Optional[int] = ..., submitted_response_count: _Optional[int] = ..., draft_response_count: _Optional[int] = ..., discarded_response_count: _Optional[int] = ...) -> None: ...

class Field(_message.Message):
    __slots__ = ("name", "title", "required", "text", "chat", "image", "custom")
    NAME_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    REQUIRED_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    CHAT_FIELD_NUMBER: _ClassVar[int]
    IMAGE_FIELD_NUMBER: _ClassVar[int]
    CUSTOM_FIELD_NUMBER: _ClassVar[int]
    name: str
    title: str
    required: bool
    text: TextField
    chat: ChatField
    image: ImageField
    custom: CustomField
    def __init__(self, name: _Optional[str] = ..., title: _Optional[str] = ..., required: bool = ..., text: _Optional[_Union[TextField, _Mapping]] = ..., chat: _Optional[_Union[ChatField, _Mapping]] = ..., image: _Optional[_Union[ImageField, _Mapping]] = ..., custom: _Optional[_Union[CustomField, _Mapping]] = ...) -> None: ...

class TextField(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class ChatField(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class ImageField(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class CustomField(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class Question(_message.Message):
    __slots__ = ("name", "title", "description", "required", "text", "rating", "label", "multi_label", "ranking", "span")
    NAME_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    REQUIRED_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    RATING_FIELD_NUMBER: _ClassVar[int]
    LABEL_FIELD_NUMBER: _ClassVar[int]
    MULTI_LABEL_FIELD_NUMBER: _ClassVar[int]
    RANKING_FIELD_NUMBER: _ClassVar[int]
    SPAN_FIELD_NUMBER: _ClassVar[int]
    name: str
    title: str
    description: str
    required: bool
    text: TextQuestion
    rating: RatingQuestion
    label: LabelQuestion
    multi_label: MultiLabelQuestion
    ranking: RankingQuestion
    span: SpanQuestion
    def __init__(self, name: _Optional[str] = ..., title: _Optional[str] = ..., description: _Optional[str] = ..., required: bool = ..., text: _Optional[_Union[TextQuestion, _Mapping]] = ..., rating: _Optional[_Union[RatingQuestion, _Mapping]] = ..., label: _Optional[_Union[LabelQuestion, _Mapping]] = ..., multi_label: _Optional[_Union[MultiLabelQuestion, _Mapping]] = ..., ranking: _Optional[_Union[RankingQuestion, _Mapping]] = ..., span: _Optional[_Union[SpanQuestion, _Mapping]] = ...) -> None: ...

class TextQuestion(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class RatingQuestion(_message.Message):
    __slots__ = ("values",)
    VALUES_FIELD_NUMBER: _ClassVar[int]
    values: _containers.RepeatedScalarFieldContainer[int]
    def __init__(self, values: _Optional[_Iterable[int]] = ...) -> None: ...

class LabelQuestion(_message.Message):
    __slots__ = ("labels",)
    LABELS_FIELD_NUMBER: _ClassVar[int]
    labels: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, labels: _Optional[_Iterable[str]] = ...) -> None: ...

class MultiLabelQuestion(_message.Message):
    __slots__ = ("labels",)
    LABELS_FIELD_NUMBER: _ClassVar[int]
    labels: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, labels: _Optional[_Iterable[str]] = ...) -> None: ...

class RankingQuestion(_message.Message):
    __slots__ = ("options", "allow_ties")
    OPTIONS_FIELD_NUMBER: _ClassVar[int]
    ALLOW_TIES_FIELD_NUMBER: _ClassVar[int]
    options: _containers.RepeatedScalarFieldContainer[str]
    allow_ties: bool
    def __init__(self, options: _Optional[_Iterable[str]] = ..., allow_ties: bool = ...) -> None: ...

class SpanQuestion(_message.Message):
    __slots__ = ("field", "labels", "allow_overlapping")
    FIELD_FIELD_NUMBER: _ClassVar[int]
    LABELS_FIELD_NUMBER: _ClassVar[int]
    ALLOW_OVERLAPPING_FIELD_NUMBER: _ClassVar[int]
    field: str
    labels: _containers.RepeatedScalarFieldContainer[str]
    allow_overlapping: bool
    def __init__(self, field: _Optional[str] = ..., labels: _Optional[_Iterable[str]] = ..., allow_overlapping: bool = ...) -> None: ...

class Record(_message.Message):
    __slots__ = ("id", "dataset_id", "field_to_value", "external_id", "metadata", "create_time", "update_time", "suggestions", "status", "submitted_response_count", "exchange_id", "occur_time")
    ID_FIELD_NUMBER: _ClassVar[int]
    DATASET_ID_FIELD_NUMBER: _ClassVar[int]
    FIELD_TO_VALUE_FIELD_NUMBER: _ClassVar[int]
    EXTERNAL_ID_FIELD_NUMBER: _ClassVar[int]
    METADATA_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    UPDATE_TIME_FIELD_NUMBER: _ClassVar[int]
    SUGGESTIONS_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    SUBMITTED_RESPONSE_COUNT_FIELD_NUMBER: _ClassVar[int]
    EXCHANGE_ID_FIELD_NUMBER: _ClassVar[int]
    OCCUR_TIME_FIELD_NUMBER: _ClassVar[int]
    id: str
    dataset_id: str
    field_to_value: _struct_pb2.Struct
    external_id: str
    metadata: _struct_pb2.Struct
    create_time: _timestamp_pb2.Timestamp
    update_time: _timestamp_pb2.Timestamp
    suggestions: _containers.RepeatedCompositeFieldContainer[Suggestion]
    status: RecordStatus
    submitted_response_count: int
    exchange_id: str
    occur_time: _timestamp_pb2.Timestamp
    def __init__(self, id: _Optional[str] = ..., dataset_id: _Optional[str] = ..., field_to_value: _Optional[_Union[_struct_pb2.Struct, _Mapping]] = ..., external_id: _Optional[str] = ..., metadata: _Optional[_Union[_struct_pb2.Struct, _Mapping]] = ..., create_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., update_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., suggestions: _Optional[_Iterable[_Union[Suggestion, _Mapping]]] = ..., status: _Optional[_Union[RecordStatus, str]] = ..., submitted_response_count: _Optional[int] = ..., exchange_id: _Optional[str] = ..., occur_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class Suggestion(_message.Message):
    __slots__ = ("question_name", "value", "score", "agent")
    QUESTION_NAME_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    SCORE_FIELD_NUMBER: _ClassVar[int]
    AGENT_FIELD_NUMBER: _ClassVar[int]
    question_name: str
    value: _struct_pb2.Value
    score: float
    agent: str
    def __init__(self, question_name: _Optional[str] = ..., value: _Optional[_Union[_struct_pb2.Value, _Mapping]] = ..., score: _Optional[float] = ..., agent: _Optional[str] = ...) -> None: ...

class RecordResponse(_message.Message):
    __slots__ = ("id", "record_id", "status", "values", "user_id", "external_user_id", "create_time", "update_time", "dataset_id", "occur_time")
    ID_FIELD_NUMBER: _ClassVar[int]
    RECORD_ID_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    VALUES_FIELD_NUMBER: _ClassVar[int]
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    EXTERNAL_USER_ID_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    UPDATE_TIME_FIELD_NUMBER: _ClassVar[int]
    DATASET_ID_FIELD_NUMBER: _ClassVar[int]
    OCCUR_TIME_FIELD_NUMBER: _ClassVar[int]
    id: str
    record_id: str
    status: ResponseStatus
    values: _struct_pb2.Struct
    user_id: str
    external_user_id: str
    create_time: _timestamp_pb2.Timestamp
    update_time: _timestamp_pb2.Timestamp
    dataset_id: str
    occur_time: _timestamp_pb2.Timestamp
    def __init__(self, id: _Optional[str] = ..., record_id: _Optional[str] = ..., status: _Optional[_Union[ResponseStatus, str]] = ..., values: _Optional[_Union[_struct_pb2.Struct, _Mapping]] = ..., user_id: _Optional[str] = ..., external_user_id: _Optional[str] = ..., create_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., update_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., dataset_id: _Optional[str] = ..., occur_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class CreateDatasetRequest(_message.Message):
    __slots__ = ("dataset", "request_id")
    DATASET_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    dataset: Dataset
    request_id: str
    def __init__(self, dataset: _Optional[_Union[Dataset, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...

class CreateDatasetResponse(_message.Message):
    __slots__ = ("dataset",)
    DATASET_FIELD_NUMBER: _ClassVar[int]
    dataset: Dataset
    def __init__(self, dataset: _Optional[_Union[Dataset, _Mapping]] = ...) -> None: ...

class GetDatasetRequest(_message.Message):
    __slots__ = ("id", "name")
    ID_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    id: str
    name: str
    def __init__(self, id: _Optional[str] = ..., name: _Optional[str] = ...) -> None: ...

class GetDatasetResponse(_message.Message):
    __slots__ = ("dataset",)
    DATASET_FIELD_NUMBER: _ClassVar[int]
    dataset: Dataset
    def __init__(self, dataset: _Optional[_Union[Dataset, _Mapping]] = ...) -> None: ...

class CreateRecordRequest(_message.Message):
    __slots__ = ("record", "response", "request_id", "upsert", "merge_responses")
    RECORD_FIELD_NUMBER: _ClassVar[int]
    RESPONSE_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    UPSERT_FIELD_NUMBER: _ClassVar[int]
    MERGE_RESPONSES_FIELD_NUMBER: _ClassVar[int]
    record: Record
    response: RecordResponse
    request_id: str
    upsert: bool
    merge_responses: bool
    def __init__(self, record: _Optional[_Union[Record, _Mapping]] = ..., response: _Optional[_Union[RecordResponse, _Mapping]] = ..., request_id: _Optional[str] = ..., upsert: bool = ..., merge_responses: bool = ...) -> None: ...

class CreateRecordResponse(_message.Message):
    __slots__ = ("record", "response", "updated", "unchanged", "response_unchanged")
    RECORD_FIELD_NUMBER: _ClassVar[int]
    RESPONSE_FIELD_NUMBER: _ClassVar[int]
    UPDATED_FIELD_NUMBER: _ClassVar[int]
    UNCHANGED_FIELD_NUMBER: _ClassVar[int]
    RESPONSE_UNCHANGED_FIELD_NUMBER: _ClassVar[int]
    record: Record
    response: RecordResponse
    updated: bool
    unchanged: bool
    response_unchanged: bool
    def __init__(self, record: _Optional[_Union[Record, _Mapping]] = ..., response: _Optional[_Union[RecordResponse, _Mapping]] = ..., updated: bool = ..., unchanged: bool = ..., response_unchanged: bool = ...) -> None: ...

class BatchCreateRecordsRequest(_message.Message):
    __slots__ = ("items", "upsert", "request_id", "validate_only", "merge_responses")
    ITEMS_FIELD_NUMBER: _ClassVar[int]
    UPSERT_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    VALIDATE_ONLY_FIELD_NUMBER: _ClassVar[int]
    MERGE_RESPONSES_FIELD_NUMBER: _ClassVar[int]
    items: _containers.RepeatedCompositeFieldContainer[NewRecord]
    upsert: bool
    request_id: str
    validate_only: bool
    merge_responses: bool
    def __init__(self, items: _Optional[_Iterable[_Union[NewRecord, _Mapping]]] = ..., upsert: bool = ..., request_id: _Optional[str] = ..., validate_only: bool = ..., merge_responses: bool = ...) -> None: ...

class NewRecord(_message.Message):
    __slots__ = ("record", "responses")
    RECORD_FIELD_NUMBER: _ClassVar[int]
    RESPONSES_FIELD_NUMBER: _ClassVar[int]
    record: Record
    responses: _containers.RepeatedCompositeFieldContainer[RecordResponse]
    def __init__(self, record: _Optional[_Union[Record, _Mapping]] = ..., responses: _Optional[_Iterable[_Union[RecordResponse, _Mapping]]] = ...) -> None: ...

class BatchCreateRecordsResponse(_message.Message):
    __slots__ = ("results", "succeeded_count", "failed_count", "succeeded_response_count", "failed_response_count", "unchanged_response_count", "unchanged_count")
    RESULTS_FIELD_NUMBER: _ClassVar[int]
    SUCCEEDED_COUNT_FIELD_NUMBER: _ClassVar[int]
    FAILED_COUNT_FIELD_NUMBER: _ClassVar[int]
    SUCCEEDED_RESPONSE_COUNT_FIELD_NUMBER: _ClassVar[int]
    FAILED_RESPONSE_COUNT_FIELD_NUMBER: _ClassVar[int]
    UNCHANGED_RESPONSE_COUNT_FIELD_NUMBER: _ClassVar[int]
    UNCHANGED_COUNT_FIELD_NUMBER: _ClassVar[int]
    results: _containers.RepeatedCompositeFieldContainer[BatchCreateRecordsResult]
    succeeded_count: int
    failed_count: int
    succeeded_response_count: int
    failed_response_count: int
    unchanged_response_count: int
    unchanged_count: int
    def __init__(self, results: _Optional[_Iterable[_Union[BatchCreateRecordsResult, _Mapping]]] = ..., succeeded_count: _Optional[int] = ..., failed_count: _Optional[int] = ..., succeeded_response_count: _Optional[int] = ..., failed_response_count: _Optional[int] = ..., unchanged_response_count: _Optional[int] = ..., unchanged_count: _Optional[int] = ...) -> None: ...

class BatchCreateRecordsResult(_message.Message):
    __slots__ = ("created", "error")
    CREATED_FIELD_NUMBER: _ClassVar[int]
    ERROR_FIELD_NUMBER: _ClassVar[int]
    created: CreatedRecord
    error: _status_pb2.Status
    def __init__(self, created: _Optional[_Union[CreatedRecord, _Mapping]] = ..., error: _Optional[_Union[_status_pb2.Status, _Mapping]] = ...) -> None: ...

class CreatedRecord(_message.Message):
    __slots__ = ("record_id", "response_ids", "updated", "unchanged", "responses")
    RECORD_ID_FIELD_NUMBER: _ClassVar[int]
    RESPONSE_IDS_FIELD_NUMBER: _ClassVar[int]
    UPDATED_FIELD_NUMBER: _ClassVar[int]
    UNCHANGED_FIELD_NUMBER: _ClassVar[int]
    RESPONSES_FIELD_NUMBER: _ClassVar[int]
    record_id: str
    response_ids: _containers.RepeatedScalarFieldContainer[str]
    updated: bool
    unchanged: bool
    responses: _containers.RepeatedCompositeFieldContainer[CreatedResponse]
    def __init__(self, record_id: _Optional[str] = ..., response_ids: _Optional[_Iterable[str]] = ..., updated: bool = ..., unchanged: bool = ..., responses: _Optional[_Iterable[_Union[CreatedResponse, _Mapping]]] = ...) -> None: ...

class CreatedResponse(_message.Message):
    __slots__ = ("id", "error", "updated", "unchanged")
    ID_FIELD_NUMBER: _ClassVar[int]
    ERROR_FIELD_NUMBER: _ClassVar[int]
    UPDATED_FIELD_NUMBER: _ClassVar[int]
    UNCHANGED_FIELD_NUMBER: _ClassVar[int]
    id: str
    error: _status_pb2.Status
    updated: bool
    unchanged: bool
    def __init__(self, id: _Optional[str] = ..., error: _Optional[_Union[_status_pb2.Status, _Mapping]] = ..., updated: bool = ..., unchanged: bool = ...) -> None: ...

class GetRecordRequest(_message.Message):
    __slots__ = ("id",)
    ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    def __init__(self, id: _Optional[str] = ...) -> None: ...

class GetRecordResponse(_message.Message):
    __slots__ = ("record", "responses", "more_responses")
    RECORD_FIELD_NUMBER: _ClassVar[int]
    RESPONSES_FIELD_NUMBER: _ClassVar[int]
    MORE_RESPONSES_FIELD_NUMBER: _ClassVar[int]
    record: Record
    responses: _containers.RepeatedCompositeFieldContainer[RecordResponse]
    more_responses: bool
    def __init__(self, record: _Optional[_Union[Record, _Mapping]] = ..., responses: _Optional[_Iterable[_Union[RecordResponse, _Mapping]]] = ..., more_responses: bool = ...) -> None: ...

class ListDatasetsRequest(_message.Message):
    __slots__ = ("page_size", "page_token")
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    page_token: str
    def __init__(self, page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListDatasetsResponse(_message.Message):
    __slots__ = ("datasets", "next_page_token")
    DATASETS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    datasets: _containers.RepeatedCompositeFieldContainer[Dataset]
    next_page_token: str
    def __init__(self, datasets: _Optional[_Iterable[_Union[Dataset, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class UpdateDatasetRequest(_message.Message):
    __slots__ = ("dataset", "update_mask", "request_id")
    DATASET_FIELD_NUMBER: _ClassVar[int]
    UPDATE_MASK_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    dataset: Dataset
    update_mask: _field_mask_pb2.FieldMask
    request_id: str
    def __init__(self, dataset: _Optional[_Union[Dataset, _Mapping]] = ..., update_mask: _Optional[_Union[_field_mask_pb2.FieldMask, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...

class UpdateDatasetResponse(_message.Message):
    __slots__ = ("dataset",)
    DATASET_FIELD_NUMBER: _ClassVar[int]
    dataset: Dataset
    def __init__(self, dataset: _Optional[_Union[Dataset, _Mapping]] = ...) -> None: ...

class DeleteDatasetRequest(_message.Message):
    __slots__ = ("id", "force", "request_id")
    ID_FIELD_NUMBER: _ClassVar[int]
    FORCE_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    force: bool
    request_id: str
    def __init__(self, id: _Optional[str] = ..., force: bool = ..., request_id: _Optional[str] = ...) -> None: ...

class DeleteDatasetResponse(_message.Message):
    __slots__ = ("dataset",)
    DATASET_FIELD_NUMBER: _ClassVar[int]
    dataset: Dataset
    def __init__(self, dataset: _Optional[_Union[Dataset, _Mapping]] = ...) -> None: ...

class Annotator(_message.Message):
    __slots__ = ("user_id", "external_user_id")
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    EXTERNAL_USER_ID_FIELD_NUMBER: _ClassVar[int]
    user_id: str
    external_user_id: str
    def __init__(self, user_id: _Optional[str] = ..., external_user_id: _Optional[str] = ...) -> None: ...

class RecordFilter(_message.Message):
    __slots__ = ("statuses", "answered_by", "not_answered_by", "metadata", "create_time", "update_time", "external_id", "occur_time", "exchange_ids", "text", "answers", "suggestions", "metadata_ranges")
    STATUSES_FIELD_NUMBER: _ClassVar[int]
    ANSWERED_BY_FIELD_NUMBER: _ClassVar[int]
    NOT_ANSWERED_BY_FIELD_NUMBER: _ClassVar[int]
    METADATA_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    UPDATE_TIME_FIELD_NUMBER: _ClassVar[int]
    EXTERNAL_ID_FIELD_NUMBER: _ClassVar[int]
    OCCUR_TIME_FIELD_NUMBER: _ClassVar[int]
    EXCHANGE_IDS_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    ANSWERS_FIELD_NUMBER: _ClassVar[int]
    SUGGESTIONS_FIELD_NUMBER: _ClassVar[int]
    METADATA_RANGES_FIELD_NUMBER: _ClassVar[int]
    statuses: _containers.RepeatedScalarFieldContainer[RecordStatus]
    answered_by: Annotator
    not_answered_by: Annotator
    metadata: _struct_pb2.Struct
    create_time: _target_pb2.TimeRange
    update_time: _target_pb2.TimeRange
    external_id: str
    occur_time: _target_pb2.TimeRange
    exchange_ids: _containers.RepeatedScalarFieldContainer[str]
    text: str
    answers: _containers.RepeatedCompositeFieldContainer[AnswerFilter]
    suggestions: _containers.RepeatedCompositeFieldContainer[SuggestionFilter]
    metadata_ranges: _containers.RepeatedCompositeFieldContainer[MetadataRange]
    def __init__(self, statuses: _Optional[_Iterable[_Union[RecordStatus, str]]] = ..., answered_by: _Optional[_Union[Annotator, _Mapping]] = ..., not_answered_by: _Optional[_Union[Annotator, _Mapping]] = ..., metadata: _Optional[_Union[_struct_pb2.Struct, _Mapping]] = ..., create_time: _Optional[_Union[_target_pb2.TimeRange, _Mapping]] = ..., update_time: _Optional[_Union[_target_pb2.TimeRange, _Mapping]] = ..., external_id: _Optional[str] = ..., occur_time: _Optional[_Union[_target_pb2.TimeRange, _Mapping]] = ..., exchange_ids: _Optional[_Iterable[str]] = ..., text: _Optional[str] = ..., answers: _Optional[_Iterable[_Union[AnswerFilter, _Mapping]]] = ..., suggestions: _Optional[_Iterable[_Union[SuggestionFilter, _Mapping]]] = ..., metadata_ranges: _Optional[_Iterable[_Union[MetadataRange, _Mapping]]] = ...) -> None: ...

class AnswerFilter(_message.Message):
    __slots__ = ("question_name", "values", "min", "max")
    QUESTION_NAME_FIELD_NUMBER: _ClassVar[int]
    VALUES_FIELD_NUMBER: _ClassVar[int]
    MIN_FIELD_NUMBER: _ClassVar[int]
    MAX_FIELD_NUMBER: _ClassVar[int]
    question_name: str
    values: _containers.RepeatedCompositeFieldContainer[_struct_pb2.Value]
    min: float
    max: float
    def __init__(self, question_name: _Optional[str] = ..., values: _Optional[_Iterable[_Union[_struct_pb2.Value, _Mapping]]] = ..., min: _Optional[float] = ..., max: _Optional[float] = ...) -> None: ...

class SuggestionFilter(_message.Message):
    __slots__ = ("question_name", "values", "min_score", "max_score", "agent")
    QUESTION_NAME_FIELD_NUMBER: _ClassVar[int]
    VALUES_FIELD_NUMBER: _ClassVar[int]
    MIN_SCORE_FIELD_NUMBER: _ClassVar[int]
    MAX_SCORE_FIELD_NUMBER: _ClassVar[int]
    AGENT_FIELD_NUMBER: _ClassVar[int]
    question_name: str
    values: _containers.RepeatedCompositeFieldContainer[_struct_pb2.Value]
    min_score: float
    max_score: float
    agent: str
    def __init__(self, question_name: _Optional[str] = ..., values: _Optional[_Iterable[_Union[_struct_pb2.Value, _Mapping]]] = ..., min_score: _Optional[float] = ..., max_score: _Optional[float] = ..., agent: _Optional[str] = ...) -> None: ...

class MetadataRange(_message.Message):
    __slots__ = ("key", "min", "max")
    KEY_FIELD_NUMBER: _ClassVar[int]
    MIN_FIELD_NUMBER: _ClassVar[int]
    MAX_FIELD_NUMBER: _ClassVar[int]
    key: str
    min: float
    max: float
    def __init__(self, key: _Optional[str] = ..., min: _Optional[float] = ..., max: _Optional[float] = ...) -> None: ...

class ListRecordsRequest(_message.Message):
    __slots__ = ("dataset_id", "filter", "page_size", "page_token")
    DATASET_ID_FIELD_NUMBER: _ClassVar[int]
    FILTER_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    dataset_id: str
    filter: RecordFilter
    page_size: int
    page_token: str
    def __init__(self, dataset_id: _Optional[str] = ..., filter: _Optional[_Union[RecordFilter, _Mapping]] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListRecordsResponse(_message.Message):
    __slots__ = ("records", "next_page_token")
    RECORDS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    records: _containers.RepeatedCompositeFieldContainer[Record]
    next_page_token: str
    def __init__(self, records: _Optional[_Iterable[_Union[Record, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class NextRecordsRequest(_message.Message):
    __slots__ = ("dataset_id", "annotator", "max_records", "hold")
    DATASET_ID_FIELD_NUMBER: _ClassVar[int]
    ANNOTATOR_FIELD_NUMBER: _ClassVar[int]
    MAX_RECORDS_FIELD_NUMBER: _ClassVar[int]
    HOLD_FIELD_NUMBER: _ClassVar[int]
    dataset_id: str
    annotator: Annotator
    max_records: int
    hold: _duration_pb2.Duration
    def __init__(self, dataset_id: _Optional[str] = ..., annotator: _Optional[_Union[Annotator, _Mapping]] = ..., max_records: _Optional[int] = ..., hold: _Optional[_Union[datetime.timedelta, _duration_pb2.Duration, _Mapping]] = ...) -> None: ...

class NextRecordsResponse(_message.Message):
    __slots__ = ("records", "hold_until")
    RECORDS_FIELD_NUMBER: _ClassVar[int]
    HOLD_UNTIL_FIELD_NUMBER: _ClassVar[int]
    records: _containers.RepeatedCompositeFieldContainer[AssignedRecord]
    hold_until: _timestamp_pb2.Timestamp
    def __init__(self, records: _Optional[_Iterable[_Union[AssignedRecord, _Mapping]]] = ..., hold_until: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class AssignedRecord(_message.Message):
    __slots__ = ("record", "draft")
    RECORD_FIELD_NUMBER: _ClassVar[int]
    DRAFT_FIELD_NUMBER: _ClassVar[int]
    record: Record
    draft: RecordResponse
    def __init__(self, record: _Optional[_Union[Record, _Mapping]] = ..., draft: _Optional[_Union[RecordResponse, _Mapping]] = ...) -> None: ...

class DeleteRecordRequest(_message.Message):
    __slots__ = ("id", "request_id")
    ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    request_id: str
    def __init__(self, id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class DeleteRecordResponse(_message.Message):
    __slots__ = ("record",)
    RECORD_FIELD_NUMBER: _ClassVar[int]
    record: Record
    def __init__(self, record: _Optional[_Union[Record, _Mapping]] = ...) -> None: ...

class CreateResponseRequest(_message.Message):
    __slots__ = ("response", "request_id")
    RESPONSE_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    response: RecordResponse
    request_id: str
    def __init__(self, response: _Optional[_Union[RecordResponse, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...

class CreateResponseResponse(_message.Message):
    __slots__ = ("response",)
    RESPONSE_FIELD_NUMBER: _ClassVar[int]
    response: RecordResponse
    def __init__(self, response: _Optional[_Union[RecordResponse, _Mapping]] = ...) -> None: ...

class UpdateResponseRequest(_message.Message):
    __slots__ = ("response", "update_mask", "request_id")
    RESPONSE_FIELD_NUMBER: _ClassVar[int]
    UPDATE_MASK_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    response: RecordResponse
    update_mask: _field_mask_pb2.FieldMask
    request_id: str
    def __init__(self, response: _Optional[_Union[RecordResponse, _Mapping]] = ..., update_mask: _Optional[_Union[_field_mask_pb2.FieldMask, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...

class UpdateResponseResponse(_message.Message):
    __slots__ = ("response",)
    RESPONSE_FIELD_NUMBER: _ClassVar[int]
    response: RecordResponse
    def __init__(self, response: _Optional[_Union[RecordResponse, _Mapping]] = ...) -> None: ...

class ListResponsesRequest(_message.Message):
    __slots__ = ("dataset_id", "record_id", "annotator", "statuses", "page_size", "page_token")
    DATASET_ID_FIELD_NUMBER: _ClassVar[int]
    RECORD_ID_FIELD_NUMBER: _ClassVar[int]
    ANNOTATOR_FIELD_NUMBER: _ClassVar[int]
    STATUSES_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    dataset_id: str
    record_id: str
    annotator: Annotator
    statuses: _containers.RepeatedScalarFieldContainer[ResponseStatus]
    page_size: int
    page_token: str
    def __init__(self, dataset_id: _Optional[str] = ..., record_id: _Optional[str] = ..., annotator: _Optional[_Union[Annotator, _Mapping]] = ..., statuses: _Optional[_Iterable[_Union[ResponseStatus, str]]] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListResponsesResponse(_message.Message):
    __slots__ = ("responses", "next_page_token")
    RESPONSES_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    responses: _containers.RepeatedCompositeFieldContainer[RecordResponse]
    next_page_token: str
    def __init__(self, responses: _Optional[_Iterable[_Union[RecordResponse, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class DeleteResponseRequest(_message.Message):
    __slots__ = ("id", "request_id")
    ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    request_id: str
    def __init__(self, id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class DeleteResponseResponse(_message.Message):
    __slots__ = ("response",)
    RESPONSE_FIELD_NUMBER: _ClassVar[int]
    response: RecordResponse
    def __init__(self, response: _Optional[_Union[RecordResponse, _Mapping]] = ...) -> None: ...

class GetAgreementRequest(_message.Message):
    __slots__ = ("dataset_id", "question_name", "level")
    DATASET_ID_FIELD_NUMBER: _ClassVar[int]
    QUESTION_NAME_FIELD_NUMBER: _ClassVar[int]
    LEVEL_FIELD_NUMBER: _ClassVar[int]
    dataset_id: str
    question_name: str
    level: MeasurementLevel
    def __init__(self, dataset_id: _Optional[str] = ..., question_name: _Optional[str] = ..., level: _Optional[_Union[MeasurementLevel, str]] = ...) -> None: ...

class GetAgreementResponse(_message.Message):
    __slots__ = ("questions",)
    QUESTIONS_FIELD_NUMBER: _ClassVar[int]
    questions: _containers.RepeatedCompositeFieldContainer[QuestionAgreement]
    def __init__(self, questions: _Optional[_Iterable[_Union[QuestionAgreement, _Mapping]]] = ...) -> None: ...

class QuestionAgreement(_message.Message):
    __slots__ = ("question_name", "level", "alpha", "percent_agreement", "unit_count", "annotator_count", "annotators")
    QUESTION_NAME_FIELD_NUMBER: _ClassVar[int]
    LEVEL_FIELD_NUMBER: _ClassVar[int]
    ALPHA_FIELD_NUMBER: _ClassVar[int]
    PERCENT_AGREEMENT_FIELD_NUMBER: _ClassVar[int]
    UNIT_COUNT_FIELD_NUMBER: _ClassVar[int]
    ANNOTATOR_COUNT_FIELD_NUMBER: _ClassVar[int]
    ANNOTATORS_FIELD_NUMBER: _ClassVar[int]
    question_name: str
    level: MeasurementLevel
    alpha: float
    percent_agreement: float
    unit_count: int
    annotator_count: int
    annotators: _containers.RepeatedCompositeFieldContainer[AnnotatorAgreement]
    def __init__(self, question_name: _Optional[str] = ..., level: _Optional[_Union[MeasurementLevel, str]] = ..., alpha: _Optional[float] = ..., percent_agreement: _Optional[float] = ..., unit_count: _Optional[int] = ..., annotator_count: _Optional[int] = ..., annotators: _Optional[_Iterable[_Union[AnnotatorAgreement, _Mapping]]] = ...) -> None: ...

class AnnotatorAgreement(_message.Message):
    __slots__ = ("user_id", "external_user_id", "unit_count", "alpha_without")
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    EXTERNAL_USER_ID_FIELD_NUMBER: _ClassVar[int]
    UNIT_COUNT_FIELD_NUMBER: _ClassVar[int]
    ALPHA_WITHOUT_FIELD_NUMBER: _ClassVar[int]
    user_id: str
    external_user_id: str
    unit_count: int
    alpha_without: float
    def __init__(self, user_id: _Optional[str] = ..., external_user_id: _Optional[str] = ..., unit_count: _Optional[int] = ..., alpha_without: _Optional[float] = ...) -> None: ...
