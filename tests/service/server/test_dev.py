"""`plaudit-server serve --dev`: for one developer on one machine, and nothing of it stays."""

from __future__ import annotations

import subprocess

import grpc
import pytest

from plaudit.v1.admin_pb2 import ListNamespacesRequest
from plaudit.v1.feedback_pb2 import RATING_POSITIVE
from support.messages import on_search, submit
from support.refusals import refusal
from support.servers import COMMAND, KEY, Client, change_database, environment, keep_key

NEW_COLUMNS = (
    ("feedback", "writer"),
    ("feedback_revision", "writer"),
    ("feedback_token", "creator"),
    ("feedback_token", "creator_namespace_id"),
    ("feedback_token", "revoke_time"),
)
"""What the fourth migration adds."""
OPTIONS = ("--listen", "127.0.0.1:0")


def refused_to_start(*options, folder, **variables):
    """Start a server that must refuse to start; answers what it said."""
    done = subprocess.run(
        [*COMMAND, "serve", *options],
        cwd=folder,
        env=environment(**variables),
        capture_output=True,
        text=True,
        timeout=30,
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    return done.stderr


@pytest.mark.parametrize("listen", ["0.0.0.0:0", "[::]:0", "192.0.2.1:0"])
def test_a_key_for_everything_is_accepted_on_loopback_only(tmp_path, listen):
    said = refused_to_start("--dev", "--listen", listen, "--allow-plaintext", folder=tmp_path)
    assert "--dev" in said
    assert listen in said
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("key", ["fifteen-letters", "a key with blanks", "schlüssel-schlüssel"])
def test_a_key_that_can_be_guessed_or_not_be_sent_is_refused_by_name_and_not_shown(tmp_path, key):
    said = refused_to_start("--dev", *OPTIONS, folder=tmp_path, PLAUDIT_DEV_API_KEY=key)
    assert "--dev-api-key" in said
    assert "16" in said
    assert key not in said


def test_the_key_ends_with_the_server_even_if_that_is_killed(start_server, serving, database):
    developing = start_server(database)
    submit(developing.client(), target=on_search("before"), rating=RATING_POSITIVE)
    developing.kill()
    with grpc.insecure_channel(serving(*OPTIONS, "--database", database)) as channel:
        client = Client(channel, {"x-api-key": KEY})
        said = refusal(client.admin.ListNamespaces, ListNamespacesRequest())
    assert said.reason == "API_KEY_INVALID"


def test_what_the_key_wrote_is_its_own_after_the_next_start(start_server, database):
    first = start_server(database)
    made = submit(first.client(), target=on_search("before"), rating=RATING_POSITIVE).feedback
    first.kill()
    again = start_server(database)
    submitted = submit(again.client(), target=on_search("before"), rating=RATING_POSITIVE)
    assert submitted.replayed
    assert submitted.feedback.id == made.id


def test_a_key_that_an_earlier_version_stored_is_revoked_by_the_migration(
    start_server, serving, database
):
    assert start_server(database).stop() == 0
    keep_key(database, name="development")
    change_database(
        database,
        *(f"ALTER TABLE {table} DROP COLUMN {column}" for table, column in NEW_COLUMNS),
        "DELETE FROM schema_migration WHERE name = '0004_writers_and_revocation'",
    )
    subprocess.run([*COMMAND, "migrate", "--database", database], check=True, timeout=60)
    with grpc.insecure_channel(serving(*OPTIONS, "--database", database)) as channel:
        client = Client(channel, {"x-api-key": KEY})
        said = refusal(client.admin.ListNamespaces, ListNamespacesRequest())
    assert said.reason == "API_KEY_REVOKED"
    again = start_server(database)
    assert submit(again.client(), target=on_search("x"), rating=RATING_POSITIVE).feedback.id
