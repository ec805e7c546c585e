"""Which records are open to the annotators who are assigned to them.

A record is open to an assigned annotator while it is pending and the annotator has no finished
response to it. So NextRecords finds open ones by an index, however many are done.
"""

from __future__ import annotations

from plaudit_server.domain.datasets.annotation import RecordStatus, ResponseStatus

# The expression on the status keeps the planner on the index by id. Counts, not EXISTS, which
# PostgreSQL would turn into hashes of whole tables.
_REOPEN = (
    'UPDATE "record_annotator" SET "is_open" = CASE WHEN (SELECT count(*) FROM "record" r'
    ' WHERE r."namespace_id" = "record_annotator"."namespace_id"'
    ' AND r."id" = "record_annotator"."record_id"'
    f' AND r."status" + 0 = {RecordStatus.PENDING.value}) = 1'
    ' AND (SELECT count(*) FROM "record_response" p'
    ' WHERE p."namespace_id" = "record_annotator"."namespace_id"'
    ' AND p."record_id" = "record_annotator"."record_id"'
    ' AND p."author" = "record_annotator"."author"'
    f' AND p."status" != {ResponseStatus.DRAFT.value}) = 0 THEN 1 ELSE 0 END'
    ' WHERE "namespace_id" = (SELECT CAST(? AS TEXT))'
)
REOPEN_RECORD = f'{_REOPEN} AND "record_id" = ?'
REOPEN_DATASET = f'{_REOPEN} AND "dataset_id" = ?'
