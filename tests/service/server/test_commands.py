"""The command `plaudit-server`, run as people run it."""

from __future__ import annotations

import contextlib
import dataclasses
import functools
import re
import signal
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import grpc
import pytest
from grpc_health.v1 import health_pb2, health_pb2_grpc

from plaudit.v1.admin_pb2 import GetNamespaceRequest, ListApiKeysRequest, Scope
from plaudit.v1.feedback_pb2 import RATING_POSITIVE
from plaudit_server.settings import Settings
from support.messages import submission, submit
from support.refusals import refusal
from support.servers import COMMAND, KEY, Client, environment, keep_key


def plaudit_server(
    *arguments: str, folder: Path, seconds: float = 60, **variables: str
) -> subprocess.CompletedProcess[str]:
    """Run the command in a folder, without any of its variables but those given."""
    done = subprocess.run(
        [*COMMAND, *arguments],
        check=False,
        cwd=folder,
        env=environment(**variables),
        capture_output=True,
        text=True,
        timeout=seconds,
    )
    assert "Traceback" not in done.stderr, done.stderr.splitlines()[-1]
    return done


@pytest.fixture
def run(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs the command in an empty folder."""
    return functools.partial(plaudit_server, folder=tmp_path)


@pytest.fixture
def migrated(run, database: str) -> str:
    """A database of each kind with the present schema."""
    assert run("migrate", "--database", database).returncode == 0
    return database


@pytest.fixture(scope="module")
def acme(new_database, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A database with the namespace `acme`, for mistakes that leave it as it is."""
    database = new_database("sqlite")
    folder = tmp_path_factory.mktemp("acme")
    plaudit_server("namespaces", "create", "acme", "--database", database, folder=folder)
    return database


@pytest.fixture
def unchanged(acme) -> Iterator[str]:
    """The database with the namespace `acme`, which the test may not change."""
    with contextlib.closing(sqlite3.connect(acme.removeprefix("sqlite:///"))) as file:
        before = list(file.iterdump())
        yield acme
        assert list(file.iterdump()) == before


def new_key(run, database: str, namespace: str, *options: str) -> tuple[str, str]:
    """Make a key with the command; answers its id and its secret."""
    made = run("keys", "create", "--database", database, "--namespace", namespace, *options)
    assert made.returncode == 0, made.stderr
    return made.stderr.split()[0], made.stdout.strip()


def test_a_taken_port_is_a_clear_error(run, start_server, new_database):
    server = start_server(new_database("sqlite"))
    done = run("serve", "--listen", server.address, "--database", "sqlite:///other.db")
    assert done.returncode == 1
    assert server.address in done.stderr
    assert "--listen" in done.stderr
    assert submit(server.client(), rating=RATING_POSITIVE).feedback.id


@pytest.mark.parametrize("listen", ["0.0.0.0:0", "[::]:0", "192.0.2.1:0", "example.org:0"])
def test_keys_and_feedback_are_not_sent_unencrypted_unless_allowed(run, listen):
    done = run("serve", "--listen", listen)
    assert done.returncode == 1
    assert listen in done.stderr
    assert "--allow-plaintext" in done.stderr


@pytest.mark.parametrize(
    "options",
    [
        ("--listen", "0.0.0.0:0", "--allow-plaintext"),
        ("--listen", "localhost:0"),
        ("--listen", "127.0.0.2:0"),
    ],
    ids=" ".join,
)
def test_the_server_listens_on_loopback_and_on_allowed_addresses(serving, options):
    address = serving(*options)
    port = address.rpartition(":")[2]
    assert int(port) > 0


@pytest.mark.parametrize(
    "listen", ["nonsense", "127.0.0.1", ":50051", "127.0.0.1:", "127.0.0.1:x", "127.0.0.1:99999"]
)
def test_an_invalid_address_is_a_clear_error(run, listen):
    try:
        done = run("serve", "--listen", listen, seconds=10)
    except subprocess.TimeoutExpired:
        pytest.fail(f"it listens somewhere, though {listen} is no address")
    assert done.returncode == 1
    assert "--listen" in done.stderr


def test_migrations_are_a_command_of_their_own_on_postgresql(run, serving, new_database):
    database = new_database("postgresql")
    for arguments in (
        ("serve", "--listen", "127.0.0.1:0"),
        ("namespaces", "create", "acme"),
        ("namespaces", "list"),
        ("keys", "list", "--namespace", "acme"),
    ):
        done = run(*arguments, "--database", database)
        assert done.returncode == 1, arguments
        assert "plaudit-server migrate" in done.stderr
    assert run("migrate", "--database", database).returncode == 0
    assert serving("--listen", "127.0.0.1:0", "--database", database)


def test_the_embedded_database_and_a_developers_migrate_themselves(
    run, serving, start_server, new_database
):
    assert serving("--listen", "127.0.0.1:0", "--database", "sqlite:///new.db")
    assert start_server(new_database("postgresql")).client().admin
    assert run("namespaces", "list", "--database", "sqlite:///other.db").returncode == 0


def test_migrating_again_changes_nothing_and_says_so(run, database):
    first, again = (run("migrate", "--database", database) for _ in range(2))
    assert "applied" in first.stdout
    assert "up to date" in again.stdout
    assert (first.returncode, again.returncode) == (0, 0)


def test_a_namespace_is_created_and_listed(run, migrated):
    assert run("namespaces", "list", "--database", migrated).stdout == ""
    for name in ("beta", "alpha"):
        created = run("namespaces", "create", name, "--database", migrated)
        assert created.returncode == 0
        assert re.fullmatch(rf"ns_[0-9a-f]+\t{name}\n", created.stdout)
    listed = run("namespaces", "list", "--database", migrated).stdout
    assert [line.split("\t")[1] for line in listed.splitlines()] == ["alpha", "beta"]


def test_a_taken_name_is_a_clear_error(run, migrated):
    run("namespaces", "create", "acme", "--database", migrated)
    done = run("namespaces", "create", "acme", "--database", migrated)
    assert done.returncode == 1
    assert "acme already exists" in done.stderr
    assert len(run("namespaces", "list", "--database", migrated).stdout.splitlines()) == 1


def test_a_bad_name_is_a_clear_error(run, unchanged):
    for name in ("Acme", "a cme", "acmé", "a" * 64, "acme\n", ""):
        done = run("namespaces", "create", name, "--database", unchanged)
        assert done.returncode == 1, name
        assert "lower-case" in done.stderr


def test_a_key_is_made_and_works_and_is_shown_once(run, serving, migrated):
    run("namespaces", "create", "acme", "--database", migrated)
    key_id, secret = new_key(run, migrated, "acme", "--name", "chat", "--scope", "feedback.write")
    with grpc.insecure_channel(
        serving("--listen", "127.0.0.1:0", "--database", migrated)
    ) as channel:
        assert submit(Client(channel, {"x-api-key": secret}), rating=RATING_POSITIVE).feedback.id
    listed = run("keys", "list", "--namespace", "acme", "--database", migrated)
    assert secret not in listed.stdout
    assert listed.stdout.splitlines() == [f"{key_id}\tactive\tfeedback.write\tchat\town-namespace"]


def test_by_default_a_key_may_do_everything_but_administer_and_write_history(
    run, serving, new_database
):
    migrated = new_database("sqlite")
    run("namespaces", "create", "acme", "--database", migrated)
    run("namespaces", "create", "other", "--database", migrated)
    _, everything = new_key(run, migrated, "acme")
    _, admin = new_key(
        run, migrated, "acme", "--scope", "admin", "--scope", "export.read", "--all-namespaces"
    )
    address = serving("--listen", "127.0.0.1:0", "--database", migrated)
    with grpc.insecure_channel(address) as channel:
        said = refusal(
            Client(channel, {"x-api-key": everything}).admin.ListApiKeys, ListApiKeysRequest()
        )
        assert said.reason == "SCOPE_MISSING"
        assert submit(Client(channel, {"x-api-key": everything}), rating=1).feedback.id
        client = Client(channel, {"x-api-key": admin})
        keys = client.admin.ListApiKeys(ListApiKeysRequest()).api_keys
        assert client.admin.GetNamespace(GetNamespaceRequest(name="other")).namespace.id
    by_admin, by_default = keys
    assert by_admin.all_namespaces
    assert not by_default.all_namespaces
    assert {Scope.Name(s) for s in by_admin.scopes} == {"SCOPE_ADMIN", "SCOPE_EXPORT_READ"}
    left_out = {0, Scope.Value("SCOPE_ADMIN"), Scope.Value("SCOPE_HISTORY_WRITE")}
    assert set(by_default.scopes) == set(Scope.values()) - left_out


def test_a_key_for_every_namespace_is_listed_as_one(run, new_database):
    database = new_database("sqlite")
    run("namespaces", "create", "acme", "--database", database)
    command = ("keys", "create", "--namespace", "acme", "--database", database)
    assert "all namespaces" in run(*command, "--all-namespaces").stderr
    assert "all namespaces" not in run(*command).stderr
    listed = run("keys", "list", "--namespace", "acme", "--database", database).stdout
    assert [line.split("\t")[4] for line in listed.splitlines()] == [
        "own-namespace",
        "all-namespaces",
    ]


def test_a_name_in_the_database_cannot_control_the_terminal(run, new_database):
    database = new_database("sqlite")
    run("namespaces", "create", "default", "--database", database)
    keep_key(database, name="\x1b]0;title\x07")
    listed = run("keys", "list", "--namespace", "default", "--database", database).stdout
    assert r"\x1b]0;title\x07" in listed
    assert "\x1b" not in listed


def test_a_key_names_its_namespace_by_name_or_by_id(run, new_database):
    migrated = new_database("sqlite")
    created = run("namespaces", "create", "acme", "--database", migrated)
    for namespace in ("acme", created.stdout.split("\t")[0]):
        assert new_key(run, migrated, namespace)[1].startswith("plaudit_")
    listed = run("keys", "list", "--namespace", "acme", "--database", migrated)
    assert len(listed.stdout.splitlines()) == 2


def test_a_key_of_some_days_is_listed_with_its_end_and_then_as_expired(run, new_database):
    database = new_database("sqlite")
    run("namespaces", "create", "acme", "--database", database)
    new_key(run, database, "acme", "--expires-in-days", "0.000001", "--name", "past")
    new_key(run, database, "acme", "--expires-in-days", "1.5", "--name", "to come")
    time.sleep(0.1)
    listed = run("keys", "list", "--namespace", "acme", "--database", database)
    to_come, past = (line.split("\t")[1] for line in listed.stdout.splitlines())
    assert re.fullmatch(r"expires \d{4}-\d\d-\d\d \d\d:\d\d UTC", to_come)
    assert re.fullmatch(r"expired \d{4}-\d\d-\d\d \d\d:\d\d UTC", past)


@pytest.mark.parametrize(
    "days", ["0", "-1", "x", "nan", "inf", "1e300", "99999999", "999999999999"]
)
def test_an_invalid_lifetime_of_a_key_is_a_clear_error(run, days, new_database):
    database = new_database("sqlite")
    run("namespaces", "create", "acme", "--database", database)
    command = ("keys", "create", "--namespace", "acme", "--expires-in-days", days)
    done = run(*command, "--database", database)
    assert done.returncode in (1, 2)
    assert "expires-in-days" in done.stderr


def test_keys_with_any_lifetime_can_be_listed(run, new_database):
    database = new_database("sqlite")
    run("namespaces", "create", "acme", "--database", database)
    command = ("keys", "create", "--namespace", "acme", "--expires-in-days")
    for days in ("1000000", "99999999"):
        run(*command, days, "--database", database)
    listed = run("keys", "list", "--namespace", "acme", "--database", database)
    assert listed.returncode == 0


@pytest.mark.parametrize("name", ["x" * 129, "a\tb", "a\nb"], ids=["long", "tab", "line end"])
def test_a_key_name_that_the_contract_refuses_the_command_refuses_too(run, unchanged, name):
    command = ("keys", "create", "--namespace", "acme", "--name", name)
    done = run(*command, "--database", unchanged)
    assert done.returncode in (1, 2)
    assert "name" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("keys", "create", "--namespace", "lost"), "lost"),
        (("keys", "list", "--namespace", "lost"), "lost"),
        (("keys", "revoke", "--namespace", "lost", "key_1"), "lost"),
        (("keys", "revoke", "--namespace", "acme", "key_lost"), "key_lost"),
        (("keys", "create", "--namespace", "acme", "--scope", "nonsense"), "feedback.write"),
        (("keys", "create"), "--namespace"),
    ],
    ids=lambda given: " ".join(given) if isinstance(given, tuple) else "",
)
def test_a_mistake_about_keys_is_a_clear_error(run, acme, arguments, word):
    done = run(*arguments, "--database", acme)
    assert done.returncode in (1, 2)
    assert word in done.stderr


