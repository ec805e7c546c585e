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

    name: str | None
    api_access_disabled: bool | None
    early_feedback: bool | None
    early_feedback_hours: int | None
    retention_days: int | None


class ApiKeyParam(TypedDict, total=False):
    """The fields of ApiKey."""

    name: str | None
    scopes: Sequence[Scope] | None
    all_namespaces: bool | None
    expire_time: Time | None


class SigningKeyParam(TypedDict, total=False):
    """The fields of SigningKey."""

    key_id: str | None
    algorithm: SigningAlgorithm | None
    key: str | None
    issuer: str | None
    audience: str | None
    clock_skew_seconds: int | None


class CriterionParam(TypedDict, total=False):
    """The fields of Criterion."""

    name: str | None
    description: str | None
    bool: admin_pb2.BoolCriterion | BoolCriterionParam | None
    number: admin_pb2.NumberCriterion | NumberCriterionParam | None
    label: admin_pb2.LabelCriterion | LabelCriterionParam | None
    text: admin_pb2.TextCriterion | TextCriterionParam | None


class BoolCriterionParam(TypedDict, total=False):
    """The fields of BoolCriterion."""

    direction: Direction | None


class NumberCriterionParam(TypedDict, total=False):
    """The fields of NumberCriterion."""

    min: float | None
    max: float | None
    direction: Direction | None


class LabelCriterionParam(TypedDict, total=False):
    """The fields of LabelCriterion."""

    labels: Sequence[str] | None
    scores: Sequence[float] | None
    several: bool | None
    direction: Direction | None


class TextCriterionParam(TypedDict, total=False):
    """The fields of TextCriterion."""



class TargetParam(TypedDict, total=False):
    """The fields of Target."""

    message: target_pb2.MessageTarget | MessageTargetParam | None
    request: target_pb2.RequestTarget | RequestTargetParam | None
    search: target_pb2.SearchTarget | SearchTargetParam | None
    session: target_pb2.SessionTarget | SessionTargetParam | None
    entity: target_pb2.EntityTarget | EntityTargetParam | None


class MessageTargetParam(TypedDict, total=False):
    """The fields of MessageTarget."""

    session_id: str | None
    message_id: str | None


class RequestTargetParam(TypedDict, total=False):
    """The fields of RequestTarget."""

    session_id: str | None
    request_id: str | None


class SearchTargetParam(TypedDict, total=False):
    """The fields of SearchTarget."""

    search_id: str | None


class SessionTargetParam(TypedDict, total=False):
    """The fields of SessionTarget."""

    session_id: str | None


class EntityTargetParam(TypedDict, total=False):
    """The fields of EntityTarget."""

    type: str | None
    id: str | None
    message: target_pb2.MessageTarget | MessageTargetParam | None
    request: target_pb2.RequestTarget | RequestTargetParam | None
    session: target_pb2.SessionTarget | SessionTargetParam | None


class TimeRangeParam(TypedDict, total=False):
    """The fields of TimeRange."""

    start: Time | None
    end: Time | None


class ExchangeParam(TypedDict, total=False):
    """The fields of Exchange."""

    id: str | None
    session_id: str | None
    message_id: str | None
    request_id: str | None
    status: ExchangeStatus | None
    prompt: str | None
    answer: str | None
    context: Sequence[exchange_pb2.ChatMessage | ChatMessageParam] | None
    topic: str | None
    confidence: float | None
    model: str | None
    metadata: JsonObject | None
    user_id: str | None
    external_user_id: str | None
    occur_time: Time | None


class ChatMessageParam(TypedDict, total=False):
    """The fields of ChatMessage."""

    role: str | None
    content: str | None


class ExchangeFilterParam(TypedDict, total=False):
    """The fields of ExchangeFilter."""

    session_id: str | None
    user_id: str | None
    external_user_id: str | None
    topic: str | None
    model: str | None
    statuses: Sequence[ExchangeStatus] | None
    create_time: TimeRange | None
    occur_time: TimeRange | None


class FeedbackParam(TypedDict, total=False):
    """The fields of Feedback."""

    id: str | None
    target: Target | None
    name: str | None
    rating: Rating | None
    value: Value | None
    score: float | None
    text: str | None
    correction: str | None
    type: FeedbackType | None
    source: FeedbackSource | None
    origin: Origin | None
    impact: Rating | None
    processed: bool | None
    cited_memory_ids: Sequence[str] | None
    cited_node_ids: Sequence[str] | None
    user_message: feedback_pb2.ObjectPointer | ObjectPointerParam | None
    assistant_message: feedback_pb2.ObjectPointer | ObjectPointerParam | None
    user_id: str | None
    external_user_id: str | None
    metadata: JsonObject | None
    occur_time: Time | None
    external_id: str | None
    correction_value: Value | None
    error: feedback_pb2.FeedbackError | FeedbackErrorParam | None
    overrules: str | None


