"""Satisfaction, prompts that can be compared, and annotation in full."""

from collections import defaultdict

from peewee import (
    BigIntegerField,
    CompositeKey,
    Model,
    SmallIntegerField,
    SqliteDatabase,
    TextField,
)

from plaudit_server.domain.analytics.satisfaction import (
    NO_COUNTS,
    QUARTER,
    Dimensions,
    confidence_band,
    counts_of,
)
from plaudit_server.domain.exchanges.exchange import prompt_key

COLUMNS = (
    ("sequence", "satisfaction_closed", "BIGINT", "0"),
    ("exchange", "prompt_key", "TEXT", "''"),
    ("dataset", "responses_per_record", "INTEGER", "1"),
    ("dataset", "record_count", "BIGINT", "0"),
    ("dataset", "completed_count", "BIGINT", "0"),
    ("dataset", "submitted_count", "BIGINT", "0"),
    ("dataset", "draft_count", "BIGINT", "0"),
    ("dataset", "discarded_count", "BIGINT", "0"),
    ("record", "suggestions", "TEXT", "''"),
    ("record", "status", "SMALLINT", "1"),
    ("record", "submitted_count", "INTEGER", "0"),
    ("record_response", "dataset_id", "TEXT", "''"),
)

# No two records of a dataset have one external id any more: later ones bear their own behind it.
PART_EXTERNAL_IDS = (
    'UPDATE "record" SET "external_id" = "external_id" || \'~\' || "id" WHERE "external_id" != \'\''
    ' AND EXISTS (SELECT 1 FROM "record" r WHERE r."namespace_id" = "record"."namespace_id"'
    ' AND r."dataset_id" = "record"."dataset_id" AND r."external_id" = "record"."external_id"'
    ' AND r."id" < "record"."id")'
)
SET_DATASETS = (
    'UPDATE "record_response" SET "dataset_id" = (SELECT r."dataset_id" FROM "record" r'
    ' WHERE r."namespace_id" = "record_response"."namespace_id"'
    ' AND r."id" = "record_response"."record_id")'
)
COUNT_OF_RECORD = (
    'UPDATE "record" SET "submitted_count" = (SELECT count(*) FROM "record_response" s'
    ' WHERE s."namespace_id" = "record"."namespace_id" AND s."record_id" = "record"."id"'
    ' AND s."status" = 2)'
)
COMPLETE = 'UPDATE "record" SET "status" = 2 WHERE "submitted_count" >= 1'
COUNT_OF_DATASET = (
    'UPDATE "dataset" SET "{column}" = (SELECT count(*) FROM "{table}" c'
    ' WHERE c."namespace_id" = "dataset"."namespace_id" AND c."dataset_id" = "dataset"."id"'
    " AND c.{condition})"
)
COUNTS_OF_DATASET = (
    ("record_count", "record", '"status" > 0'),
    ("completed_count", "record", '"status" = 2'),
    ("draft_count", "record_response", '"status" = 1'),
    ("submitted_count", "record_response", '"status" = 2'),
    ("discarded_count", "record_response", '"status" = 3'),
)

INDEXES = (
    ("", "exchange_namespace_id_prompt_key_id", "exchange", "namespace_id prompt_key id", ""),
    ("UNIQUE", "dataset_by_name", "dataset", "namespace_id name", "delete_time IS NULL"),
    (
        "UNIQUE",
        "record_by_external_id",
        "record",
        "namespace_id dataset_id external_id",
        "external_id != ''",
    ),
    ("", "record_pending", "record", "namespace_id dataset_id id", "status = 1"),
    (
        "",
        "recordresponse_namespace_id_dataset_id_id",
        "record_response",
        "namespace_id dataset_id id",
        "",
    ),
    (
        "",
        "recordresponse_namespace_id_dataset_id_author_record_id",
        "record_response",
        "namespace_id dataset_id author record_id",
        "",
    ),
)