def test_a_key_revoked_by_the_command_is_refused_by_a_running_server_within_5_seconds(
    run, start_server, database
):
    server = start_server(database)
    key_id, secret = new_key(run, database, "default", "--scope", "feedback.write")
    client = server.client(secret)
    submit(client, rating=RATING_POSITIVE)
    revoked = run("keys", "revoke", "--namespace", "default", key_id, "--database", database)
    ended = time.monotonic()
    assert revoked.returncode == 0
    assert key_id in revoked.stdout
    while True:
        try:
            submit(client, rating=RATING_POSITIVE)
        except grpc.RpcError:
            break
        assert time.monotonic() < ended + 6, "a revoked key still passes"
        time.sleep(0.1)
    said = refusal(client.feedback.SubmitFeedback, submission(rating=RATING_POSITIVE))
    assert said.reason == "API_KEY_REVOKED"
    listed = run("keys", "list", "--namespace", "default", "--database", database).stdout
    (line,) = (line for line in listed.splitlines() if line.startswith(key_id))
    assert re.match(r"key_\w+\trevoked \d{4}-\d\d-\d\d \d\d:\d\d UTC\t", line)


def test_variables_set_the_same_as_options(serving, run, tmp_path):
    address = serving(
        PLAUDIT_LISTEN="127.0.0.2:0",
        PLAUDIT_DATABASE="sqlite:///by-variable.db",
        PLAUDIT_DEV="1",
        PLAUDIT_DEV_API_KEY=KEY,
        PLAUDIT_MAX_MESSAGE_BYTES="2000",
        PLAUDIT_DRAIN_SECONDS="1.5",
        PLAUDIT_LOG_LEVEL="info",
    )
    assert address.startswith("127.0.0.2:")
    assert (tmp_path / "by-variable.db").exists()
    with grpc.insecure_channel(address) as channel:
        client = Client(channel, {"x-api-key": KEY})
        assert submit(client, text="x").feedback.id
        said = refusal(client.feedback.SubmitFeedback, submission(text="x" * 3000))
        assert said.reason == "MESSAGE_TOO_LARGE"
    listed = run("namespaces", "list", PLAUDIT_DATABASE="sqlite:///by-variable.db")
    assert listed.stdout.split()[1] == "default"


