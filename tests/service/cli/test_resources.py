"""`plaudit exchanges`, `memories`, `keys` and `namespaces` against a real server."""

from __future__ import annotations

import json

from plaudit.v1.feedback_pb2 import RATING_POSITIVE
from support.messages import about, exchange_by_id, fresh, register, struct, submit


def objects(printed: str) -> list[dict]:
    return [json.loads(line) for line in printed.splitlines()]


def test_an_exchange_is_created_listed_and_shown(plaudit, tenant):
    assert plaudit("exchanges", "list", tenant=tenant).stdout == "no exchanges\n"
    made = plaudit(
        *("exchanges", "create", "--session", "s", "--message", "m", "--request", "r"),
        *("--prompt", "-", "--answer", "It is free.", "--topic", "billing", "--model", "small"),
        *("--confidence", "0.5", "--metadata", '{"k": 1}', "--user", "u", "--status", "pending"),
        tenant=tenant,
        typed="What does it cost?\n",
    )
    id_, status = made.stdout.split()
    assert status == "pending"
    stored = exchange_by_id(tenant, id_)
    assert (stored.prompt, stored.answer) == ("What does it cost?", "It is free.")
    assert (stored.topic, stored.model, stored.confidence) == ("billing", "small", 0.5)
    assert (stored.metadata, stored.user_id) == (struct({"k": 1}), "u")
    heading, line = plaudit("exchanges", "list", "--session", "s", tenant=tenant).stdout.split(
        "\n", 1
    )
    assert heading.split()[:3] == ["Id", "Registered", "Session"]
    assert "What does it cost?" in line
    for arguments in ((id_,), ("--session", "s", "--message", "m")):
        assert "It is free." in plaudit("exchanges", "get", *arguments, tenant=tenant).stdout
        printed = plaudit("exchanges", "get", *arguments, "--json", tenant=tenant).stdout
        assert objects(printed)[0]["id"] == id_


def test_a_list_of_exchanges_is_filtered_and_limited(plaudit, tenant, subtests):
    for number, topic in enumerate(("a", "b", "b")):
        register(tenant, session_id="s", message_id=f"m{number}", topic=topic, model=f"x{number}")
    for arguments, names in (
        (("--topic", "b"), ["m2", "m1"]),
        (("--model", "x0"), ["m0"]),
        (("--status", "failed"), []),
        (("--since", "2000-01-01", "--order", "created-asc"), ["m0", "m1", "m2"]),
        (("--given-until", "2000-01-01"), []),
        (("--limit", "1"), ["m2"]),
    ):
        with subtests.test(arguments=arguments):
            done = plaudit("exchanges", "list", *arguments, "--json", tenant=tenant)
            assert [one["message_id"] for one in objects(done.stdout)] == names
            assert ("there is more" in done.stderr) is ("--limit" in arguments)


def test_get_says_that_there_is_no_such_exchange(plaudit, tenant):
    done = plaudit("exchanges", "get", "ex_nope", tenant=tenant)
    assert done.returncode == 1
    assert "EXCHANGE_NOT_FOUND" in done.stderr


def test_memories_are_listed_and_found_by_their_words(plaudit, tenant):
    assert plaudit("memories", "list", tenant=tenant).stdout == "no memories\n"
    exchange = register(tenant, prompt="How do I get a refund?", answer="By mail.", topic="billing")
    submit(tenant, target=about(exchange), rating=RATING_POSITIVE)
    for arguments in (("list",), ("list", "--topic", "billing"), ("search", "refund")):
        _, line = plaudit("memories", *arguments, tenant=tenant).stdout.splitlines()
        assert "How do I get a refund?" in line
    (found,) = objects(plaudit("memories", "search", "refund", "--json", tenant=tenant).stdout)
    assert found["memory"]["exchange"]["id"] == exchange.id
    assert found["score"] > 0
    assert plaudit("memories", "search", "nothing", tenant=tenant).stdout == "no memories\n"
    assert plaudit("memories", "list", "--topic", "x", "--json", tenant=tenant).stdout == ""
    wrong = plaudit("memories", "search", "!", tenant=tenant)
    assert wrong.returncode == 1
    assert wrong.stderr.count("at least one letter or digit") == 1


