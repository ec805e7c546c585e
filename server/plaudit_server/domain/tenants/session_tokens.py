"""Session tokens: JSON Web Tokens of end users, and the keys that verify them.

The registered key determines the algorithm; the algorithm that a token names must only match it.
"""

from __future__ import annotations

import base64
import enum
import json
import math
import re
from collections.abc import Iterable
from contextlib import suppress
from functools import lru_cache
from itertools import pairwise
from typing import Any, NamedTuple

import jwt
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import (
    load_der_public_key,
    load_pem_public_key,
)

from plaudit_server.domain.errors import Reason, Unauthenticated
from plaudit_server.domain.tenants import decoy_keys

MAX_TOKEN = 8192
"""The longest token, in characters: a longer one is not parsed."""
MAX_SUBJECT = 256
"""The longest subject, in characters, the same as for a user id."""
MAX_KEY_ID = 128
"""The longest key id, in characters, as in the contract."""
MIN_DIFFERENT_CHARACTERS = 10
"""The fewest different characters of a shared secret: hexadecimal has 16."""
MIN_SECRET_BYTES = 32
"""The shortest shared secret, in bytes: the size of a SHA-256 digest."""
RSA_BITS = range(2048, 4096 + 1)
"""Shorter keys are weak, and OpenSSL does not verify with longer ones."""
MAX_RSA_EXPONENT = 2**17
"""A larger exponent makes every verification slow, also that of a forged token."""
DEFAULT_CLOCK_SKEW = 60
"""How far an application's clock may be off by default, in seconds."""
LAST_SECOND = 253_402_300_799
"""The end of the year 9999: a later expiry is reduced to this."""

_NOT_TEXT = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
"""Control characters and lone surrogates."""
_JWS = jwt.PyJWS()


class SigningAlgorithm(enum.IntEnum):
    """The algorithm of a signature, by its number in the contract."""

    HS256 = 1
    RS256 = 2
    ES256 = 3
    EDDSA = 4

    @property
    def token_name(self) -> str:
        """The name in the `alg` header of tokens."""
        return _TOKEN_NAMES[self]


_TOKEN_NAMES = {a: "EdDSA" if a is SigningAlgorithm.EDDSA else a.name for a in SigningAlgorithm}
_DECOYS = {algorithm: getattr(decoy_keys, algorithm.name) for algorithm in SigningAlgorithm}
_BY_TOKEN_NAME = {name: algorithm for algorithm, name in _TOKEN_NAMES.items()}


class SigningKey(NamedTuple):
    """A key that verifies tokens."""

    algorithm: int
    key: str
    """The public key in PEM, or the shared secret, already checked by `key_problem`."""
    issuer: str
    """Empty to accept any issuer."""
    audience: str
    """If empty, tokens must not have an audience."""
    clock_skew_seconds: int


class Token(NamedTuple):
    """A parsed token. Nothing in it is verified yet."""

    algorithm: SigningAlgorithm
    key_id: str | None
    signed: bytes
    """The bytes that the signature covers."""
    signature: bytes
    claims: dict[str, Any]


class Session(NamedTuple):
    """The content of a verified token."""

    subject: str
    expire_time: float
    """When the token expires, clock skew included: seconds since the epoch."""


def invalid(message: str, **ids: str) -> Unauthenticated:
    """Return the error for an invalid token."""
    return Unauthenticated(
        reason=Reason.SESSION_TOKEN_INVALID, message=f"the session token {message}", ids=ids
    )


def not_signed() -> Unauthenticated:
    """Return the error for a token that no key verifies.

    It is the same if the key or the namespace does not exist, so that nobody learns which do.
    """
    return invalid(
        "is not signed with a signing key of the namespace and the algorithm of that key; if it has"
        " a kid, that must name the key; x-namespace chooses the namespace"
    )


def expired() -> Unauthenticated:
    """Return the error for an expired token."""
    return Unauthenticated(
        reason=Reason.SESSION_TOKEN_EXPIRED, message="the session token has expired"
    )


