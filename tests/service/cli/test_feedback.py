"""`plaudit submit`, `list`, `get` and `delete` against a real server."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys

import pytest

from plaudit.v1.feedback_pb2 import RATING_NEGATIVE, RATING_POSITIVE
from support.messages import (
    about,
    all_feedback,
    define,
    get,
    on_search,
    on_session,
    recording,
    register,
    struct,
    submit,
)
from support.servers import environment


def objects(printed: str) -> list[dict]:
    return [json.loads(line) for line in printed.splitlines()]


def test_feedback_is_recorded_then_unchanged_then_changed(plaudit, tenant):
    exchange = register(tenant, session_id="s", message_id="m")
    command = ("submit", "--session", "s", "--message", "m", "--rating", "positive")
    told = [
        plaudit(*command, *more, tenant=tenant).stdout for more in ((), (), ("--text", "better"))
    ]
    (stored,) = all_feedback(tenant)
    assert told == [
        f"{stored.id}\trecorded; its exchange is a memory\n",
        f"{stored.id}\tunchanged: it was submitted before; its exchange is a memory\n",
        f"{stored.id}\tchanged, revision 2; its exchange is a memory\n",
    ]
    assert (stored.target, stored.rating, stored.text) == (
        about(exchange),
        RATING_POSITIVE,
        "better",
    )


def test_every_option_of_submit_arrives(plaudit, tenant):
    done = plaudit(
        *("submit", "--entity", "document", "d1", "--session", "s", "--rating", "negative"),
        *("--score", "0.25", "--label", "b", "--label", "a", "--text", "-", "--correction", "c"),
        *("--name", "quality", "--type", "answer-quality", "--source", "post-query"),
        *("--origin", "model", "--user", "u", "--external-user", "e", "--external-id", "x"),
        *("--metadata", '{"a": [1]}', "--json"),
        tenant=tenant,
        typed="several\nlines\n",
    )
    (printed,) = objects(done.stdout)
    stored = get(tenant, printed["feedback"]["id"])
    assert stored.target.entity.type == "document"
    assert stored.target.entity.session.session_id == "s"
    assert list(stored.value.labels.labels) == ["a", "b"]
    assert stored.text == "several\nlines"
    assert stored.metadata == struct({"a": [1]})
    assert {name: printed["feedback"][name] for name in ("score", "correction", "name")} == {
        "score": 0.25,
        "correction": "c",
        "name": "quality",
    }
    assert {printed["feedback"][name] for name in ("rating", "type", "source", "origin")} == {
        "RATING_NEGATIVE",
        "FEEDBACK_TYPE_ANSWER_QUALITY",
        "FEEDBACK_SOURCE_POST_QUERY",
        "ORIGIN_MODEL",
    }
    assert [stored.user_id, stored.external_user_id, stored.external_id] == ["u", "e", "x"]


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("true", "bool_value"),
        ("3", "int_value"),
        ("0.5", "number_value"),
        ('"good"', "label"),
        ('{"a": 1}', "object_value"),
        ("[1, 2]", "list_value"),
    ],
)
def test_a_value_has_the_type_of_its_json(plaudit, tenant, value, kind):
    plaudit("submit", "--session", "s", "--value", value, tenant=tenant)
    (stored,) = all_feedback(tenant)
    assert stored.value.WhichOneof("value") == kind
    assert stored.target == on_session("s")


def test_an_exchange_is_registered_with_its_feedback(plaudit, tenant):
    command = ("submit", "--session", "s", "--request", "r", "--rating", "negative")
    missing = plaudit(*command, tenant=tenant)
    assert missing.returncode == 1
    assert "EXCHANGE_NOT_FOUND" in missing.stderr
    assert "plaudit submit --prompt" in missing.stderr
    done = plaudit(*command, "--prompt", "How?", "--answer", "So.", tenant=tenant)
    assert "recorded; its exchange is registered" in done.stdout
    shown = plaudit("exchanges", "get", "--session", "s", "--request", "r", tenant=tenant).stdout
    assert "How?" in shown


def test_a_rule_of_the_contract_is_told_with_its_field(plaudit, tenant):
    done = plaudit("submit", "--search", "q", "--name", "n" * 129, "--text", "t", tenant=tenant)
    assert done.returncode == 1
    assert "INVALID_FIELD" in done.stderr
    assert "feedback.name" in done.stderr


def test_feedback_is_listed_as_a_table_and_as_json(plaudit, tenant):
    assert plaudit("list", tenant=tenant).stdout == "no feedback\n"
    assert plaudit("list", "--json", tenant=tenant).stdout == ""
    said = {"name": "speed", "rating": RATING_NEGATIVE, "text": "too\nslow\x7f", "user_id": "u"}
    submit(tenant, target=on_search("q"), **said)
    heading, line = plaudit("list", tenant=tenant).stdout.splitlines()
    assert heading.split() == ["Id", "Submitted", "On", "Says", "Text", "By"]
    for word in ("search q", "speed: negative", "too slow\\x7f", "u"):
        assert word in line
    (printed,) = objects(plaudit("list", "--json", tenant=tenant).stdout)
    assert printed["text"] == "too\nslow\x7f"
    assert printed["target"] == {"search": {"search_id": "q"}}


def test_a_list_stops_at_its_limit_and_tells_that_there_is_more(plaudit, tenant):
    ids = [submit(tenant, target=on_search(f"q{n}"), text="t").feedback.id for n in range(4)]
    part = plaudit("list", "--limit", "3", "--order", "created-asc", "--json", tenant=tenant)
    assert [one["id"] for one in objects(part.stdout)] == ids[:3]
    assert part.stderr == "there is more: --limit 6 shows more, --limit 0 all\n"
    for limit in ("4", "0"):
        whole = plaudit("list", "--limit", limit, "--json", tenant=tenant)
        assert [one["id"] for one in objects(whole.stdout)] == ids[::-1]
        assert whole.stderr == ""


def test_a_list_has_what_matches_all_filters(plaudit, tenant):
    for user, score in (("a", 0.5), ("b", 0.5), ("b", 0.9)):
        submit(tenant, target=on_search(f"{user} {score}"), score=score, user_id=user)
    filters = ("--user", "b", "--max-score", "0.6", "--since", "2000-01-01")
    (found,) = objects(plaudit("list", *filters, "--json", tenant=tenant).stdout)
    assert found["target"] == {"search": {"search_id": "b 0.5"}}


def test_get_shows_what_has_the_id(plaudit, tenant):
    exchange = register(tenant, prompt="How?", topic="billing")
    given = submit(tenant, target=about(exchange), text="fine", external_id="x").feedback
    dataset = define(tenant, name="answers")
    record = tenant.datasets.CreateRecord(recording(dataset.id, {"shown": "x"})).record
    for arguments, id_, word in (
        ((given.id,), given.id, "fine"),
        (("--external-id", "x"), given.id, "fine"),
        ((exchange.id,), exchange.id, "billing"),
        ((record.id,), record.id, dataset.id),
        ((dataset.id,), dataset.id, "answers"),
        ((tenant.id,), tenant.id, tenant.name),
    ):
        shown = plaudit("get", *arguments, tenant=tenant)
        assert word in shown.stdout, shown.stderr
        (printed,) = objects(plaudit("get", *arguments, "--json", tenant=tenant).stdout)
        assert printed["id"] == id_


def test_the_history_of_feedback_is_shown_newest_first(plaudit, tenant):
    for text in ("first", "second"):
        given = submit(tenant, target=on_search("q"), text=text).feedback
    _, newest, oldest = plaudit("get", given.id, "--history", tenant=tenant).stdout.splitlines()
    assert newest.split()[0] == "2"
    assert "second" in newest
    assert oldest.split()[0] == "1"
    assert "first" in oldest
    printed = plaudit("get", given.id, "--history", "--json", tenant=tenant).stdout
    assert [one["text"] for one in objects(printed)] == ["second", "first"]


def test_get_says_that_there_is_no_such_feedback(plaudit, tenant):
    done = plaudit("get", "fb_nope", tenant=tenant)
    assert done.returncode == 1
    assert "FEEDBACK_NOT_FOUND" in done.stderr


def test_delete_does_nothing_where_nobody_can_answer(plaudit, tenant):
    given = submit(tenant, target=on_search("q"), text="t").feedback
    refused = plaudit("delete", given.id, tenant=tenant, typed="y\n")
    assert refused.returncode == 2
    assert "give --yes" in refused.stderr
    assert get(tenant, given.id) == given
    done = plaudit("delete", given.id, "fb_nope", "--yes", tenant=tenant)
    assert done.returncode == 1
    assert done.stdout == f"{given.id}\tdeleted\n"
    assert "FEEDBACK_NOT_FOUND" in done.stderr
    assert "1 of 2 were not there" in done.stderr
    assert list(all_feedback(tenant)) == []


@pytest.mark.parametrize(("typed", "left"), [(b"n\n", 1), (b"\n", 1), (b"y\n", 0)])
def test_delete_asks_on_a_terminal(server, tenant, typed, left):
    given = submit(tenant, target=on_search("q"), text="t").feedback
    ours, theirs = pty.openpty()
    os.write(ours, typed)
    done = subprocess.run(
        [sys.executable, "-m", "plaudit.cli", "delete", given.id],
        env=environment(
            PLAUDIT_ADDRESS=server.address,
            PLAUDIT_API_KEY=server.key,
            PLAUDIT_NAMESPACE=tenant.name,
        ),
        stdin=theirs,
        capture_output=True,
        text=True,
        timeout=60,
    )
    os.close(ours)
    os.close(theirs)
    assert "Delete 1 feedback? [y/N]" in done.stdout
    assert done.returncode == left
    assert len(list(all_feedback(tenant))) == left
