"""The client sends what Python has, reads page by page, repeats what is safe, keeps deadlines."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import math
import threading
import time
import uuid
from datetime import datetime, timedelta, timezone

import grpc
import pytest

import plaudit
from clients.fakes import fake_server, refuse
from clients.reporting import python
from plaudit import Client, entity, message, request, search
from plaudit.v1 import admin_pb2, dataset_pb2, exchange_pb2, feedback_pb2, target_pb2

F = feedback_pb2


def test_feedback_on_an_exchange_is_given_and_found(client, session):
    result = client.submit_feedback(
        target=message(session, "m"), rating="positive", text="Thanks", external_user_id="ada"
    )
    assert result.stored
    assert result.feedback.rating == F.RATING_POSITIVE
    found = client.get_feedback(id=result.feedback.id).feedback
    assert found == result.feedback
    assert [f.text for f in client.list_feedback(session_id=session)] == ["Thanks"]


def test_a_list_reads_each_page_when_it_is_needed(client, session):
    texts = [f"text {number}" for number in range(5)]
    for text in texts:
        client.submit_feedback(target=message(session, "m"), name=text, text=text)
    listed = client.list_feedback(session_id=session, order="created_asc", page_size=2)
    first = [next(listed).text, next(listed).text]
    token = listed.page_token
    client.submit_feedback(target=message(session, "m"), name="later", text="later")
    rest = [feedback.text for feedback in listed]
    assert first + rest == [*texts, "later"]  # the last page was not read before it was needed
    assert listed.page_token == ""
    resumed = client.list_feedback(
        session_id=session, order="created_asc", page_size=2, page_token=token
    )
    assert [feedback.text for feedback in resumed] == rest


def test_a_list_has_its_pages(client, session):
    for name in ("a", "b", "c"):
        client.submit_feedback(target=message(session, "m"), name=name, text=name)
    pages = list(client.list_feedback(session_id=session, page_size=2).pages())
    assert [type(page) for page in pages] == [F.ListFeedbackResponse] * 2
    assert [len(page.feedback) for page in pages] == [2, 1]


def test_an_empty_list_is_empty(client):
    assert list(client.list_feedback(session_id=f"ses_{uuid.uuid4()}")) == []


def test_a_resource_is_given_by_its_fields_or_as_a_whole(client, session):
    target = message(session, "m")
    by_fields = client.submit_feedback(target=target, text="same", rating="negative")
    whole = F.Feedback(target=target, text="same", rating="RATING_NEGATIVE")
    as_message = client.submit_feedback(feedback=whole)
    as_dictionary = client.submit_feedback(
        feedback={"target": {"message": {"session_id": session, "message_id": "m"}}, "text": "same"}
        | {"rating": "negative"}
    )
    assert as_message.replayed
    assert as_dictionary.replayed
    assert as_message.feedback == as_dictionary.feedback == by_fields.feedback
    with pytest.raises(TypeError, match=r"^feedback: given as a whole, and so without text$"):
        client.submit_feedback(feedback=whole, text="same")


def test_dates_enums_dictionaries_and_targets_become_messages(client, session):
    when = datetime.now(timezone(timedelta(hours=5))) - timedelta(hours=1)
    stored = client.submit_feedback(
        target={"message": {"session_id": session, "message_id": "m"}},
        type="thumbs_up",
        origin=F.ORIGIN_MODEL,
        impact="RATING_NEGATIVE",
        metadata={"plan": "pro", "seats": 3, "beta": True, "tags": ["a", {"b": None}]},
        occur_time=when,
    ).feedback
    assert stored.type == F.FEEDBACK_TYPE_THUMBS_UP
    assert stored.origin == F.ORIGIN_MODEL
    assert stored.impact == F.RATING_NEGATIVE
    assert stored.occur_time.ToDatetime(tzinfo=timezone.utc) == when
    assert stored.metadata["plan"] == "pro"
    assert stored.metadata["seats"] == 3
    assert stored.metadata["beta"] is True
    assert next(iter(stored.metadata["tags"])) == "a"
    assert client.get_exchange(message=message(session, "m")).exchange.session_id == session
    hour = timedelta(hours=1)
    inside = client.list_feedback(session_id=session, occur_time=(when - hour, when + hour))
    assert [f.id for f in inside] == [stored.id]
    assert not list(client.list_feedback(session_id=session, occur_time=(None, when)))


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        (True, "bool_value"),
        (2**53 + 1, "int_value"),
        (0.5, "number_value"),
        ("good", "label"),
        (["good", "short"], "labels"),
        ({"tool": "search", "arguments": {"limit": 3}}, "object_value"),
        ([1, "two", None], "list_value"),
        (F.FeedbackValue(labels=F.LabelList(labels=[])), "labels"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_each_kind_of_value_is_recorded_as_itself(client, session, value, kind):
    stored = client.submit_feedback(target=message(session, "m"), value=value).feedback
    assert stored.value.WhichOneof("value") == kind
    again = client.submit_feedback(target=message(session, "m"), value=stored.value)
    assert again.replayed


def test_every_kind_of_target_takes_feedback(client, session):
    query, whole = search(f"q_{uuid.uuid4()}"), plaudit.session(session)
    document = entity("document", "d_7", parent=whole)
    client.create_exchange(session_id=session, request_id="r", prompt="Why?", answer="So.")
    for target in (query, whole, document, request(session, "r")):
        stored = client.submit_feedback(target=target, text="x").feedback
        assert stored.target == target
        (listed,) = client.list_feedback(target=target)
        assert listed.id == stored.id
    kind = target_pb2.SearchTarget(search_id=query.search.search_id)
    assert client.submit_feedback(target=kind, text="x").replayed
    with pytest.raises(ValueError, match=r"^parent: a message, a request or a session, not a "):
        entity("document", "d_7", parent=query)


def test_an_update_changes_what_is_given_and_no_more(client, session):
    stored = client.submit_feedback(
        target=message(session, "m"), text="long", score=3, correction="better"
    ).feedback
    cleared = client.update_feedback(id=stored.id, text="").feedback
    assert (cleared.text, cleared.score, cleared.correction) == ("", 3, "better")
    masked = client.update_feedback(id=stored.id, update_mask=["score"]).feedback
    assert not masked.HasField("score")
    assert masked.correction == "better"
    whole = F.Feedback(id=stored.id, text="short")
    changed = client.update_feedback(feedback=whole).feedback
    assert (changed.text, changed.correction) == ("short", "better")


def test_a_nested_field_is_updated_alone(client):
    name = f"c_{uuid.uuid4()}"
    created = client.create_criterion(name=name, label={"labels": ["a", "b"]}).criterion
    changed = client.update_criterion(
        id=created.id, label={"labels": ["a", "b", "c"]}, description="Which"
    ).criterion
    assert list(changed.label.labels) == ["a", "b", "c"]
    assert changed.description == "Which"
    client.archive_criterion(id=created.id)


def test_the_same_idempotency_key_is_the_same_call(client):
    key = str(uuid.uuid4())
    name = f"set {key}"
    asked = {"name": name, "fields": FIELDS, "questions": QUESTIONS, "idempotency_key": key}
    first = client.create_dataset(**asked).dataset
    assert client.create_dataset(**asked).dataset == first
    with pytest.raises(plaudit.AlreadyExists):
        client.create_dataset(**asked | {"idempotency_key": None})


FIELDS = [{"name": "text", "text": {}}]
QUESTIONS = [{"name": "ok", "label": {"labels": ["yes", "no"]}}]


def test_a_write_whose_response_is_lost_is_recorded_once(client, server, proxy):
    dataset = client.create_dataset(name=str(uuid.uuid4()), fields=FIELDS, questions=QUESTIONS)
    with Client(proxy.address, api_key=server.key) as there:
        proxy.lose_next_response()
        created = there.create_record(
            dataset_id=dataset.dataset.id, field_to_value={"text": "only once"}
        ).record
    assert proxy.connections == 2
    assert [r.id for r in client.list_records(dataset_id=dataset.dataset.id)] == [created.id]


def test_a_creation_without_a_request_id_is_not_repeated(client, server, proxy):
    name = f"key {uuid.uuid4()}"
    with Client(proxy.address, api_key=server.key) as there:
        proxy.lose_next_response()
        with pytest.raises(plaudit.Unavailable):
            there.create_api_key(name=name, scopes=["feedback.read"])
    assert [key.name for key in client.list_api_keys()].count(name) == 1


def refusing(times: int, retry_after: float):
    """Return a behavior that refuses a number of calls, and the list of what it was asked."""
    asked: list[bytes] = []

    def submit(request: bytes, context: grpc.ServicerContext) -> F.SubmitFeedbackResponse:
        asked.append(request)
        if len(asked) <= times:
            code = grpc.StatusCode.RESOURCE_EXHAUSTED
            refuse(context, code, "RATE_LIMITED", retry_after=retry_after)
        return F.SubmitFeedbackResponse(stored=True)

    return submit, asked


def test_a_call_that_is_limited_for_a_while_is_made_again(session):
    submit, asked = refusing(2, retry_after=0.05)
    with (
        fake_server({"SubmitFeedback": submit}) as fake,
        Client(fake.address, api_key="k") as there,
    ):
        assert there.submit_feedback(target=search("q"), text="x").stored
    assert len(asked) == 3
    assert len(set(asked)) == 1  # with the same request id


def test_a_creation_that_a_server_refuses_as_it_shuts_down_is_made_again():
    asked: list[bytes] = []

    def create(request: bytes, context: grpc.ServicerContext) -> admin_pb2.CreateApiKeyResponse:
        asked.append(request)
        if len(asked) == 1:
            refuse(context, grpc.StatusCode.UNAVAILABLE, "DRAINING", retry_after=0.05)
        return admin_pb2.CreateApiKeyResponse(secret="s")

    with fake_server({"CreateApiKey": create}) as fake, Client(fake.address, api_key="k") as there:
        assert there.create_api_key(name="n", scopes=["feedback.read"]).secret == "s"
    assert len(asked) == 2


def test_a_call_is_not_made_again_after_its_deadline():
    submit, asked = refusing(2, retry_after=600)
    with (
        fake_server({"SubmitFeedback": submit}) as fake,
        Client(fake.address, api_key="k") as there,
        pytest.raises(plaudit.ResourceExhausted) as raised,
    ):
        there.submit_feedback(target=search("q"), text="x")
    assert raised.value.retry_after == 600
    assert len(asked) == 1


@pytest.fixture
def silent():
    """A server that never answers; the test has the deadlines that arrive in the list."""
    left: list[float] = []
    over = threading.Event()

    def submit(request: bytes, context: grpc.ServicerContext) -> F.SubmitFeedbackResponse:
        left.append(context.time_remaining())
        over.wait(60)
        return F.SubmitFeedbackResponse()

    with fake_server({"SubmitFeedback": submit}) as fake:
        yield fake.address, left
        over.set()


def test_a_call_ends_with_the_timeout_of_the_client(silent):
    address, _ = silent
    words = f"{address} did not respond in time: is the server running"
    said = pytest.raises(plaudit.DeadlineExceeded, match=words)
    with Client(address, api_key="k", timeout=0.2) as there, said:
        there.submit_feedback(target=search("q"), text="x")


def test_a_call_has_a_timeout_of_its_own(silent):
    address, left = silent
    with Client(address, api_key="k") as there, pytest.raises(plaudit.DeadlineExceeded):
        there.submit_feedback(target=search("q"), text="x", timeout=0.2)
    assert left[0] < 1  # gRPC rounds it


def test_without_a_timeout_of_its_own_a_call_may_take_ten_seconds():
    left: list[float] = []

    def submit(request: bytes, context: grpc.ServicerContext) -> F.SubmitFeedbackResponse:
        left.append(context.time_remaining())
        return F.SubmitFeedbackResponse()

    with (
        fake_server({"SubmitFeedback": submit}) as fake,
        Client(fake.address, api_key="k") as there,
    ):
        there.submit_feedback(target=search("q"), text="x")
        there.submit_feedback(target=search("q"), text="x", timeout=math.inf)
        there.submit_feedback(target=search("q"), text="x", timeout=1e300)
    assert 5 < left[0] < 11  # gRPC rounds it
    assert left[1] is None or left[1] > 1e6


@pytest.mark.parametrize("timeout", [0, -1, "5", True, math.nan])
def test_a_timeout_is_a_positive_number_of_seconds(client, timeout):
    with pytest.raises(ValueError, match=r"^timeout: seconds, more than 0, or math\.inf"):
        client.get_namespace(timeout=timeout)
    with pytest.raises(ValueError, match=r"^timeout: seconds, more than 0, or math\.inf"):
        client.watch_feedback(timeout=timeout)


def test_a_key_of_several_namespaces_names_one(client, server):
    created = client.create_namespace(name=f"n-{uuid.uuid4()}").namespace
    with Client(server.address, api_key=server.key, namespace=created.name) as there:
        stored = there.submit_feedback(target=search("q"), text="there").feedback
        assert [f.id for f in there.list_feedback()] == [stored.id]
    with pytest.raises(plaudit.NotFound):
        client.get_feedback(id=stored.id)


def session_token(user: str, key_id: str, secret: str) -> str:
    def part(value: object) -> bytes:
        return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=")

    head = part({"alg": "HS256", "typ": "JWT", "kid": key_id})
    body = head + b"." + part({"sub": user, "exp": time.time() + 600})
    signature = hmac.new(secret.encode(), body, hashlib.sha256).digest()
    return (body + b"." + base64.urlsafe_b64encode(signature).rstrip(b"=")).decode()


def test_an_end_user_gives_feedback_with_a_session_token(client, server, session):
    secret = f"the secret of the application of {session}"
    key = client.create_signing_key(algorithm="hs256", key=secret).signing_key
    token = session_token("ada", key.key_id, secret)
    with Client(server.address, session_token=token, namespace="default") as ada:
        stored = ada.submit_feedback(target=message(session, "m"), rating="positive").feedback
        assert stored.user_id == "ada"
        with pytest.raises(plaudit.PermissionDenied):
            list(ada.list_exchanges())


def test_a_feedback_token_gives_feedback_on_its_target(client, server, session):
    made = client.create_feedback_token(target=message(session, "m"), external_user_id="eve")
    with Client(server.address, feedback_token=made.token) as bearer:
        stored = bearer.submit_feedback(target=message(session, "m"), rating="negative").feedback
        with pytest.raises(plaudit.PermissionDenied) as raised:
            bearer.submit_feedback(target=search("q"), rating="negative")
    assert stored.external_user_id == "eve"
    assert raised.value.reason == "FEEDBACK_TOKEN_FORBIDS"


def test_address_and_key_can_come_from_the_environment(client, server, monkeypatch):
    monkeypatch.setenv("PLAUDIT_ADDRESS", server.address)
    monkeypatch.setenv("PLAUDIT_API_KEY", server.key)
    with Client() as there:
        assert there.get_namespace(name="default") == client.get_namespace(name="default")


def test_one_client_serves_many_threads(client, session):
    found: list[str] = []

    def submit(number: int) -> None:
        stored = client.submit_feedback(
            target=message(session, "m"), text="x", external_user_id=f"user {number}"
        )
        found.append(stored.feedback.id)

    threads = [threading.Thread(target=submit, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {f.id for f in client.list_feedback(session_id=session)} == set(found)
    assert len(set(found)) == 8


def test_a_client_says_that_it_belongs_to_another_process(server):
    """Where another thread of the parent was in gRPC, the call would hang, timeout or not."""
    code = """
    import os, sys
    from plaudit import Client
    client = Client(sys.argv[1], api_key=sys.argv[2])
    client.get_namespace(name="default")
    child = os.fork()
    try:
        found = client.get_namespace(name="default").namespace.name
    except RuntimeError as error:
        found = str(error)
    if child == 0:
        print(found, flush=True)
        os._exit(0)
    os.waitpid(child, 0)  # one after the other, or their lines could mix
    print(found, flush=True)
    """
    process = python(code, server.address, server.key)
    output, errors = process.communicate(timeout=60)
    assert process.returncode == 0, errors
    in_child, in_parent = output.splitlines()
    assert in_child.startswith("a client belongs to the process of its first call, and this is a")
    assert in_parent == "default"


def test_a_closed_client_says_so(server):
    there = Client(server.address, api_key=server.key)
    there.get_namespace(name="default")
    there.close()
    with pytest.raises(plaudit.Cancelled, match="the client is closed"):
        there.get_namespace(name="default")


def test_closing_a_client_ends_its_calls_with_cancelled(silent):
    address, left = silent
    there = Client(address, api_key="k")
    raised: list[BaseException] = []

    def call() -> None:
        try:
            there.submit_feedback(target=search("q"), text="x")
        except plaudit.PlauditError as error:
            raised.append(error)

    thread = threading.Thread(target=call)
    thread.start()
    while not left:
        time.sleep(0.01)
    there.close()
    thread.join()
    assert [type(error) for error in raised] == [plaudit.Cancelled]


@pytest.mark.parametrize("stream", [False, True], ids=["call", "stream"])
def test_a_client_that_is_closed_while_a_call_starts_says_so(server, monkeypatch, stream):
    with Client(server.address, api_key=server.key) as there:
        find = there._callable

        def close_meanwhile(method):
            found = find(method)
            there.close()
            return found

        monkeypatch.setattr(there, "_callable", close_meanwhile)
        with pytest.raises(plaudit.Cancelled, match="the client is closed"):
            next(there.watch_feedback() if stream else there.list_feedback())


def test_a_closed_client_opens_no_channel(server):
    there = Client(server.address, api_key=server.key)
    assert there.channel is there.channel
    there.close()
    with pytest.raises(plaudit.Cancelled, match="the client is closed"):
        _ = there.channel


def test_a_batch_takes_dictionaries_and_messages(client, session):
    target = message(session, "m")
    results = client.batch_submit(
        items=[{"target": target, "name": "a", "rating": "positive"}, F.Feedback(target=target)],
        session_context={"channel": "mail"},
    ).results
    assert results[0].submitted.feedback.rating == F.RATING_POSITIVE
    error = plaudit.from_status(results[1].error)
    assert isinstance(error, plaudit.InvalidArgument)
    many = client.batch_create_exchanges(
        items=[
            exchange_pb2.Exchange(session_id=session, message_id="2", prompt="?", answer="!"),
            {"session_id": session, "message_id": "3", "prompt": "?", "answer": "!"},
        ]
    )
    assert len(many.results) == 2


def test_annotation_takes_plain_values(client):
    dataset = client.create_dataset(
        name=str(uuid.uuid4()),
        fields=[dataset_pb2.Field(name="text", text=dataset_pb2.TextField())],
        questions=QUESTIONS,
    ).dataset
    record = client.create_record(
        dataset_id=dataset.id, field_to_value={"text": "Hello"}, metadata={"lang": "en"}
    ).record
    client.create_response(
        record_id=record.id, status="submitted", values={"ok": "yes"}, user_id="ada"
    )
    (answered,) = client.list_records(dataset_id=dataset.id, answered_by={"user_id": "ada"})
    assert answered.metadata["lang"] == "en"
    told = client.next_records(
        dataset_id=dataset.id, annotator={"user_id": "bob"}, hold=timedelta(minutes=5)
    )
    left = told.hold_until.ToDatetime(tzinfo=timezone.utc) - datetime.now(timezone.utc)
    assert timedelta(0) < left <= timedelta(minutes=5)