def read(text: str) -> Token:
    """Parse a token, at a cost limited by its length. Raises Unauthenticated if malformed."""
    if len(text) > MAX_TOKEN:
        raise invalid(f"is longer than {MAX_TOKEN} characters")
    try:
        # The signature is verified later, by the key's own algorithm; see `is_signed_by`.
        parts = _JWS.decode_complete(text, options={"verify_signature": False})
        claims = json.loads(parts["payload"])
    except (jwt.InvalidTokenError, ValueError, RecursionError):
        raise invalid("is not a valid JSON Web Token of three parts") from None
    if not isinstance(claims, dict):
        raise invalid("must have a JSON object of claims")
    name, key_id = parts["header"].get("alg"), parts["header"].get("kid")
    algorithm = _BY_TOKEN_NAME.get(name) if isinstance(name, str) else None
    if algorithm is None:
        raise invalid(f"must have one of {', '.join(_BY_TOKEN_NAME)} as its alg")
    if key_id is not None and (len(key_id) > MAX_KEY_ID or _NOT_TEXT.search(key_id)):
        raise invalid("must have the key_id of a registered signing key as its kid")
    signed = text.rpartition(".")[0].encode()
    return Token(algorithm, key_id, signed, parts["signature"], claims)


def verify(token: Token, keys: Iterable[SigningKey], *, now: float) -> tuple[int, Session]:
    """Find the key that signed a token and accepts its claims; return its index and the session.

    `now` is in seconds since the epoch. Errors: Unauthenticated; if a key did sign the token, it
    says what is wrong with the claims. If no key has the token's algorithm, a signature is verified
    all the same, so that the duration does not reveal whether there are keys.
    """
    refusal: Unauthenticated | None = None
    tried = False
    for index, key in enumerate(keys):
        tried = tried or key.algorithm == token.algorithm
        if is_signed_by(token, key):
            try:
                return index, check_claims(token, key, now=now)
            except Unauthenticated as error:
                refusal = refusal or error
    if not tried and (decoy := _verifier(token.algorithm, _DECOYS[token.algorithm])):
        decoy.verifies(token)
    raise refusal or not_signed()


def is_signed_by(token: Token, key: SigningKey) -> bool:
    """Whether a key signed a token, with the algorithm that the key is registered for."""
    if token.algorithm != key.algorithm:
        return False
    verifier = _verifier(key.algorithm, key.key)
    return verifier is not None and verifier.verifies(token)


def check_claims(token: Token, key: SigningKey, *, now: float) -> Session:
    """Check the claims of a signed token against its key and the time, and return the session."""
    claims, skew = token.claims, key.clock_skew_seconds
    if "exp" not in claims:
        raise invalid("must have an expiry time as exp")
    expire_time = min(_time(claims, "exp"), LAST_SECOND) + skew
    if expire_time <= now:
        raise expired()
    for name in ("nbf", "iat"):
        if name in claims and _time(claims, name) > now + skew:
            raise invalid(f"is not valid yet: its {name} is in the future")
    if key.issuer and claims.get("iss") != key.issuer:
        raise invalid("must have the issuer of its signing key as iss")
    _check_audience(claims, key.audience)
    subject = claims.get("sub")
    if not isinstance(subject, str) or not subject:
        raise invalid("must have the end user's id as sub")
    if len(subject) > MAX_SUBJECT or _NOT_TEXT.search(subject):
        raise invalid(
            f"must have the end user's id as sub: at most {MAX_SUBJECT} characters, no control"
            " characters"
        )
    return Session(subject, float(expire_time))


def _time(claims: dict[str, Any], name: str) -> int | float:
    value = claims[name]
    if isinstance(value, float) and math.isfinite(value):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return value  # an integer of any size, which `math.isfinite` would not accept
    raise invalid(f"must have a number of seconds as {name}")


def _check_audience(claims: dict[str, Any], wanted: str) -> None:
    if not wanted:
        if "aud" in claims:
            raise invalid("must have no aud, because its signing key has no audience")
        return
    audience = claims.get("aud")
    if wanted not in (audience if isinstance(audience, list) else [audience]):
        raise invalid("must have the audience of its signing key as aud")


class _Verifier(NamedTuple):
    """A loaded key with its algorithm."""

    algorithm: jwt.algorithms.Algorithm
    key: Any

    def verifies(self, token: Token) -> bool:
        try:
            return self.algorithm.verify(token.signed, self.key, token.signature)
        except ValueError:  # a key or a signature that the algorithm does not accept
            return False


