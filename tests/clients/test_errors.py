"""A failed call says what is wrong, to programs and to people, whatever failed."""

from __future__ import annotations

import http.server
import pickle
import socket
import threading
import uuid
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import grpc
import pytest
from google.protobuf.any_pb2 import Any as Packed
from google.rpc import error_details_pb2, status_pb2

import plaudit
from clients.certificates import Certificate, make_authority, make_certificate
from clients.fakes import fake_server, refuse
from plaudit import Client, entity, message, search
from plaudit.v1 import feedback_pb2

F = feedback_pb2


def submit(client: Client) -> F.SubmitFeedbackResponse:
    return client.submit_feedback(target=search("q"), text="x")


def answering(request: bytes, context: grpc.ServicerContext) -> F.SubmitFeedbackResponse:
    return F.SubmitFeedbackResponse(stored=True)


def error_of(address: str, **options: Any) -> plaudit.PlauditError:
    """Make a call that must fail; every error is one line."""
    with (
        Client(address, api_key="key", timeout=5, **options) as client,
        pytest.raises(plaudit.PlauditError) as raised,
    ):
        submit(client)
    assert "\n" not in str(raised.value)
    return raised.value


def test_an_error_tells_programs_what_it_is(client):
    with pytest.raises(plaudit.NotFound) as raised:
        client.get_feedback(id="fb_none")
    error = raised.value
    assert isinstance(error, plaudit.PlauditError)
    assert error.code is grpc.StatusCode.NOT_FOUND
    assert error.reason == "FEEDBACK_NOT_FOUND"
    assert error.violations == ()
    assert error.retry_after is None
    assert not error.is_retryable
    assert error.rpc_error.code() is error.code
    assert error.rpc_error is error.__cause__


def test_the_text_of_an_error_is_one_line_with_the_id_of_the_call(client):
    with pytest.raises(plaudit.NotFound) as raised:
        client.get_feedback(id="fb_none")
    error = raised.value
    assert str(error) == (
        f"NOT_FOUND (FEEDBACK_NOT_FOUND): {error.message} [request {error.request_id}]"
    )
    assert error.request_id


def test_an_error_names_every_field_and_its_rule(client):
    with pytest.raises(plaudit.InvalidArgument) as raised:
        client.submit_feedback(target=message("", ""), text="\0")
    violated = {one.field: one for one in raised.value.violations}
    assert set(violated) == {
        "feedback.target.message.session_id",
        "feedback.target.message.message_id",
        "feedback.text",
    }
    for name, violation in violated.items():
        assert violation.rule in str(raised.value)
        assert str(violation) == f"{name}: {violation.rule}"


def test_an_error_tells_a_long_rule_once(client):
    with pytest.raises(plaudit.InvalidArgument) as raised:
        client.update_feedback(id="fb_none", update_mask=["nothing"])
    assert str(raised.value).count("must not name nothing") == 1


def test_a_precondition_names_its_obstacle(client, session):
    client.create_exchange(session_id=session, message_id="p", prompt="?", status="pending")
    with pytest.raises(plaudit.FailedPrecondition) as raised:
        client.submit_feedback(target=message(session, "p"), text="x")
    assert raised.value.reason == "EXCHANGE_NOT_COMPLETED"
    (obstacle,) = raised.value.violations
    assert obstacle.rule in str(raised.value)


def test_what_exists_already_is_told(client, session):
    with pytest.raises(plaudit.AlreadyExists) as raised:
        client.create_namespace(name="default")
    assert raised.value.reason == "NAMESPACE_EXISTS"


def test_an_error_has_the_other_ids_of_its_reason():
    def submit(request: bytes, context: grpc.ServicerContext) -> Any:
        code = grpc.StatusCode.OUT_OF_RANGE
        refuse(context, code, "RESUME_TOKEN_EXPIRED", restart_token="t", request_id="r")

    with fake_server({"SubmitFeedback": submit}) as fake:
        error = error_of(fake.address)
    assert isinstance(error, plaudit.OutOfRange)
    assert error.details == {"restart_token": "t"}
    assert error.request_id == "r"


@pytest.mark.parametrize("code", [code for code in grpc.StatusCode if code.value[0]])
def test_each_code_has_a_class(code):
    def submit(request: bytes, context: grpc.ServicerContext) -> Any:
        refuse(context, code, "SOME_REASON", message="Two\nlines", retry_after=90)

    with fake_server({"SubmitFeedback": submit}) as fake:
        error = error_of(fake.address)
    assert type(error).__name__ == code.name.title().replace("_", "")
    assert getattr(plaudit, type(error).__name__) is type(error)
    assert (error.code, error.reason, error.retry_after) == (code, "SOME_REASON", 90)
    assert str(error) == f"{code.name} (SOME_REASON): Two lines [retry after 90 s]"


