"""A password in a database URL shows nowhere, however wrong the URL is."""

from __future__ import annotations

import subprocess

import pytest

from support.servers import COMMAND, environment

WRONG = {
    "unknown scheme": "mysql://user:s3cret@127.0.0.1/db",
    "no scheme": "user:s3cret@127.0.0.1/db",
    "scheme in capitals": "POSTGRESQL://user:s3cret@127.0.0.1:1/db",
    "one slash": "postgresql:/user:s3cret@127.0.0.1/db",
    "sqlite with a host": "sqlite://user:s3cret@127.0.0.1/db",
    "port a word": "postgresql://user:s3cret@127.0.0.1:port/db",
    "port too large": "postgresql://user:s3cret@127.0.0.1:99999/db",
    "nobody there": "postgresql://user:s3cret@127.0.0.1:1/db",
    "unknown host": "postgresql://user:s3cret@no-such-host.invalid/db",
    "bracket open": "postgresql://user:s3cret@[::1/db",
    "full-width host": "postgresql://user:s3cret@\uff03/db",
    "slash in the password": "postgresql://user:s3cret/s3cret@127.0.0.1/db",
    "number and slash in the password": "postgresql://user:12/s3cret@127.0.0.1/db",
    "at in the password": "postgresql://user:x@s3cret@127.0.0.1/db",
    "percent in the password": "postgresql://user:s3cret%zz@127.0.0.1/db",
    "blank in the password": "postgresql://user:x s3cret@127.0.0.1/db",
    "question mark in the password": "postgresql://user:12?s3cret/x@127.0.0.1/db",
    "as an option": "postgresql://127.0.0.1:1/db?user=u&password=s3cret",
    "as an option, encoded": "postgresql://127.0.0.1:1/db?user=u&password=s3cre%74",
    "beside an unknown option": "postgresql://127.0.0.1:1/db?password=s3cret&nonsense=s3cret",
    "beside a wrong option": "postgresql://127.0.0.1:1/db?password=s3cret&sslmode=nonsense",
}
COMMANDS = (
    ("migrate",),
    ("namespaces", "list"),
    ("namespaces", "create", "acme"),
    ("keys", "list", "--namespace", "acme"),
    ("keys", "create", "--namespace", "acme"),
    ("keys", "revoke", "--namespace", "acme", "key_1"),
)


def said(*arguments: str, folder, **variables: str) -> str:
    done = subprocess.run(
        [*COMMAND, *arguments],
        cwd=folder,
        env=environment(**variables),
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode in (1, 2)
    assert "Traceback" not in done.stderr
    return done.stdout + done.stderr


@pytest.mark.parametrize("wrong", WRONG)
def test_no_mistake_in_the_url_shows_its_password(tmp_path, wrong):
    told = said("migrate", "--database", WRONG[wrong], folder=tmp_path)
    assert "database" in told
    assert "s3cre" not in told


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("wrong", ["unknown scheme", "slash in the password", "as an option"])
def test_no_command_shows_it(tmp_path, command, wrong):
    told = said(*command, folder=tmp_path, PLAUDIT_DATABASE=WRONG[wrong])
    assert "database" in told
    assert "s3cre" not in told


@pytest.mark.parametrize("misplaced", [("migrate",), ("keys",), ("serve",), ()], ids=str)
def test_a_url_in_the_wrong_place_is_not_repeated(tmp_path, misplaced):
    for url in (WRONG["nobody there"], WRONG["blank in the password"], WRONG["as an option"]):
        assert "s3cre" not in said(*misplaced, url, folder=tmp_path)
    assert "s3cre" not in said(*misplaced, f"--databas={WRONG['nobody there']}", folder=tmp_path)


@pytest.mark.parametrize("wrong", [wrong for wrong in WRONG if wrong != "one slash"])
def test_the_log_of_a_server_does_not_show_it(tmp_path, wrong):
    with subprocess.Popen(
        [*COMMAND, "serve", "--listen", "127.0.0.1:0", "--log-level", "debug"],
        cwd=tmp_path,
        env=environment(PLAUDIT_DATABASE=WRONG[wrong]),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        told = ""
        for line in process.stderr:  # it leaves, or waits for the database and says so
            told += line
            if "unavailable" in line:
                break
        process.terminate()
        told += process.stderr.read()
    assert "database" in told
    assert "s3cre" not in told


def test_a_wrong_password_is_not_shown(tmp_path, postgresql):
    path, _, query = postgresql.partition("?")
    place = path.replace("postgres:@", "nobody:s3cret@", 1)
    assert "nobody" in place
    told = said("migrate", "--database", f"{place}?{query}", folder=tmp_path)
    assert "nobody" in told
    assert "s3cret" not in told


@pytest.mark.parametrize("command", ["serve", "migrate"])
def test_the_help_does_not_show_the_url_that_a_variable_holds(tmp_path, command):
    done = subprocess.run(
        [*COMMAND, command, "--help"],
        cwd=tmp_path,
        env=environment(PLAUDIT_DATABASE=WRONG["nobody there"], PLAUDIT_DEV_API_KEY="s3cret" * 3),
        capture_output=True,
        text=True,
    )
    assert "PLAUDIT_DATABASE" in done.stdout
    assert "s3cre" not in done.stdout
