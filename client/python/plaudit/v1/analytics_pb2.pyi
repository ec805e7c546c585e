import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from plaudit.v1 import exchange_pb2 as _exchange_pb2
from plaudit.v1 import feedback_pb2 as _feedback_pb2
from plaudit.v1 import target_pb2 as _target_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Period(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    PERIOD_UNSPECIFIED: _ClassVar[Period]
    PERIOD_HOUR: _ClassVar[Period]
    PERIOD_DAY: _ClassVar[Period]
    PERIOD_WEEK: _ClassVar[Period]
    PERIOD_MONTH: _ClassVar[Period]

class ConfidenceBand(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    CONFIDENCE_BAND_UNSPECIFIED: _ClassVar[ConfidenceBand]
    CONFIDENCE_BAND_LOW: _ClassVar[ConfidenceBand]
    CONFIDENCE_BAND_MEDIUM: _ClassVar[ConfidenceBand]
    CONFIDENCE_BAND_HIGH: _ClassVar[ConfidenceBand]

class TargetKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    TARGET_KIND_UNSPECIFIED: _ClassVar[TargetKind]
    TARGET_KIND_MESSAGE: _ClassVar[TargetKind]
    TARGET_KIND_REQUEST: _ClassVar[TargetKind]
    TARGET_KIND_SEARCH: _ClassVar[TargetKind]
    TARGET_KIND_SESSION: _ClassVar[TargetKind]
    TARGET_KIND_ENTITY: _ClassVar[TargetKind]

class SatisfactionDimension(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    SATISFACTION_DIMENSION_UNSPECIFIED: _ClassVar[SatisfactionDimension]
    SATISFACTION_DIMENSION_TOPIC: _ClassVar[SatisfactionDimension]
    SATISFACTION_DIMENSION_CONFIDENCE_BAND: _ClassVar[SatisfactionDimension]
    SATISFACTION_DIMENSION_NAME: _ClassVar[SatisfactionDimension]
    SATISFACTION_DIMENSION_SOURCE: _ClassVar[SatisfactionDimension]
    SATISFACTION_DIMENSION_TYPE: _ClassVar[SatisfactionDimension]
    SATISFACTION_DIMENSION_MODEL: _ClassVar[SatisfactionDimension]
    SATISFACTION_DIMENSION_TARGET_KIND: _ClassVar[SatisfactionDimension]

class LowSatisfactionSubject(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    LOW_SATISFACTION_SUBJECT_UNSPECIFIED: _ClassVar[LowSatisfactionSubject]
    LOW_SATISFACTION_SUBJECT_EXCHANGE: _ClassVar[LowSatisfactionSubject]
    LOW_SATISFACTION_SUBJECT_TOPIC: _ClassVar[LowSatisfactionSubject]
PERIOD_UNSPECIFIED: Period
PERIOD_HOUR: Period
PERIOD_DAY: Period
PERIOD_WEEK: Period
PERIOD_MONTH: Period
CONFIDENCE_BAND_UNSPECIFIED: ConfidenceBand
CONFIDENCE_BAND_LOW: ConfidenceBand
CONFIDENCE_BAND_MEDIUM: ConfidenceBand
CONFIDENCE_BAND_HIGH: ConfidenceBand
TARGET_KIND_UNSPECIFIED: TargetKind
TARGET_KIND_MESSAGE: TargetKind
TARGET_KIND_REQUEST: TargetKind
TARGET_KIND_SEARCH: TargetKind
TARGET_KIND_SESSION: TargetKind
TARGET_KIND_ENTITY: TargetKind
SATISFACTION_DIMENSION_UNSPECIFIED: SatisfactionDimension
SATISFACTION_DIMENSION_TOPIC: SatisfactionDimension
SATISFACTION_DIMENSION_CONFIDENCE_BAND: SatisfactionDimension
SATISFACTION_DIMENSION_NAME: SatisfactionDimension
SATISFACTION_DIMENSION_SOURCE: SatisfactionDimension
SATISFACTION_DIMENSION_TYPE: SatisfactionDimension
SATISFACTION_DIMENSION_MODEL: SatisfactionDimension
SATISFACTION_DIMENSION_TARGET_KIND: SatisfactionDimension
LOW_SATISFACTION_SUBJECT_UNSPECIFIED: LowSatisfactionSubject
LOW_SATISFACTION_SUBJECT_EXCHANGE: LowSatisfactionSubject
LOW_SATISFACTION_SUBJECT_TOPIC: LowSatisfactionSubject

class SatisfactionFilter(_message.Message):
    __slots__ = ("topics", "confidence_bands", "names", "sources", "types", "models", "target_kinds")
    TOPICS_FIELD_NUMBER: _ClassVar[int]
    CONFIDENCE_BANDS_FIELD_NUMBER: _ClassVar[int]
    NAMES_FIELD_NUMBER: _ClassVar[int]
    SOURCES_FIELD_NUMBER: _ClassVar[int]
    TYPES_FIELD_NUMBER: _ClassVar[int]
    MODELS_FIELD_NUMBER: _ClassVar[int]
    TARGET_KINDS_FIELD_NUMBER: _ClassVar[int]
    topics: _containers.RepeatedScalarFieldContainer[str]
    confidence_bands: _containers.RepeatedScalarFieldContainer[ConfidenceBand]
    names: _containers.RepeatedScalarFieldContainer[str]
    sources: _containers.RepeatedScalarFieldContainer[_feedback_pb2.FeedbackSource]
    types: _containers.RepeatedScalarFieldContainer[_feedback_pb2.FeedbackType]
    models: _containers.RepeatedScalarFieldContainer[str]
    target_kinds: _containers.RepeatedScalarFieldContainer[TargetKind]
    def __init__(self, topics: _Optional[_Iterable[str]] = ..., confidence_bands: _Optional[_Iterable[_Union[ConfidenceBand, str]]] = ..., names: _Optional[_Iterable[str]] = ..., sources: _Optional[_Iterable[_Union[_feedback_pb2.FeedbackSource, str]]] = ..., types: _Optional[_Iterable[_Union[_feedback_pb2.FeedbackType, str]]] = ..., models: _Optional[_Iterable[str]] = ..., target_kinds: _Optional[_Iterable[_Union[TargetKind, str]]] = ...) -> None: ...

class QuerySatisfactionRequest(_message.Message):
    __slots__ = ("time_range", "time_zone", "period", "filter", "group_by", "max_groups")
    TIME_RANGE_FIELD_NUMBER: _ClassVar[int]
    TIME_ZONE_FIELD_NUMBER: _ClassVar[int]
    PERIOD_FIELD_NUMBER: _ClassVar[int]
    FILTER_FIELD_NUMBER: _ClassVar[int]
    GROUP_BY_FIELD_NUMBER: _ClassVar[int]
    MAX_GROUPS_FIELD_NUMBER: _ClassVar[int]
    time_range: _target_pb2.TimeRange
    time_zone: str
    period: Period
    filter: SatisfactionFilter
    group_by: _containers.RepeatedScalarFieldContainer[SatisfactionDimension]
    max_groups: int
    def __init__(self, time_range: _Optional[_Union[_target_pb2.TimeRange, _Mapping]] = ..., time_zone: _Optional[str] = ..., period: _Optional[_Union[Period, str]] = ..., filter: _Optional[_Union[SatisfactionFilter, _Mapping]] = ..., group_by: _Optional[_Iterable[_Union[SatisfactionDimension, str]]] = ..., max_groups: _Optional[int] = ...) -> None: ...

class QuerySatisfactionResponse(_message.Message):
    __slots__ = ("series", "total", "omitted_group_count", "time_range")
    SERIES_FIELD_NUMBER: _ClassVar[int]
    TOTAL_FIELD_NUMBER: _ClassVar[int]
    OMITTED_GROUP_COUNT_FIELD_NUMBER: _ClassVar[int]
    TIME_RANGE_FIELD_NUMBER: _ClassVar[int]
    series: _containers.RepeatedCompositeFieldContainer[SatisfactionSeries]
    total: Satisfaction
    omitted_group_count: int
    time_range: _target_pb2.TimeRange
    def __init__(self, series: _Optional[_Iterable[_Union[SatisfactionSeries, _Mapping]]] = ..., total: _Optional[_Union[Satisfaction, _Mapping]] = ..., omitted_group_count: _Optional[int] = ..., time_range: _Optional[_Union[_target_pb2.TimeRange, _Mapping]] = ...) -> None: ...

class SatisfactionSeries(_message.Message):
    __slots__ = ("group", "total", "periods")
    GROUP_FIELD_NUMBER: _ClassVar[int]
    TOTAL_FIELD_NUMBER: _ClassVar[int]
    PERIODS_FIELD_NUMBER: _ClassVar[int]
    group: SatisfactionGroup
    total: Satisfaction
    periods: _containers.RepeatedCompositeFieldContainer[SatisfactionPeriod]
    def __init__(self, group: _Optional[_Union[SatisfactionGroup, _Mapping]] = ..., total: _Optional[_Union[Satisfaction, _Mapping]] = ..., periods: _Optional[_Iterable[_Union[SatisfactionPeriod, _Mapping]]] = ...) -> None: ...

class SatisfactionGroup(_message.Message):
    __slots__ = ("topic", "confidence_band", "name", "source", "type", "model", "target_kind")
    TOPIC_FIELD_NUMBER: _ClassVar[int]
    CONFIDENCE_BAND_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    TYPE_FIELD_NUMBER: _ClassVar[int]
    MODEL_FIELD_NUMBER: _ClassVar[int]
    TARGET_KIND_FIELD_NUMBER: _ClassVar[int]
    topic: str
    confidence_band: ConfidenceBand
    name: str
    source: _feedback_pb2.FeedbackSource
    type: _feedback_pb2.FeedbackType
    model: str
    target_kind: TargetKind
    def __init__(self, topic: _Optional[str] = ..., confidence_band: _Optional[_Union[ConfidenceBand, str]] = ..., name: _Optional[str] = ..., source: _Optional[_Union[_feedback_pb2.FeedbackSource, str]] = ..., type: _Optional[_Union[_feedback_pb2.FeedbackType, str]] = ..., model: _Optional[str] = ..., target_kind: _Optional[_Union[TargetKind, str]] = ...) -> None: ...

class SatisfactionPeriod(_message.Message):
    __slots__ = ("start_time", "end_time", "satisfaction")
    START_TIME_FIELD_NUMBER: _ClassVar[int]
    END_TIME_FIELD_NUMBER: _ClassVar[int]
    SATISFACTION_FIELD_NUMBER: _ClassVar[int]
    start_time: _timestamp_pb2.Timestamp
    end_time: _timestamp_pb2.Timestamp
    satisfaction: Satisfaction
    def __init__(self, start_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., end_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., satisfaction: _Optional[_Union[Satisfaction, _Mapping]] = ...) -> None: ...

class Satisfaction(_message.Message):
    __slots__ = ("feedback_count", "positive_count", "negative_count", "score_count", "satisfaction_rate", "mean_score", "error_count")
    FEEDBACK_COUNT_FIELD_NUMBER: _ClassVar[int]
    POSITIVE_COUNT_FIELD_NUMBER: _ClassVar[int]
    NEGATIVE_COUNT_FIELD_NUMBER: _ClassVar[int]
    SCORE_COUNT_FIELD_NUMBER: _ClassVar[int]
    SATISFACTION_RATE_FIELD_NUMBER: _ClassVar[int]
    MEAN_SCORE_FIELD_NUMBER: _ClassVar[int]
    ERROR_COUNT_FIELD_NUMBER: _ClassVar[int]
    feedback_count: int
    positive_count: int
    negative_count: int
    score_count: int
    satisfaction_rate: float
    mean_score: float
    error_count: int
    def __init__(self, feedback_count: _Optional[int] = ..., positive_count: _Optional[int] = ..., negative_count: _Optional[int] = ..., score_count: _Optional[int] = ..., satisfaction_rate: _Optional[float] = ..., mean_score: _Optional[float] = ..., error_count: _Optional[int] = ...) -> None: ...

class ListLowSatisfactionRequest(_message.Message):
    __slots__ = ("time_range", "subject", "filter", "max_results", "max_examples")
    TIME_RANGE_FIELD_NUMBER: _ClassVar[int]
    SUBJECT_FIELD_NUMBER: _ClassVar[int]
    FILTER_FIELD_NUMBER: _ClassVar[int]
    MAX_RESULTS_FIELD_NUMBER: _ClassVar[int]
    MAX_EXAMPLES_FIELD_NUMBER: _ClassVar[int]
    time_range: _target_pb2.TimeRange
    subject: LowSatisfactionSubject
    filter: SatisfactionFilter
    max_results: int
    max_examples: int
    def __init__(self, time_range: _Optional[_Union[_target_pb2.TimeRange, _Mapping]] = ..., subject: _Optional[_Union[LowSatisfactionSubject, str]] = ..., filter: _Optional[_Union[SatisfactionFilter, _Mapping]] = ..., max_results: _Optional[int] = ..., max_examples: _Optional[int] = ...) -> None: ...

class ListLowSatisfactionResponse(_message.Message):
    __slots__ = ("results", "truncated")
    RESULTS_FIELD_NUMBER: _ClassVar[int]
    TRUNCATED_FIELD_NUMBER: _ClassVar[int]
    results: _containers.RepeatedCompositeFieldContainer[LowSatisfaction]
    truncated: bool
    def __init__(self, results: _Optional[_Iterable[_Union[LowSatisfaction, _Mapping]]] = ..., truncated: bool = ...) -> None: ...

class LowSatisfaction(_message.Message):
    __slots__ = ("exchange", "topic", "satisfaction", "dissatisfaction", "examples")
    EXCHANGE_FIELD_NUMBER: _ClassVar[int]
    TOPIC_FIELD_NUMBER: _ClassVar[int]
    SATISFACTION_FIELD_NUMBER: _ClassVar[int]
    DISSATISFACTION_FIELD_NUMBER: _ClassVar[int]
    EXAMPLES_FIELD_NUMBER: _ClassVar[int]
    exchange: _exchange_pb2.Exchange
    topic: str
    satisfaction: Satisfaction
    dissatisfaction: float
    examples: _containers.RepeatedCompositeFieldContainer[FeedbackExample]
    def __init__(self, exchange: _Optional[_Union[_exchange_pb2.Exchange, _Mapping]] = ..., topic: _Optional[str] = ..., satisfaction: _Optional[_Union[Satisfaction, _Mapping]] = ..., dissatisfaction: _Optional[float] = ..., examples: _Optional[_Iterable[_Union[FeedbackExample, _Mapping]]] = ...) -> None: ...

class FeedbackExample(_message.Message):
    __slots__ = ("feedback_id", "exchange_id", "text", "correction", "create_time", "occur_time", "correction_value")
    FEEDBACK_ID_FIELD_NUMBER: _ClassVar[int]
    EXCHANGE_ID_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    CORRECTION_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    OCCUR_TIME_FIELD_NUMBER: _ClassVar[int]
    CORRECTION_VALUE_FIELD_NUMBER: _ClassVar[int]
    feedback_id: str
    exchange_id: str
    text: str
    correction: str
    create_time: _timestamp_pb2.Timestamp
    occur_time: _timestamp_pb2.Timestamp
    correction_value: _feedback_pb2.FeedbackValue
    def __init__(self, feedback_id: _Optional[str] = ..., exchange_id: _Optional[str] = ..., text: _Optional[str] = ..., correction: _Optional[str] = ..., create_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., occur_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., correction_value: _Optional[_Union[_feedback_pb2.FeedbackValue, _Mapping]] = ...) -> None: ...
