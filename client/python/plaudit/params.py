"""The types of arguments: what stands for messages and enums of the contract.

A message is given as itself or as a dictionary of its fields, which type checkers know as the
`…Param` here. An enum is given as itself or by the name of a value. Made from the contract by scripts/python_client; do not edit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Literal, Optional, TypedDict, Union

from google.protobuf.duration_pb2 import Duration as _Duration
from google.protobuf.field_mask_pb2 import FieldMask as _FieldMask
from google.protobuf.struct_pb2 import ListValue as _ListValue
from google.protobuf.struct_pb2 import Struct as _Struct
from google.protobuf.struct_pb2 import Value as _Value
from google.protobuf.timestamp_pb2 import Timestamp as _Timestamp

from plaudit.v1 import (
    admin_pb2,
    target_pb2,
    exchange_pb2,
    feedback_pb2,
    analytics_pb2,
    dataset_pb2,
    export_pb2,
    memory_pb2,
)

Time = Union[datetime, _Timestamp]
"""A moment; a datetime needs a time zone."""
Duration = Union[timedelta, _Duration]
Mask = Union[Sequence[str], _FieldMask]
"""The paths of fields."""
Json = Union[None, bool, float, str, Sequence[Any], Mapping[str, Any], _Value]
JsonList = Union[Sequence[Any], _ListValue]
JsonObject = Union[Mapping[str, Any], _Struct]
Labels = Union[Sequence[str], feedback_pb2.LabelList]
Value = Union[
    bool, int, float, str, Sequence[Any], Mapping[str, Any], _Struct, _ListValue,
    feedback_pb2.LabelList, feedback_pb2.FeedbackValue,
]
"""The value of feedback: a boolean, an integer, a number, a label (str), labels (a list of str),
another list, or a dictionary; FeedbackValue where that is not exact enough."""
Target = Union[
    target_pb2.Target, target_pb2.MessageTarget, target_pb2.RequestTarget, target_pb2.SearchTarget,
    target_pb2.SessionTarget, target_pb2.EntityTarget, "TargetParam",
]
"""What feedback is on: see `plaudit.message` and the others."""
TimeRange = Union[
    target_pb2.TimeRange, tuple[Optional[datetime], Optional[datetime]], "TimeRangeParam"
]
"""From a time, inclusive, to another, exclusive; None for no limit."""

Scope = Union[
    Literal[
        "unspecified", "feedback.write", "feedback.read", "exchanges.write", "memories.read",
        "datasets.write", "datasets.annotate", "analytics.read", "export.read", "admin",
        "history.write"
    ],
    "admin_pb2.Scope",
]
SigningAlgorithm = Union[
    Literal["unspecified", "hs256", "rs256", "es256", "eddsa"],
    "admin_pb2.SigningAlgorithm",
]
Direction = Union[
    Literal["unspecified", "higher_is_better", "lower_is_better"],
    "admin_pb2.Direction",
]
ExchangeStatus = Union[
    Literal["unspecified", "pending", "completed", "failed"],
    "exchange_pb2.ExchangeStatus",
]
ExchangeOrder = Union[
    Literal["unspecified", "created_desc", "created_asc"],
    "exchange_pb2.ExchangeOrder",
]
Rating = Union[
    Literal["unspecified", "positive", "negative"],
    "feedback_pb2.Rating",
]
FeedbackType = Union[
    Literal[
        "unspecified", "thumbs_up", "thumbs_down", "rating", "correction", "report",
        "copy_action", "save_action", "create_document", "memory_relevance", "answer_quality"
    ],
    "feedback_pb2.FeedbackType",
]
FeedbackSource = Union[
    Literal[
        "unspecified", "inline", "post_query", "session_end", "memory_citation", "answer_panel"
    ],
    "feedback_pb2.FeedbackSource",
]
Origin = Union[
    Literal["unspecified", "human", "model", "code"],
    "feedback_pb2.Origin",
]
FeedbackState = Union[
    Literal[
        "unspecified", "active", "pending_target", "deleted", "erased", "overruled"
    ],
    "feedback_pb2.FeedbackState",
]
FeedbackOrder = Union[
    Literal[
        "unspecified", "created_desc", "created_asc", "updated_desc", "updated_asc"
    ],
    "feedback_pb2.FeedbackOrder",
]
Period = Union[
    Literal["unspecified", "hour", "day", "week", "month"],
    "analytics_pb2.Period",
]
ConfidenceBand = Union[
    Literal["unspecified", "low", "medium", "high"],
    "analytics_pb2.ConfidenceBand",
]
TargetKind = Union[
    Literal["unspecified", "message", "request", "search", "session", "entity"],
    "analytics_pb2.TargetKind",
]
SatisfactionDimension = Union[
    Literal[
        "unspecified", "topic", "confidence_band", "name", "source", "type", "model",
        "target_kind"
    ],
    "analytics_pb2.SatisfactionDimension",
]
LowSatisfactionSubject = Union[
    Literal["unspecified", "exchange", "topic"],
    "analytics_pb2.LowSatisfactionSubject",
]
RecordStatus = Union[
    Literal["unspecified", "pending", "completed"],
    "dataset_pb2.RecordStatus",
]
ResponseStatus = Union[
    Literal["unspecified", "draft", "submitted", "discarded"],
    "dataset_pb2.ResponseStatus",
]
MeasurementLevel = Union[
    Literal["unspecified", "nominal", "ordinal", "interval", "ratio"],
    "dataset_pb2.MeasurementLevel",
]
TrainingFormat = Union[
    Literal["unspecified", "kto", "dpo", "sft", "reward", "raw", "reward_pairs"],
    "export_pb2.TrainingFormat",
]
PromptForm = Union[
    Literal["unspecified", "conversational", "plain"],
    "export_pb2.PromptForm",
]
PreferenceSource = Union[
    Literal["unspecified", "ranking", "correction", "rating"],
    "export_pb2.PreferenceSource",
]


class NamespaceParam(TypedDict, total=False):
    """The fields of Namespace."""

    name: str
    api_access_disabled: bool
    early_feedback: bool
    early_feedback_hours: int
    retention_days: int


class ApiKeyParam(TypedDict, total=False):
    """The fields of ApiKey."""

    name: str
    scopes: Sequence[Scope]
    all_namespaces: bool
    expire_time: Time


class SigningKeyParam(TypedDict, total=False):
    """The fields of SigningKey."""

    key_id: str
    algorithm: SigningAlgorithm
    key: str
    issuer: str
    audience: str
    clock_skew_seconds: int


class CriterionParam(TypedDict, total=False):
    """The fields of Criterion."""

    name: str
    description: str
    bool: admin_pb2.BoolCriterion | BoolCriterionParam
    number: admin_pb2.NumberCriterion | NumberCriterionParam
    label: admin_pb2.LabelCriterion | LabelCriterionParam
    text: admin_pb2.TextCriterion | TextCriterionParam


class BoolCriterionParam(TypedDict, total=False):
    """The fields of BoolCriterion."""

    direction: Direction


class NumberCriterionParam(TypedDict, total=False):
    """The fields of NumberCriterion."""

    min: float
    max: float
    direction: Direction


class LabelCriterionParam(TypedDict, total=False):
    """The fields of LabelCriterion."""

    labels: Sequence[str]
    scores: Sequence[float]
    several: bool
    direction: Direction


class TextCriterionParam(TypedDict, total=False):
    """The fields of TextCriterion."""



class TargetParam(TypedDict, total=False):
    """The fields of Target."""

    message: target_pb2.MessageTarget | MessageTargetParam
    request: target_pb2.RequestTarget | RequestTargetParam
    search: target_pb2.SearchTarget | SearchTargetParam
    session: target_pb2.SessionTarget | SessionTargetParam
    entity: target_pb2.EntityTarget | EntityTargetParam


class MessageTargetParam(TypedDict, total=False):
    """The fields of MessageTarget."""

    session_id: str
    message_id: str


class RequestTargetParam(TypedDict, total=False):
    """The fields of RequestTarget."""

    session_id: str
    request_id: str


class SearchTargetParam(TypedDict, total=False):
    """The fields of SearchTarget."""

    search_id: str


class SessionTargetParam(TypedDict, total=False):
    """The fields of SessionTarget."""

    session_id: str


class EntityTargetParam(TypedDict, total=False):
    """The fields of EntityTarget."""

    type: str
    id: str
    message: target_pb2.MessageTarget | MessageTargetParam
    request: target_pb2.RequestTarget | RequestTargetParam
    session: target_pb2.SessionTarget | SessionTargetParam


class TimeRangeParam(TypedDict, total=False):
    """The fields of TimeRange."""

    start: Time
    end: Time


class ExchangeParam(TypedDict, total=False):
    """The fields of Exchange."""

    id: str
    session_id: str
    message_id: str
    request_id: str
    status: ExchangeStatus
    prompt: str
    answer: str
    context: Sequence[exchange_pb2.ChatMessage | ChatMessageParam]
    topic: str
    confidence: float
    model: str
    metadata: JsonObject
    user_id: str
    external_user_id: str
    occur_time: Time


class ChatMessageParam(TypedDict, total=False):
    """The fields of ChatMessage."""

    role: str
    content: str


class ExchangeFilterParam(TypedDict, total=False):
    """The fields of ExchangeFilter."""

    session_id: str
    user_id: str
    external_user_id: str
    topic: str
    model: str
    statuses: Sequence[ExchangeStatus]
    create_time: TimeRange
    occur_time: TimeRange


class FeedbackParam(TypedDict, total=False):
    """The fields of Feedback."""

    id: str
    target: Target
    name: str
    rating: Rating
    value: Value
    score: float
    text: str
    correction: str
    type: FeedbackType
    source: FeedbackSource
    origin: Origin
    impact: Rating
    processed: bool
    cited_memory_ids: Sequence[str]
    cited_node_ids: Sequence[str]
    user_message: feedback_pb2.ObjectPointer | ObjectPointerParam
    assistant_message: feedback_pb2.ObjectPointer | ObjectPointerParam
    user_id: str
    external_user_id: str
    metadata: JsonObject
    occur_time: Time
    external_id: str
    correction_value: Value
    error: feedback_pb2.FeedbackError | FeedbackErrorParam
    overrules: str


class FeedbackErrorParam(TypedDict, total=False):
    """The fields of FeedbackError."""

    code: str
    message: str


class FeedbackValueParam(TypedDict, total=False):
    """The fields of FeedbackValue."""

    bool_value: bool
    int_value: int
    number_value: float
    label: str
    labels: Labels
    object_value: JsonObject
    list_value: JsonList


class LabelListParam(TypedDict, total=False):
    """The fields of LabelList."""

    labels: Sequence[str]


class ObjectPointerParam(TypedDict, total=False):
    """The fields of ObjectPointer."""

    class_name: str
    object_id: str


class FeedbackFilterParam(TypedDict, total=False):
    """The fields of FeedbackFilter."""

    target: Target
    session_id: str
    user_id: str
    external_user_id: str
    creator_id: str
    names: Sequence[str]
    ratings: Sequence[Rating]
    types: Sequence[FeedbackType]
    sources: Sequence[FeedbackSource]
    origins: Sequence[Origin]
    min_score: float
    max_score: float
    text: str
    create_time: TimeRange
    update_time: TimeRange
    states: Sequence[FeedbackState]
    occur_time: TimeRange
    value: feedback_pb2.ValueFilter | ValueFilterParam
    metadata: JsonObject
    targets: Sequence[Target]
    external_ids: Sequence[str]
    entity_types: Sequence[str]
    has_error: bool


class ValueFilterParam(TypedDict, total=False):
    """The fields of ValueFilter."""

    bool_value: bool
    number: feedback_pb2.NumberRange | NumberRangeParam
    labels: Labels


class NumberRangeParam(TypedDict, total=False):
    """The fields of NumberRange."""

    min: float
    max: float


class StreamFeedbackRequestParam(TypedDict, total=False):
    """The fields of StreamFeedbackRequest."""

    stream_id: str
    sequence_number: int
    feedback: feedback_pb2.Feedback | FeedbackParam
    exchange: exchange_pb2.Exchange | ExchangeParam


class FeedbackTokenParam(TypedDict, total=False):
    """The fields of FeedbackToken."""

    target: Target
    names: Sequence[str]
    ratings: Sequence[Rating]
    expire_time: Time
    max_uses: int
    user_id: str
    external_user_id: str


class SatisfactionFilterParam(TypedDict, total=False):
    """The fields of SatisfactionFilter."""

    topics: Sequence[str]
    confidence_bands: Sequence[ConfidenceBand]
    names: Sequence[str]
    sources: Sequence[FeedbackSource]
    types: Sequence[FeedbackType]
    models: Sequence[str]
    target_kinds: Sequence[TargetKind]


class DatasetParam(TypedDict, total=False):
    """The fields of Dataset."""

    id: str
    name: str
    description: str
    fields: Sequence[dataset_pb2.Field | FieldParam]
    questions: Sequence[dataset_pb2.Question | QuestionParam]
    responses_per_record: int


class FieldParam(TypedDict, total=False):
    """The fields of Field."""

    name: str
    title: str
    required: bool
    text: dataset_pb2.TextField | TextFieldParam
    chat: dataset_pb2.ChatField | ChatFieldParam
    image: dataset_pb2.ImageField | ImageFieldParam
    custom: dataset_pb2.CustomField | CustomFieldParam


class TextFieldParam(TypedDict, total=False):
    """The fields of TextField."""



class ChatFieldParam(TypedDict, total=False):
    """The fields of ChatField."""



class ImageFieldParam(TypedDict, total=False):
    """The fields of ImageField."""



class CustomFieldParam(TypedDict, total=False):
    """The fields of CustomField."""



class QuestionParam(TypedDict, total=False):
    """The fields of Question."""

    name: str
    title: str
    description: str
    required: bool
    text: dataset_pb2.TextQuestion | TextQuestionParam
    rating: dataset_pb2.RatingQuestion | RatingQuestionParam
    label: dataset_pb2.LabelQuestion | LabelQuestionParam
    multi_label: dataset_pb2.MultiLabelQuestion | MultiLabelQuestionParam
    ranking: dataset_pb2.RankingQuestion | RankingQuestionParam
    span: dataset_pb2.SpanQuestion | SpanQuestionParam


class TextQuestionParam(TypedDict, total=False):
    """The fields of TextQuestion."""



class RatingQuestionParam(TypedDict, total=False):
    """The fields of RatingQuestion."""

    values: Sequence[int]


class LabelQuestionParam(TypedDict, total=False):
    """The fields of LabelQuestion."""

    labels: Sequence[str]


class MultiLabelQuestionParam(TypedDict, total=False):
    """The fields of MultiLabelQuestion."""

    labels: Sequence[str]


class RankingQuestionParam(TypedDict, total=False):
    """The fields of RankingQuestion."""

    options: Sequence[str]
    allow_ties: bool


class SpanQuestionParam(TypedDict, total=False):
    """The fields of SpanQuestion."""

    field: str
    labels: Sequence[str]
    allow_overlapping: bool


class RecordParam(TypedDict, total=False):
    """The fields of Record."""

    dataset_id: str
    field_to_value: JsonObject
    external_id: str
    metadata: JsonObject
    suggestions: Sequence[dataset_pb2.Suggestion | SuggestionParam]
    exchange_id: str
    occur_time: Time
    assigned_annotators: Sequence[dataset_pb2.Annotator | AnnotatorParam]


class SuggestionParam(TypedDict, total=False):
    """The fields of Suggestion."""

    question_name: str
    value: Json
    score: float
    agent: str


class RecordResponseParam(TypedDict, total=False):
    """The fields of RecordResponse."""

    id: str
    record_id: str
    status: ResponseStatus
    values: JsonObject
    user_id: str
    external_user_id: str
    occur_time: Time


class NewRecordParam(TypedDict, total=False):
    """The fields of NewRecord."""

    record: dataset_pb2.Record | RecordParam
    responses: Sequence[dataset_pb2.RecordResponse | RecordResponseParam]


class AnnotatorParam(TypedDict, total=False):
    """The fields of Annotator."""

    user_id: str
    external_user_id: str


class RecordFilterParam(TypedDict, total=False):
    """The fields of RecordFilter."""

    statuses: Sequence[RecordStatus]
    answered_by: dataset_pb2.Annotator | AnnotatorParam
    not_answered_by: dataset_pb2.Annotator | AnnotatorParam
    metadata: JsonObject
    create_time: TimeRange
    update_time: TimeRange
    external_id: str
    occur_time: TimeRange
    exchange_ids: Sequence[str]
    text: str
    answers: Sequence[dataset_pb2.AnswerFilter | AnswerFilterParam]
    suggestions: Sequence[dataset_pb2.SuggestionFilter | SuggestionFilterParam]
    metadata_ranges: Sequence[dataset_pb2.MetadataRange | MetadataRangeParam]


class AnswerFilterParam(TypedDict, total=False):
    """The fields of AnswerFilter."""

    question_name: str
    values: Sequence[Json]
    min: float
    max: float


class SuggestionFilterParam(TypedDict, total=False):
    """The fields of SuggestionFilter."""

    question_name: str
    values: Sequence[Json]
    min_score: float
    max_score: float
    agent: str


class MetadataRangeParam(TypedDict, total=False):
    """The fields of MetadataRange."""

    key: str
    min: float
    max: float


class PooledQuestionsParam(TypedDict, total=False):
    """The fields of PooledQuestions."""

    question_names: Sequence[str]


class ExportFilterParam(TypedDict, total=False):
    """The fields of ExportFilter."""

    time_range: TimeRange
    names: Sequence[str]
    topics: Sequence[str]
    models: Sequence[str]
    origins: Sequence[Origin]


class DatasetSourceParam(TypedDict, total=False):
    """The fields of DatasetSource."""

    dataset_id: str
    prompt_field: str
    answers: Sequence[export_pb2.JudgedAnswer | JudgedAnswerParam]


class JudgedAnswerParam(TypedDict, total=False):
    """The fields of JudgedAnswer."""

    completion_field: str
    question_name: str
    desirable_labels: Sequence[str]
    undesirable_labels: Sequence[str]
    desirable_from: int
    undesirable_to: int


class MemoryFilterParam(TypedDict, total=False):
    """The fields of MemoryFilter."""

    session_id: str
    topic: str
    user_id: str
    external_user_id: str
