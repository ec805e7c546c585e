"""Lists, watching, erasure, retention, criteria, early feedback, tokens, and search in memories."""

from peewee import (
    BigIntegerField,
    CompositeKey,
    DoubleField,
    IntegerField,
    Model,
    PostgresqlDatabase,
    SmallIntegerField,
    TextField,
)

from plaudit_server.domain.exchanges.filters import MemoryFilter
from plaudit_server.storage.exchanges.memory_search import document, rowid

COLUMNS = (
    ("namespace", "early_feedback", "BOOL", "FALSE"),
    ("namespace", "early_feedback_hours", "INTEGER", "0"),
    ("namespace", "retention_days", "INTEGER", "0"),
    ("sequence", "purged", "BIGINT", "0"),
    ("exchange", "user_id", "TEXT", "''"),
    ("exchange", "external_user_id", "TEXT", "''"),
)

INDEXES = (
    ("exchange_namespace_id_update_time", "exchange", "namespace_id update_time", ""),
    (
        "exchange_namespace_id_session_id_id",
        "exchange",
        "namespace_id session_id id",
        "",
    ),
    ("exchange_by_user_id", "exchange", "namespace_id user_id id", "user_id != ''"),
    (
        "exchange_by_external_user_id",
        "exchange",
        "namespace_id external_user_id id",
        "external_user_id != ''",
    ),
    ("feedback_namespace_id_sequence", "feedback", "namespace_id sequence", ""),
    ("feedback_by_session", "feedback", "namespace_id session_id id", "session_id != ''"),
    ("feedback_by_search", "feedback", "namespace_id target_id id", "target_kind = 3"),
    ("feedback_by_user_id", "feedback", "namespace_id user_id id", "user_id != ''"),
    (
        "feedback_by_external_user_id",
        "feedback",
        "namespace_id external_user_id id",
        "external_user_id != ''",
    ),
    (
        "feedback_by_exchange",
        "feedback",
        "namespace_id exchange_id",
        "exchange_id IS NOT NULL",
    ),
    ("feedback_negative", "feedback", "namespace_id id", "rating = 2"),
    ("feedback_pending", "feedback", "namespace_id session_id target_id", "state = 2"),
    ("feedbackrevision_namespace_id_sequence", "feedback_revision", "namespace_id sequence", ""),
    (
        "feedback_revision_by_user_id",
        "feedback_revision",
        "namespace_id user_id",
        "user_id != ''",
    ),
    (
        "feedback_revision_by_external_user_id",
        "feedback_revision",
        "namespace_id external_user_id",
        "external_user_id != ''",
    ),
    ("feedback_revision_end", "feedback_revision", "namespace_id sequence", "state >= 3"),
    ("record_response_by_user_id", "record_response", "namespace_id user_id", "user_id != ''"),
    (
        "record_response_by_external_user_id",
        "record_response",
        "namespace_id external_user_id",
        "external_user_id != ''",
    ),
    ("feedback_token_by_user_id", "feedback_token", "namespace_id user_id", "user_id != ''"),
    (
        "feedback_token_by_external_user_id",
        "feedback_token",
        "namespace_id external_user_id",
        "external_user_id != ''",
    ),
)


