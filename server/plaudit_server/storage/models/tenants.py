"""Tenants, their credentials, sequence numbers and remembered responses."""

from __future__ import annotations

from peewee import (
    BigIntegerField,
    BlobField,
    BooleanField,
    CompositeKey,
    IntegerField,
    Model,
    SmallIntegerField,
    TextField,
)


class Namespace(Model):
    """A tenant."""

    namespace_id = TextField(primary_key=True)
    name = TextField(unique=True)
    api_access_disabled = BooleanField()
    create_time = BigIntegerField()
    update_time = BigIntegerField()
    early_feedback = BooleanField()
    early_feedback_hours = IntegerField()
    retention_days = IntegerField()
    """0 for no limit."""

    class Meta:
        table_name = "namespace"


class ApiKey(Model):
    """A credential, without its secret."""

    namespace_id = TextField()
    id = TextField()
    secret_sha256 = TextField(unique=True)
    name = TextField()
    scopes = TextField()
    """Names of scopes, joined by spaces."""
    all_namespaces = BooleanField()
    create_time = BigIntegerField()
    expire_time = BigIntegerField(null=True)
    revoke_time = BigIntegerField(null=True)

    class Meta:
        table_name = "api_key"
        primary_key = CompositeKey("namespace_id", "id")


class SigningKey(Model):
    """A key that verifies the session tokens of end users: a public key or a shared secret."""

    namespace_id = TextField()
    id = TextField(index=True)
    key_id = TextField()
    """The id by which tokens name the key, as `kid`."""
    algorithm = SmallIntegerField()
    key = TextField()
    issuer = TextField()
    audience = TextField()
    clock_skew_seconds = IntegerField()
    create_time = BigIntegerField()
    revoke_time = BigIntegerField(null=True)

    class Meta:
        table_name = "signing_key"
        primary_key = CompositeKey("namespace_id", "id")
        indexes = ((("namespace_id", "key_id"), True),)


class Sequence(Model):
    """The number of the last change in a namespace. Its row is the namespace's write lock."""

    namespace_id = TextField(primary_key=True)
    value = BigIntegerField()
    purged = BigIntegerField()
    """The highest number of a change that retention has removed."""
    satisfaction_closed = BigIntegerField()
    """The quarter of an hour before which all views of the counts are kept."""
    records_purged = BigIntegerField()
    """The highest number of a change of records that is no longer kept."""

    class Meta:
        table_name = "sequence"


class RememberedRequest(Model):
    """The first response to a call with a request id."""

    namespace_id = TextField()
    key = TextField()
    """A digest of the method, the principal and the request id."""
    fingerprint = TextField()
    """A digest of the request itself."""
    answer = BlobField()
    create_time = BigIntegerField(index=True)

    class Meta:
        table_name = "remembered_request"
        primary_key = CompositeKey("namespace_id", "key")
