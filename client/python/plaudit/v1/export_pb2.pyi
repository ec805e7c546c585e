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

class TrainingFormat(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    TRAINING_FORMAT_UNSPECIFIED: _ClassVar[TrainingFormat]
    TRAINING_FORMAT_KTO: _ClassVar[TrainingFormat]
    TRAINING_FORMAT_DPO: _ClassVar[TrainingFormat]
    TRAINING_FORMAT_SFT: _ClassVar[TrainingFormat]
    TRAINING_FORMAT_REWARD: _ClassVar[TrainingFormat]
    TRAINING_FORMAT_RAW: _ClassVar[TrainingFormat]
    TRAINING_FORMAT_REWARD_PAIRS: _ClassVar[TrainingFormat]

class PromptForm(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    PROMPT_FORM_UNSPECIFIED: _ClassVar[PromptForm]
    PROMPT_FORM_CONVERSATIONAL: _ClassVar[PromptForm]
    PROMPT_FORM_PLAIN: _ClassVar[PromptForm]

class PreferenceSource(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    PREFERENCE_SOURCE_UNSPECIFIED: _ClassVar[PreferenceSource]
    PREFERENCE_SOURCE_RANKING: _ClassVar[PreferenceSource]
    PREFERENCE_SOURCE_CORRECTION: _ClassVar[PreferenceSource]
    PREFERENCE_SOURCE_RATING: _ClassVar[PreferenceSource]
TRAINING_FORMAT_UNSPECIFIED: TrainingFormat
TRAINING_FORMAT_KTO: TrainingFormat
TRAINING_FORMAT_DPO: TrainingFormat
TRAINING_FORMAT_SFT: TrainingFormat
TRAINING_FORMAT_REWARD: TrainingFormat
TRAINING_FORMAT_RAW: TrainingFormat
TRAINING_FORMAT_REWARD_PAIRS: TrainingFormat
PROMPT_FORM_UNSPECIFIED: PromptForm
PROMPT_FORM_CONVERSATIONAL: PromptForm
PROMPT_FORM_PLAIN: PromptForm
PREFERENCE_SOURCE_UNSPECIFIED: PreferenceSource
PREFERENCE_SOURCE_RANKING: PreferenceSource
PREFERENCE_SOURCE_CORRECTION: PreferenceSource
PREFERENCE_SOURCE_RATING: PreferenceSource

class ExportFilter(_message.Message):
    __slots__ = ("time_range", "names", "topics", "models", "origins")
    TIME_RANGE_FIELD_NUMBER: _ClassVar[int]
    NAMES_FIELD_NUMBER: _ClassVar[int]
    TOPICS_FIELD_NUMBER: _ClassVar[int]
    MODELS_FIELD_NUMBER: _ClassVar[int]
    ORIGINS_FIELD_NUMBER: _ClassVar[int]
    time_range: _target_pb2.TimeRange
    names: _containers.RepeatedScalarFieldContainer[str]
    topics: _containers.RepeatedScalarFieldContainer[str]
    models: _containers.RepeatedScalarFieldContainer[str]
    origins: _containers.RepeatedScalarFieldContainer[_feedback_pb2.Origin]
    def __init__(self, time_range: _Optional[_Union[_target_pb2.TimeRange, _Mapping]] = ..., names: _Optional[_Iterable[str]] = ..., topics: _Optional[_Iterable[str]] = ..., models: _Optional[_Iterable[str]] = ..., origins: _Optional[_Iterable[_Union[_feedback_pb2.Origin, str]]] = ...) -> None: ...

class DatasetSource(_message.Message):
    __slots__ = ("dataset_id", "prompt_field", "answers")
    DATASET_ID_FIELD_NUMBER: _ClassVar[int]
    PROMPT_FIELD_FIELD_NUMBER: _ClassVar[int]
    ANSWERS_FIELD_NUMBER: _ClassVar[int]
    dataset_id: str
    prompt_field: str
    answers: _containers.RepeatedCompositeFieldContainer[JudgedAnswer]
    def __init__(self, dataset_id: _Optional[str] = ..., prompt_field: _Optional[str] = ..., answers: _Optional[_Iterable[_Union[JudgedAnswer, _Mapping]]] = ...) -> None: ...

class JudgedAnswer(_message.Message):
    __slots__ = ("completion_field", "question_name", "desirable_labels", "undesirable_labels", "desirable_from", "undesirable_to")
    COMPLETION_FIELD_FIELD_NUMBER: _ClassVar[int]
    QUESTION_NAME_FIELD_NUMBER: _ClassVar[int]
    DESIRABLE_LABELS_FIELD_NUMBER: _ClassVar[int]
    UNDESIRABLE_LABELS_FIELD_NUMBER: _ClassVar[int]
    DESIRABLE_FROM_FIELD_NUMBER: _ClassVar[int]
    UNDESIRABLE_TO_FIELD_NUMBER: _ClassVar[int]
    completion_field: str
    question_name: str
    desirable_labels: _containers.RepeatedScalarFieldContainer[str]
    undesirable_labels: _containers.RepeatedScalarFieldContainer[str]
    desirable_from: int
    undesirable_to: int
    def __init__(self, completion_field: _Optional[str] = ..., question_name: _Optional[str] = ..., desirable_labels: _Optional[_Iterable[str]] = ..., undesirable_labels: _Optional[_Iterable[str]] = ..., desirable_from: _Optional[int] = ..., undesirable_to: _Optional[int] = ...) -> None: ...

class ExportTrainingRequest(_message.Message):
    __slots__ = ("format", "prompt_form", "filter", "preference_sources", "dataset_id", "prompt_field", "resume_token", "dataset_sources", "majority")
    FORMAT_FIELD_NUMBER: _ClassVar[int]
    PROMPT_FORM_FIELD_NUMBER: _ClassVar[int]
    FILTER_FIELD_NUMBER: _ClassVar[int]
    PREFERENCE_SOURCES_FIELD_NUMBER: _ClassVar[int]
    DATASET_ID_FIELD_NUMBER: _ClassVar[int]
    PROMPT_FIELD_FIELD_NUMBER: _ClassVar[int]
    RESUME_TOKEN_FIELD_NUMBER: _ClassVar[int]
    DATASET_SOURCES_FIELD_NUMBER: _ClassVar[int]
    MAJORITY_FIELD_NUMBER: _ClassVar[int]
    format: TrainingFormat
    prompt_form: PromptForm
    filter: ExportFilter
    preference_sources: _containers.RepeatedScalarFieldContainer[PreferenceSource]
    dataset_id: str
    prompt_field: str
    resume_token: str
    dataset_sources: _containers.RepeatedCompositeFieldContainer[DatasetSource]
    majority: bool
    def __init__(self, format: _Optional[_Union[TrainingFormat, str]] = ..., prompt_form: _Optional[_Union[PromptForm, str]] = ..., filter: _Optional[_Union[ExportFilter, _Mapping]] = ..., preference_sources: _Optional[_Iterable[_Union[PreferenceSource, str]]] = ..., dataset_id: _Optional[str] = ..., prompt_field: _Optional[str] = ..., resume_token: _Optional[str] = ..., dataset_sources: _Optional[_Iterable[_Union[DatasetSource, _Mapping]]] = ..., majority: bool = ...) -> None: ...

class ExportTrainingResponse(_message.Message):
    __slots__ = ("examples", "resume_token", "snapshot_time", "progress")
    EXAMPLES_FIELD_NUMBER: _ClassVar[int]
    RESUME_TOKEN_FIELD_NUMBER: _ClassVar[int]
    SNAPSHOT_TIME_FIELD_NUMBER: _ClassVar[int]
    PROGRESS_FIELD_NUMBER: _ClassVar[int]
    examples: _containers.RepeatedCompositeFieldContainer[TrainingExample]
    resume_token: str
    snapshot_time: _timestamp_pb2.Timestamp
    progress: float
    def __init__(self, examples: _Optional[_Iterable[_Union[TrainingExample, _Mapping]]] = ..., resume_token: _Optional[str] = ..., snapshot_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., progress: _Optional[float] = ...) -> None: ...

class TrainingExample(_message.Message):
    __slots__ = ("kto", "dpo", "sft", "reward", "feedback", "reward_pair", "source_id")
    KTO_FIELD_NUMBER: _ClassVar[int]
    DPO_FIELD_NUMBER: _ClassVar[int]
    SFT_FIELD_NUMBER: _ClassVar[int]
    REWARD_FIELD_NUMBER: _ClassVar[int]
    FEEDBACK_FIELD_NUMBER: _ClassVar[int]
    REWARD_PAIR_FIELD_NUMBER: _ClassVar[int]
    SOURCE_ID_FIELD_NUMBER: _ClassVar[int]
    kto: KtoExample
    dpo: DpoExample
    sft: SftExample
    reward: RewardExample
    feedback: _feedback_pb2.Feedback
    reward_pair: RewardPair
    source_id: str
    def __init__(self, kto: _Optional[_Union[KtoExample, _Mapping]] = ..., dpo: _Optional[_Union[DpoExample, _Mapping]] = ..., sft: _Optional[_Union[SftExample, _Mapping]] = ..., reward: _Optional[_Union[RewardExample, _Mapping]] = ..., feedback: _Optional[_Union[_feedback_pb2.Feedback, _Mapping]] = ..., reward_pair: _Optional[_Union[RewardPair, _Mapping]] = ..., source_id: _Optional[str] = ...) -> None: ...

class TrainingText(_message.Message):
    __slots__ = ("text", "messages")
    TEXT_FIELD_NUMBER: _ClassVar[int]
    MESSAGES_FIELD_NUMBER: _ClassVar[int]
    text: str
    messages: _containers.RepeatedCompositeFieldContainer[_exchange_pb2.ChatMessage]
    def __init__(self, text: _Optional[str] = ..., messages: _Optional[_Iterable[_Union[_exchange_pb2.ChatMessage, _Mapping]]] = ...) -> None: ...

class KtoExample(_message.Message):
    __slots__ = ("prompt", "completion", "label")
    PROMPT_FIELD_NUMBER: _ClassVar[int]
    COMPLETION_FIELD_NUMBER: _ClassVar[int]
    LABEL_FIELD_NUMBER: _ClassVar[int]
    prompt: TrainingText
    completion: TrainingText
    label: bool
    def __init__(self, prompt: _Optional[_Union[TrainingText, _Mapping]] = ..., completion: _Optional[_Union[TrainingText, _Mapping]] = ..., label: bool = ...) -> None: ...

class DpoExample(_message.Message):
    __slots__ = ("prompt", "chosen", "rejected")
    PROMPT_FIELD_NUMBER: _ClassVar[int]
    CHOSEN_FIELD_NUMBER: _ClassVar[int]
    REJECTED_FIELD_NUMBER: _ClassVar[int]
    prompt: TrainingText
    chosen: TrainingText
    rejected: TrainingText
    def __init__(self, prompt: _Optional[_Union[TrainingText, _Mapping]] = ..., chosen: _Optional[_Union[TrainingText, _Mapping]] = ..., rejected: _Optional[_Union[TrainingText, _Mapping]] = ...) -> None: ...

class SftExample(_message.Message):
    __slots__ = ("messages", "prompt", "completion")
    MESSAGES_FIELD_NUMBER: _ClassVar[int]
    PROMPT_FIELD_NUMBER: _ClassVar[int]
    COMPLETION_FIELD_NUMBER: _ClassVar[int]
    messages: _containers.RepeatedCompositeFieldContainer[_exchange_pb2.ChatMessage]
    prompt: str
    completion: str
    def __init__(self, messages: _Optional[_Iterable[_Union[_exchange_pb2.ChatMessage, _Mapping]]] = ..., prompt: _Optional[str] = ..., completion: _Optional[str] = ...) -> None: ...

class RewardPair(_message.Message):
    __slots__ = ("prompt", "chosen", "rejected", "margin")
    PROMPT_FIELD_NUMBER: _ClassVar[int]
    CHOSEN_FIELD_NUMBER: _ClassVar[int]
    REJECTED_FIELD_NUMBER: _ClassVar[int]
    MARGIN_FIELD_NUMBER: _ClassVar[int]
    prompt: TrainingText
    chosen: TrainingText
    rejected: TrainingText
    margin: float
    def __init__(self, prompt: _Optional[_Union[TrainingText, _Mapping]] = ..., chosen: _Optional[_Union[TrainingText, _Mapping]] = ..., rejected: _Optional[_Union[TrainingText, _Mapping]] = ..., margin: _Optional[float] = ...) -> None: ...

class RewardExample(_message.Message):
    __slots__ = ("prompt", "responses", "scores")
    PROMPT_FIELD_NUMBER: _ClassVar[int]
    RESPONSES_FIELD_NUMBER: _ClassVar[int]
    SCORES_FIELD_NUMBER: _ClassVar[int]
    prompt: TrainingText
    responses: _containers.RepeatedCompositeFieldContainer[TrainingText]
    scores: _containers.RepeatedScalarFieldContainer[float]
    def __init__(self, prompt: _Optional[_Union[TrainingText, _Mapping]] = ..., responses: _Optional[_Iterable[_Union[TrainingText, _Mapping]]] = ..., scores: _Optional[_Iterable[float]] = ...) -> None: ...
