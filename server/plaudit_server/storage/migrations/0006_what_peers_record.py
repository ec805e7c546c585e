"""When feedback was given, external ids, further values, overruling, criteria in full."""

OF_FEEDBACK = (
    ("external_id", "TEXT", "''"),
    ("value_labels", "TEXT", None),
    ("value_json", "TEXT", None),
    ("correction_value", "TEXT", "''"),
    ("error_code", "TEXT", "''"),
    ("error_message", "TEXT", "''"),
    ("overrules", "TEXT", "''"),
    ("occur_time", "BIGINT", "0"),
    ("overruled_by", "TEXT", "''"),
    ("vote", "SMALLINT", "0"),
    ("counted_score", "DOUBLE", None),
)
COLUMNS = (
    *(("feedback", *column) for column in OF_FEEDBACK),
    *(("feedback_revision", *column) for column in OF_FEEDBACK),
    ("exchange", "occur_time", "BIGINT", "0"),
    ("satisfaction", "error_count", "BIGINT", "0"),
    ("criterion", "direction", "SMALLINT", "0"),
    ("criterion", "scores", "TEXT", "''"),
    ("criterion", "several", "BOOL", "FALSE"),
    ("criterion", "update_time", "BIGINT", "0"),
)
# What stands was given when it was submitted, and its rating is its vote.
FILL = (
    *(
        f'UPDATE "{table}" SET "occur_time" = "create_time", "vote" = "rating",'
        ' "counted_score" = "score"'
        for table in ("feedback", "feedback_revision")
    ),
    'UPDATE "exchange" SET "occur_time" = "create_time"',
    'UPDATE "criterion" SET "update_time" = COALESCE("archive_time", "create_time")',
)
INDEXES = (
    ("", "feedback_negative_by_time", "feedback", "namespace_id occur_time id", "vote = 2"),
    (
        "UNIQUE",
        "feedback_by_external_id",
        "feedback",
        "namespace_id external_id",
        "external_id != ''",
    ),
    ("", "feedback_overruled", "feedback", "namespace_id overruled_by", "overruled_by != ''"),
    ("", "feedback_by_entity", "feedback", "namespace_id target_id id", "target_kind = 5"),
    ("", "feedback_on_entities", "feedback", "namespace_id id", "target_kind + 0 = 5"),
    (
        "",
        "feedback_from_before",
        "feedback",
        "namespace_id occur_time id",
        "occur_time != create_time AND revision = 1",
    ),
    (
        "",
        "exchange_from_before",
        "exchange",
        "namespace_id occur_time id",
        "occur_time != create_time AND update_time = create_time",
    ),
    ("", "feedback_revision_end", "feedback_revision", "namespace_id sequence", "state IN (3, 4)"),
)


def up(migrator, db):
    for table, column, type_, default in COLUMNS:
        own_type = db.field_types.get(type_, type_)  # as Peewee says it in this database
        filled = "" if default is None else f" NOT NULL DEFAULT {default}"
        db.execute_sql(f'ALTER TABLE "{table}" ADD COLUMN "{column}" {own_type}{filled}')
    for statement in FILL:
        db.execute_sql(statement)
    db.execute_sql('DROP INDEX "feedback_revision_end"')
    for unique, name, table, columns, where in INDEXES:
        listed = ", ".join(f'"{column}"' for column in columns.split())
        db.execute_sql(f'CREATE {unique} INDEX "{name}" ON "{table}" ({listed}) WHERE {where}')
