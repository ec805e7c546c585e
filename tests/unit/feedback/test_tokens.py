"""Feedback tokens: their text, and what bearers of feedback and session tokens may submit."""

from __future__ import annotations

from typing import Any

import pytest

from plaudit_server.domain.errors import Reason
from plaudit_server.domain.feedback.authors import forbidden_author, users_of
from plaudit_server.domain.feedback.feedback import TargetKind
from plaudit_server.domain.feedback.tokens import forbidden_by_token, namespace_of, new_token
from plaudit_server.domain.ids import Kind, new_id
from plaudit_server.domain.tenants.scopes import FeedbackToken, Principal
from support.stores import on_message, submission

TARGET = (TargetKind.MESSAGE.value, "s", "m")
TOKEN = FeedbackToken(TARGET, frozenset({"overall", "tone"}), frozenset(), "", "")


def test_a_token_has_the_id_of_its_namespace_and_is_unique() -> None:
    namespace_id = new_id(Kind.NAMESPACE)
    made = {new_token(namespace_id) for _ in range(100)}
    assert len(made) == 100
    for token in made:
        assert token.startswith("plaudit_fbt_")
        assert namespace_of(token) == namespace_id


@pytest.mark.parametrize(
    "change",
    [
        lambda token: "",
        lambda token: token[:-1],
        lambda token: token + "a",
        lambda token: token + "\n",
        lambda token: " " + token,
        lambda token: token.upper(),
        lambda token: token.replace("fbt", "key"),
        lambda token: token.replace("plaudit_fbt_", "plaudit_fbt_ns_"),
        lambda token: token[:-1] + "é",
        lambda token: token * 10_000,
    ],
)
def test_a_text_that_is_not_a_token_has_no_namespace(change: Any) -> None:
    assert namespace_of(change(new_token(new_id(Kind.NAMESPACE)))) == ""


def content(**said: Any) -> Any:
    about = {**on_message("m", session_id="s"), **said}
    return submission("ns_1", **about).content


@pytest.mark.parametrize(
    ("said", "allowed", "named"),
    [
        ({}, {}, ""),
        ({"name": "tone", "rating": 2, "text": "why", "score": 1.0}, {}, ""),
        ({"target_id": "m2"}, {}, "message m of the session s"),
        ({"session_id": "s2"}, {}, "message m of the session s"),
        ({"target_kind": TargetKind.REQUEST.value}, {}, "message m of the session s"),
        ({"name": "taste"}, {}, "overall, tone"),
        ({"name": "Overall"}, {}, "overall, tone"),
        ({"rating": 1}, {"ratings": frozenset({1})}, ""),
        ({"rating": 2}, {"ratings": frozenset({1})}, "positive"),
        ({"rating": 0}, {"ratings": frozenset({1, 2})}, "positive or negative"),
        ({"rating": 0}, {"ratings": frozenset({0})}, ""),
        ({"rating": 1}, {"ratings": frozenset({0})}, "unspecified"),
    ],
    ids=str,
)
def test_a_token_allows_its_target_names_and_ratings(
    said: dict[str, Any], allowed: dict[str, Any], named: str
) -> None:
    refusal = forbidden_by_token(TOKEN._replace(**allowed), content(**said))
    if not named:
        assert refusal is None
        return
    assert refusal is not None
    assert refusal.reason is Reason.FEEDBACK_TOKEN_FORBIDS
    assert named in refusal.message


@pytest.mark.parametrize(
    ("target", "named"),
    [
        ((TargetKind.SESSION, "s", ""), "session s"),
        ((TargetKind.SEARCH, "", "q"), "search q"),
        ((TargetKind.REQUEST, "s", "r"), "request r of the session s"),
    ],
)
def test_the_error_names_the_target_that_a_token_allows(target: Any, named: str) -> None:
    refusal = forbidden_by_token(TOKEN._replace(target=target), content())
    assert refusal is not None
    assert named in refusal.message


def principal(**known: Any) -> Principal:
    return Principal(
        id="who", namespace_id="ns_1", scopes=frozenset(), all_namespaces=False, **known
    )


KEY = principal()
ALICE = principal(user_id="alice")
ANYBODY = principal(feedback_token=TOKEN)
BOB = principal(feedback_token=TOKEN._replace(user_id="bob"))
BOTH = principal(feedback_token=TOKEN._replace(user_id="bob", external_user_id="carol"))


@pytest.mark.parametrize(
    ("who", "user_id", "external_user_id", "expected"),
    [
        (KEY, "", "", ("", "")),
        (KEY, "x", "y", ("x", "y")),
        (ALICE, "", "", ("alice", "")),
        (ALICE, "alice", "", ("alice", "")),
        (ALICE, "Alice", "", None),
        (ALICE, "bob", "", None),
        (ALICE, "", "alice", None),
        (ALICE, "alice", "bob", None),
        (ANYBODY, "", "", ("", "")),
        (ANYBODY, "alice", "", None),
        (ANYBODY, "", "alice", None),
        (BOB, "", "", ("bob", "")),
        (BOB, "bob", "", ("bob", "")),
        (BOB, "alice", "", None),
        (BOB, "", "bob", None),
        (BOTH, "", "", ("bob", "carol")),
        (BOTH, "bob", "carol", ("bob", "carol")),
        (BOTH, "carol", "bob", None),
    ],
)
def test_only_an_api_key_can_give_feedback_as_another_user(
    who: Principal, user_id: str, external_user_id: str, expected: tuple[str, str] | None
) -> None:
    named = {"user_id": user_id, "external_user_id": external_user_id}
    refusal = forbidden_author(who, **named)
    if expected is None:
        assert refusal is not None
        assert refusal.reason is Reason.AUTHOR_FORBIDDEN
    else:
        assert refusal is None
        assert users_of(who, **named) == expected