def test_an_error_passes_between_processes():
    violation = plaudit.Violation("feedback.text", "at most 3 characters")
    error = plaudit.InvalidArgument(
        "wrong", reason="INVALID_FIELD", violations=[violation], retry_after=2.0, request_id="r"
    )
    same = pickle.loads(pickle.dumps(error))
    assert type(same) is plaudit.InvalidArgument
    assert vars(same) == vars(error)
    assert str(same) == (
        "INVALID_ARGUMENT (INVALID_FIELD): wrong; feedback.text: at most 3 characters"
        " [retry after 2 s; request r]"
    )
    assert same.rpc_error is None


def test_the_error_of_an_item_is_made_of_its_status():
    status = status_pb2.Status(code=3, message="wrong")
    packed = Packed()
    packed.Pack(error_details_pb2.ErrorInfo(reason="INVALID_FIELD", domain="plaudit"))
    status.details.append(packed)
    error = plaudit.from_status(status)
    assert isinstance(error, plaudit.InvalidArgument)
    assert (error.reason, error.message, error.rpc_error) == ("INVALID_FIELD", "wrong", None)
    assert type(plaudit.from_status(status_pb2.Status(code=99))) is plaudit.Unknown


def test_a_revoked_key_is_told_so(client, server):
    made = client.create_api_key(name=str(uuid.uuid4()), scopes=["feedback.read"])
    client.revoke_api_key(id=made.api_key.id)
    with (
        Client(server.address, api_key=made.secret) as revoked,
        pytest.raises(plaudit.Unauthenticated) as raised,
    ):
        next(revoked.list_feedback())
    assert raised.value.reason == "API_KEY_REVOKED"


# Connections


@pytest.mark.slow
def test_no_server():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        address = f"127.0.0.1:{taken.getsockname()[1]}"
    error = error_of(address)
    assert isinstance(error, plaudit.Unavailable)
    assert (error.reason, error.request_id) == ("", "")
    assert error.is_retryable
    assert str(error).startswith(
        f"UNAVAILABLE: no server at {address}: is it running, and is the address right? ("
    )


def test_an_unknown_host():
    assert str(error_of("plaudit.invalid:443")).startswith(
        "UNAVAILABLE: the host of plaudit.invalid:443 is unknown: check the address ("
    )


@pytest.mark.slow
def test_a_server_of_http_1():
    with http.server.HTTPServer(("127.0.0.1", 0), http.server.BaseHTTPRequestHandler) as other:
        thread = threading.Thread(target=other.serve_forever)
        thread.start()
        error = error_of(f"127.0.0.1:{other.server_port}")
        other.shutdown()
        thread.join()
    assert str(error).startswith(
        f"UNAVAILABLE: 127.0.0.1:{other.server_port} does not speak gRPC: is it the right port? ("
    )


def test_another_service_of_grpc():
    with fake_server() as fake:
        error = error_of(fake.address)
    assert isinstance(error, plaudit.Unimplemented)
    assert str(error).startswith(
        f"UNIMPLEMENTED: the server at {fake.address} does not know this call: it is older, or not"
        " plaudit ("
    )


def test_a_message_that_is_too_large(server):
    with (
        Client(server.address, api_key=server.key) as client,
        pytest.raises(plaudit.ResourceExhausted, match=r"too large: use smaller batches or pages"),
    ):
        client.batch_submit(items=[{"target": search("q"), "text": "x" * 10_000}] * 1000)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return make_authority(tmp_path_factory.mktemp("authority"), "authority")


@pytest.fixture
def serve(authority: Certificate, tmp_path: Path) -> Iterator[Callable[..., str]]:
    """Serves by TLS with a certificate for a host; returns the address."""
    running = []

    def serve(host: str, *, days: int = 2, asks_for_certificate: bool = False) -> str:
        made = make_certificate(tmp_path, "server", authority, host=host, days=days)
        roots = authority.file.read_bytes() if asks_for_certificate else None
        pairs = [(made.key.read_bytes(), made.file.read_bytes())]
        credentials = grpc.ssl_server_credentials(pairs, roots, asks_for_certificate)
        fake = fake_server({"SubmitFeedback": answering}, credentials=credentials)
        running.append(fake)
        return fake.__enter__().address

    yield serve
    for fake in running:
        fake.__exit__(None, None, None)