def up(migrator, db):
    for table, column, type_, default in COLUMNS:
        own_type = db.field_types.get(type_, type_)  # as Peewee says it in this database
        db.execute_sql(
            f'ALTER TABLE "{table}" ADD COLUMN "{column}" {own_type} NOT NULL DEFAULT {default}'
        )

    class Criterion(Model):
        namespace_id = TextField()
        id = TextField()
        name = TextField()
        description = TextField()
        kind = SmallIntegerField()
        minimum = DoubleField(null=True)
        maximum = DoubleField(null=True)
        labels = TextField()
        create_time = BigIntegerField()
        archive_time = BigIntegerField(null=True)

        class Meta:
            database = db
            table_name = "criterion"
            primary_key = CompositeKey("namespace_id", "id")

    class FeedbackStream(Model):
        namespace_id = TextField()
        id = TextField()
        sequence_number = BigIntegerField()
        refused = TextField()
        update_time = BigIntegerField(index=True)

        class Meta:
            database = db
            table_name = "feedback_stream"
            primary_key = CompositeKey("namespace_id", "id")

    class FeedbackToken(Model):
        namespace_id = TextField()
        id = TextField()
        secret_sha256 = TextField()
        target_kind = SmallIntegerField()
        session_id = TextField()
        target_id = TextField()
        names = TextField()
        ratings = TextField()
        user_id = TextField()
        external_user_id = TextField()
        max_uses = IntegerField()
        uses = IntegerField()
        create_time = BigIntegerField()
        expire_time = BigIntegerField(index=True)

        class Meta:
            database = db
            table_name = "feedback_token"
            primary_key = CompositeKey("namespace_id", "id")
            indexes = ((("namespace_id", "secret_sha256"), True),)

    class SigningKey(Model):
        namespace_id = TextField()
        id = TextField(index=True)
        key_id = TextField()
        algorithm = SmallIntegerField()
        key = TextField()
        issuer = TextField()
        audience = TextField()
        clock_skew_seconds = IntegerField()
        create_time = BigIntegerField()
        revoke_time = BigIntegerField(null=True)

        class Meta:
            database = db
            table_name = "signing_key"
            primary_key = CompositeKey("namespace_id", "id")
            indexes = ((("namespace_id", "key_id"), True),)

    db.create_tables([Criterion, FeedbackStream, FeedbackToken, SigningKey])

    db.execute_sql(
        'CREATE UNIQUE INDEX "criterion_in_force" ON "criterion" ("namespace_id", "name")'
        " WHERE archive_time IS NULL"
    )
    for name, table, columns, where in INDEXES:
        listed = ", ".join(f'"{column}"' for column in columns.split())
        condition = f" WHERE {where}" if where else ""
        db.execute_sql(f'CREATE INDEX "{name}" ON "{table}" ({listed}){condition}')

    if isinstance(db, PostgresqlDatabase):
        _search_on_postgresql(db)
    else:
        _search_on_sqlite(db)


def _search_on_sqlite(db):
    # Words are plain already: the tokenizer has only to cut at spaces. Tags of the namespace and
    # the like have an underscore.
    db.execute_sql(
        'CREATE VIRTUAL TABLE "memory_text" USING fts5 ("exchange_id" UNINDEXED, "words",'
        " tokenize = \"ascii tokenchars '_'\", detail = none, columnsize = 0)"
    )
    for kept in _memories(db):
        for namespace_id, exchange_id, *told in sorted(kept, key=lambda k: rowid(k[1])):
            db.execute_sql(
                'REPLACE INTO "memory_text" ("rowid", "exchange_id", "words") VALUES (?, ?, ?)',
                (rowid(exchange_id), exchange_id, _document(namespace_id, *told)),
            )


def _search_on_postgresql(db):
    db.execute_sql(
        'CREATE TABLE "memory_text" ("namespace_id" TEXT NOT NULL, "exchange_id" TEXT NOT NULL,'
        ' "words" TEXT NOT NULL, PRIMARY KEY ("namespace_id", "exchange_id"))'
    )
    for kept in _memories(db):
        for namespace_id, exchange_id, *told in kept:
            db.execute_sql(
                'INSERT INTO "memory_text" VALUES (%s, %s, %s)',
                (namespace_id, exchange_id, _document(namespace_id, *told)),
            )
    # A short list of what is not yet sorted in: whoever fills it waits until it is sorted in.
    db.execute_sql(
        'CREATE INDEX "memory_text_words" ON "memory_text"'
        " USING gin (array_to_tsvector(string_to_array(\"words\", ' ')))"
        " WITH (gin_pending_list_limit = 512)"
    )


def _memories(db):
    """Read the memories that there are, some at a time."""
    last = ("", "")
    while kept := db.execute_sql(
        'SELECT e."namespace_id", e."id", e."prompt", e."answer", e."session_id", e."topic"'
        ' FROM "memory" m JOIN "exchange" e'
        ' ON e."namespace_id" = m."namespace_id" AND e."id" = m."exchange_id"'
        f' WHERE (m."namespace_id", m."exchange_id") > ({db.param}, {db.param})'
        ' ORDER BY m."namespace_id", m."exchange_id" LIMIT 100',
        last,
    ).fetchall():
        yield kept
        last = kept[-1][:2]


def _document(namespace_id, prompt, answer, session_id, topic):
    # Not a frozen copy: the words must be what today's searches ask for.
    return document(namespace_id, MemoryFilter(session_id, topic), prompt, answer)
