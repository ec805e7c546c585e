"""An exchange may have a request and no message."""


def up(migrator, db):
    # SQLite writes the table and its indexes anew.
    migrator.drop_not_null("exchange", "message_id").run()