class FeedbackErrorParam(TypedDict, total=False):
    """The fields of FeedbackError."""

    code: str | None
    message: str | None


class FeedbackValueParam(TypedDict, total=False):
    """The fields of FeedbackValue."""

    bool_value: bool | None
    int_value: int | None
    number_value: float | None
    label: str | None
    labels: Labels | None
    object_value: JsonObject | None
    list_value: JsonList | None


class LabelListParam(TypedDict, total=False):
    """The fields of LabelList."""

    labels: Sequence[str] | None


class ObjectPointerParam(TypedDict, total=False):
    """The fields of ObjectPointer."""

    class_name: str | None
    object_id: str | None


class FeedbackFilterParam(TypedDict, total=False):
    """The fields of FeedbackFilter."""

    target: Target | None
    session_id: str | None
    user_id: str | None
    external_user_id: str | None
    creator_id: str | None
    names: Sequence[str] | None
    ratings: Sequence[Rating] | None
    types: Sequence[FeedbackType] | None
    sources: Sequence[FeedbackSource] | None
    origins: Sequence[Origin] | None
    min_score: float | None
    max_score: float | None
    text: str | None
    create_time: TimeRange | None
    update_time: TimeRange | None
    states: Sequence[FeedbackState] | None
    occur_time: TimeRange | None
    value: feedback_pb2.ValueFilter | ValueFilterParam | None
    metadata: JsonObject | None
    targets: Sequence[Target] | None
    external_ids: Sequence[str] | None
    entity_types: Sequence[str] | None
    has_error: bool | None


class ValueFilterParam(TypedDict, total=False):
    """The fields of ValueFilter."""

    bool_value: bool | None
    number: feedback_pb2.NumberRange | NumberRangeParam | None
    labels: Labels | None


class NumberRangeParam(TypedDict, total=False):
    """The fields of NumberRange."""

    min: float | None
    max: float | None


class StreamFeedbackRequestParam(TypedDict, total=False):
    """The fields of StreamFeedbackRequest."""

    stream_id: str | None
    sequence_number: int | None
    feedback: feedback_pb2.Feedback | FeedbackParam | None
    exchange: exchange_pb2.Exchange | ExchangeParam | None


class FeedbackTokenParam(TypedDict, total=False):
    """The fields of FeedbackToken."""

    target: Target | None
    names: Sequence[str] | None
    ratings: Sequence[Rating] | None
    expire_time: Time | None
    max_uses: int | None
    user_id: str | None
    external_user_id: str | None


class SatisfactionFilterParam(TypedDict, total=False):
    """The fields of SatisfactionFilter."""

    topics: Sequence[str] | None
    confidence_bands: Sequence[ConfidenceBand] | None
    names: Sequence[str] | None
    sources: Sequence[FeedbackSource] | None
    types: Sequence[FeedbackType] | None
    models: Sequence[str] | None
    target_kinds: Sequence[TargetKind] | None


class DatasetParam(TypedDict, total=False):
    """The fields of Dataset."""

    id: str | None
    name: str | None
    description: str | None
    fields: Sequence[dataset_pb2.Field | FieldParam] | None
    questions: Sequence[dataset_pb2.Question | QuestionParam] | None
    responses_per_record: int | None


class FieldParam(TypedDict, total=False):
    """The fields of Field."""

    name: str | None
    title: str | None
    required: bool | None
    text: dataset_pb2.TextField | TextFieldParam | None
    chat: dataset_pb2.ChatField | ChatFieldParam | None
    image: dataset_pb2.ImageField | ImageFieldParam | None
    custom: dataset_pb2.CustomField | CustomFieldParam | None


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

    name: str | None
    title: str | None
    description: str | None
    required: bool | None
    text: dataset_pb2.TextQuestion | TextQuestionParam | None
    rating: dataset_pb2.RatingQuestion | RatingQuestionParam | None
    label: dataset_pb2.LabelQuestion | LabelQuestionParam | None
    multi_label: dataset_pb2.MultiLabelQuestion | MultiLabelQuestionParam | None
    ranking: dataset_pb2.RankingQuestion | RankingQuestionParam | None
    span: dataset_pb2.SpanQuestion | SpanQuestionParam | None


