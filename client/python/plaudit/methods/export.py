"""The methods of ExportService. Made from the contract by scripts/python_client; do not edit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from plaudit.arguments import either
from plaudit.calls.aio import AsyncCalls, AsyncStream
from plaudit.calls.method import Method
from plaudit.calls.sync import Calls, Stream
from plaudit.v1 import export_pb2
from plaudit.v1.export_pb2_grpc import ExportServiceStub

if TYPE_CHECKING:
    from plaudit import params

_EXPORT_TRAINING = Method(
    "plaudit.v1.ExportService",
    "ExportTraining",
    export_pb2.ExportTrainingRequest,
    export_pb2.ExportTrainingResponse,
    ExportServiceStub,
    is_repeatable=False,
)
METHODS: dict[str, Method[Any, Any]] = {
    "ExportTraining": _EXPORT_TRAINING,
}


class ExportMethods(Calls):
    """ExportService as methods."""

    def export_training(
        self,
        *,
        time_range: params.TimeRange | None = None,
        names: Sequence[str] | None = None,
        topics: Sequence[str] | None = None,
        models: Sequence[str] | None = None,
        origins: Sequence[params.Origin] | None = None,
        format: params.TrainingFormat | None = None,
        prompt_form: params.PromptForm | None = None,
        filter: export_pb2.ExportFilter | params.ExportFilterParam | None = None,
        preference_sources: Sequence[params.PreferenceSource] | None = None,
        dataset_id: str | None = None,
        prompt_field: str | None = None,
        resume_token: str | None = None,
        dataset_sources: Sequence[export_pb2.DatasetSource | params.DatasetSourceParam] | None = None,
        majority: bool | None = None,
        timeout: float | None = None,
    ) -> Stream[export_pb2.TrainingExample, export_pb2.ExportTrainingResponse]:
        """Streams training examples in a format that trainers read.

        The export reads a snapshot of the feedback: feedback that is submitted, changed or deleted
        after the export began does not affect it. Feedback that is erased or removed by retention
        in the meantime is left out. Exchanges, records and responses that are added later are left
        out; those that are changed later are exported as they are when they are read, and in the
        formats REWARD and REWARD_PAIRS an exchange whose prompt changes may be exported twice or
        not at all.

        To resume an interrupted export, send the same request with the `resume_token` of the last
        message that you stored: the export continues after that message, from the same snapshot.
        This works for seven days.

        Examples are made of active feedback on exchanges that have a prompt and an answer; the raw
        format contains all active feedback. With `dataset_sources`, examples are made of the
        submitted responses to datasets instead. An example of more than 4,000,000 bytes is left
        out, because clients accept messages of up to 4 MiB. The order of examples is stable but has
        no meaning.

        Scope: export.read. Errors: INVALID_ARGUMENT: INVALID_RESUME_TOKEN, the token is not from
        the same request; INVALID_FIELD, `prompt_field` is not a text or chat field of the dataset,
        or a source names a field, a question or a label that its dataset does not have or that does
        not fit the format. NOT_FOUND (DATASET_NOT_FOUND). OUT_OF_RANGE (RESUME_TOKEN_EXPIRED): the
        export began more than seven days ago.

        Args:
            time_range: When the feedback was given, or the response in a dataset, by their
                `occur_time`.
            names: Names of feedback. When empty, only "overall"; any name in the raw format. At
                most 100, each of 1 to 128 characters.
            topics: Topics of exchanges; an empty string matches exchanges without a topic. At most
                100, each of at most 256 characters.
            models: Models of exchanges; an empty string matches exchanges without a model. At most
                100, each of at most 256 characters.
            origins: Origins of feedback; ORIGIN_UNSPECIFIED means human.
            format: Required. The format of the examples.
            prompt_form: The form of prompts and answers; conversational when unspecified.
            filter: The filter as a whole, instead of its fields one by one.
            preference_sources: The sources of preference pairs; all when empty. Only for DPO.
            dataset_id: The dataset (`ds_…`) whose rankings are used; all datasets when empty. Only
                for DPO. At most 64 characters.
            prompt_field: The text or chat field of the dataset that holds the prompt; when empty,
                the field "prompt" or else the only text or chat field that is not ranked. A dataset
                without such a field makes no pairs. Only for DPO. At most 128 characters.
            resume_token: Resumes an export after the message with this token; empty starts a new
                export. At most 1,024 characters.
            dataset_sources: Make the examples of the submitted responses to these datasets, and not
                of feedback. For KTO, DPO, SFT and REWARD_PAIRS. `filter` may then have only
                `time_range`, which selects responses by when they were created;
                `preference_sources`, `dataset_id` and `prompt_field` must not be set. At most 100.
            majority: Make one example of what many said. For KTO, an exchange, or an answer of a
                record, makes one example by the majority of its votes; a tie makes none. For
                preference pairs of `dataset_sources`, the answers of a record are compared once, by
                the mean of all responses. When not set, every feedback or response makes examples
                of its own, which may contradict each other. SFT and REWARD_PAIRS of feedback,
                preference pairs of ratings and of records with the same prompt, and SFT by a label
                or rating are by majority or by mean always. Not allowed with text questions or in
                other formats, and for DPO only with `dataset_sources`.
            timeout: Seconds that it may last in all; no limit by default.

        Returns:
            An iterator of the examples. It resumes by itself when the connection breaks. Its
            `resume_token` is where another one goes on.

        Raises:
            PlauditError: The call failed; its subclass tells the status code.
            TypeError: An argument has the wrong type.
            ValueError: An argument breaks a rule of its type.
        """
        return self._stream(
            _EXPORT_TRAINING,
            {
                "format": format,
                "prompt_form": prompt_form,
                "filter": either(
                    "filter",
                    filter,
                    {
                        "time_range": time_range,
                        "names": names,
                        "topics": topics,
                        "models": models,
                        "origins": origins,
                    },
                ),
                "preference_sources": preference_sources,
                "dataset_id": dataset_id,
                "prompt_field": prompt_field,
                "resume_token": resume_token,
                "dataset_sources": dataset_sources,
                "majority": majority,
            },
            lambda response: response.examples,
            timeout,
            give_up_after=60,
        )


class AsyncExportMethods(AsyncCalls):
    """ExportService as methods."""

    def export_training(
        self,
        *,
        time_range: params.TimeRange | None = None,
        names: Sequence[str] | None = None,
        topics: Sequence[str] | None = None,
        models: Sequence[str] | None = None,
        origins: Sequence[params.Origin] | None = None,
        format: params.TrainingFormat | None = None,
        prompt_form: params.PromptForm | None = None,
        filter: export_pb2.ExportFilter | params.ExportFilterParam | None = None,
        preference_sources: Sequence[params.PreferenceSource] | None = None,
        dataset_id: str | None = None,
        prompt_field: str | None = None,
        resume_token: str | None = None,
        dataset_sources: Sequence[export_pb2.DatasetSource | params.DatasetSourceParam] | None = None,
        majority: bool | None = None,
        timeout: float | None = None,
    ) -> AsyncStream[export_pb2.TrainingExample, export_pb2.ExportTrainingResponse]:
        """Streams training examples in a format that trainers read.

        The export reads a snapshot of the feedback: feedback that is submitted, changed or deleted
        after the export began does not affect it. Feedback that is erased or removed by retention
        in the meantime is left out. Exchanges, records and responses that are added later are left
        out; those that are changed later are exported as they are when they are read, and in the
        formats REWARD and REWARD_PAIRS an exchange whose prompt changes may be exported twice or
        not at all.

        To resume an interrupted export, send the same request with the `resume_token` of the last
        message that you stored: the export continues after that message, from the same snapshot.
        This works for seven days.

        Examples are made of active feedback on exchanges that have a prompt and an answer; the raw
        format contains all active feedback. With `dataset_sources`, examples are made of the
        submitted responses to datasets instead. An example of more than 4,000,000 bytes is left
        out, because clients accept messages of up to 4 MiB. The order of examples is stable but has
        no meaning.

        Scope: export.read. Errors: INVALID_ARGUMENT: INVALID_RESUME_TOKEN, the token is not from
        the same request; INVALID_FIELD, `prompt_field` is not a text or chat field of the dataset,
        or a source names a field, a question or a label that its dataset does not have or that does
        not fit the format. NOT_FOUND (DATASET_NOT_FOUND). OUT_OF_RANGE (RESUME_TOKEN_EXPIRED): the
        export began more than seven days ago.

        Args:
            time_range: When the feedback was given, or the response in a dataset, by their
                `occur_time`.
            names: Names of feedback. When empty, only "overall"; any name in the raw format. At
                most 100, each of 1 to 128 characters.
            topics: Topics of exchanges; an empty string matches exchanges without a topic. At most
                100, each of at most 256 characters.
            models: Models of exchanges; an empty string matches exchanges without a model. At most
                100, each of at most 256 characters.
            origins: Origins of feedback; ORIGIN_UNSPECIFIED means human.
            format: Required. The format of the examples.
            prompt_form: The form of prompts and answers; conversational when unspecified.
            filter: The filter as a whole, instead of its fields one by one.
            preference_sources: The sources of preference pairs; all when empty. Only for DPO.
            dataset_id: The dataset (`ds_…`) whose rankings are used; all datasets when empty. Only
                for DPO. At most 64 characters.
            prompt_field: The text or chat field of the dataset that holds the prompt; when empty,
                the field "prompt" or else the only text or chat field that is not ranked. A dataset
                without such a field makes no pairs. Only for DPO. At most 128 characters.
            resume_token: Resumes an export after the message with this token; empty starts a new
                export. At most 1,024 characters.
            dataset_sources: Make the examples of the submitted responses to these datasets, and not
                of feedback. For KTO, DPO, SFT and REWARD_PAIRS. `filter` may then have only
                `time_range`, which selects responses by when they were created;
                `preference_sources`, `dataset_id` and `prompt_field` must not be set. At most 100.
            majority: Make one example of what many said. For KTO, an exchange, or an answer of a
                record, makes one example by the majority of its votes; a tie makes none. For
                preference pairs of `dataset_sources`, the answers of a record are compared once, by
                the mean of all responses. When not set, every feedback or response makes examples
                of its own, which may contradict each other. SFT and REWARD_PAIRS of feedback,
                preference pairs of ratings and of records with the same prompt, and SFT by a label
                or rating are by majority or by mean always. Not allowed with text questions or in
                other formats, and for DPO only with `dataset_sources`.
            timeout: Seconds that it may last in all; no limit by default.

        Returns:
            An iterator of the examples. It resumes by itself when the connection breaks. Its
            `resume_token` is where another one goes on.

        Raises:
            PlauditError: The call failed; its subclass tells the status code.
            TypeError: An argument has the wrong type.
            ValueError: An argument breaks a rule of its type.
        """
        return self._stream(
            _EXPORT_TRAINING,
            {
                "format": format,
                "prompt_form": prompt_form,
                "filter": either(
                    "filter",
                    filter,
                    {
                        "time_range": time_range,
                        "names": names,
                        "topics": topics,
                        "models": models,
                        "origins": origins,
                    },
                ),
                "preference_sources": preference_sources,
                "dataset_id": dataset_id,
                "prompt_field": prompt_field,
                "resume_token": resume_token,
                "dataset_sources": dataset_sources,
                "majority": majority,
            },
            lambda response: response.examples,
            timeout,
            give_up_after=60,
        )
