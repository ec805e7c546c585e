"""The methods of DatasetService. Made from the contract by scripts/python_client; do not edit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from plaudit.arguments import either, mask
from plaudit.calls.aio import AsyncCalls, AsyncPages, AsyncStream
from plaudit.calls.method import Method, changes, everything
from plaudit.calls.sync import Calls, Pages, Stream
from plaudit.v1 import dataset_pb2
from plaudit.v1.dataset_pb2_grpc import DatasetServiceStub

if TYPE_CHECKING:
    from plaudit import params

_CREATE_DATASET = Method(
    "plaudit.v1.DatasetService",
    "CreateDataset",
    dataset_pb2.CreateDatasetRequest,
    dataset_pb2.CreateDatasetResponse,
    DatasetServiceStub,
    is_repeatable=True,
)
_GET_DATASET = Method(
    "plaudit.v1.DatasetService",
    "GetDataset",
    dataset_pb2.GetDatasetRequest,
    dataset_pb2.GetDatasetResponse,
    DatasetServiceStub,
    is_repeatable=True,
)
_LIST_DATASETS = Method(
    "plaudit.v1.DatasetService",
    "ListDatasets",
    dataset_pb2.ListDatasetsRequest,
    dataset_pb2.ListDatasetsResponse,
    DatasetServiceStub,
    is_repeatable=True,
)
_UPDATE_DATASET = Method(
    "plaudit.v1.DatasetService",
    "UpdateDataset",
    dataset_pb2.UpdateDatasetRequest,
    dataset_pb2.UpdateDatasetResponse,
    DatasetServiceStub,
    is_repeatable=True,
)
_UPDATE_DATASET_PATHS = (
    "name", "description", "fields", "questions", "responses_per_record",
)
_DELETE_DATASET = Method(
    "plaudit.v1.DatasetService",
    "DeleteDataset",
    dataset_pb2.DeleteDatasetRequest,
    dataset_pb2.DeleteDatasetResponse,
    DatasetServiceStub,
    is_repeatable=True,
)
_CREATE_RECORD = Method(
    "plaudit.v1.DatasetService",
    "CreateRecord",
    dataset_pb2.CreateRecordRequest,
    dataset_pb2.CreateRecordResponse,
    DatasetServiceStub,
    is_repeatable=True,
)
_BATCH_CREATE_RECORDS = Method(
    "plaudit.v1.DatasetService",
    "BatchCreateRecords",
    dataset_pb2.BatchCreateRecordsRequest,
    dataset_pb2.BatchCreateRecordsResponse,
    DatasetServiceStub,
    is_repeatable=True,
)
_GET_RECORD = Method(
    "plaudit.v1.DatasetService",
    "GetRecord",
    dataset_pb2.GetRecordRequest,
    dataset_pb2.GetRecordResponse,
    DatasetServiceStub,
    is_repeatable=True,
)
_LIST_RECORDS = Method(
    "plaudit.v1.DatasetService",
    "ListRecords",
    dataset_pb2.ListRecordsRequest,
    dataset_pb2.ListRecordsResponse,
    DatasetServiceStub,
    is_repeatable=True,
)
_ASSIGN_RECORDS = Method(
    "plaudit.v1.DatasetService",
    "AssignRecords",
    dataset_pb2.AssignRecordsRequest,
    dataset_pb2.AssignRecordsResponse,
    DatasetServiceStub,
    is_repeatable=True,
)
_NEXT_RECORDS = Method(
    "plaudit.v1.DatasetService",
    "NextRecords",
    dataset_pb2.NextRecordsRequest,
    dataset_pb2.NextRecordsResponse,
    DatasetServiceStub,
    is_repeatable=True,
)
_DELETE_RECORD = Method(
    "plaudit.v1.DatasetService",
    "DeleteRecord",
    dataset_pb2.DeleteRecordRequest,
    dataset_pb2.DeleteRecordResponse,
    DatasetServiceStub,
    is_repeatable=True,
)
_CREATE_RESPONSE = Method(
    "plaudit.v1.DatasetService",
    "CreateResponse",
    dataset_pb2.CreateResponseRequest,
    dataset_pb2.CreateResponseResponse,
    DatasetServiceStub,
    is_repeatable=True,
)
_UPDATE_RESPONSE = Method(
    "plaudit.v1.DatasetService",
    "UpdateResponse",
    dataset_pb2.UpdateResponseRequest,
    dataset_pb2.UpdateResponseResponse,
    DatasetServiceStub,
    is_repeatable=True,
)
_UPDATE_RESPONSE_PATHS = (
    "status", "values",
)
_LIST_RESPONSES = Method(
    "plaudit.v1.DatasetService",
    "ListResponses",
    dataset_pb2.ListResponsesRequest,
    dataset_pb2.ListResponsesResponse,
    DatasetServiceStub,
    is_repeatable=True,
)
_DELETE_RESPONSE = Method(
    "plaudit.v1.DatasetService",
    "DeleteResponse",
    dataset_pb2.DeleteResponseRequest,
    dataset_pb2.DeleteResponseResponse,
    DatasetServiceStub,
    is_repeatable=True,
)
_GET_AGREEMENT = Method(
    "plaudit.v1.DatasetService",
    "GetAgreement",
    dataset_pb2.GetAgreementRequest,
    dataset_pb2.GetAgreementResponse,
    DatasetServiceStub,
    is_repeatable=True,
)
_LIST_ANNOTATOR_PROGRESS = Method(
    "plaudit.v1.DatasetService",
    "ListAnnotatorProgress",
    dataset_pb2.ListAnnotatorProgressRequest,
    dataset_pb2.ListAnnotatorProgressResponse,
    DatasetServiceStub,
    is_repeatable=True,
)
_WATCH_RECORDS = Method(
    "plaudit.v1.DatasetService",
    "WatchRecords",
    dataset_pb2.WatchRecordsRequest,
    dataset_pb2.WatchRecordsResponse,
    DatasetServiceStub,
    is_repeatable=False,
)
METHODS: dict[str, Method[Any, Any]] = {
    "CreateDataset": _CREATE_DATASET,
    "GetDataset": _GET_DATASET,
    "ListDatasets": _LIST_DATASETS,
    "UpdateDataset": _UPDATE_DATASET,
    "DeleteDataset": _DELETE_DATASET,
    "CreateRecord": _CREATE_RECORD,
    "BatchCreateRecords": _BATCH_CREATE_RECORDS,
    "GetRecord": _GET_RECORD,
    "ListRecords": _LIST_RECORDS,
    "AssignRecords": _ASSIGN_RECORDS,
    "NextRecords": _NEXT_RECORDS,
    "DeleteRecord": _DELETE_RECORD,
    "CreateResponse": _CREATE_RESPONSE,
    "UpdateResponse": _UPDATE_RESPONSE,
    "ListResponses": _LIST_RESPONSES,
    "DeleteResponse": _DELETE_RESPONSE,
    "GetAgreement": _GET_AGREEMENT,
    "ListAnnotatorProgress": _LIST_ANNOTATOR_PROGRESS,
    "WatchRecords": _WATCH_RECORDS,
}


class DatasetMethods(Calls):
    """DatasetService as methods."""

    def create_dataset(
        self,
        *,
        name: str | None = None,
        description: str | None = None,
        fields: Sequence[dataset_pb2.Field | params.FieldParam] | None = None,
        questions: Sequence[dataset_pb2.Question | params.QuestionParam] | None = None,
        responses_per_record: int | None = None,
        dataset: dataset_pb2.Dataset | params.DatasetParam | None = None,
        idempotency_key: str | UUID | None = None,
        timeout: float | None = None,
    ) -> dataset_pb2.CreateDatasetResponse:
        """Defines a dataset.

        Scope: datasets.write. Errors: INVALID_ARGUMENT (INVALID_FIELD) names every field that
        breaks a rule. ALREADY_EXISTS (DATASET_EXISTS): the namespace already has a dataset with
        that name.

        Args:
            name: Required. Unique in the namespace. 1 to 128 characters, no control characters.
            description: What the dataset is for. At most 32,768 characters; no NUL.
            fields: Required. What annotators see: 1 to 100 fields with different names.
            questions: Required. What annotators answer: 1 to 100 questions with different names.
            responses_per_record: How many submitted responses complete a record: 1 when 0, at most
                1,000.
            dataset: The dataset as a whole, instead of its fields one by one.
            idempotency_key: A UUID chosen by the caller that makes a retry safe: for 24 hours, a
                call of the same method with the same id and credential returns the first response
                and changes nothing, whatever happened since. Failed calls are not remembered. The
                same id with a different request is INVALID_ARGUMENT (INVALID_FIELD). If it is not
                given, the client makes one for each call and keeps it when it retries.
            timeout: Seconds to wait; the client's if not given, `math.inf` for no limit.

        Returns:
            The response.

        Raises:
            PlauditError: The call failed; its subclass tells the status code.
            TypeError: An argument has the wrong type.
            ValueError: An argument breaks a rule of its type.
        """
        return self._unary(
            _CREATE_DATASET,
            {
                "dataset": either(
                    "dataset",
                    dataset,
                    {
                        "name": name,
                        "description": description,
                        "fields": fields,
                        "questions": questions,
                        "responses_per_record": responses_per_record,
                    },
                ),
                "request_id": idempotency_key,
            },
            timeout,
        )

    def get_dataset(
        self,
        *,
        id: str | None = None,
        name: str | None = None,
        timeout: float | None = None,
    ) -> dataset_pb2.GetDatasetResponse:
        """Returns one dataset by its id or its name.

        Scope: datasets.write or datasets.annotate. Errors: NOT_FOUND (DATASET_NOT_FOUND).

        Args:
            id: Its id (`ds_…`), 1 to 64 characters.
            name: Its name, 1 to 128 characters.
            timeout: Seconds to wait; the client's if not given, `math.inf` for no limit.

        Returns:
            The response.

        Raises:
            PlauditError: The call failed; its subclass tells the status code.
            TypeError: An argument has the wrong type.
            ValueError: An argument breaks a rule of its type.
        """
        return self._unary(
            _GET_DATASET,
            {
                "id": id,
                "name": name,
            },
            timeout,
        )

    def list_datasets(
        self,
        *,
        page_size: int | None = None,
        page_token: str | None = None,
        timeout: float | None = None,
    ) -> Pages[dataset_pb2.Dataset, dataset_pb2.ListDatasetsResponse]:
        """Returns the datasets of the namespace with their progress, oldest first.

        Scope: datasets.write or datasets.annotate. Errors: INVALID_ARGUMENT (INVALID_PAGE_TOKEN).

        Args:
            page_size: The maximum number of results: 50 when 0; values above 1,000 count as 1,000.
                Not negative.
            page_token: The `next_page_token` of the previous page; empty for the first page. The
                rest of the query must be the same as before: INVALID_ARGUMENT (INVALID_PAGE_TOKEN)
                otherwise.
            timeout: Seconds to wait for each page; the client's if not given, `math.inf` for no
                limit.

        Returns:
            An iterator of the datasets, which reads further pages by itself.

        Raises:
            PlauditError: The call failed; its subclass tells the status code.
            TypeError: An argument has the wrong type.
            ValueError: An argument breaks a rule of its type.
        """
        return self._list(
            _LIST_DATASETS,
            {
                "page_size": page_size,
                "page_token": page_token,
            },
            "datasets",
            timeout,
        )

    def update_dataset(
        self,
        *,
        id: str | None = None,
        name: str | None = None,
        description: str | None = None,
        fields: Sequence[dataset_pb2.Field | params.FieldParam] | None = None,
        questions: Sequence[dataset_pb2.Question | params.QuestionParam] | None = None,
        responses_per_record: int | None = None,
        dataset: dataset_pb2.Dataset | params.DatasetParam | None = None,
        update_mask: params.Mask | None = None,
        idempotency_key: str | UUID | None = None,
        timeout: float | None = None,
    ) -> dataset_pb2.UpdateDatasetResponse:
        """Changes the definition of a dataset.

        While the dataset has records, only changes that keep every record and response valid are
        allowed: the name, titles, descriptions and the order; new fields and questions that are not
        required; making a field or question optional; more rating values, labels or span labels;
        allowing ties or overlaps; and the number of responses per record.

        Scope: datasets.write. Errors: NOT_FOUND (DATASET_NOT_FOUND). ALREADY_EXISTS
        (DATASET_EXISTS): another dataset of the namespace has that name. FAILED_PRECONDITION
        (DATASET_HAS_RECORDS): the details list each change that the records do not allow, and why.

        Args:
            id: The id of the dataset. Starts with `ds_`; ids sort by creation time. At most 64
                characters, no control characters.
            name: Required. Unique in the namespace. 1 to 128 characters, no control characters.
            description: What the dataset is for. At most 32,768 characters; no NUL.
            fields: Required. What annotators see: 1 to 100 fields with different names.
            questions: Required. What annotators answer: 1 to 100 questions with different names.
            responses_per_record: How many submitted responses complete a record: 1 when 0, at most
                1,000.
            dataset: The dataset as a whole, instead of its fields one by one.
            update_mask: What to update: any of name, description, fields, questions and
                responses_per_record; "*" means all of them. Lists are replaced as a whole. Without
                a mask, the fields that are set are updated. At most 100 paths.
            idempotency_key: A UUID chosen by the caller that makes a retry safe: for 24 hours, a
                call of the same method with the same id and credential returns the first response
                and changes nothing, whatever happened since. Failed calls are not remembered. The
                same id with a different request is INVALID_ARGUMENT (INVALID_FIELD). If it is not
                given, the client makes one for each call and keeps it when it retries.
            timeout: Seconds to wait; the client's if not given, `math.inf` for no limit.

        Returns:
            The response.

        Raises:
            PlauditError: The call failed; its subclass tells the status code.
            TypeError: An argument has the wrong type.
            ValueError: An argument breaks a rule of its type.
        """
        return self._unary(
            _UPDATE_DATASET,
            {
                "dataset": either(
                    "dataset",
                    dataset,
                    {
                        "id": id,
                        "name": name,
                        "description": description,
                        "fields": fields,
                        "questions": questions,
                        "responses_per_record": responses_per_record,
                    },
                ),
                "update_mask": update_mask
                if update_mask is not None
                else mask(
                    _UPDATE_DATASET_PATHS,
                    {
                        "name": name,
                        "description": description,
                        "fields": fields,
                        "questions": questions,
                        "responses_per_record": responses_per_record,
                    },
                ),
                "request_id": idempotency_key,
            },
            timeout,
        )

    def delete_dataset(
        self,
        *,
        id: str | None = None,
        force: bool | None = None,
        idempotency_key: str | UUID | None = None,
        timeout: float | None = None,
    ) -> dataset_pb2.DeleteDatasetResponse:
        """Permanently deletes a dataset with its records and responses.

        No call finds it once this call has returned; its rows are removed in the background.

        Scope: datasets.write. Errors: NOT_FOUND (DATASET_NOT_FOUND). FAILED_PRECONDITION
        (DATASET_HAS_RECORDS): it has records, and `force` is not set.

        Args:
            id: Required. The dataset (`ds_…`), 1 to 64 characters.
            force: Delete the dataset even if it has records, with them and their responses.
            idempotency_key: A UUID chosen by the caller that makes a retry safe: for 24 hours, a
                call of the same method with the same id and credential returns the first response
                and changes nothing, whatever happened since. Failed calls are not remembered. The
                same id with a different request is INVALID_ARGUMENT (INVALID_FIELD). If it is not
                given, the client makes one for each call and keeps it when it retries.
            timeout: Seconds to wait; the client's if not given, `math.inf` for no limit.

        Returns:
            The response.

        Raises:
            PlauditError: The call failed; its subclass tells the status code.
            TypeError: An argument has the wrong type.
            ValueError: An argument breaks a rule of its type.
        """
        return self._unary(
            _DELETE_DATASET,
            {
                "id": id,
                "force": force,
                "request_id": idempotency_key,
            },
            timeout,
        )

    def create_record(
        self,
        *,
        dataset_id: str | None = None,
        field_to_value: params.JsonObject | None = None,
        external_id: str | None = None,
        metadata: params.JsonObject | None = None,
        suggestions: Sequence[dataset_pb2.Suggestion | params.SuggestionParam] | None = None,
        exchange_id: str | None = None,
        occur_time: params.Time | None = None,
        assigned_annotators: Sequence[dataset_pb2.Annotator | params.AnnotatorParam] | None = None,
        record: dataset_pb2.Record | params.RecordParam | None = None,
        response: dataset_pb2.RecordResponse | params.RecordResponseParam | None = None,
        idempotency_key: str | UUID | None = None,
        upsert: bool | None = None,
        merge_responses: bool | None = None,
        timeout: float | None = None,
    ) -> dataset_pb2.CreateRecordResponse:
        """Adds one record to a dataset, optionally with its first response.

        Scope: datasets.write.

        Errors: NOT_FOUND (DATASET_NOT_FOUND). INVALID_ARGUMENT, naming each field:
        UNKNOWN_FIELD_NAME, a key that is not a field or question of the dataset; INVALID_FIELD, a
        required field is missing or has the wrong kind of value; ANSWER_DOES_NOT_FIT, an answer or
        a suggestion that its question does not allow, or a required question without an answer in a
        submitted response. ALREADY_EXISTS (RECORD_EXISTS): the dataset already has a record with
        that `external_id`, and neither `upsert` nor `merge_responses` is set, or with
        `merge_responses` the two differ; ResourceInfo has the id of the stored record.
        ALREADY_EXISTS (RESPONSE_EXISTS): with `merge_responses`, the author already has a different
        response to the record. NOT_FOUND (EXCHANGE_NOT_FOUND): the namespace has no exchange
        `exchange_id`. FAILED_PRECONDITION (RECORD_HAS_RESPONSES): an upsert would change the field
        values of a record that has responses. PERMISSION_DENIED (SCOPE_MISSING): an `occur_time` of
        more than 24 hours ago, without the scope history.write.

        Args:
            dataset_id: Required, immutable. The dataset (`ds_…`), 1 to 64 characters.
            field_to_value: Required. The value of each field, by field name. A text field takes a
                string; a chat field takes a list of objects with `role` and `content`; an image
                field takes a URL; a custom field takes any JSON value. Texts have no NUL, numbers
                are finite, values nest at most 30 deep. At most 100 keys, 1,048,576 bytes as
                protobuf encodes them and 5,000 JSON values, including those inside lists and
                objects.
            external_id: The caller's own id for the record; unique in the dataset when set. At most
                256 characters, no control characters.
            metadata: Additional data about the record, as a JSON object. Texts have no NUL, numbers
                are finite, values nest at most 30 deep. At most 65,536 bytes as protobuf encodes
                them and 1,000 JSON values, including those inside lists and objects.
            suggestions: Answers suggested by models, at most one per question. At most 100.
            exchange_id: The exchange that the record was made from (`ex_…`), if any; it must exist.
                Immutable: an upsert may leave it out, but not change it. Empty again once the
                exchange has been erased or its retention has ended. At most 64 characters, no
                control characters.
            occur_time: When what the record shows happened; `create_time` when unset, so it is
                always set in responses. Up to 24 hours ago; earlier times require the scope
                history.write. Not before 1970 and not in the future, but up to 60 seconds ahead
                count as now. An upsert changes it together with the content or the assigned
                annotators: without it, or where both are equal, the stored time stays.
            assigned_annotators: The annotators to whom NextRecords may give the record; anybody
                when empty. At most 100, all different, each with `user_id` or `external_user_id`:
                the first of `external_user_id` and `user_id` that is set is the annotator, as for
                responses. Others can still respond to the record by CreateResponse.
                `responses_per_record` of the dataset alone says when the record is complete, also
                where fewer annotators are assigned: it then stays pending until others respond or
                are assigned. EraseSubject removes the person; a record whose last annotator it
                removes may be given to anybody.
            record: The record as a whole, instead of its fields one by one.
            response: The first response to the record, if any.
            idempotency_key: A UUID chosen by the caller that makes a retry safe: for 24 hours, a
                call of the same method with the same id and credential returns the first response
                and changes nothing, whatever happened since. Failed calls are not remembered. The
                same id with a different request is INVALID_ARGUMENT (INVALID_FIELD). If it is not
                given, the client makes one for each call and keeps it when it retries.
            upsert: Replace an existing record with the same `external_id`: its values, metadata,
                suggestions and assigned annotators as a whole, and the author's response if the
                request has one. The values of a record that has responses cannot change:
                FAILED_PRECONDITION (RECORD_HAS_RESPONSES) if they differ.
            merge_responses: Add the response to an existing record with the same `external_id`. The
                values, metadata, suggestions and `exchange_id` must be those of the stored record:
                ALREADY_EXISTS (RECORD_EXISTS) otherwise, with the names of those that differ in the
                message and, as `differing`, in ErrorInfo. So must `assigned_annotators` if there
                are any, in any order; without them, those of the stored record stay. If the author
                already has a response with the same status and answers, nothing changes; a
                different one is ALREADY_EXISTS (RESPONSE_EXISTS). Without such a record, the record
                is added. Not together with `upsert`: INVALID_ARGUMENT (INVALID_FIELD).
            timeout: Seconds to wait; the client's if not given, `math.inf` for no limit.

        Returns:
            The response.

        Raises:
            PlauditError: The call failed; its subclass tells the status code.
            TypeError: An argument has the wrong type.
            ValueError: An argument breaks a rule of its type.
        """
        return self._unary(
            _CREATE_RECORD,
            {
                "record": either(
                    "record",
                    record,
                    {
                        "dataset_id": dataset_id,
                        "field_to_value": field_to_value,
                        "external_id": external_id,
                        "metadata": metadata,
                        "suggestions": suggestions,
                        "exchange_id": exchange_id,
                        "occur_time": occur_time,
                        "assigned_annotators": assigned_annotators,
                    },
                ),
                "response": response,
                "request_id": idempotency_key,
                "upsert": upsert,
                "merge_responses": merge_responses,
            },
            timeout,
        )

    def batch_create_records(
        self,
        *,
        items: Sequence[dataset_pb2.NewRecord | params.NewRecordParam] | None = None,
        upsert: bool | None = None,
        idempotency_key: str | UUID | None = None,
        validate_only: bool | None = None,
        merge_responses: bool | None = None,
        timeout: float | None = None,
    ) -> dataset_pb2.BatchCreateRecordsResponse:
        """Adds up to 1,000 records, each with its responses.

        Each item succeeds or fails on its own: an invalid item does not affect the others. So does
        each response of an item: an invalid response is not stored, but its record and the other
        responses are.

        Scope: datasets.write. Errors: INVALID_ARGUMENT only for the request as a whole; the result
        of a failed item or response holds the error that CreateRecord would have returned.

        Args:
            items: Required. 1 to 1,000 records, with at most 20,000 responses in all.
            upsert: As in CreateRecordRequest; applies to every item.
            idempotency_key: A UUID chosen by the caller that makes a retry safe: for 24 hours, a
                call of the same method with the same id and credential returns the first response
                and changes nothing, whatever happened since. Failed calls are not remembered. The
                same id with a different request is INVALID_ARGUMENT (INVALID_FIELD). If it is not
                given, the client makes one for each call and keeps it when it retries.
            validate_only: Validate only: return the result of each item and write nothing. The ids
                in the results do not exist.
            merge_responses: As in CreateRecordRequest; applies to every item. Items also see the
                records and responses of the items before them.
            timeout: Seconds to wait; the client's if not given, `math.inf` for no limit.

        Returns:
            The response.

        Raises:
            PlauditError: The call failed; its subclass tells the status code.
            TypeError: An argument has the wrong type.
            ValueError: An argument breaks a rule of its type.
        """
        return self._unary(
            _BATCH_CREATE_RECORDS,
            {
                "items": items,
                "upsert": upsert,
                "request_id": idempotency_key,
                "validate_only": validate_only,
                "merge_responses": merge_responses,
            },
            timeout,
        )

    def get_record(
        self,
        *,
        id: str | None = None,
        timeout: float | None = None,
    ) -> dataset_pb2.GetRecordResponse:
        """Returns one record with its responses, oldest first.

        Scope: datasets.write or datasets.annotate. Errors: NOT_FOUND (RECORD_NOT_FOUND).

        Args:
            id: Required. The record's id (`rec_…`), 1 to 64 characters.
            timeout: Seconds to wait; the client's if not given, `math.inf` for no limit.

        Returns:
            The response.

        Raises:
            PlauditError: The call failed; its subclass tells the status code.
            TypeError: An argument has the wrong type.
            ValueError: An argument breaks a rule of its type.
        """
        return self._unary(
            _GET_RECORD,
            {
                "id": id,
            },
            timeout,
        )

    def list_records(
        self,
        *,
        statuses: Sequence[params.RecordStatus] | None = None,
        answered_by: dataset_pb2.Annotator | params.AnnotatorParam | None = None,
        not_answered_by: dataset_pb2.Annotator | params.AnnotatorParam | None = None,
        metadata: params.JsonObject | None = None,
        create_time: params.TimeRange | None = None,
        update_time: params.TimeRange | None = None,
        external_id: str | None = None,
        occur_time: params.TimeRange | None = None,
        exchange_ids: Sequence[str] | None = None,
        text: str | None = None,
        answers: Sequence[dataset_pb2.AnswerFilter | params.AnswerFilterParam] | None = None,
        suggestions: Sequence[dataset_pb2.SuggestionFilter | params.SuggestionFilterParam] | None = None,
        metadata_ranges: Sequence[dataset_pb2.MetadataRange | params.MetadataRangeParam] | None = None,
        dataset_id: str | None = None,
        filter: dataset_pb2.RecordFilter | params.RecordFilterParam | None = None,
        page_size: int | None = None,
        page_token: str | None = None,
        timeout: float | None = None,
    ) -> Pages[dataset_pb2.Record, dataset_pb2.ListRecordsResponse]:
        """Returns the records of a dataset that match a filter, oldest first.

        A page may hold fewer records than `page_size`, even none: the list ends where
        `next_page_token` is empty.

        Scope: datasets.write or datasets.annotate. Errors: NOT_FOUND (DATASET_NOT_FOUND).
        INVALID_ARGUMENT: INVALID_PAGE_TOKEN; UNKNOWN_FIELD_NAME, the filter names a question that
        the dataset does not have; INVALID_FIELD, `min` or `max` for a question that is not a
        rating.

        Args:
            statuses: Any of these statuses; any status when empty.
            answered_by: Records to which this annotator has a response of any status.
            not_answered_by: Records to which this annotator has no response of any status. An empty
                Annotator stands for the caller.
            metadata: Records whose metadata has each of these keys with the same value. At most 100
                keys, 65,536 bytes as protobuf encodes them and 1,000 JSON values, including those
                inside lists and objects.
            create_time: Records created in this time range.
            update_time: Records last changed in this time range.
            external_id: The record with this external id. At most 256 characters, no control
                characters.
            occur_time: Records whose `occur_time` is in this time range.
            exchange_ids: Records that name any of these exchanges; any record when empty. At most
                100 different ids, each of 1 to 64 characters.
            text: Records that have this text in a field value: in a string, or in a string inside a
                list or an object, but not in the keys of objects. Upper and lower case are the
                same. At most 1,024 characters; no NUL.
            answers: Records that match each of these conditions on submitted responses; different
                responses may match different conditions. At most 20.
            suggestions: Records that match each of these conditions on suggestions. At most 20.
            metadata_ranges: Records whose metadata matches each of these ranges. At most 20.
            dataset_id: Required. The dataset (`ds_…`), 1 to 64 characters.
            filter: The filter as a whole, instead of its fields one by one.
            page_size: The maximum number of results: 50 when 0; values above 1,000 count as 1,000.
                Not negative.
            page_token: The `next_page_token` of the previous page; empty for the first page. The
                rest of the query must be the same as before: INVALID_ARGUMENT (INVALID_PAGE_TOKEN)
                otherwise.
            timeout: Seconds to wait for each page; the client's if not given, `math.inf` for no
                limit.

        Returns:
            An iterator of the records, which reads further pages by itself.

        Raises:
            PlauditError: The call failed; its subclass tells the status code.
            TypeError: An argument has the wrong type.
            ValueError: An argument breaks a rule of its type.
        """
        return self._list(
            _LIST_RECORDS,
            {
                "dataset_id": dataset_id,
                "filter": either(
                    "filter",
                    filter,
                    {
                        "statuses": statuses,
                        "answered_by": answered_by,
                        "not_answered_by": not_answered_by,
                        "metadata": metadata,
                        "create_time": create_time,
                        "update_time": update_time,
                        "external_id": external_id,
                        "occur_time": occur_time,
                        "exchange_ids": exchange_ids,
                        "text": text,
                        "answers": answers,
                        "suggestions": suggestions,
                        "metadata_ranges": metadata_ranges,
                    },
                ),
                "page_size": page_size,
                "page_token": page_token,
            },
            "records",
            timeout,
        )

    def assign_records(
        self,
        *,
        dataset_id: str | None = None,
        record_ids: Sequence[str] | None = None,
        annotators: Sequence[dataset_pb2.Annotator | params.AnnotatorParam] | None = None,
        timeout: float | None = None,
    ) -> dataset_pb2.AssignRecordsResponse:
        """Replaces the `assigned_annotators` of records, also of records that have responses.

        Responses stay, whoever gave them. Annotators who are no longer assigned lose the records
        that NextRecords has given to them.

        The call can be repeated safely: it sets the same annotators again. No record is changed if
        any of them does not exist. Each record is changed as a whole, but not all at once: if the
        call fails for another reason, or a record is deleted meanwhile, some records may have
        changed.

        Scope: datasets.write. Errors: NOT_FOUND (DATASET_NOT_FOUND, RECORD_NOT_FOUND): the dataset,
        or a record in it, does not exist. INVALID_ARGUMENT (INVALID_FIELD) names every field that
        breaks a rule.

        Args:
            dataset_id: Required. The dataset (`ds_…`), 1 to 64 characters.
            record_ids: Required. The records (`rec_…`): 1 to 1,000 different ids of records of the
                dataset, each of 1 to 64 characters.
            annotators: The annotators to whom NextRecords may give the records from now on; anybody
                when empty. At most 100, all different, each with `user_id` or `external_user_id`.
            timeout: Seconds to wait; the client's if not given, `math.inf` for no limit.

        Returns:
            The response.

        Raises:
            PlauditError: The call failed; its subclass tells the status code.
            TypeError: An argument has the wrong type.
            ValueError: An argument breaks a rule of its type.
        """
        return self._unary(
            _ASSIGN_RECORDS,
            {
                "dataset_id": dataset_id,
                "record_ids": record_ids,
                "annotators": annotators,
            },
            timeout,
        )

    def next_records(
        self,
        *,
        dataset_id: str | None = None,
        annotator: dataset_pb2.Annotator | params.AnnotatorParam | None = None,
        max_records: int | None = None,
        hold: params.Duration | None = None,
        timeout: float | None = None,
    ) -> dataset_pb2.NextRecordsResponse:
        """Gives records that still lack submitted responses to an annotator, oldest first. The
        annotator holds a record until they submit or discard a response, or until `hold`
        expires. A record is never held by more annotators at a time than it lacks responses.

        A repeated call returns the records that the annotator already holds first.

        A record with `assigned_annotators` is given only to these; the others are given to anybody.
        After the records that they hold or have drafts of, annotators get the records that are
        assigned to them, and then those without assigned annotators.

        A record is not given again to an annotator who has submitted or discarded a response to it.
        A record with a draft is, so that the annotator can finish it.

        Scope: datasets.annotate. Errors: NOT_FOUND (DATASET_NOT_FOUND).

        Args:
            dataset_id: Required. The dataset (`ds_…`), 1 to 64 characters.
            annotator: The annotator; the caller's own credential when unset.
            max_records: The maximum number of records: 1 when 0, at most 100.
            hold: How long the annotator holds the records: 30 minutes when unset, more than 0 and
                at most 24 hours.
            timeout: Seconds to wait; the client's if not given, `math.inf` for no limit.

        Returns:
            The response.

        Raises:
            PlauditError: The call failed; its subclass tells the status code.
            TypeError: An argument has the wrong type.
            ValueError: An argument breaks a rule of its type.
        """
        return self._unary(
            _NEXT_RECORDS,
            {
                "dataset_id": dataset_id,
                "annotator": annotator,
                "max_records": max_records,
                "hold": hold,
            },
            timeout,
        )

    def delete_record(
        self,
        *,
        id: str | None = None,
        idempotency_key: str | UUID | None = None,
        timeout: float | None = None,
    ) -> dataset_pb2.DeleteRecordResponse:
        """Permanently deletes a record with its responses.

        Scope: datasets.write. Errors: NOT_FOUND (RECORD_NOT_FOUND).

        Args:
            id: Required. The record's id (`rec_…`), 1 to 64 characters.
            idempotency_key: A UUID chosen by the caller that makes a retry safe: for 24 hours, a
                call of the same method with the same id and credential returns the first response
                and changes nothing, whatever happened since. Failed calls are not remembered. The
                same id with a different request is INVALID_ARGUMENT (INVALID_FIELD). If it is not
                given, the client makes one for each call and keeps it when it retries.
            timeout: Seconds to wait; the client's if not given, `math.inf` for no limit.

        Returns:
            The response.

        Raises:
            PlauditError: The call failed; its subclass tells the status code.
            TypeError: An argument has the wrong type.
            ValueError: An argument breaks a rule of its type.
        """
        return self._unary(
            _DELETE_RECORD,
            {
                "id": id,
                "request_id": idempotency_key,
            },
            timeout,
        )

    def create_response(
        self,
        *,
        record_id: str | None = None,
        status: params.ResponseStatus | None = None,
        values: params.JsonObject | None = None,
        user_id: str | None = None,
        external_user_id: str | None = None,
        occur_time: params.Time | None = None,
        response: dataset_pb2.RecordResponse | params.RecordResponseParam | None = None,
        idempotency_key: str | UUID | None = None,
        timeout: float | None = None,
    ) -> dataset_pb2.CreateResponseResponse:
        """Adds a response to a record.

        An author has at most one response per record.

        Scope: datasets.annotate.

        Errors: NOT_FOUND (RECORD_NOT_FOUND). INVALID_ARGUMENT, naming each question:
        UNKNOWN_FIELD_NAME, a key that is not a question of the record's dataset;
        ANSWER_DOES_NOT_FIT, an answer that its question does not allow, or a required question
        without an answer in a submitted response. ALREADY_EXISTS (RESPONSE_EXISTS): the author
        already has a response to the record; update it instead. PERMISSION_DENIED (SCOPE_MISSING):
        an `occur_time` of more than 24 hours ago, without the scope history.write.

        Args:
            record_id: Required in CreateResponse, ignored elsewhere. The record (`rec_…`), at most
                64 characters.
            status: Submitted when unspecified. Every answer must be valid for its question, also in
                drafts; a submitted response must answer every required question; a discarded one
                means that the annotator skipped the record.
            values: The answers, by question name: a string for a text or label question, a number
                for a rating, a list of labels for a multi-label question, a list of options for a
                ranking, a list of objects with `start`, `end` and `label` for a span question.
                Texts have no NUL, numbers are finite, values nest at most 30 deep. At most 100
                keys, 1,048,576 bytes as protobuf encodes them and 5,000 JSON values, including
                those inside lists and objects.
            user_id: The annotator in the caller's own user base. When empty, the server returns the
                id of the credential (`key_…`) instead. At most 256 characters, no control
                characters.
            external_user_id: The end user on whose behalf the key acts. The author of the response
                is the first of these that is set: `external_user_id`, `user_id`, the credential. At
                most 256 characters, no control characters.
            occur_time: When the annotator gave the response; `create_time` when unset, so it is
                always set in responses of calls. Up to 24 hours ago; earlier times require the
                scope history.write. Not before 1970 and not in the future, but up to 60 seconds
                ahead count as now. An upsert changes it together with the status or the answers:
                without it, or with an equal response, the stored time stays. UpdateResponse does
                not change it.
            response: The response as a whole, instead of its fields one by one.
            idempotency_key: A UUID chosen by the caller that makes a retry safe: for 24 hours, a
                call of the same method with the same id and credential returns the first response
                and changes nothing, whatever happened since. Failed calls are not remembered. The
                same id with a different request is INVALID_ARGUMENT (INVALID_FIELD). If it is not
                given, the client makes one for each call and keeps it when it retries.
            timeout: Seconds to wait; the client's if not given, `math.inf` for no limit.

        Returns:
            The response.

        Raises:
            PlauditError: The call failed; its subclass tells the status code.
            TypeError: An argument has the wrong type.
            ValueError: An argument breaks a rule of its type.
        """
        return self._unary(
            _CREATE_RESPONSE,
            {
                "response": either(
                    "response",
                    response,
                    {
                        "record_id": record_id,
                        "status": status,
                        "values": values,
                        "user_id": user_id,
                        "external_user_id": external_user_id,
                        "occur_time": occur_time,
                    },
                ),
                "request_id": idempotency_key,
            },
            timeout,
        )

    def update_response(
        self,
        *,
        id: str | None = None,
        record_id: str | None = None,
        status: params.ResponseStatus | None = None,
        values: params.JsonObject | None = None,
        user_id: str | None = None,
        external_user_id: str | None = None,
        occur_time: params.Time | None = None,
        response: dataset_pb2.RecordResponse | params.RecordResponseParam | None = None,
        update_mask: params.Mask | None = None,
        idempotency_key: str | UUID | None = None,
        timeout: float | None = None,
    ) -> dataset_pb2.UpdateResponseResponse:
        """Changes the status or the answers of a response.

        Every change of status is allowed; a submitted response must answer every required question.

        Scope: datasets.annotate. Errors: NOT_FOUND (RESPONSE_NOT_FOUND). INVALID_ARGUMENT as in
        CreateResponse, and INVALID_FIELD for a mask with a path that cannot be updated.

        Args:
            id: The id of the response. Starts with `rsp_`; ids sort by creation time. At most 64
                characters, no control characters.
            record_id: Required in CreateResponse, ignored elsewhere. The record (`rec_…`), at most
                64 characters.
            status: Submitted when unspecified. Every answer must be valid for its question, also in
                drafts; a submitted response must answer every required question; a discarded one
                means that the annotator skipped the record.
            values: The answers, by question name: a string for a text or label question, a number
                for a rating, a list of labels for a multi-label question, a list of options for a
                ranking, a list of objects with `start`, `end` and `label` for a span question.
                Texts have no NUL, numbers are finite, values nest at most 30 deep. At most 100
                keys, 1,048,576 bytes as protobuf encodes them and 5,000 JSON values, including
                those inside lists and objects.
            user_id: The annotator in the caller's own user base. When empty, the server returns the
                id of the credential (`key_…`) instead. At most 256 characters, no control
                characters.
            external_user_id: The end user on whose behalf the key acts. The author of the response
                is the first of these that is set: `external_user_id`, `user_id`, the credential. At
                most 256 characters, no control characters.
            occur_time: When the annotator gave the response; `create_time` when unset, so it is
                always set in responses of calls. Up to 24 hours ago; earlier times require the
                scope history.write. Not before 1970 and not in the future, but up to 60 seconds
                ahead count as now. An upsert changes it together with the status or the answers:
                without it, or with an equal response, the stored time stays. UpdateResponse does
                not change it.
            response: The response as a whole, instead of its fields one by one.
            update_mask: What to update: any of status and values; "*" means both. The values are
                replaced as a whole. Without a mask, the fields that are set are updated. At most
                100 paths.
            idempotency_key: A UUID chosen by the caller that makes a retry safe: for 24 hours, a
                call of the same method with the same id and credential returns the first response
                and changes nothing, whatever happened since. Failed calls are not remembered. The
                same id with a different request is INVALID_ARGUMENT (INVALID_FIELD). If it is not
                given, the client makes one for each call and keeps it when it retries.
            timeout: Seconds to wait; the client's if not given, `math.inf` for no limit.

        Returns:
            The response.

        Raises:
            PlauditError: The call failed; its subclass tells the status code.
            TypeError: An argument has the wrong type.
            ValueError: An argument breaks a rule of its type.
        """
        return self._unary(
            _UPDATE_RESPONSE,
            {
                "response": either(
                    "response",
                    response,
                    {
                        "id": id,
                        "record_id": record_id,
                        "status": status,
                        "values": values,
                        "user_id": user_id,
                        "external_user_id": external_user_id,
                        "occur_time": occur_time,
                    },
                ),
                "update_mask": update_mask
                if update_mask is not None
                else mask(
                    _UPDATE_RESPONSE_PATHS,
                    {
                        "status": status,
                        "values": values,
                    },
                ),
                "request_id": idempotency_key,
            },
            timeout,
        )

    def list_responses(
        self,
        *,
        dataset_id: str | None = None,
        record_id: str | None = None,
        annotator: dataset_pb2.Annotator | params.AnnotatorParam | None = None,
        statuses: Sequence[params.ResponseStatus] | None = None,
        page_size: int | None = None,
        page_token: str | None = None,
        timeout: float | None = None,
    ) -> Pages[dataset_pb2.RecordResponse, dataset_pb2.ListResponsesResponse]:
        """Returns the responses in a dataset, or to one record, that match a filter, oldest first.

        A page may hold fewer responses than `page_size`, even none: the list ends where
        `next_page_token` is empty.

        Scope: datasets.write or datasets.annotate. Errors: NOT_FOUND (DATASET_NOT_FOUND,
        RECORD_NOT_FOUND). INVALID_ARGUMENT (INVALID_PAGE_TOKEN).

        Args:
            dataset_id: A dataset (`ds_…`), 1 to 64 characters.
            record_id: A record (`rec_…`), 1 to 64 characters.
            annotator: The annotator; any when unset.
            statuses: Any of these statuses; any status when empty.
            page_size: The maximum number of results: 50 when 0; values above 1,000 count as 1,000.
                Not negative.
            page_token: The `next_page_token` of the previous page; empty for the first page. The
                rest of the query must be the same as before: INVALID_ARGUMENT (INVALID_PAGE_TOKEN)
                otherwise.
            timeout: Seconds to wait for each page; the client's if not given, `math.inf` for no
                limit.

        Returns:
            An iterator of the responses, which reads further pages by itself.

        Raises:
            PlauditError: The call failed; its subclass tells the status code.
            TypeError: An argument has the wrong type.
            ValueError: An argument breaks a rule of its type.
        """
        return self._list(
            _LIST_RESPONSES,
            {
                "dataset_id": dataset_id,
                "record_id": record_id,
                "annotator": annotator,
                "statuses": statuses,
                "page_size": page_size,
                "page_token": page_token,
            },
            "responses",
            timeout,
        )

    def delete_response(
        self,
        *,
        id: str | None = None,
        idempotency_key: str | UUID | None = None,
        timeout: float | None = None,
    ) -> dataset_pb2.DeleteResponseResponse:
        """Permanently deletes a response.

        Its record may then be assigned again.

        Scope: datasets.annotate. Errors: NOT_FOUND (RESPONSE_NOT_FOUND).

        Args:
            id: Required. The response's id (`rsp_…`), 1 to 64 characters.
            idempotency_key: A UUID chosen by the caller that makes a retry safe: for 24 hours, a
                call of the same method with the same id and credential returns the first response
                and changes nothing, whatever happened since. Failed calls are not remembered. The
                same id with a different request is INVALID_ARGUMENT (INVALID_FIELD). If it is not
                given, the client makes one for each call and keeps it when it retries.
            timeout: Seconds to wait; the client's if not given, `math.inf` for no limit.

        Returns:
            The response.

        Raises:
            PlauditError: The call failed; its subclass tells the status code.
            TypeError: An argument has the wrong type.
            ValueError: An argument breaks a rule of its type.
        """
        return self._unary(
            _DELETE_RESPONSE,
            {
                "id": id,
                "request_id": idempotency_key,
            },
            timeout,
        )

    def get_agreement(
        self,
        *,
        dataset_id: str | None = None,
        question_name: str | None = None,
        level: params.MeasurementLevel | None = None,
        pooled_questions: Sequence[dataset_pb2.PooledQuestions | params.PooledQuestionsParam] | None = None,
        timeout: float | None = None,
    ) -> dataset_pb2.GetAgreementResponse:
        """Measures how far annotators agree on each question: Krippendorff's alpha and the percent
        agreement of submitted responses.

        An unanswered question counts as missing data, not as a value.

        Text and span questions are left out: these measures do not apply to them. Questions with
        the same scale, such as the same question on two answers, can be measured together as well.

        Scope: datasets.write or datasets.annotate. Errors: NOT_FOUND (DATASET_NOT_FOUND).
        INVALID_ARGUMENT: UNKNOWN_FIELD_NAME, the dataset has no such question; INVALID_FIELD, a
        text or span question, a level at which the question cannot be measured, or pooled questions
        that do not have the same kind and scale.

        Args:
            dataset_id: Required. The dataset (`ds_…`), 1 to 64 characters.
            question_name: The question; when empty, every question to which the measures apply. At
                most 128 characters.
            level: The level of measurement; the default of each question when unspecified. When all
                questions are measured, a question without this level is measured at its default
                level, as labels are.
            pooled_questions: Groups of questions to measure together, in addition to the questions
                themselves. The questions of a group have the same kind and scale: the same values,
                labels or options, and the same `allow_ties`. A question is in at most one group. At
                most 50 groups.
            timeout: Seconds to wait; the client's if not given, `math.inf` for no limit.

        Returns:
            The response.

        Raises:
            PlauditError: The call failed; its subclass tells the status code.
            TypeError: An argument has the wrong type.
            ValueError: An argument breaks a rule of its type.
        """
        return self._unary(
            _GET_AGREEMENT,
            {
                "dataset_id": dataset_id,
                "question_name": question_name,
                "level": level,
                "pooled_questions": pooled_questions,
            },
            timeout,
        )

    def list_annotator_progress(
        self,
        *,
        dataset_id: str | None = None,
        page_size: int | None = None,
        page_token: str | None = None,
        timeout: float | None = None,
    ) -> Pages[dataset_pb2.AnnotatorProgress, dataset_pb2.ListAnnotatorProgressResponse]:
        """Counts what each annotator of a dataset has to do and has done: all who are assigned to a
        record or have a response.

        The order says nothing, but stays the same from page to page. The counts are kept up to date
        by every write, so the cost does not grow with the number of records and responses.

        Scope: datasets.write or datasets.annotate. Errors: NOT_FOUND (DATASET_NOT_FOUND).
        INVALID_ARGUMENT (INVALID_PAGE_TOKEN).

        Args:
            dataset_id: Required. The dataset (`ds_…`), 1 to 64 characters.
            page_size: The maximum number of results: 50 when 0; values above 1,000 count as 1,000.
                Not negative.
            page_token: The `next_page_token` of the previous page; empty for the first page. The
                rest of the query must be the same as before: INVALID_ARGUMENT (INVALID_PAGE_TOKEN)
                otherwise.
            timeout: Seconds to wait for each page; the client's if not given, `math.inf` for no
                limit.

        Returns:
            An iterator of the annotators, which reads further pages by itself.

        Raises:
            PlauditError: The call failed; its subclass tells the status code.
            TypeError: An argument has the wrong type.
            ValueError: An argument breaks a rule of its type.
        """
        return self._list(
            _LIST_ANNOTATOR_PROGRESS,
            {
                "dataset_id": dataset_id,
                "page_size": page_size,
                "page_token": page_token,
            },
            "annotators",
            timeout,
        )

    def watch_records(
        self,
        *,
        dataset_id: str | None = None,
        resume_token: str | None = None,
        from_beginning: bool | None = None,
        checkpoints: bool | None = None,
        timeout: float | None = None,
    ) -> Stream[dataset_pb2.WatchRecordsResponse, dataset_pb2.WatchRecordsResponse]:
        """Sends the creations, changes and deletions of records and responses, in the order of
        commits, until the client ends the call.

        Each message has a `resume_token`: a new call with it resumes right after that message,
        whatever happened in between. The first message is a checkpoint at the start of the watch.
        Without changes, further checkpoints follow every 10 seconds, so that the client's token
        does not get old.

        A message has the record or the response as it is when the change is read, which may be
        newer than the change. A change of what has been deleted meanwhile is not sent; its deletion
        is. A write that changes nothing sends nothing. One message stands for many changes where a
        record is deleted with its responses, and where a dataset is changed or deleted.

        Changes are kept for at least 7 days. Those from before this call existed are not known. A
        watcher that reads slowly is not disconnected: it gets what it missed from the database. A
        watch of one dataset ends, without an error, after the message that the dataset was deleted.

        Scope: datasets.write or datasets.annotate. Errors: NOT_FOUND (DATASET_NOT_FOUND): the
        dataset does not exist, and the watch does not start at a `resume_token`. INVALID_ARGUMENT
        (INVALID_RESUME_TOKEN): the token is not of this method and this namespace. OUT_OF_RANGE
        (RESUME_TOKEN_EXPIRED): changes after the token are no longer kept; ErrorInfo has a
        `restart_token`, after which all changes are kept: list the records and responses again,
        then resume there. RESOURCE_EXHAUSTED (RATE_LIMITED): a principal may have 1,000 open calls
        of this method and a namespace 2,000. UNAVAILABLE (DRAINING, STORAGE_UNAVAILABLE): resume
        after RetryInfo. UNAUTHENTICATED, or PERMISSION_DENIED (API_ACCESS_DISABLED): the credential
        or its access ended during the watch; no more than 5 seconds later the watch ends.

        Args:
            dataset_id: The dataset (`ds_…`); all datasets when empty. At most 64 characters.
            resume_token: After the message with this `resume_token`, of any dataset. At most 1,024
                characters.
            from_beginning: If true, at the oldest change that is kept. If false, or if neither
                field is set, at the present.
            checkpoints: Whether the checkpoints are handed out too: the first tells that the watch
                has begun. Their tokens count in any case.
            timeout: Seconds that it may last in all; no limit by default.

        Returns:
            An iterator of the responses that have a record or a response or a dataset. It resumes
            by itself when the connection breaks, and ends when it is closed. Its `resume_token` is
            where another one goes on.

        Raises:
            PlauditError: The call failed; its subclass tells the status code.
            TypeError: An argument has the wrong type.
            ValueError: An argument breaks a rule of its type.
        """
        return self._stream(
            _WATCH_RECORDS,
            {
                "dataset_id": dataset_id,
                "resume_token": resume_token,
                "from_beginning": from_beginning,
            },
            everything if checkpoints else changes,
            timeout,
        )


class AsyncDatasetMethods(AsyncCalls):
    """DatasetService as methods."""

    async def create_dataset(
        self,
        *,
        name: str | None = None,
        description: str | None = None,
        fields: Sequence[dataset_pb2.Field | params.FieldParam] | None = None,
        questions: Sequence[dataset_pb2.Question | params.QuestionParam] | None = None,
        responses_per_record: int | None = None,
        dataset: dataset_pb2.Dataset | params.DatasetParam | None = None,
        idempotency_key: str | UUID | None = None,
        timeout: float | None = None,
    ) -> dataset_pb2.CreateDatasetResponse:
        """Defines a dataset.

        Scope: datasets.write. Errors: INVALID_ARGUMENT (INVALID_FIELD) names every field that
        breaks a rule. ALREADY_EXISTS (DATASET_EXISTS): the namespace already has a dataset with
        that name.

        Args:
            name: Required. Unique in the namespace. 1 to 128 characters, no control characters.
            description: What the dataset is for. At most 32,768 characters; no NUL.
            fields: Required. What annotators see: 1 to 100 fields with different names.
            questions: Required. What annotators answer: 1 to 100 questions with different names.
            responses_per_record: How many submitted responses complete a record: 1 when 0, at most
                1,000.
            dataset: The dataset as a whole, instead of its fields one by one.
            idempotency_key: A UUID chosen by the caller that makes a retry safe: for 24 hours, a
                call of the same method with the same id and credential returns the first response
                and changes nothing, whatever happened since. Failed calls are not remembered. The
                same id with a different request is INVALID_ARGUMENT (INVALID_FIELD). If it is not
                given, the client makes one for each call and keeps it when it retries.
            timeout: Seconds to wait; the client's if not given, `math.inf` for no limit.

        Returns:
            The response.

        Raises:
            PlauditError: The call failed; its subclass tells the status code.
            TypeError: An argument has the wrong type.
            ValueError: An argument breaks a rule of its type.
        """
        return await self._unary(
            _CREATE_DATASET,
            {
                "dataset": either(
                    "dataset",
                    dataset,
                    {
                        "name": name,
                        "description": description,
                        "fields": fields,
                        "questions": questions,
                        "responses_per_record": responses_per_record,
                    },
                ),
                "request_id": idempotency_key,
            },
            timeout,
        )

    async def get_dataset(
        self,
        *,
        id: str | None = None,
        name: str | None = None,
        timeout: float | None = None,
    ) -> dataset_pb2.GetDatasetResponse:
        """Returns one dataset by its id or its name.

        Scope: datasets.write or datasets.annotate. Errors: NOT_FOUND (DATASET_NOT_FOUND).

        Args:
            id: Its id (`ds_…`), 1 to 64 characters.
            name: Its name, 1 to 128 characters.
            timeout: Seconds to wait; the client's if not given, `math.inf` for no limit.

        Returns:
            The response.

        Raises:
            PlauditError: The call failed; its subclass tells the status code.
            TypeError: An argument has the wrong type.
            ValueError: An argument breaks a rule of its type.
        """
        return await self._unary(
            _GET_DATASET,
            {
                "id": id,
                "name": name,
            },
            timeout,
        )

    def list_datasets(
        self,
        *,
        page_size: int | None = None,
        page_token: str | None = None,
        timeout: float | None = None,
    ) -> AsyncPages[dataset_pb2.Dataset, dataset_pb2.ListDatasetsResponse]:
        """Returns the datasets of the namespace with their progress, oldest first.

        Scope: datasets.write or datasets.annotate. Errors: INVALID_ARGUMENT (INVALID_PAGE_TOKEN).

        Args:
            page_size: The maximum number of results: 50 when 0; values above 1,000 count as 1,000.
                Not negative.
            page_token: The `next_page_token` of the previous page; empty for the first page. The
                rest of the query must be the same as before: INVALID_ARGUMENT (INVALID_PAGE_TOKEN)
                otherwise.
            timeout: Seconds to wait for each page; the client's if not given, `math.inf` for no
                limit.

        Returns:
            An iterator of the datasets, which reads further pages by itself.

        Raises:
            PlauditError: The call failed; its subclass tells the status code.
            TypeError: An argument has the wrong type.
            ValueError: An argument breaks a rule of its type.
        """
        return self._list(
            _LIST_DATASETS,
            {
                "page_size": page_size,
                "page_token": page_token,
            },
            "datasets",
            timeout,
        )

    async def update_dataset(
        self,
        *,
        id: str | None = None,
        name: str | None = None,
        description: str | None = None,
        fields: Sequence[dataset_pb2.Field | params.FieldParam] | None = None,
        questions: Sequence[dataset_pb2.Question | params.QuestionParam] | None = None,
        responses_per_record: int | None = None,
        dataset: dataset_pb2.Dataset | params.DatasetParam | None = None,
        update_mask: params.Mask | None = None,
        idempotency_key: str | UUID | None = None,
        timeout: float | None = None,
    ) -> dataset_pb2.UpdateDatasetResponse:
        """Changes the definition of a dataset.

        While the dataset has records, only changes that keep every record and response valid are
        allowed: the name, titles, descriptions and the order; new fields and questions that are not
        required; making a field or question optional; more rating values, labels or span labels;
        allowing ties or overlaps; and the number of responses per record.

        Scope: datasets.write. Errors: NOT_FOUND (DATASET_NOT_FOUND). ALREADY_EXISTS
        (DATASET_EXISTS): another dataset of the namespace has that name. FAILED_PRECONDITION
        (DATASET_HAS_RECORDS): the details list each change that the records do not allow, and why.

        Args:
            id: The id of the dataset. Starts with `ds_`; ids sort by creation time. At most 64
                characters, no control characters.
            name: Required. Unique in the namespace. 1 to 128 characters, no control characters.
            description: What the dataset is for. At most 32,768 characters; no NUL.
            fields: Required. What annotators see: 1 to 100 fields with different names.
            questions: Required. What annotators answer: 1 to 100 questions with different names.
            responses_per_record: How many submitted responses complete a record: 1 when 0, at most
                1,000.
            dataset: The dataset as a whole, instead of its fields one by one.
            update_mask: What to update: any of name, description, fields, questions and
                responses_per_record; "*" means all of them. Lists are replaced as a whole. Without
                a mask, the fields that are set are updated. At most 100 paths.
            idempotency_key: A UUID chosen by the caller that makes a retry safe: for 24 hours, a
                call of the same method with the same id and credential returns the first response
                and changes nothing, whatever happened since. Failed calls are not remembered. The
                same id with a different request is INVALID_ARGUMENT (INVALID_FIELD). If it is not
                given, the client makes one for each call and keeps it when it retries.
            timeout: Seconds to wait; the client's if not given, `math.inf` for no limit.

        Returns:
            The response.

        Raises:
            PlauditError: The call failed; its subclass tells the status code.
            TypeError: An argument has the wrong type.
            ValueError: An argument breaks a rule of its type.
        """
        return await self._unary(
            _UPDATE_DATASET,
            {
                "dataset": either(
                    "dataset",
                    dataset,
                    {
                        "id": id,
                        "name": name,
                        "description": description,
                        "fields": fields,
                        "questions": questions,
                        "responses_per_record": responses_per_record,
                    },
                ),
                "update_mask": update_mask
                if update_mask is not None
                else mask(
                    _UPDATE_DATASET_PATHS,
                    {
                        "name": name,
                        "description": description,
                        "fields": fields,
                        "questions": questions,
                        "responses_per_record": responses_per_record,
                    },
                ),
                "request_id": idempotency_key,
            },
            timeout,
        )

    async def delete_dataset(
        self,
        *,
        id: str | None = None,
        force: bool | None = None,
        idempotency_key: str | UUID | None = None,
        timeout: float | None = None,
    ) -> dataset_pb2.DeleteDatasetResponse:
        """Permanently deletes a dataset with its records and responses.

        No call finds it once this call has returned; its rows are removed in the background.

        Scope: datasets.write. Errors: NOT_FOUND (DATASET_NOT_FOUND). FAILED_PRECONDITION
        (DATASET_HAS_RECORDS): it has records, and `force` is not set.

        Args:
            id: Required. The dataset (`ds_…`), 1 to 64 characters.
            force: Delete the dataset even if it has records, with them and their responses.
            idempotency_key: A UUID chosen by the caller that makes a retry safe: for 24 hours, a
                call of the same method with the same id and credential returns the first response
                and changes nothing, whatever happened since. Failed calls are not remembered. The
                same id with a different request is INVALID_ARGUMENT (INVALID_FIELD). If it is not
                given, the client makes one for each call and keeps it when it retries.
            timeout: Seconds to wait; the client's if not given, `math.inf` for no limit.

        Returns:
            The response.

        Raises:
            PlauditError: The call failed; its subclass tells the status code.
            TypeError: An argument has the wrong type.
            ValueError: An argument breaks a rule of its type.
        """
        return await self._unary(
            _DELETE_DATASET,
            {
                "id": id,
                "force": force,
                "request_id": idempotency_key,
            },
            timeout,
        )

    async def create_record(
        self,
        *,
        dataset_id: str | None = None,
        field_to_value: params.JsonObject | None = None,
        external_id: str | None = None,
        metadata: params.JsonObject | None = None,
        suggestions: Sequence[dataset_pb2.Suggestion | params.SuggestionParam] | None = None,
        exchange_id: str | None = None,
        occur_time: params.Time | None = None,
        assigned_annotators: Sequence[dataset_pb2.Annotator | params.AnnotatorParam] | None = None,
        record: dataset_pb2.Record | params.RecordParam | None = None,
        response: dataset_pb2.RecordResponse | params.RecordResponseParam | None = None,
        idempotency_key: str | UUID | None = None,
        upsert: bool | None = None,
        merge_responses: bool | None = None,
        timeout: float | None = None,
    ) -> dataset_pb2.CreateRecordResponse:
        """Adds one record to a dataset, optionally with its first response.

        Scope: datasets.write.

        Errors: NOT_FOUND (DATASET_NOT_FOUND). INVALID_ARGUMENT, naming each field:
        UNKNOWN_FIELD_NAME, a key that is not a field or question of the dataset; INVALID_FIELD, a
        required field is missing or has the wrong kind of value; ANSWER_DOES_NOT_FIT, an answer or
        a suggestion that its question does not allow, or a required question without an answer in a
        submitted response. ALREADY_EXISTS (RECORD_EXISTS): the dataset already has a record with
        that `external_id`, and neither `upsert` nor `merge_responses` is set, or with
        `merge_responses` the two differ; ResourceInfo has the id of the stored record.
        ALREADY_EXISTS (RESPONSE_EXISTS): with `merge_responses`, the author already has a different
        response to the record. NOT_FOUND (EXCHANGE_NOT_FOUND): the namespace has no exchange
        `exchange_id`. FAILED_PRECONDITION (RECORD_HAS_RESPONSES): an upsert would change the field
        values of a record that has responses. PERMISSION_DENIED (SCOPE_MISSING): an `occur_time` of
        more than 24 hours ago, without the scope history.write.

        Args:
            dataset_id: Required, immutable. The dataset (`ds_…`), 1 to 64 characters.
            field_to_value: Required. The value of each field, by field name. A text field takes a
                string; a chat field takes a list of objects with `role` and `content`; an image
                field takes a URL; a custom field takes any JSON value. Texts have no NUL, numbers
                are finite, values nest at most 30 deep. At most 100 keys, 1,048,576 bytes as
                protobuf encodes them and 5,000 JSON values, including those inside lists and
                objects.
            external_id: The caller's own id for the record; unique in the dataset when set. At most
                256 characters, no control characters.
            metadata: Additional data about the record, as a JSON object. Texts have no NUL, numbers
                are finite, values nest at most 30 deep. At most 65,536 bytes as protobuf encodes
                them and 1,000 JSON values, including those inside lists and objects.
            suggestions: Answers suggested by models, at most one per question. At most 100.
            exchange_id: The exchange that the record was made from (`ex_…`), if any; it must exist.
                Immutable: an upsert may leave it out, but not change it. Empty again once the
                exchange has been erased or its retention has ended. At most 64 characters, no
                control characters.
            occur_time: When what the record shows happened; `create_time` when unset, so it is
                always set in responses. Up to 24 hours ago; earlier times require the scope
                history.write. Not before 1970 and not in the future, but up to 60 seconds ahead
                count as now. An upsert changes it together with the content or the assigned
                annotators: without it, or where both are equal, the stored time stays.
            assigned_annotators: The annotators to whom NextRecords may give the record; anybody
                when empty. At most 100, all different, each with `user_id` or `external_user_id`:
                the first of `external_user_id` and `user_id` that is set is the annotator, as for
                responses. Others can still respond to the record by CreateResponse.
                `responses_per_record` of the dataset alone says when the record is complete, also
                where fewer annotators are assigned: it then stays pending until others respond or
                are assigned. EraseSubject removes the person; a record whose last annotator it
                removes may be given to anybody.
            record: The record as a whole, instead of its fields one by one.
            response: The first response to the record, if any.
            idempotency_key: A UUID chosen by the caller that makes a retry safe: for 24 hours, a
                call of the same method with the same id and credential returns the first response
                and changes nothing, whatever happened since. Failed calls are not remembered. The
                same id with a different request is INVALID_ARGUMENT (INVALID_FIELD). If it is not
                given, the client makes one for each call and keeps it when it retries.
            upsert: Replace an existing record with the same `external_id`: its values, metadata,
                suggestions and assigned annotators as a whole, and the author's response if the
                request has one. The values of a record that has responses cannot change:
                FAILED_PRECONDITION (RECORD_HAS_RESPONSES) if they differ.
            merge_responses: Add the response to an existing record with the same `external_id`. The
                values, metadata, suggestions and `exchange_id` must be those of the stored record:
                ALREADY_EXISTS (RECORD_EXISTS) otherwise, with the names of those that differ in the
                message and, as `differing`, in ErrorInfo. So must `assigned_annotators` if there
                are any, in any order; without them, those of the stored record stay. If the author
                already has a response with the same status and answers, nothing changes; a
                different one is ALREADY_EXISTS (RESPONSE_EXISTS). Without such a record, the record
                is added. Not together with `upsert`: INVALID_ARGUMENT (INVALID_FIELD).
            timeout: Seconds to wait; the client's if not given, `math.inf` for no limit.

        Returns:
            The response.

        Raises:
            PlauditError: The call failed; its subclass tells the status code.
            TypeError: An argument has the wrong type.
            ValueError: An argument breaks a rule of its type.
        """
        return await self._unary(
            _CREATE_RECORD,
            {
                "record": either(
                    "record",
                    record,
                    {
                        "dataset_id": dataset_id,
                        "field_to_value": field_to_value,
                        "external_id": external_id,
                        "metadata": metadata,
                        "suggestions": suggestions,
                        "exchange_id": exchange_id,
                        "occur_time": occur_time,
                        "assigned_annotators": assigned_annotators,
                    },
                ),
                "response": response,
                "request_id": idempotency_key,
                "upsert": upsert,
                "merge_responses": merge_responses,
            },
            timeout,
        )

    async def batch_create_records(
        self,
        *,
        items: Sequence[dataset_pb2.NewRecord | params.NewRecordParam] | None = None,
        upsert: bool | None = None,
        idempotency_key: str | UUID | None = None,
        validate_only: bool | None = None,
        merge_responses: bool | None = None,
        timeout: float | None = None,
    ) -> dataset_pb2.BatchCreateRecordsResponse:
        """Adds up to 1,000 records, each with its responses.

        Each item succeeds or fails on its own: an invalid item does not affect the others. So does
        each response of an item: an invalid response is not stored, but its record and the other
        responses are.

        Scope: datasets.write. Errors: INVALID_ARGUMENT only for the request as a whole; the result
        of a failed item or response holds the error that CreateRecord would have returned.

        Args:
            items: Required. 1 to 1,000 records, with at most 20,000 responses in all.
            upsert: As in CreateRecordRequest; applies to every item.
            idempotency_key: A UUID chosen by the caller that makes a retry safe: for 24 hours, a
                call of the same method with the same id and credential returns the first response
                and changes nothing, whatever happened since. Failed calls are not remembered. The
                same id with a different request is INVALID_ARGUMENT (INVALID_FIELD). If it is not
                given, the client makes one for each call and keeps it when it retries.
            validate_only: Validate only: return the result of each item and write nothing. The ids
                in the results do not exist.
            merge_responses: As in CreateRecordRequest; applies to every item. Items also see the
                records and responses of the items before them.
            timeout: Seconds to wait; the client's if not given, `math.inf` for no limit.

        Returns:
            The response.

        Raises:
            PlauditError: The call failed; its subclass tells the status code.
            TypeError: An argument has the wrong type.
            ValueError: An argument breaks a rule of its type.
        """
        return await self._unary(
            _BATCH_CREATE_RECORDS,
            {
                "items": items,
                "upsert": upsert,
                "request_id": idempotency_key,
                "validate_only": validate_only,
                "merge_responses": merge_responses,
            },
            timeout,
        )

    async def get_record(
        self,
        *,
        id: str | None = None,
        timeout: float | None = None,
    ) -> dataset_pb2.GetRecordResponse:
        """Returns one record with its responses, oldest first.

        Scope: datasets.write or datasets.annotate. Errors: NOT_FOUND (RECORD_NOT_FOUND).

        Args:
            id: Required. The record's id (`rec_…`), 1 to 64 characters.
            timeout: Seconds to wait; the client's if not given, `math.inf` for no limit.

        Returns:
            The response.

        Raises:
            PlauditError: The call failed; its subclass tells the status code.
            TypeError: An argument has the wrong type.
            ValueError: An argument breaks a rule of its type.
        """
        return await self._unary(
            _GET_RECORD,
            {
                "id": id,
            },
            timeout,
        )

    def list_records(
        self,
        *,
        statuses: Sequence[params.RecordStatus] | None = None,
        answered_by: dataset_pb2.Annotator | params.AnnotatorParam | None = None,
        not_answered_by: dataset_pb2.Annotator | params.AnnotatorParam | None = None,
        metadata: params.JsonObject | None = None,
        create_time: params.TimeRange | None = None,
        update_time: params.TimeRange | None = None,
        external_id: str | None = None,
        occur_time: params.TimeRange | None = None,
        exchange_ids: Sequence[str] | None = None,
        text: str | None = None,
        answers: Sequence[dataset_pb2.AnswerFilter | params.AnswerFilterParam] | None = None,
        suggestions: Sequence[dataset_pb2.SuggestionFilter | params.SuggestionFilterParam] | None = None,
        metadata_ranges: Sequence[dataset_pb2.MetadataRange | params.MetadataRangeParam] | None = None,
        dataset_id: str | None = None,
        filter: dataset_pb2.RecordFilter | params.RecordFilterParam | None = None,
        page_size: int | None = None,
        page_token: str | None = None,
        timeout: float | None = None,
    ) -> AsyncPages[dataset_pb2.Record, dataset_pb2.ListRecordsResponse]:
        """Returns the records of a dataset that match a filter, oldest first.

        A page may hold fewer records than `page_size`, even none: the list ends where
        `next_page_token` is empty.

        Scope: datasets.write or datasets.annotate. Errors: NOT_FOUND (DATASET_NOT_FOUND).
        INVALID_ARGUMENT: INVALID_PAGE_TOKEN; UNKNOWN_FIELD_NAME, the filter names a question that
        the dataset does not have; INVALID_FIELD, `min` or `max` for a question that is not a
        rating.

        Args:
            statuses: Any of these statuses; any status when empty.
            answered_by: Records to which this annotator has a response of any status.
            not_answered_by: Records to which this annotator has no response of any status. An empty
                Annotator stands for the caller.
            metadata: Records whose metadata has each of these keys with the same value. At most 100
                keys, 65,536 bytes as protobuf encodes them and 1,000 JSON values, including those
                inside lists and objects.
            create_time: Records created in this time range.
            update_time: Records last changed in this time range.
            external_id: The record with this external id. At most 256 characters, no control
                characters.
            occur_time: Records whose `occur_time` is in this time range.
            exchange_ids: Records that name any of these exchanges; any record when empty. At most
                100 different ids, each of 1 to 64 characters.
            text: Records that have this text in a field value: in a string, or in a string inside a
                list or an object, but not in the keys of objects. Upper and lower case are the
                same. At most 1,024 characters; no NUL.
            answers: Records that match each of these conditions on submitted responses; different
                responses may match different conditions. At most 20.
            suggestions: Records that match each of these conditions on suggestions. At most 20.
            metadata_ranges: Records whose metadata matches each of these ranges. At most 20.
            dataset_id: Required. The dataset (`ds_…`), 1 to 64 characters.
            filter: The filter as a whole, instead of its fields one by one.
            page_size: The maximum number of results: 50 when 0; values above 1,000 count as 1,000.
                Not negative.
            page_token: The `next_page_token` of the previous page; empty for the first page. The
                rest of the query must be the same as before: INVALID_ARGUMENT (INVALID_PAGE_TOKEN)
                otherwise.
            timeout: Seconds to wait for each page; the client's if not given, `math.inf` for no
                limit.

        Returns:
            An iterator of the records, which reads further pages by itself.

        Raises:
            PlauditError: The call failed; its subclass tells the status code.
            TypeError: An argument has the wrong type.
            ValueError: An argument breaks a rule of its type.
        """
        return self._list(
            _LIST_RECORDS,
            {
                "dataset_id": dataset_id,
                "filter": either(
                    "filter",
                    filter,
                    {
                        "statuses": statuses,
                        "answered_by": answered_by,
                        "not_answered_by": not_answered_by,
                        "metadata": metadata,
                        "create_time": create_time,
                        "update_time": update_time,
                        "external_id": external_id,
                        "occur_time": occur_time,
                        "exchange_ids": exchange_ids,
                        "text": text,
                        "answers": answers,
                        "suggestions": suggestions,
                        "metadata_ranges": metadata_ranges,
                    },
                ),
                "page_size": page_size,
                "page_token": page_token,
            },
            "records",
            timeout,
        )

    async def assign_records(
        self,
        *,
        dataset_id: str | None = None,
        record_ids: Sequence[str] | None = None,
        annotators: Sequence[dataset_pb2.Annotator | params.AnnotatorParam] | None = None,
        timeout: float | None = None,
    ) -> dataset_pb2.AssignRecordsResponse:
        """Replaces the `assigned_annotators` of records, also of records that have responses.

        Responses stay, whoever gave them. Annotators who are no longer assigned lose the records
        that NextRecords has given to them.

        The call can be repeated safely: it sets the same annotators again. No record is changed if
        any of them does not exist. Each record is changed as a whole, but not all at once: if the
        call fails for another reason, or a record is deleted meanwhile, some records may have
        changed.

        Scope: datasets.write. Errors: NOT_FOUND (DATASET_NOT_FOUND, RECORD_NOT_FOUND): the dataset,
        or a record in it, does not exist. INVALID_ARGUMENT (INVALID_FIELD) names every field that
        breaks a rule.

        Args:
            dataset_id: Required. The dataset (`ds_…`), 1 to 64 characters.
            record_ids: Required. The records (`rec_…`): 1 to 1,000 different ids of records of the
                dataset, each of 1 to 64 characters.
            annotators: The annotators to whom NextRecords may give the records from now on; anybody
                when empty. At most 100, all different, each with `user_id` or `external_user_id`.
            timeout: Seconds to wait; the client's if not given, `math.inf` for no limit.

        Returns:
            The response.

        Raises:
            PlauditError: The call failed; its subclass tells the status code.
            TypeError: An argument has the wrong type.
            ValueError: An argument breaks a rule of its type.
        """
        return await self._unary(
            _ASSIGN_RECORDS,
            {
                "dataset_id": dataset_id,
                "record_ids": record_ids,
                "annotators": annotators,
            },
            timeout,
        )

    async def next_records(
        self,
        *,
        dataset_id: str | None = None,
        annotator: dataset_pb2.Annotator | params.AnnotatorParam | None = None,
        max_records: int | None = None,
        hold: params.Duration | None = None,
        timeout: float | None = None,
    ) -> dataset_pb2.NextRecordsResponse:
        """Gives records that still lack submitted responses to an annotator, oldest first. The
        annotator holds a record until they submit or discard a response, or until `hold`
        expires. A record is never held by more annotators at a time than it lacks responses.

        A repeated call returns the records that the annotator already holds first.

        A record with `assigned_annotators` is given only to these; the others are given to anybody.
        After the records that they hold or have drafts of, annotators get the records that are
        assigned to them, and then those without assigned annotators.

        A record is not given again to an annotator who has submitted or discarded a response to it.
        A record with a draft is, so that the annotator can finish it.

        Scope: datasets.annotate. Errors: NOT_FOUND (DATASET_NOT_FOUND).

        Args:
            dataset_id: Required. The dataset (`ds_…`), 1 to 64 characters.
            annotator: The annotator; the caller's own credential when unset.
            max_records: The maximum number of records: 1 when 0, at most 100.
            hold: How long the annotator holds the records: 30 minutes when unset, more than 0 and
                at most 24 hours.
            timeout: Seconds to wait; the client's if not given, `math.inf` for no limit.

        Returns:
            The response.

        Raises:
            PlauditError: The call failed; its subclass tells the status code.
            TypeError: An argument has the wrong type.
            ValueError: An argument breaks a rule of its type.
        """
        return await self._unary(
            _NEXT_RECORDS,
            {
                "dataset_id": dataset_id,
                "annotator": annotator,
                "max_records": max_records,
                "hold": hold,
            },
            timeout,
        )

    async def delete_record(
        self,
        *,
        id: str | None = None,
        idempotency_key: str | UUID | None = None,
        timeout: float | None = None,
    ) -> dataset_pb2.DeleteRecordResponse:
        """Permanently deletes a record with its responses.

        Scope: datasets.write. Errors: NOT_FOUND (RECORD_NOT_FOUND).

        Args:
            id: Required. The record's id (`rec_…`), 1 to 64 characters.
            idempotency_key: A UUID chosen by the caller that makes a retry safe: for 24 hours, a
                call of the same method with the same id and credential returns the first response
                and changes nothing, whatever happened since. Failed calls are not remembered. The
                same id with a different request is INVALID_ARGUMENT (INVALID_FIELD). If it is not
                given, the client makes one for each call and keeps it when it retries.
            timeout: Seconds to wait; the client's if not given, `math.inf` for no limit.

        Returns:
            The response.

        Raises:
            PlauditError: The call failed; its subclass tells the status code.
            TypeError: An argument has the wrong type.
            ValueError: An argument breaks a rule of its type.
        """
        return await self._unary(
            _DELETE_RECORD,
            {
                "id": id,
                "request_id": idempotency_key,
            },
            timeout,
        )

    async def create_response(
        self,
        *,
        record_id: str | None = None,
        status: params.ResponseStatus | None = None,
        values: params.JsonObject | None = None,
        user_id: str | None = None,
        external_user_id: str | None = None,
        occur_time: params.Time | None = None,
        response: dataset_pb2.RecordResponse | params.RecordResponseParam | None = None,
        idempotency_key: str | UUID | None = None,
        timeout: float | None = None,
    ) -> dataset_pb2.CreateResponseResponse:
        """Adds a response to a record.

        An author has at most one response per record.

        Scope: datasets.annotate.

        Errors: NOT_FOUND (RECORD_NOT_FOUND). INVALID_ARGUMENT, naming each question:
        UNKNOWN_FIELD_NAME, a key that is not a question of the record's dataset;
        ANSWER_DOES_NOT_FIT, an answer that its question does not allow, or a required question
        without an answer in a submitted response. ALREADY_EXISTS (RESPONSE_EXISTS): the author
        already has a response to the record; update it instead. PERMISSION_DENIED (SCOPE_MISSING):
        an `occur_time` of more than 24 hours ago, without the scope history.write.

        Args:
            record_id: Required in CreateResponse, ignored elsewhere. The record (`rec_…`), at most
                64 characters.
            status: Submitted when unspecified. Every answer must be valid for its question, also in
                drafts; a submitted response must answer every required question; a discarded one
                means that the annotator skipped the record.
            values: The answers, by question name: a string for a text or label question, a number
                for a rating, a list of labels for a multi-label question, a list of options for a
                ranking, a list of objects with `start`, `end` and `label` for a span question.
                Texts have no NUL, numbers are finite, values nest at most 30 deep. At most 100
                keys, 1,048,576 bytes as protobuf encodes them and 5,000 JSON values, including
                those inside lists and objects.
            user_id: The annotator in the caller's own user base. When empty, the server returns the
                id of the credential (`key_…`) instead. At most 256 characters, no control
                characters.
            external_user_id: The end user on whose behalf the key acts. The author of the response
                is the first of these that is set: `external_user_id`, `user_id`, the credential. At
                most 256 characters, no control characters.
            occur_time: When the annotator gave the response; `create_time` when unset, so it is
                always set in responses of calls. Up to 24 hours ago; earlier times require the
                scope history.write. Not before 1970 and not in the future, but up to 60 seconds
                ahead count as now. An upsert changes it together with the status or the answers:
                without it, or with an equal response, the stored time stays. UpdateResponse does
                not change it.
            response: The response as a whole, instead of its fields one by one.
            idempotency_key: A UUID chosen by the caller that makes a retry safe: for 24 hours, a
                call of the same method with the same id and credential returns the first response
                and changes nothing, whatever happened since. Failed calls are not remembered. The
                same id with a different request is INVALID_ARGUMENT (INVALID_FIELD). If it is not
                given, the client makes one for each call and keeps it when it retries.
            timeout: Seconds to wait; the client's if not given, `math.inf` for no limit.

        Returns:
            The response.

        Raises:
            PlauditError: The call failed; its subclass tells the status code.
            TypeError: An argument has the wrong type.
            ValueError: An argument breaks a rule of its type.
        """
        return await self._unary(
            _CREATE_RESPONSE,
            {
                "response": either(
                    "response",
                    response,
                    {
                        "record_id": record_id,
                        "status": status,
                        "values": values,
                        "user_id": user_id,
                        "external_user_id": external_user_id,
                        "occur_time": occur_time,
                    },
                ),
                "request_id": idempotency_key,
            },
            timeout,
        )

    async def update_response(
        self,
        *,
        id: str | None = None,
        record_id: str | None = None,
        status: params.ResponseStatus | None = None,
        values: params.JsonObject | None = None,
        user_id: str | None = None,
        external_user_id: str | None = None,
        occur_time: params.Time | None = None,
        response: dataset_pb2.RecordResponse | params.RecordResponseParam | None = None,
        update_mask: params.Mask | None = None,
        idempotency_key: str | UUID | None = None,
        timeout: float | None = None,
    ) -> dataset_pb2.UpdateResponseResponse:
        """Changes the status or the answers of a response.

        Every change of status is allowed; a submitted response must answer every required question.

        Scope: datasets.annotate. Errors: NOT_FOUND (RESPONSE_NOT_FOUND). INVALID_ARGUMENT as in
        CreateResponse, and INVALID_FIELD for a mask with a path that cannot be updated.

        Args:
            id: The id of the response. Starts with `rsp_`; ids sort by creation time. At most 64
                characters, no control characters.
            record_id: Required in CreateResponse, ignored elsewhere. The record (`rec_…`), at most
                64 characters.
            status: Submitted when unspecified. Every answer must be valid for its question, also in
                drafts; a submitted response must answer every required question; a discarded one
                means that the annotator skipped the record.
            values: The answers, by question name: a string for a text or label question, a number
                for a rating, a list of labels for a multi-label question, a list of options for a
                ranking, a list of objects with `start`, `end` and `label` for a span question.
                Texts have no NUL, numbers are finite, values nest at most 30 deep. At most 100
                keys, 1,048,576 bytes as protobuf encodes them and 5,000 JSON values, including
                those inside lists and objects.
            user_id: The annotator in the caller's own user base. When empty, the server returns the
                id of the credential (`key_…`) instead. At most 256 characters, no control
                characters.
            external_user_id: The end user on whose behalf the key acts. The author of the response
                is the first of these that is set: `external_user_id`, `user_id`, the credential. At
                most 256 characters, no control characters.
            occur_time: When the annotator gave the response; `create_time` when unset, so it is
                always set in responses of calls. Up to 24 hours ago; earlier times require the
                scope history.write. Not before 1970 and not in the future, but up to 60 seconds
                ahead count as now. An upsert changes it together with the status or the answers:
                without it, or with an equal response, the stored time stays. UpdateResponse does
                not change it.
            response: The response as a whole, instead of its fields one by one.
            update_mask: What to update: any of status and values; "*" means both. The values are
                replaced as a whole. Without a mask, the fields that are set are updated. At most
                100 paths.
            idempotency_key: A UUID chosen by the caller that makes a retry safe: for 24 hours, a
                call of the same method with the same id and credential returns the first response
                and changes nothing, whatever happened since. Failed calls are not remembered. The
                same id with a different request is INVALID_ARGUMENT (INVALID_FIELD). If it is not
                given, the client makes one for each call and keeps it when it retries.
            timeout: Seconds to wait; the client's if not given, `math.inf` for no limit.

        Returns:
            The response.

        Raises:
            PlauditError: The call failed; its subclass tells the status code.
            TypeError: An argument has the wrong type.
            ValueError: An argument breaks a rule of its type.
        """
        return await self._unary(
            _UPDATE_RESPONSE,
            {
                "response": either(
                    "response",
                    response,
                    {
                        "id": id,
                        "record_id": record_id,
                        "status": status,
                        "values": values,
                        "user_id": user_id,
                        "external_user_id": external_user_id,
                        "occur_time": occur_time,
                    },
                ),
                "update_mask": update_mask
                if update_mask is not None
                else mask(
                    _UPDATE_RESPONSE_PATHS,
                    {
                        "status": status,
                        "values": values,
                    },
                ),
                "request_id": idempotency_key,
            },
            timeout,
        )

    def list_responses(
        self,
        *,
        dataset_id: str | None = None,
        record_id: str | None = None,
        annotator: dataset_pb2.Annotator | params.AnnotatorParam | None = None,
        statuses: Sequence[params.ResponseStatus] | None = None,
        page_size: int | None = None,
        page_token: str | None = None,
        timeout: float | None = None,
    ) -> AsyncPages[dataset_pb2.RecordResponse, dataset_pb2.ListResponsesResponse]:
        """Returns the responses in a dataset, or to one record, that match a filter, oldest first.

        A page may hold fewer responses than `page_size`, even none: the list ends where
        `next_page_token` is empty.

        Scope: datasets.write or datasets.annotate. Errors: NOT_FOUND (DATASET_NOT_FOUND,
        RECORD_NOT_FOUND). INVALID_ARGUMENT (INVALID_PAGE_TOKEN).

        Args:
            dataset_id: A dataset (`ds_…`), 1 to 64 characters.
            record_id: A record (`rec_…`), 1 to 64 characters.
            annotator: The annotator; any when unset.
            statuses: Any of these statuses; any status when empty.
            page_size: The maximum number of results: 50 when 0; values above 1,000 count as 1,000.
                Not negative.
            page_token: The `next_page_token` of the previous page; empty for the first page. The
                rest of the query must be the same as before: INVALID_ARGUMENT (INVALID_PAGE_TOKEN)
                otherwise.
            timeout: Seconds to wait for each page; the client's if not given, `math.inf` for no
                limit.

        Returns:
            An iterator of the responses, which reads further pages by itself.

        Raises:
            PlauditError: The call failed; its subclass tells the status code.
            TypeError: An argument has the wrong type.
            ValueError: An argument breaks a rule of its type.
        """
        return self._list(
            _LIST_RESPONSES,
            {
                "dataset_id": dataset_id,
                "record_id": record_id,
                "annotator": annotator,
                "statuses": statuses,
                "page_size": page_size,
                "page_token": page_token,
            },
            "responses",
            timeout,
        )

    async def delete_response(
        self,
        *,
        id: str | None = None,
        idempotency_key: str | UUID | None = None,
        timeout: float | None = None,
    ) -> dataset_pb2.DeleteResponseResponse:
        """Permanently deletes a response.

        Its record may then be assigned again.

        Scope: datasets.annotate. Errors: NOT_FOUND (RESPONSE_NOT_FOUND).

        Args:
            id: Required. The response's id (`rsp_…`), 1 to 64 characters.
            idempotency_key: A UUID chosen by the caller that makes a retry safe: for 24 hours, a
                call of the same method with the same id and credential returns the first response
                and changes nothing, whatever happened since. Failed calls are not remembered. The
                same id with a different request is INVALID_ARGUMENT (INVALID_FIELD). If it is not
                given, the client makes one for each call and keeps it when it retries.
            timeout: Seconds to wait; the client's if not given, `math.inf` for no limit.

        Returns:
            The response.

        Raises:
            PlauditError: The call failed; its subclass tells the status code.
            TypeError: An argument has the wrong type.
            ValueError: An argument breaks a rule of its type.
        """
        return await self._unary(
            _DELETE_RESPONSE,
            {
                "id": id,
                "request_id": idempotency_key,
            },
            timeout,
        )

    async def get_agreement(
        self,
        *,
        dataset_id: str | None = None,
        question_name: str | None = None,
        level: params.MeasurementLevel | None = None,
        pooled_questions: Sequence[dataset_pb2.PooledQuestions | params.PooledQuestionsParam] | None = None,
        timeout: float | None = None,
    ) -> dataset_pb2.GetAgreementResponse:
        """Measures how far annotators agree on each question: Krippendorff's alpha and the percent
        agreement of submitted responses.

        An unanswered question counts as missing data, not as a value.

        Text and span questions are left out: these measures do not apply to them. Questions with
        the same scale, such as the same question on two answers, can be measured together as well.

        Scope: datasets.write or datasets.annotate. Errors: NOT_FOUND (DATASET_NOT_FOUND).
        INVALID_ARGUMENT: UNKNOWN_FIELD_NAME, the dataset has no such question; INVALID_FIELD, a
        text or span question, a level at which the question cannot be measured, or pooled questions
        that do not have the same kind and scale.

        Args:
            dataset_id: Required. The dataset (`ds_…`), 1 to 64 characters.
            question_name: The question; when empty, every question to which the measures apply. At
                most 128 characters.
            level: The level of measurement; the default of each question when unspecified. When all
                questions are measured, a question without this level is measured at its default
                level, as labels are.
            pooled_questions: Groups of questions to measure together, in addition to the questions
                themselves. The questions of a group have the same kind and scale: the same values,
                labels or options, and the same `allow_ties`. A question is in at most one group. At
                most 50 groups.
            timeout: Seconds to wait; the client's if not given, `math.inf` for no limit.

        Returns:
            The response.

        Raises:
            PlauditError: The call failed; its subclass tells the status code.
            TypeError: An argument has the wrong type.
            ValueError: An argument breaks a rule of its type.
        """
        return await self._unary(
            _GET_AGREEMENT,
            {
                "dataset_id": dataset_id,
                "question_name": question_name,
                "level": level,
                "pooled_questions": pooled_questions,
            },
            timeout,
        )

    def list_annotator_progress(
        self,
        *,
        dataset_id: str | None = None,
        page_size: int | None = None,
        page_token: str | None = None,
        timeout: float | None = None,
    ) -> AsyncPages[dataset_pb2.AnnotatorProgress, dataset_pb2.ListAnnotatorProgressResponse]:
        """Counts what each annotator of a dataset has to do and has done: all who are assigned to a
        record or have a response.

        The order says nothing, but stays the same from page to page. The counts are kept up to date
        by every write, so the cost does not grow with the number of records and responses.

        Scope: datasets.write or datasets.annotate. Errors: NOT_FOUND (DATASET_NOT_FOUND).
        INVALID_ARGUMENT (INVALID_PAGE_TOKEN).

        Args:
            dataset_id: Required. The dataset (`ds_…`), 1 to 64 characters.
            page_size: The maximum number of results: 50 when 0; values above 1,000 count as 1,000.
                Not negative.
            page_token: The `next_page_token` of the previous page; empty for the first page. The
                rest of the query must be the same as before: INVALID_ARGUMENT (INVALID_PAGE_TOKEN)
                otherwise.
            timeout: Seconds to wait for each page; the client's if not given, `math.inf` for no
                limit.

        Returns:
            An iterator of the annotators, which reads further pages by itself.

        Raises:
            PlauditError: The call failed; its subclass tells the status code.
            TypeError: An argument has the wrong type.
            ValueError: An argument breaks a rule of its type.
        """
        return self._list(
            _LIST_ANNOTATOR_PROGRESS,
            {
                "dataset_id": dataset_id,
                "page_size": page_size,
                "page_token": page_token,
            },
            "annotators",
            timeout,
        )

    def watch_records(
        self,
        *,
        dataset_id: str | None = None,
        resume_token: str | None = None,
        from_beginning: bool | None = None,
        checkpoints: bool | None = None,
        timeout: float | None = None,
    ) -> AsyncStream[dataset_pb2.WatchRecordsResponse, dataset_pb2.WatchRecordsResponse]:
        """Sends the creations, changes and deletions of records and responses, in the order of
        commits, until the client ends the call.

        Each message has a `resume_token`: a new call with it resumes right after that message,
        whatever happened in between. The first message is a checkpoint at the start of the watch.
        Without changes, further checkpoints follow every 10 seconds, so that the client's token
        does not get old.

        A message has the record or the response as it is when the change is read, which may be
        newer than the change. A change of what has been deleted meanwhile is not sent; its deletion
        is. A write that changes nothing sends nothing. One message stands for many changes where a
        record is deleted with its responses, and where a dataset is changed or deleted.

        Changes are kept for at least 7 days. Those from before this call existed are not known. A
        watcher that reads slowly is not disconnected: it gets what it missed from the database. A
        watch of one dataset ends, without an error, after the message that the dataset was deleted.

        Scope: datasets.write or datasets.annotate. Errors: NOT_FOUND (DATASET_NOT_FOUND): the
        dataset does not exist, and the watch does not start at a `resume_token`. INVALID_ARGUMENT
        (INVALID_RESUME_TOKEN): the token is not of this method and this namespace. OUT_OF_RANGE
        (RESUME_TOKEN_EXPIRED): changes after the token are no longer kept; ErrorInfo has a
        `restart_token`, after which all changes are kept: list the records and responses again,
        then resume there. RESOURCE_EXHAUSTED (RATE_LIMITED): a principal may have 1,000 open calls
        of this method and a namespace 2,000. UNAVAILABLE (DRAINING, STORAGE_UNAVAILABLE): resume
        after RetryInfo. UNAUTHENTICATED, or PERMISSION_DENIED (API_ACCESS_DISABLED): the credential
        or its access ended during the watch; no more than 5 seconds later the watch ends.

        Args:
            dataset_id: The dataset (`ds_…`); all datasets when empty. At most 64 characters.
            resume_token: After the message with this `resume_token`, of any dataset. At most 1,024
                characters.
            from_beginning: If true, at the oldest change that is kept. If false, or if neither
                field is set, at the present.
            checkpoints: Whether the checkpoints are handed out too: the first tells that the watch
                has begun. Their tokens count in any case.
            timeout: Seconds that it may last in all; no limit by default.

        Returns:
            An iterator of the responses that have a record or a response or a dataset. It resumes
            by itself when the connection breaks, and ends when it is closed. Its `resume_token` is
            where another one goes on.

        Raises:
            PlauditError: The call failed; its subclass tells the status code.
            TypeError: An argument has the wrong type.
            ValueError: An argument breaks a rule of its type.
        """
        return self._stream(
            _WATCH_RECORDS,
            {
                "dataset_id": dataset_id,
                "resume_token": resume_token,
                "from_beginning": from_beginning,
            },
            everything if checkpoints else changes,
            timeout,
        )
