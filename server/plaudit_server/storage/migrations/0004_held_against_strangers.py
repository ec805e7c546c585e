"""Who wrote each state of a feedback, and feedback tokens that end with the key that made them."""

COLUMNS = (
    ("feedback", "writer"),
    ("feedback_revision", "writer"),
    ("feedback_token", "creator"),
    ("feedback_token", "creator_namespace_id"),
)

# Whoever submitted a feedback first wrote its first state, and what its deletion says where nothing
# came between. Who wrote what came later was never kept: it stays empty, and no key's own.
WROTE = 'UPDATE "{table}" SET "writer" = "creator" WHERE "revision" = 1'
DELETED = 'UPDATE "feedback_revision" SET "writer" = "creator" WHERE "revision" = 2 AND "state" = 3'


def up(migrator, db):
    for table, column in COLUMNS:
        db.execute_sql(f'ALTER TABLE "{table}" ADD COLUMN "{column}" TEXT NOT NULL DEFAULT \'\'')
    big = db.field_types.get("BIGINT", "BIGINT")
    db.execute_sql(f'ALTER TABLE "feedback_token" ADD COLUMN "revoke_time" {big}')
    for table in ("feedback", "feedback_revision"):
        db.execute_sql(WROTE.format(table=table))
    db.execute_sql(DELETED)
