"""The first schema."""

from peewee import (
    BigIntegerField,
    BlobField,
    BooleanField,
    CompositeKey,
    DoubleField,
    IntegerField,
    Model,
    SmallIntegerField,
    TextField,
)


def up(migrator, db):
    class ApiKey(Model):
        namespace_id = TextField()
        id = TextField()
        secret_sha256 = TextField(unique=True)
        name = TextField()
        scopes = TextField()
        all_namespaces = BooleanField()
        create_time = BigIntegerField()
        expire_time = BigIntegerField(null=True)
        revoke_time = BigIntegerField(null=True)

        class Meta:
            database = db
            table_name = "api_key"
            primary_key = CompositeKey("namespace_id", "id")

    db.create_tables([ApiKey])

    class Dataset(Model):
        namespace_id = TextField()
        id = TextField()
        name = TextField()
        description = TextField()
        fields = TextField()
        questions = TextField()
        create_time = BigIntegerField()
        update_time = BigIntegerField()

        class Meta:
            database = db
            table_name = "dataset"
            primary_key = CompositeKey("namespace_id", "id")
            indexes = ((("namespace_id", "name"), True),)

    db.create_tables([Dataset])

    class Exchange(Model):
        namespace_id = TextField()
        id = TextField()
        session_id = TextField()
        message_id = TextField()
        request_id = TextField(null=True)
        status = SmallIntegerField()
        prompt = TextField()
        answer = TextField()
        context = TextField()
        topic = TextField()
        confidence = DoubleField(null=True)
        model = TextField()
        metadata = TextField()
        create_time = BigIntegerField()
        update_time = BigIntegerField()

        class Meta:
            database = db
            table_name = "exchange"
            primary_key = CompositeKey("namespace_id", "id")
            indexes = (
                (("namespace_id", "session_id", "message_id"), True),
                (("namespace_id", "session_id", "request_id"), True),
            )

    db.create_tables([Exchange])

    class Feedback(Model):
        namespace_id = TextField()
        id = TextField()
        creator = TextField()
        target_kind = SmallIntegerField()
        session_id = TextField()
        target_id = TextField()
        name = TextField()
        rating = SmallIntegerField()
        value_bool = BooleanField(null=True)
        value_int = BigIntegerField(null=True)
        value_number = DoubleField(null=True)
        value_label = TextField(null=True)
        score = DoubleField(null=True)
        text = TextField()
        correction = TextField()
        type = SmallIntegerField()
        source = SmallIntegerField()
        origin = SmallIntegerField()
        impact = SmallIntegerField()
        processed = BooleanField()
        cited_memory_ids = TextField()
        cited_node_ids = TextField()
        user_message_class = TextField()
        user_message_id = TextField()
        assistant_message_class = TextField()
        assistant_message_id = TextField()
        user_id = TextField()
        external_user_id = TextField()
        metadata = TextField()
        session_context = TextField()
        exchange_id = TextField(null=True)
        state = SmallIntegerField()
        revision = IntegerField()
        sequence = BigIntegerField()
        create_time = BigIntegerField()
        update_time = BigIntegerField()
        identity = TextField()

        class Meta:
            database = db
            table_name = "feedback"
            primary_key = CompositeKey("namespace_id", "id")
            indexes = ((("namespace_id", "identity"), True),)

    db.create_tables([Feedback])

    class FeedbackRevision(Model):
        namespace_id = TextField()
        id = TextField()
        creator = TextField()
        target_kind = SmallIntegerField()
        session_id = TextField()
        target_id = TextField()
        name = TextField()
        rating = SmallIntegerField()
        value_bool = BooleanField(null=True)
        value_int = BigIntegerField(null=True)
        value_number = DoubleField(null=True)
        value_label = TextField(null=True)
        score = DoubleField(null=True)
        text = TextField()
        correction = TextField()
        type = SmallIntegerField()
        source = SmallIntegerField()
        origin = SmallIntegerField()
        impact = SmallIntegerField()
        processed = BooleanField()
        cited_memory_ids = TextField()
        cited_node_ids = TextField()
        user_message_class = TextField()
        user_message_id = TextField()
        assistant_message_class = TextField()
        assistant_message_id = TextField()
        user_id = TextField()
        external_user_id = TextField()
        metadata = TextField()
        session_context = TextField()
        exchange_id = TextField(null=True)
        state = SmallIntegerField()
        revision = IntegerField()
        sequence = BigIntegerField()
        create_time = BigIntegerField()
        update_time = BigIntegerField()

        class Meta:
            database = db
            table_name = "feedback_revision"
            primary_key = CompositeKey("namespace_id", "id", "revision")

    db.create_tables([FeedbackRevision])

    class Memory(Model):
        namespace_id = TextField()
        exchange_id = TextField()
        positive_count = IntegerField()
        create_time = BigIntegerField()
        update_time = BigIntegerField()

        class Meta:
            database = db
            table_name = "memory"
            primary_key = CompositeKey("namespace_id", "exchange_id")

    db.create_tables([Memory])

    class Namespace(Model):
        namespace_id = TextField(primary_key=True)
        name = TextField(unique=True)
        api_access_disabled = BooleanField()
        create_time = BigIntegerField()
        update_time = BigIntegerField()

        class Meta:
            database = db
            table_name = "namespace"

    db.create_tables([Namespace])

    class Record(Model):
        namespace_id = TextField()
        id = TextField()
        dataset_id = TextField()
        field_to_value = TextField()
        external_id = TextField()
        metadata = TextField()
        create_time = BigIntegerField()
        update_time = BigIntegerField()

        class Meta:
            database = db
            table_name = "record"
            primary_key = CompositeKey("namespace_id", "id")
            indexes = ((("namespace_id", "dataset_id", "id"), False),)

    db.create_tables([Record])

    class RecordResponse(Model):
        namespace_id = TextField()
        id = TextField()
        record_id = TextField()
        author = TextField()
        creator = TextField()
        status = SmallIntegerField()
        answers = TextField()
        user_id = TextField()
        external_user_id = TextField()
        create_time = BigIntegerField()
        update_time = BigIntegerField()

        class Meta:
            database = db
            table_name = "record_response"
            primary_key = CompositeKey("namespace_id", "id")
            indexes = ((("namespace_id", "record_id", "author"), True),)

    db.create_tables([RecordResponse])

    class RememberedRequest(Model):
        namespace_id = TextField()
        key = TextField()
        fingerprint = TextField()
        answer = BlobField()
        create_time = BigIntegerField(index=True)

        class Meta:
            database = db
            table_name = "remembered_request"
            primary_key = CompositeKey("namespace_id", "key")

    db.create_tables([RememberedRequest])

    class Sequence(Model):
        namespace_id = TextField(primary_key=True)
        value = BigIntegerField()

        class Meta:
            database = db
            table_name = "sequence"

    db.create_tables([Sequence])
