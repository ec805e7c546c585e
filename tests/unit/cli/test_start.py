"""How the command starts: what it loads, completes and connects with."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import grpc
import pytest
from click.testing import CliRunner

import plaudit as package
from plaudit.cli import list_feedback
from plaudit.cli.app import COMMANDS
from plaudit.cli.app import plaudit as command
from plaudit.cli.connection import Connection
from plaudit.cli.failures import ServerFailure
from plaudit.errors import OutOfRange, from_call


def python(program, **variables):
    return subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        check=True,
    ).stdout


LOADED = """
import atexit, sys
sys.argv = ["plaudit", *{arguments}]
heavy = ["grpc", "rich", "pyarrow", "matplotlib"]
atexit.register(lambda: print("loaded", [one for one in heavy if one in sys.modules]))
from plaudit.cli import main
main()
"""


@pytest.mark.parametrize(
    ("arguments", "variables"),
    [
        (["--help"], {}),
        ([], {"_PLAUDIT_COMPLETE": "bash_complete", "COMP_WORDS": "plaudit ", "COMP_CWORD": "1"}),
    ],
)
def test_help_and_completion_load_nothing_that_is_slow(arguments, variables):
    told = python(LOADED.format(arguments=arguments), **variables)
    assert "namespaces" in told
    assert told.endswith("loaded []\n")


@pytest.mark.parametrize(
    ("line", "completed"),
    [
        ("plaudit ex", ["exchanges", "export"]),
        ("plaudit list --order created", ["created-desc", "created-asc"]),
        ("plaudit keys create --scope feedback.", ["feedback.write", "feedback.read"]),
        ("plaudit submit --correction", ["--correction"]),
    ],
)
def test_commands_options_and_values_are_completed(line, completed):
    words = {"COMP_WORDS": line, "COMP_CWORD": str(line.count(" "))}
    program = "import sys; sys.argv = ['plaudit']; from plaudit.cli import main; main()"
    told = python(program, _PLAUDIT_COMPLETE="bash_complete", **words)
    assert [one.split(",")[1] for one in told.split()] == completed


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_prints_the_script_of_a_shell(shell):
    done = CliRunner().invoke(command, ["completion", shell])
    assert done.exit_code == 0
    assert "_PLAUDIT_COMPLETE" in done.output
    assert "plaudit" in done.output


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help(name):
    done = CliRunner().invoke(command, [name, "--help"])
    assert done.exit_code == 0, done.output


def test_every_name_of_the_package_is_there():
    assert all(getattr(package, name) is not None for name in package.__all__)
    assert set(package.__all__) <= set(dir(package))
    with pytest.raises(AttributeError, match="nope"):
        _ = package.nope


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"address": "https://here"}, "--address: HOST:PORT, without https://"),
        ({"address": "here"}, "--address: HOST:PORT, such as"),
        ({"key": "ä"}, "--key: visible ASCII characters"),
        ({"key": ""}, "no API key: give --key"),
        ({"namespace": "ä"}, "--namespace: visible ASCII characters"),
        ({"tls": False, "ca": __file__}, "--plaintext turns off"),
        ({"ca": list_feedback.__file__}, "is not a PEM file"),
        ({"ca": "/nope"}, "cannot read /nope: No such file"),
        ({"client_certificate": ("/nope", "/nope")}, "cannot read /nope"),
    ],
)
def test_a_wrong_option_of_the_connection_is_named(options, told):
    given = {"address": "127.0.0.1:1", "key": "k", **options}
    arguments = []
    if (tls := given.pop("tls", None)) is not None:
        arguments.append("--tls" if tls else "--plaintext")
    for name, value in given.items():
        values = value if isinstance(value, tuple) else (value,)
        arguments += [f"--{name.replace('_', '-')}", *values]
    done = CliRunner().invoke(command, [*arguments, "list"])
    assert done.exit_code == 1
    assert told in done.output


def test_the_options_of_tls_reach_the_client(tmp_path):
    pem, key = tmp_path / "ca.pem", tmp_path / "ca.key"
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
    command += ["-nodes", "-subj", "/CN=test", "-keyout", str(key), "-out", str(pem)]
    subprocess.run(command, check=True, capture_output=True)
    made = Connection("h:1", "k", tls=True, ca=pem, client_certificate=(pem, key), authority="a")
    server = made.client._server
    assert (server.tls, server.authority, server.ca) == (True, "a", pem.read_bytes())
    assert server.certificate == (pem.read_bytes(), key.read_bytes())


class Failed(grpc.RpcError):
    def __init__(self, code, details):
        self.code = lambda: code
        self.details = lambda: details
        self.trailing_metadata = tuple


@pytest.mark.parametrize(
    ("code", "details", "told"),
    [
        ("UNAVAILABLE", "WRONG_VERSION_NUMBER", "connect with --plaintext"),
        ("UNAVAILABLE", "CERTIFICATE_VERIFY_FAILED", "name the CA with --ca FILE"),
        ("UNAVAILABLE", "Hostname Verification failed", "name that one with --authority HOST"),
        ("UNAVAILABLE", "last error: UNAVAILABLE", "does it need TLS (--tls)"),
        ("UNAVAILABLE", "connection refused", "no server at here:1: is it running"),
        ("DEADLINE_EXCEEDED", "late", "is the server running, and the address right?"),
        ("UNIMPLEMENTED", "what", "does not know this call"),
    ],
)
def test_a_lost_connection_is_told_with_the_options_that_may_help(code, details, told):
    error = from_call(Failed(grpc.StatusCode[code], details), "here:1")
    message = ServerFailure(error).message
    assert told in message
    assert "tls=False" not in message
    assert "ca=FILE" not in message


def test_an_expired_token_is_told_with_the_one_to_go_on_with():
    details = {"restart_token": "abc"}
    error = OutOfRange("too old", reason="RESUME_TOKEN_EXPIRED", details=details)
    assert "go on with --resume-token abc" in ServerFailure(error).message


def test_a_full_disk_is_told_in_words():
    program = "import sys; sys.argv = ['plaudit', 'completion', 'bash']"
    program += "; from plaudit.cli import main; main()"
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-c", program], stdout=full, stderr=subprocess.PIPE, text=True
        )
    assert (done.returncode, done.stderr) == (1, "Error: the output: No space left on device\n")