def test_a_trusted_certificate(serve, authority):
    address = serve("IP:127.0.0.1")
    with Client(address, api_key="key", ca=authority.file) as by_file:
        assert submit(by_file).stored
    with Client(address, api_key="key", ca=authority.file.read_bytes()) as by_bytes:
        assert submit(by_bytes).stored


@pytest.mark.slow
def test_an_unknown_certificate(serve, tmp_path):
    address = serve("IP:127.0.0.1")
    for options in ({"tls": True}, {"ca": make_authority(tmp_path, "other").file}):
        assert str(error_of(address, **options)).startswith(
            f"UNAVAILABLE: the certificate of {address} is from a CA that is not trusted here:"
            " name the CA with ca=FILE ("
        )


@pytest.mark.slow
def test_the_certificate_of_another_host(serve, authority):
    address = serve("DNS:plaudit.example")
    assert str(error_of(address, ca=authority.file)).startswith(
        f"UNAVAILABLE: the certificate of {address} is for another host: name that one with"
        " authority=HOST ("
    )
    with Client(
        address, api_key="key", ca=authority.file, authority="plaudit.example"
    ) as with_authority:
        assert submit(with_authority).stored


@pytest.mark.slow
def test_an_expired_certificate(serve, authority):
    address = serve("IP:127.0.0.1", days=-1)
    assert str(error_of(address, ca=authority.file)).startswith(
        f"UNAVAILABLE: the certificate of {address} has expired: renew it on the server ("
    )


@pytest.mark.slow
def test_tls_to_a_server_without(server):
    assert str(error_of(server.address, tls=True)).startswith(
        f"UNAVAILABLE: {server.address} does not speak TLS: connect with tls=False, or to another"
        " port ("
    )


@pytest.mark.slow
def test_plaintext_to_a_server_with_tls(serve):
    address = serve("IP:127.0.0.1")
    assert str(error_of(address)).startswith(
        f"UNAVAILABLE: {address} ended the connection at once: does it need TLS (tls=True), or a"
        " client certificate? ("
    )


@pytest.mark.slow
def test_a_server_that_asks_for_a_certificate(serve, authority, tmp_path):
    address = serve("IP:127.0.0.1", asks_for_certificate=True)
    user = make_certificate(tmp_path, "user", authority, host="DNS:user")
    other = make_authority(tmp_path, "other")
    stranger = make_certificate(tmp_path, "stranger", other, host="DNS:user")
    with Client(
        address, api_key="key", ca=authority.file, client_certificate=(user.file, user.key)
    ) as known:
        assert submit(known).stored
    for pair in (None, (stranger.file, stranger.key)):
        error = error_of(address, ca=authority.file, client_certificate=pair)
        assert "does it need TLS (tls=True), or a client certificate?" in str(error)


# Arguments

CYCLIC: dict[str, Any] = {}
CYCLIC["a"] = CYCLIC