@lru_cache(maxsize=1024)
def _verifier(algorithm: int, key: str) -> _Verifier | None:
    if key_problem(algorithm, key):
        return None
    by_name = _JWS.get_algorithm_by_name(SigningAlgorithm(algorithm).token_name)
    if algorithm == SigningAlgorithm.HS256:
        return _Verifier(by_name, key.encode())
    return _Verifier(by_name, load_pem_public_key(key.encode()))


def key_problem(algorithm: int, key: str) -> str:
    """Return the rule that a key breaks, to follow its field's name; empty if it may be registered.

    `algorithm` is one of SigningAlgorithm.
    """
    if re.search(r"-----BEGIN[A-Z0-9 ]* PRIVATE KEY", key):
        return (
            "must not be a private key, which only your application may know. Register its public"
            " key, and replace the key pair if others may have seen it"
        )
    if algorithm == SigningAlgorithm.HS256:
        return _secret_problem(key)
    if "-----BEGIN CERTIFICATE" in key:
        return "must be a public key in PEM, not a certificate: register the key in it"
    try:
        loaded = load_pem_public_key(key.encode())
    except (ValueError, UnsupportedAlgorithm):
        return "must be a public key in PEM, from -----BEGIN PUBLIC KEY----- to its END line"
    match algorithm:
        case SigningAlgorithm.RS256:
            return _rsa_problem(loaded)
        case SigningAlgorithm.ES256:
            if not isinstance(loaded, EllipticCurvePublicKey) or not isinstance(
                loaded.curve, SECP256R1
            ):
                return "must be a public key on the curve P-256 for ES256"
        case _:
            if not isinstance(loaded, Ed25519PublicKey):
                return "must be an Ed25519 public key for EdDSA"
    return ""


def _secret_problem(key: str) -> str:
    # A public key is not secret: with it as the shared secret, anybody could sign.
    if "-----BEGIN" in key or key.startswith(("ssh-", "ecdsa-sha2-")) or _is_public(key):
        return "must be a shared secret for HS256, not a public key or a certificate"
    if len(key.encode()) < MIN_SECRET_BYTES:
        return f"must be a shared secret of at least {MIN_SECRET_BYTES} bytes for HS256"
    return ""


def secret_weakness(secret: str) -> str:
    """Return why a new shared secret is easy to guess, to follow its field's name; else empty.

    Secrets that were registered earlier are not checked.
    """
    if not re.search(r"\d", secret) or not re.search(r"[^\W\d_]", secret):
        return _not_random("it must have both letters and digits")
    if len(set(secret)) < MIN_DIFFERENT_CHARACTERS:
        return _not_random(f"it must have at least {MIN_DIFFERENT_CHARACTERS} different characters")
    if _repeats(secret):
        return _not_random("it must not be one part repeated")
    steps = sum(abs(ord(a) - ord(b)) <= 1 for a, b in pairwise(secret))
    if steps > len(secret) / 2:
        return _not_random("it must not count up or down, or repeat characters")
    return ""


def _repeats(secret: str) -> bool:
    """Whether a secret is one part, of at most half its length, repeated; the last may be cut."""
    # A text with period n equals itself shifted by n characters.
    return any(secret.startswith(secret[n:]) for n in range(1, len(secret) // 2 + 1))


def _not_random(rule: str) -> str:
    return f"must be a random secret, such as openssl rand -base64 32 prints: {rule}"


def _is_public(text: str) -> bool:
    """Whether a text is a public key without PEM lines, or a JSON Web Key."""
    with suppress(ValueError, RecursionError):
        if isinstance(jwk := json.loads(text), dict):
            return "kty" in jwk
    with suppress(ValueError, UnsupportedAlgorithm):
        load_der_public_key(base64.b64decode(text, validate=False))
        return True
    return False


def _rsa_problem(loaded: object) -> str:
    if not isinstance(loaded, RSAPublicKey):
        return "must be an RSA public key for RS256"
    if loaded.key_size not in RSA_BITS:
        return f"must be an RSA key of {RSA_BITS.start:,} to {RSA_BITS.stop - 1:,} bits"
    if loaded.public_numbers().e > MAX_RSA_EXPONENT:
        return "must be an RSA key with a common public exponent, such as 65537"
    return ""
