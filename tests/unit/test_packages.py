"""What the packages of all languages have in common, and what those of Python require."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import tomllib
from pathlib import Path

from plaudit.cli import REQUIRED_PACKAGES

ROOT = Path(__file__).parents[2]
APACHE_2 = "cfc7749b96f63bd31c3c42b5c471bf756814053e847c10f3eb003417bc523d30"
"""The SHA-256 of the licence as apache.org publishes it."""


def version(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [root / "scripts" / "version", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=30)


def test_every_package_has_the_same_version():
    done = version(ROOT)
    assert done.returncode == 0, done.stderr


def test_a_new_version_is_set_everywhere_and_a_lone_one_is_told(tmp_path):
    files = ["scripts/version", "pyproject.toml", "client/python/pyproject.toml"]
    files += ["client/python/plaudit/__init__.py"]
    files += ["client/cpp/CMakeLists.txt", "client/java/pom.xml", "client/ruby/plaudit.gemspec"]
    files += ["client/rust/Cargo.toml"]
    files += ["client/typescript/package.json", "client/typescript/package-lock.json"]
    for file in files:
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / file, tmp_path / file)
    assert version(tmp_path, "98.7.6").stdout == "98.7.6\n"
    assert '"plaudit==98.7.6"' in (tmp_path / "pyproject.toml").read_text()
    for file in files[1:]:
        assert "98.7.6" in (tmp_path / file).read_text(), file
    pom = tmp_path / "client/java/pom.xml"
    pom.write_text(pom.read_text().replace("98.7.6", "98.7.5"))
    assert "client/java/pom.xml has 98.7.5" in version(tmp_path).stderr
    assert version(tmp_path, "next").returncode == 1


def test_the_licence_is_whole_and_comes_with_each_package():
    text = (ROOT / "LICENSE").read_bytes()
    assert hashlib.sha256(text).hexdigest() == APACHE_2
    for package in ("python", "ruby", "rust", "typescript"):  # the others take the one above them
        assert (ROOT / "client" / package / "LICENSE").read_bytes() == text


def test_the_command_looks_for_every_package_of_its_extra():
    project = tomllib.loads((ROOT / "client/python/pyproject.toml").read_text())["project"]
    extra = [name for name in project["optional-dependencies"]["cli"] if ";" not in name]
    assert tuple(name.partition(">=")[0] for name in extra) == REQUIRED_PACKAGES