@pytest.mark.parametrize(
    ("argument", "error", "said"),
    [
        ({"text": 5}, TypeError, "feedback.text: must be a string, not int 5"),
        ({"text": "\ud800"}, ValueError, "feedback.text: must be text that is valid Unicode"),
        (
            {"rating": "positiv"},
            ValueError,
            'feedback.rating: must be one of "unspecified", "positive", "negative", not "positiv"',
        ),
        (
            {"rating": 2**40},
            ValueError,
            f"feedback.rating: must be a name or a number of the enum, not {2**40}",
        ),
        (
            {"rating": True},
            TypeError,
            "feedback.rating: must be a name or a number of the enum, not bool True",
        ),
        ({"score": "5"}, TypeError, "feedback.score: must be a number, not str '5'"),
        ({"processed": "no"}, TypeError, "feedback.processed: must be True or False, not str 'no'"),
        ({"value": 2**63}, ValueError, "feedback.value: must be an integer of 64 bits"),
        (
            {"value": {1, 2}},
            TypeError,
            (
                "feedback.value: must be a boolean, a number, a label, a list, a dictionary or a"
                " FeedbackValue, not set {1, 2}"
            ),
        ),
        (
            {"occur_time": datetime(2026, 1, 1)},
            ValueError,
            (
                "feedback.occur_time: must be a datetime with a time zone, such as"
                " datetime.now(timezone.utc)"
            ),
        ),
        (
            {"occur_time": "2026-01-01"},
            TypeError,
            "feedback.occur_time: must be a datetime or a Timestamp, not str '2026-01-01'",
        ),
        (
            {"cited_memory_ids": "mem_1"},
            TypeError,
            "feedback.cited_memory_ids: must be a list, not str 'mem_1'",
        ),
        (
            {"cited_memory_ids": ["a", 2]},
            TypeError,
            "feedback.cited_memory_ids[1]: must be a string, not int 2",
        ),
        (
            {"metadata": {"a": {"b": [1, object]}}},
            TypeError,
            "feedback.metadata.a.b[1]: must be a JSON value, not type <class 'object'>",
        ),
        (
            {"metadata": {"a": ["\ud800"]}},
            ValueError,
            "feedback.metadata.a[0]: must be text that is valid Unicode",
        ),
        (
            {"metadata": {"a": 10**400}},
            ValueError,
            (
                "feedback.metadata.a: must be a number that a double holds exactly; a string can"
                " hold more"
            ),
        ),
        (
            {"metadata": {"a": 2**53 + 1}},
            ValueError,
            (
                "feedback.metadata.a: must be a number that a double holds exactly; a string can"
                " hold more"
            ),
        ),
        ({"metadata": CYCLIC}, ValueError, "feedback.metadata: must not be nested so deeply"),
        (
            {"score": 10**5000},
            ValueError,
            "feedback.score: must be a number that a double can hold",
        ),
        (
            {"value": 10**5000},
            ValueError,
            "feedback.value: must be an integer of 64 bits",
        ),
        (
            {"occur_time": datetime.max.replace(tzinfo=timezone(-timedelta(hours=5)))},
            ValueError,
            "feedback.occur_time: must be in the years 1 to 9999 of UTC",
        ),
        (
            {"target": {"search": {"search_id": "q"}, "session": {"session_id": "s"}}},
            ValueError,
            "feedback.target.session: not together with search",
        ),
        (
            {"target": {1: "s"}},
            TypeError,
            (
                "feedback.target.1: Target has no such field; it has message, request, search,"
                " session, entity"
            ),
        ),
        (
            {"idempotency_key": "x"},
            ValueError,
            "idempotency_key: must be a UUID, such as uuid.uuid4(), not 'x'",
        ),
        (
            {"metadata": {1: "a"}},
            TypeError,
            "feedback.metadata: must have strings as keys, not int 1",
        ),
        (
            {"target": "ses_1"},
            TypeError,
            "feedback.target: must be Target or a dictionary of its fields, not str 'ses_1'",
        ),
        (
            {"target": {"message": {"session": "s"}}},
            TypeError,
            (
                "feedback.target.message.session: MessageTarget has no such field; did you mean"
                " session_id?"
            ),
        ),
        (
            {"error": {"why": "x"}},
            TypeError,
            "feedback.error.why: FeedbackError has no such field; it has code, message",
        ),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_a_wrong_argument_is_named_with_its_rule(client, argument, error, said):
    with pytest.raises(error) as raised:
        client.submit_feedback(**{"target": search("q"), **argument})
    assert str(raised.value) == said


def test_a_rule_that_the_message_tells_is_told_once_even_if_that_is_cut(client):
    given = client.submit_feedback(target=search("q"), score=1).feedback
    with pytest.raises(plaudit.InvalidArgument) as raised:
        client.update_feedback(id=given.id, update_mask=["txt"])
    assert raised.value.message.endswith("…")
    assert str(raised.value).count("must not name txt") == 1
    assert "occur_time" in raised.value.violations[0].rule


def test_other_wrong_arguments(client):
    with pytest.raises(TypeError, match=r"unexpected keyword argument 'ratin'"):
        client.submit_feedback(ratin="positive")
    with pytest.raises(TypeError, match=r"^hold: must be a timedelta or a Duration, not int 5$"):
        client.next_records(dataset_id="ds", hold=5)
    with pytest.raises(ValueError, match=r"^from_beginning: not together with resume_token$"):
        client.watch_feedback(resume_token="t", from_beginning=True)
    with pytest.raises(TypeError, match=r"^update_mask\[0\]: must be a string, not int 1$"):
        client.update_feedback(id="fb", update_mask=[1])
    with pytest.raises(TypeError, match=r"^message\.session_id: must be a string, not int 1$"):
        message(1, "m")
    with pytest.raises(TypeError, match=r"^parent: a target that `message` or another made, not"):
        entity("document", "d", parent="m")
    day = datetime.now(timezone.utc)
    with pytest.raises(ValueError, match=r"^filter\.create_time: must be a pair \(start, end\)"):
        client.list_feedback(create_time=(day, day + timedelta(1), day))
    with pytest.raises(TypeError, match=r"^filter\.create_time: must be a pair \(start, end\)"):
        client.list_feedback(create_time=day)
    with pytest.raises(ValueError, match=r"^from_beginning: not together with resume_token$"):
        client.watch_feedback(resume_token="t", from_beginning=False)
    with pytest.raises(ValueError, match=r"^feedback\.target\.search: not together with message$"):
        client.submit_feedback(target={"message": {}, "search": {}}, score=1)
    with pytest.raises(ValueError, match=r"^message: must be a message target, not a search"):
        client.get_exchange(message=search("q"))
    with pytest.raises(TypeError, match=r"^criterion\.label: must be LabelCriterion or a dict"):
        client.update_criterion(id="c", label=5)


# Options of a client


@pytest.mark.parametrize(
    ("options", "error", "said"),
    [
        ({}, ValueError, "address: give HOST:PORT, such as 127.0.0.1:50051, or set"),
        ({"address": "localhost"}, ValueError, "address: HOST:PORT, such as 127.0.0.1:50051, not"),
        ({"address": "host:0"}, ValueError, "address: HOST:PORT, such as 127.0.0.1:50051, not"),
        ({"address": "::1:80"}, ValueError, "address: an IPv6 address in brackets, [::1]:80, not"),
        ({"address": "https://a:1"}, ValueError, "address: HOST:PORT, without https://; TLS is"),
        ({"address": "my host:1"}, ValueError, "address: HOST:PORT, such as 127.0.0.1:50051, not"),
        ({"address": "tcp://a:1"}, ValueError, "address: HOST:PORT, such as 127.0.0.1:50051, not"),
        ({"address": 50051}, TypeError, "address: a string, HOST:PORT, not 50051"),
        ({"address": "a:1"}, ValueError, "api_key: give the key that `scripts/serve` or"),
        ({"address": "a:1", "api_key": ""}, ValueError, "api_key: visible ASCII characters"),
        ({"address": "a:1", "api_key": "kéy"}, ValueError, "api_key: visible ASCII characters"),
        ({"address": "a:1", "api_key": b"key"}, TypeError, "api_key: a string, not bytes"),
        (
            {"address": "a:1", "api_key": "a", "session_token": "b"},
            ValueError,
            "api_key and session_token: give one of them",
        ),
        (
            {"address": "a:1", "api_key": "a", "timeout": 0},
            ValueError,
            "timeout: seconds, more than 0, or math.inf for no limit, not 0",
        ),
        (
            {"address": "a:1", "api_key": "a", "tls": False, "ca": b""},
            ValueError,
            "tls: a CA and a client certificate are for TLS, which tls=False turns off",
        ),
        ({"address": "a:1", "api_key": "a", "ca": b"x"}, ValueError, "ca: certificates in PEM"),
        (
            {"address": "a:1", "api_key": "a", "ca": 5},
            TypeError,
            "ca: the path of a PEM file, not int",
        ),
        (
            {"address": "a:1", "api_key": "a", "tls": "no"},
            TypeError,
            "tls: True, False or None, not 'no'",
        ),
        (
            {"address": "a:1", "api_key": "a", "authority": 5},
            TypeError,
            "authority: a string, the name of a host, not 5",
        ),
        (
            {"address": "a:1", "api_key": "a", "client_certificate": "x"},
            ValueError,
            "client_certificate: a pair of files, (certificate, key)",
        ),
        (
            {"address": "a:1", "api_key": "a", "ca": "/nothing/here.pem"},
            FileNotFoundError,
            "[Errno 2] No such file or directory: '/nothing/here.pem'",
        ),
    ],
)
@pytest.mark.parametrize("kind", [plaudit.Client, plaudit.AsyncClient])
def test_a_wrong_option_is_named_with_its_rule(kind, options, error, said, monkeypatch):
    for name in ("PLAUDIT_ADDRESS", "PLAUDIT_API_KEY"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(error) as raised:
        kind(**options)
    assert str(raised.value).startswith(said)


def test_a_key_that_belongs_to_another_certificate(authority, tmp_path):
    one = make_certificate(tmp_path, "one", authority, host="DNS:one")
    other = make_certificate(tmp_path, "other", authority, host="DNS:other")
    with pytest.raises(ValueError, match=r"^client_certificate: a certificate and the key that "):
        Client("a:1", api_key="a", client_certificate=(one.file, other.key))
    with pytest.raises(ValueError, match=r"^client_certificate\[1\]: .* is not a PEM file$"):
        Client("a:1", api_key="a", client_certificate=(one.file, __file__))