def test_the_secret_of_a_new_key_is_alone_on_the_output_and_works(plaudit, tenant):
    command = ("keys", "create", "--name", "app", "--scope", "feedback.write")
    made = plaudit(*command, "--scope", "feedback.read", tenant=tenant)
    secret = made.stdout.removesuffix("\n")
    assert secret.split() == [secret]
    assert "shown only now" in made.stderr
    assert secret not in made.stderr
    assert plaudit("list", PLAUDIT_API_KEY=secret).stdout == "no feedback\n"
    (printed,) = objects(plaudit(*command, "--json", tenant=tenant).stdout)
    assert printed["api_key"]["scopes"] == ["SCOPE_FEEDBACK_WRITE"]
    refused = plaudit("list", PLAUDIT_API_KEY=printed["secret"])
    assert refused.returncode == 1
    assert "SCOPE_MISSING" in refused.stderr
    assert "plaudit keys create --scope" in refused.stderr


def test_a_key_is_listed_and_revoked(plaudit, tenant):
    secret = plaudit(
        *("keys", "create", "--name", "my app", "--scope", "feedback.read"),
        *("--expires", "2100-01-01"),
        tenant=tenant,
    ).stdout.strip()
    (key,) = objects(plaudit("keys", "list", "--json", tenant=tenant).stdout)
    assert key["expire_time"] == "2100-01-02T00:00:00Z"
    assert "secret" not in key
    asked = plaudit("keys", "revoke", key["id"], tenant=tenant, typed="y\n")
    assert asked.returncode == 2
    assert "give --yes" in asked.stderr
    line = plaudit("keys", "list", tenant=tenant).stdout.splitlines()[1]
    for word in ("my app", "active", "feedback.read", "own namespace", "2100-01-02"):
        assert word in line
    revoked = plaudit("keys", "revoke", key["id"], "--yes", tenant=tenant)
    assert revoked.stdout == f"{key['id']}\trevoked\n"
    assert "revoked" in plaudit("keys", "list", tenant=tenant).stdout
    assert plaudit("list", PLAUDIT_API_KEY=secret).returncode == 1


def test_revoke_says_that_there_is_no_such_key(plaudit, tenant):
    done = plaudit("keys", "revoke", "key_nope", "--yes", tenant=tenant)
    assert done.returncode == 1
    assert "API_KEY_NOT_FOUND" in done.stderr
    assert "`plaudit keys list` shows what there is." in done.stderr


def test_a_namespace_is_created_shown_listed_and_changed(plaudit):
    name = fresh("made")
    made = plaudit("namespaces", "create", name, "--early-feedback", "--retention-days", "30")
    id_, printed = made.stdout.split()
    assert printed == name
    for key in (name, id_):
        (shown,) = objects(plaudit("namespaces", "get", key, "--json").stdout)
        assert shown["early_feedback"] is True
        assert shown["retention_days"] == 30
    lines = plaudit("namespaces", "list", "--limit", "0").stdout.splitlines()
    (line,) = [line for line in lines if id_ in line]
    assert "30 days" in line
    (changed,) = objects(
        plaudit(
            *("namespaces", "update", "--retention-days", "0", "--no-early-feedback", "--json"),
            PLAUDIT_NAMESPACE=name,
        ).stdout
    )
    assert "retention_days" not in changed
    assert "early_feedback" not in changed
    off = plaudit("namespaces", "update", "--no-api-access", PLAUDIT_NAMESPACE=name)
    assert "api_access_disabled  yes" in off.stdout


def test_namespaces_says_what_is_wrong(plaudit):
    for done in (plaudit("namespaces", "get", "nope"), plaudit("list", PLAUDIT_NAMESPACE="nope")):
        assert done.returncode == 1
        assert "NAMESPACE_NOT_FOUND" in done.stderr
        assert "plaudit namespaces list" in done.stderr