def up(migrator, db):
    for table, column, type_, default in COLUMNS:
        own_type = db.field_types.get(type_, type_)  # as Peewee says it in this database
        db.execute_sql(
            f'ALTER TABLE "{table}" ADD COLUMN "{column}" {own_type} NOT NULL DEFAULT {default}'
        )
    big = db.field_types.get("BIGINT", "BIGINT")
    db.execute_sql(f'ALTER TABLE "dataset" ADD COLUMN "delete_time" {big}')
    db.execute_sql('DROP INDEX "dataset_namespace_id_name"')

    class RecordAssignment(Model):
        namespace_id = TextField()
        record_id = TextField()
        author = TextField()
        dataset_id = TextField()
        expire_time = BigIntegerField(index=True)

        class Meta:
            database = db
            table_name = "record_assignment"
            primary_key = CompositeKey("namespace_id", "record_id", "author")
            indexes = ((("namespace_id", "dataset_id", "author"), False),)

    class Satisfaction(Model):
        namespace_id = TextField()
        view = SmallIntegerField()
        quarters = SmallIntegerField()
        start = BigIntegerField()
        topic = TextField()
        confidence_band = SmallIntegerField()
        name = TextField()
        source = SmallIntegerField()
        type = SmallIntegerField()
        model = TextField()
        target_kind = SmallIntegerField()
        feedback_count = BigIntegerField()
        positive_count = BigIntegerField()
        negative_count = BigIntegerField()
        score_count = BigIntegerField()
        score_sum = BigIntegerField()

        class Meta:
            database = db
            table_name = "satisfaction"
            without_rowid = isinstance(db, SqliteDatabase)  # rows in the order of their key
            primary_key = CompositeKey(
                "namespace_id",
                "view",
                "quarters",
                "start",
                "topic",
                "confidence_band",
                "name",
                "source",
                "type",
                "model",
                "target_kind",
            )

    db.create_tables([RecordAssignment, Satisfaction])
    for statement in (PART_EXTERNAL_IDS, SET_DATASETS, COUNT_OF_RECORD, COMPLETE):
        db.execute_sql(statement)
    for column, table, condition in COUNTS_OF_DATASET:
        db.execute_sql(COUNT_OF_DATASET.format(column=column, table=table, condition=condition))
    _fill_prompt_keys(db)
    _count(db)
    for unique, name, table, columns, where in INDEXES:
        listed = ", ".join(f'"{column}"' for column in columns.split())
        condition = f" WHERE {where}" if where else ""
        db.execute_sql(f'CREATE {unique} INDEX "{name}" ON "{table}" ({listed}){condition}')


def _pages(db, columns, source, key):
    """Read what there is, some rows at a time, by the namespace and the id, which come first."""
    last = ("", "")
    while rows := db.execute_sql(
        f"SELECT {columns} FROM {source}"
        f' AND ({key}."namespace_id", {key}."id") > ({db.param}, {db.param})'
        f' ORDER BY {key}."namespace_id", {key}."id" LIMIT 1000',
        last,
    ).fetchall():
        yield rows
        last = rows[-1][:2]


def _fill_prompt_keys(db):
    columns = 'e."namespace_id", e."id", e."context", e."prompt"'
    for rows in _pages(db, columns, '"exchange" e WHERE TRUE', "e"):
        for namespace_id, id_, context, prompt in rows:
            db.execute_sql(
                f'UPDATE "exchange" SET "prompt_key" = {db.param}'
                f' WHERE "namespace_id" = {db.param} AND "id" = {db.param}',
                (prompt_key(context=context, prompt=prompt), namespace_id, id_),
            )


def _count(db):
    """Count the feedback in force into the full view; a server closes the others when it serves."""
    counted = defaultdict(lambda: NO_COUNTS)
    columns = (
        'f."namespace_id", f."id", f."create_time", f."rating", f."score", f."name", f."source",'
        ' f."type", f."target_kind", e."topic", e."confidence", e."model"'
    )
    source = (
        '"feedback" f LEFT JOIN "exchange" e'
        ' ON e."namespace_id" = f."namespace_id" AND e."id" = f."exchange_id" WHERE f."state" = 1'
    )
    for rows in _pages(db, columns, source, "f"):
        for row in rows:
            namespace_id, _, create_time, rating, score, *said, topic, confidence, model = row
            name, feedback_source, type_, kind = said
            dimensions = Dimensions(
                topic or "",
                confidence_band(confidence),
                name,
                feedback_source,
                type_,
                model or "",
                kind,
            )
            key = (namespace_id, 127, 1, create_time // QUARTER, *dimensions)
            counted[key] = counted[key].plus(counts_of(rating, score))
    for key, counts in counted.items():
        row = (*key, *counts[:5])  # later counts got their columns later
        marks = ", ".join([db.param] * len(row))
        db.execute_sql(f'INSERT INTO "satisfaction" VALUES ({marks})', row)