def test_plaintext_for_others_can_be_allowed_by_its_variable(serving):
    address = serving(PLAUDIT_LISTEN="0.0.0.0:0", PLAUDIT_ALLOW_PLAINTEXT="1")
    assert address.startswith("0.0.0.0:")


def test_an_option_overrides_its_variable(run, serving, tmp_path):
    serving(
        "--listen",
        "127.0.0.1:0",
        "--database",
        "sqlite:///by-option.db",
        PLAUDIT_LISTEN="nonsense",
        PLAUDIT_DATABASE="sqlite:///by-variable.db",
    )
    assert (tmp_path / "by-option.db").exists()
    assert not (tmp_path / "by-variable.db").exists()


def test_the_help_lists_every_option_and_its_variable(run):
    told = run("serve", "--help").stdout
    for setting in dataclasses.fields(Settings):
        assert f"--{setting.name.replace('_', '-')}" in told
        assert f"PLAUDIT_{setting.name.upper()}" in told


@pytest.mark.parametrize(
    ("variable", "value", "word"),
    [
        ("PLAUDIT_LISTEN", "nonsense", "nonsense"),
        ("PLAUDIT_DATABASE", "mysql://x", "postgresql://"),
        ("PLAUDIT_MAX_MESSAGE_BYTES", "1", "1024"),
        ("PLAUDIT_DRAIN_SECONDS", "-1", "PLAUDIT_DRAIN_SECONDS"),
        ("PLAUDIT_LOG_LEVEL", "loud", "warning"),
        ("PLAUDIT_DEV", "perhaps", "PLAUDIT_DEV"),
    ],
)
def test_an_invalid_variable_is_a_clear_error(run, variable, value, word):
    done = run("serve", **{variable: value})
    assert done.returncode in (1, 2)
    assert word in done.stderr


