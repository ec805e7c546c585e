"""Annotators assigned by name, their progress, and the log of changes of records."""

from peewee import BigIntegerField, CompositeKey, Model, SmallIntegerField, TextField

INDEXES = (
    (
        "record_unassigned",
        "record",
        "namespace_id dataset_id id",
        '("annotators" = \'\') AND ("status" < 2)',
    ),
    *(
        (f"{table}_by_{user}", table, f"namespace_id {user}", f"\"{user}\" != ''")
        for table in ("record_annotator", "annotator_progress")
        for user in ("user_id", "external_user_id")
    ),
)

# Who has responses is known by name, or by the credential where a response has no name. Several
# names of one annotator are possible; any will do.
COUNT = """
    INSERT INTO "annotator_progress" ("namespace_id", "dataset_id", "author", "user_id",
        "external_user_id", "creator", "assigned_count", "submitted_count", "draft_count",
        "discarded_count", "last_response_time")
    SELECT p."namespace_id", p."dataset_id", p."author", max(p."user_id"),
        max(p."external_user_id"),
        max(CASE WHEN p."user_id" = '' AND p."external_user_id" = '' THEN p."creator" ELSE '' END),
        0,
        sum(CASE WHEN p."status" = 2 THEN 1 ELSE 0 END),
        sum(CASE WHEN p."status" = 1 THEN 1 ELSE 0 END),
        sum(CASE WHEN p."status" = 3 THEN 1 ELSE 0 END),
        max(p."update_time")
    FROM "record_response" p GROUP BY p."namespace_id", p."dataset_id", p."author"
"""


def up(migrator, db):
    big = db.field_types.get("BIGINT", "BIGINT")
    db.execute_sql('ALTER TABLE "record" ADD COLUMN "annotators" TEXT NOT NULL DEFAULT \'\'')
    db.execute_sql(f'ALTER TABLE "sequence" ADD COLUMN "records_purged" {big} NOT NULL DEFAULT 0')

    class RecordAnnotator(Model):
        namespace_id = TextField()
        record_id = TextField()
        author = TextField()
        dataset_id = TextField()
        user_id = TextField()
        external_user_id = TextField()
        is_open = SmallIntegerField()

        class Meta:
            database = db
            table_name = "record_annotator"
            primary_key = CompositeKey("namespace_id", "record_id", "author")
            indexes = ((("namespace_id", "dataset_id", "author", "is_open", "record_id"), False),)

    class AnnotatorProgress(Model):
        namespace_id = TextField()
        dataset_id = TextField()
        author = TextField()
        user_id = TextField()
        external_user_id = TextField()
        creator = TextField()
        assigned_count = BigIntegerField()
        submitted_count = BigIntegerField()
        draft_count = BigIntegerField()
        discarded_count = BigIntegerField()
        last_response_time = BigIntegerField()

        class Meta:
            database = db
            table_name = "annotator_progress"
            primary_key = CompositeKey("namespace_id", "dataset_id", "author")

    class RecordChange(Model):
        namespace_id = TextField()
        sequence = BigIntegerField()
        dataset_id = TextField()
        record_id = TextField()
        response_id = TextField()
        type = SmallIntegerField()
        change_time = BigIntegerField(index=True)

        class Meta:
            database = db
            table_name = "record_change"
            primary_key = CompositeKey("namespace_id", "sequence")

    db.create_tables([RecordAnnotator, AnnotatorProgress, RecordChange])
    for name, table, columns, where in INDEXES:
        listed = ", ".join(f'"{column}"' for column in columns.split())
        db.execute_sql(f'CREATE INDEX "{name}" ON "{table}" ({listed}) WHERE {where}')
    db.execute_sql(COUNT)
