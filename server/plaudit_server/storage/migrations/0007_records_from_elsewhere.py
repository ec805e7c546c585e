"""When records and responses happened, and the exchange that a record was made from."""


def up(migrator, db):
    big = db.field_types.get("BIGINT", "BIGINT")
    for table in ("record", "record_response"):
        db.execute_sql(f'ALTER TABLE "{table}" ADD COLUMN "occur_time" {big} NOT NULL DEFAULT 0')
        db.execute_sql(f'UPDATE "{table}" SET "occur_time" = "create_time"')
    db.execute_sql('ALTER TABLE "record" ADD COLUMN "exchange_id" TEXT NOT NULL DEFAULT \'\'')
    db.execute_sql(
        'CREATE INDEX "record_by_exchange" ON "record"'
        ' ("namespace_id", "exchange_id", "dataset_id", "id") WHERE "exchange_id" != \'\''
    )