@pytest.mark.parametrize(
    "database",
    [
        "mysql://x/y",
        "nonsense",
        "",
        "sqlite://",
        "sqlite:////no/such/folder/plaudit.db",
        "sqlite:///a-folder",
        "sqlite:///not-a-database.db",
        "postgresql://plaudit:s3cret@127.0.0.1:1/plaudit",
    ],
)
@pytest.mark.parametrize("command", [("migrate",), ("namespaces", "list")], ids=" ".join)
def test_an_invalid_or_unreachable_database_is_a_clear_error(run, tmp_path, command, database):
    (tmp_path / "a-folder").mkdir()
    (tmp_path / "not-a-database.db").write_text("x" * 5000)
    done = run(*command, "--database", database)
    assert done.returncode == 1
    assert "database" in done.stderr
    assert "s3cret" not in done.stderr
    assert len(done.stderr.strip().splitlines()) <= 3, done.stderr


@pytest.fixture
def waiting(tmp_path) -> Iterator[Callable[[str], tuple[subprocess.Popen[str], str]]]:
    """Starts a server on a database that does not serve; it waits for it, or has left."""
    started = []

    def start(database: str, until: str = "unavailable") -> tuple[subprocess.Popen[str], str]:
        process = subprocess.Popen(
            [*COMMAND, "serve", "--listen", "127.0.0.1:0"],
            cwd=tmp_path,
            env=environment(PLAUDIT_DATABASE=database),
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        told = ""
        for line in process.stderr:
            told += line
            if until in line:
                break
        return process, told

    yield start
    for process in started:
        process.kill()
        process.wait()
        process.stderr.close()


@pytest.mark.parametrize(
    "database",
    ["nonsense", "sqlite:////no/such/folder/plaudit.db", "sqlite:///not-a-database.db"],
)
def test_a_server_with_an_unusable_database_exits_or_waits_and_says_so(waiting, tmp_path, database):
    (tmp_path / "not-a-database.db").write_text("x" * 5000)
    process, told = waiting(database)
    assert "Traceback" not in told, told.splitlines()[-1]
    assert "database" in told
    if "unavailable" not in told:
        assert process.wait(30) == 1


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=["SIGTERM", "SIGINT"])
def test_a_server_without_its_database_refuses_calls_and_stops_on_a_signal(waiting, number):
    process, told = waiting("postgresql://plaudit:s3cret@127.0.0.1:1/plaudit")
    assert process.poll() is None, told.splitlines()[-1]
    address = re.search(r'"address": "([^"]+)"', told)[1]
    with grpc.insecure_channel(address) as channel:
        health = health_pb2_grpc.HealthStub(channel).Check(health_pb2.HealthCheckRequest())
        assert health.status == health_pb2.HealthCheckResponse.NOT_SERVING
        said = refusal(
            Client(channel, {"x-api-key": KEY}).feedback.SubmitFeedback,
            submission(rating=RATING_POSITIVE),
        )
        assert (said.code.name, said.reason) == ("UNAVAILABLE", "STORAGE_UNAVAILABLE")
        assert "RetryInfo" in said.details
    process.send_signal(number)
    _, more = process.communicate(timeout=60)
    assert process.returncode == 0
    assert "s3cret" not in told + more
    assert "Traceback" not in told + more


def test_a_call_before_the_database_is_migrated_is_refused_and_can_be_retried(waiting, tmp_path):
    with contextlib.closing(sqlite3.connect(tmp_path / "new.db", isolation_level=None)) as file:
        file.execute("PRAGMA journal_mode = WAL")
        file.execute("BEGIN IMMEDIATE")  # the migrations wait for it
        _, told = waiting(f"sqlite:///{tmp_path}/new.db", until="listening")
        address = re.search(r'"address": "([^"]+)"', told)[1]
        with grpc.insecure_channel(address) as channel:
            client = Client(channel, {"x-api-key": KEY})
            said = refusal(client.feedback.SubmitFeedback, submission(rating=RATING_POSITIVE))
    assert (said.code.name, said.reason) == ("UNAVAILABLE", "STORAGE_UNAVAILABLE")


def test_ctrl_c_is_as_good_as_sigterm(start_server, new_database):
    server = start_server(new_database("sqlite"))
    server.process.send_signal(signal.SIGINT)
    assert server.process.wait(20) == 0


def test_the_version_is_that_of_the_package(run):
    assert re.search(r"\d+\.\d+\.\d+", run("--version").stdout)
