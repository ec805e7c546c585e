"""Certificates for the tests, made with openssl."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Certificate:
    """A certificate and its key, as PEM files."""

    file: Path
    key: Path


def make_authority(folder: Path, name: str) -> Certificate:
    """Make a certificate that signs others."""
    made = Certificate(folder / f"{name}.pem", folder / f"{name}.key")
    openssl(
        *("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"),
        *("-subj", f"/CN={name}", "-days", "2", "-keyout", made.key, "-out", made.file),
    )
    return made


def make_certificate(
    folder: Path, name: str, authority: Certificate, *, host: str, days: int = 2
) -> Certificate:
    """Make a certificate for a host, such as `DNS:localhost`; with -1 as `days` it is expired."""
    made = Certificate(folder / f"{name}.pem", folder / f"{name}.key")
    request, extensions = folder / f"{name}.csr", folder / f"{name}.ext"
    extensions.write_text(f"subjectAltName={host}\n")
    openssl(
        *("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"),
        *("-subj", f"/CN={name}", "-keyout", made.key, "-out", request),
    )
    openssl(
        *("x509", "-req", "-in", request, "-CA", authority.file, "-CAkey", authority.key),
        *("-CAcreateserial", "-days", days, "-extfile", extensions, "-out", made.file),
    )
    return made


def openssl(*arguments: object) -> None:
    done = subprocess.run(["openssl", *map(str, arguments)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
