"""Who wrote each state of a feedback; tokens that end with their key; old keys of --dev."""

import time

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

# What `--dev` once stored: a key that may do everything and never ends. Scopes are sorted.
END_KEYS_OF_DEV = (
    'UPDATE "api_key" SET "revoke_time" = {now} WHERE "name" = \'development\' AND "all_namespaces"'
    ' AND "revoke_time" IS NULL AND substr("scopes", 1, 6) = \'admin \''
    ' AND "namespace_id" IN'
    ' (SELECT n."namespace_id" FROM "namespace" n WHERE n."name" = \'default\')'
)


def up(migrator, db):
    for table, column in COLUMNS:
        db.execute_sql(f'ALTER TABLE "{table}" ADD COLUMN "{column}" TEXT NOT NULL DEFAULT \'\'')
    big = db.field_types.get("BIGINT", "BIGINT")
    db.execute_sql(f'ALTER TABLE "feedback_token" ADD COLUMN "revoke_time" {big}')
    for table in ("feedback", "feedback_revision"):
        db.execute_sql(WROTE.format(table=table))
    db.execute_sql(DELETED)
    db.execute_sql(END_KEYS_OF_DEV.format(now=int(time.time() * 1e6)))