class TextQuestionParam(TypedDict, total=False):
    """The fields of TextQuestion."""



class RatingQuestionParam(TypedDict, total=False):
    """The fields of RatingQuestion."""

    values: Sequence[int] | None


class LabelQuestionParam(TypedDict, total=False):
    """The fields of LabelQuestion."""

    labels: Sequence[str] | None


class MultiLabelQuestionParam(TypedDict, total=False):
    """The fields of MultiLabelQuestion."""

    labels: Sequence[str] | None


class RankingQuestionParam(TypedDict, total=False):
    """The fields of RankingQuestion."""

    options: Sequence[str] | None
    allow_ties: bool | None


class SpanQuestionParam(TypedDict, total=False):
    """The fields of SpanQuestion."""

    field: str | None
    labels: Sequence[str] | None
    allow_overlapping: bool | None


class RecordParam(TypedDict, total=False):
    """The fields of Record."""

    dataset_id: str | None
    field_to_value: JsonObject | None
    external_id: str | None
    metadata: JsonObject | None
    suggestions: Sequence[dataset_pb2.Suggestion | SuggestionParam] | None
    exchange_id: str | None
    occur_time: Time | None
    assigned_annotators: Sequence[dataset_pb2.Annotator | AnnotatorParam] | None


class SuggestionParam(TypedDict, total=False):
    """The fields of Suggestion."""

    question_name: str | None
    value: Json | None
    score: float | None
    agent: str | None


class RecordResponseParam(TypedDict, total=False):
    """The fields of RecordResponse."""

    id: str | None
    record_id: str | None
    status: ResponseStatus | None
    values: JsonObject | None
    user_id: str | None
    external_user_id: str | None
    occur_time: Time | None


class NewRecordParam(TypedDict, total=False):
    """The fields of NewRecord."""

    record: dataset_pb2.Record | RecordParam | None
    responses: Sequence[dataset_pb2.RecordResponse | RecordResponseParam] | None


class AnnotatorParam(TypedDict, total=False):
    """The fields of Annotator."""

    user_id: str | None
    external_user_id: str | None


class RecordFilterParam(TypedDict, total=False):
    """The fields of RecordFilter."""

    statuses: Sequence[RecordStatus] | None
    answered_by: dataset_pb2.Annotator | AnnotatorParam | None
    not_answered_by: dataset_pb2.Annotator | AnnotatorParam | None
    metadata: JsonObject | None
    create_time: TimeRange | None
    update_time: TimeRange | None
    external_id: str | None
    occur_time: TimeRange | None
    exchange_ids: Sequence[str] | None
    text: str | None
    answers: Sequence[dataset_pb2.AnswerFilter | AnswerFilterParam] | None
    suggestions: Sequence[dataset_pb2.SuggestionFilter | SuggestionFilterParam] | None
    metadata_ranges: Sequence[dataset_pb2.MetadataRange | MetadataRangeParam] | None


class AnswerFilterParam(TypedDict, total=False):
    """The fields of AnswerFilter."""

    question_name: str | None
    values: Sequence[Json] | None
    min: float | None
    max: float | None


class SuggestionFilterParam(TypedDict, total=False):
    """The fields of SuggestionFilter."""

    question_name: str | None
    values: Sequence[Json] | None
    min_score: float | None
    max_score: float | None
    agent: str | None


class MetadataRangeParam(TypedDict, total=False):
    """The fields of MetadataRange."""

    key: str | None
    min: float | None
    max: float | None


class PooledQuestionsParam(TypedDict, total=False):
    """The fields of PooledQuestions."""

    question_names: Sequence[str] | None


class ExportFilterParam(TypedDict, total=False):
    """The fields of ExportFilter."""

    time_range: TimeRange | None
    names: Sequence[str] | None
    topics: Sequence[str] | None
    models: Sequence[str] | None
    origins: Sequence[Origin] | None


class DatasetSourceParam(TypedDict, total=False):
    """The fields of DatasetSource."""

    dataset_id: str | None
    prompt_field: str | None
    answers: Sequence[export_pb2.JudgedAnswer | JudgedAnswerParam] | None


class JudgedAnswerParam(TypedDict, total=False):
    """The fields of JudgedAnswer."""

    completion_field: str | None
    question_name: str | None
    desirable_labels: Sequence[str] | None
    undesirable_labels: Sequence[str] | None
    desirable_from: int | None
    undesirable_to: int | None


class MemoryFilterParam(TypedDict, total=False):
    """The fields of MemoryFilter."""

    session_id: str | None
    topic: str | None
    user_id: str | None
    external_user_id: str | None
