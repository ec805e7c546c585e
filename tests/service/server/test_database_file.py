"""The database file is its owner's alone: it holds what people said."""

from __future__ import annotations

import os
import stat
import subprocess
from pathlib import Path

import pytest

from plaudit.v1.feedback_pb2 import RATING_POSITIVE
from plaudit_server.storage.engine import schema
from support.messages import submit
from support.servers import COMMAND, environment


@pytest.fixture(params=[0o022, 0o000], ids=["umask 022", "umask 000"])
def umask(request):
    before = os.umask(request.param)
    yield
    os.umask(before)


def modes(database: str) -> dict[str, int]:
    """Answer the permissions of all files in the folder of a database."""
    folder = Path(database.removeprefix("sqlite:///")).parent
    return {file.name: stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()}


OWNERS_ALONE = {"plaudit.db": 0o600, "plaudit.db-wal": 0o600, "plaudit.db-shm": 0o600}


def test_only_the_owner_can_read_a_new_database_whatever_the_umask(
    umask, start_server, new_database
):
    server = start_server(new_database("sqlite"))
    submit(server.client(), rating=RATING_POSITIVE)
    assert modes(server.database) == OWNERS_ALONE


def test_a_database_that_others_could_read_is_closed_to_them(umask, start_server, new_database):
    server = start_server(new_database("sqlite"))
    server.kill()  # the log stays beside it
    file = Path(server.database.removeprefix("sqlite:///"))
    folder = stat.S_IMODE(file.parent.stat().st_mode)
    for path in file.parent.iterdir():
        path.chmod(0o666)
    again = start_server(server.database)
    submit(again.client(), rating=RATING_POSITIVE)
    assert modes(server.database) == OWNERS_ALONE
    assert stat.S_IMODE(file.parent.stat().st_mode) == folder


def test_the_commands_create_it_for_the_owner_only_too(umask, tmp_path):
    done = subprocess.run([*COMMAND, "migrate"], cwd=tmp_path, env=environment(), check=True)
    assert done.returncode == 0
    assert set(modes(f"sqlite:///{tmp_path}/plaudit.db").values()) == {0o600}


def test_a_file_of_another_owner_is_unchanged_with_a_warning(tmp_path, monkeypatch, capsys):
    file = tmp_path / "plaudit.db"
    file.touch()
    file.chmod(0o644)
    monkeypatch.setattr(os, "geteuid", lambda: file.stat().st_uid + 1)
    backend = schema.open_backend(f"sqlite:///{file}")
    with backend.database.connection_context():
        assert backend.execute("SELECT 1").fetchone() == (1,)
    assert stat.S_IMODE(file.stat().st_mode) == 0o644
    assert "others may open the database file" in "".join(capsys.readouterr())
