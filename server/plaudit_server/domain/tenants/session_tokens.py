"""Session tokens: JSON Web Tokens of end users, and the keys that applications sign them with.

The registered key says how a token must be signed; what the token says of it is only compared.
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
"""How long a token may be, in characters: a longer one is not even parsed."""
MAX_SUBJECT = 256
"""How long a subject may be, in characters, as a user id."""
MAX_KEY_ID = 128
"""How long a key's name may be, in characters, as the contract has it."""
DIFFERENT_CHARACTERS = 10
"""How many different characters a shared secret has at least: hexadecimal has 16."""
MIN_SECRET = 32
"""How short a shared secret may be, in bytes: as long as what HMAC with SHA-256 makes of it."""
RSA_BITS = range(2048, 4096 + 1)
"""Shorter keys are weak; longer ones OpenSSL does not verify with."""
MAX_RSA_EXPONENT = 2**17
"""Larger ones make every verification slow, also that of a forged token."""
DEFAULT_CLOCK_SKEW = 60
"""How far an application's clock may be off where its key does not say, in seconds."""
LAST_SECOND = 253_402_300_799
"""The end of the year 9999: a token that ends later ends then."""

_UNSPEAKABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
"""Control characters, and halves of characters, which are no text."""
_JWS = jwt.PyJWS()


class SigningAlgorithm(enum.IntEnum):
    """How a token is signed, with the numbers of the contract and the names that tokens use."""

    HS256 = 1
    RS256 = 2
    ES256 = 3
    EDDSA = 4

    @property
    def token_name(self) -> str:
        """What a token calls it, as `alg`."""
        return _TOKEN_NAMES[self]


_TOKEN_NAMES = {a: "EdDSA" if a is SigningAlgorithm.EDDSA else a.name for a in SigningAlgorithm}
_DECOYS = {algorithm: getattr(decoy_keys, algorithm.name) for algorithm in SigningAlgorithm}
_BY_TOKEN_NAME = {name: algorithm for algorithm, name in _TOKEN_NAMES.items()}


class SigningKey(NamedTuple):
    """What a token is verified with."""

    algorithm: int
    key: str
    """The public key in PEM, or the shared secret; `key_misfit` found nothing wrong with it."""
    issuer: str
    """Not looked at when empty."""
    audience: str
    """Tokens may have none when empty."""
    clock_skew_seconds: int


class Token(NamedTuple):
    """A token taken apart. Nothing of it is believed yet."""

    algorithm: SigningAlgorithm
    key_id: str | None
    signed: bytes
    """What the signature is of."""
    signature: bytes
    claims: dict[str, Any]


class Session(NamedTuple):
    """What a verified token says."""

    subject: str
    expire_time: float
    """When it ends here, the clock skew included: seconds since the epoch."""


def invalid(message: str, **ids: str) -> Unauthenticated:
    """Make the refusal of a token."""
    return Unauthenticated(
        reason=Reason.SESSION_TOKEN_INVALID, message=f"the session token {message}", ids=ids
    )


def not_signed() -> Unauthenticated:
    """Make the refusal of a token that no key verifies.

    It is the same where there is no such key, or no such namespace: strangers do not learn which
    there are.
    """
    return invalid(
        "is not signed with a signing key of the namespace, that which its kid names where it has"
        " one, by the algorithm that the key is registered for; x-namespace chooses the namespace"
    )


def expired() -> Unauthenticated:
    """Make the refusal of a token whose time has passed."""
    return Unauthenticated(
        reason=Reason.SESSION_TOKEN_EXPIRED, message="the session token has expired"
    )


def read(text: str) -> Token:
    """Take a token apart; refuse what cannot be one, at a cost that its length bounds."""
    if len(text) > MAX_TOKEN:
        raise invalid(f"is longer than {MAX_TOKEN} characters")
    try:
        # The signature is verified later, by the key's own algorithm; see `is_signed_by`.
        parts = _JWS.decode_complete(text, options={"verify_signature": False})
        claims = json.loads(parts["payload"])
    except (jwt.InvalidTokenError, ValueError, RecursionError):
        raise invalid("is no JSON Web Token of three parts that plaudit understands") from None
    if not isinstance(claims, dict):
        raise invalid("must have an object of claims")
    name, key_id = parts["header"].get("alg"), parts["header"].get("kid")
    algorithm = _BY_TOKEN_NAME.get(name) if isinstance(name, str) else None
    if algorithm is None:
        raise invalid(f"must be signed with one of {', '.join(_BY_TOKEN_NAME)}, as its alg says")
    if key_id is not None and (len(key_id) > MAX_KEY_ID or _UNSPEAKABLE.search(key_id)):
        raise invalid("must name its key, as kid, by what the key is registered as")
    signed = text.rpartition(".")[0].encode()
    return Token(algorithm, key_id, signed, parts["signature"], claims)


def verify(token: Token, keys: Iterable[SigningKey], *, now: float) -> tuple[int, Session]:
    """Find the key that signed a token and whose demands it meets; answer its index too.

    `now` is in seconds since the epoch. Errors: Unauthenticated, with what is wrong with the claims
    where a key did sign them. A signature is verified also where no key could have made it, so that
    how long a refusal takes does not tell whether there are keys.
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
    """Whether a key signed a token, by the algorithm that the key is registered for."""
    if token.algorithm != key.algorithm:
        return False
    verifier = _verifier(key.algorithm, key.key)
    return verifier is not None and verifier.verifies(token)


def check_claims(token: Token, key: SigningKey, *, now: float) -> Session:
    """Read what a signed token says; refuse one that the key does not allow, or not now."""
    claims, skew = token.claims, key.clock_skew_seconds
    if "exp" not in claims:
        raise invalid("must have a time when it ends, as exp")
    expire_time = min(_time(claims, "exp"), LAST_SECOND) + skew
    if expire_time <= now:
        raise expired()
    for name in ("nbf", "iat"):
        if name in claims and _time(claims, name) > now + skew:
            raise invalid(f"is not valid yet: its {name} lies in the future")
    if key.issuer and claims.get("iss") != key.issuer:
        raise invalid("is not of the issuer that its signing key is for, as iss")
    _check_audience(claims, key.audience)
    subject = claims.get("sub")
    if not isinstance(subject, str) or not subject:
        raise invalid("must name the end user, as sub")
    if len(subject) > MAX_SUBJECT or _UNSPEAKABLE.search(subject):
        raise invalid(
            f"must name the end user, as sub, by at most {MAX_SUBJECT} characters, none of them a"
            " control character"
        )
    return Session(subject, float(expire_time))


def _time(claims: dict[str, Any], name: str) -> int | float:
    value = claims[name]
    if isinstance(value, float) and math.isfinite(value):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return value  # of any size, which only `math.isfinite` could not take
    raise invalid(f"must have a number of seconds as {name}")


def _check_audience(claims: dict[str, Any], wanted: str) -> None:
    if not wanted:
        if "aud" in claims:
            raise invalid("is for an audience, as aud, and its signing key is for none")
        return
    said = claims.get("aud")
    if wanted not in (said if isinstance(said, list) else [said]):
        raise invalid("is not for the audience that its signing key is for, as aud")


class _Verifier(NamedTuple):
    """A key made ready to verify with."""

    algorithm: jwt.algorithms.Algorithm
    key: Any

    def verifies(self, token: Token) -> bool:
        try:
            return self.algorithm.verify(token.signed, self.key, token.signature)
        except ValueError:  # a key or a signature that the algorithm can do nothing with
            return False


@lru_cache(maxsize=1024)
def _verifier(algorithm: int, key: str) -> _Verifier | None:
    if key_misfit(algorithm, key):
        return None
    by_name = _JWS.get_algorithm_by_name(SigningAlgorithm(algorithm).token_name)
    if algorithm == SigningAlgorithm.HS256:
        return _Verifier(by_name, key.encode())
    return _Verifier(by_name, load_pem_public_key(key.encode()))


def key_misfit(algorithm: int, key: str) -> str:
    """Say what a key must be that it is not, after its name; empty where it is fit to register.

    `algorithm` is one of SigningAlgorithm.
    """
    if re.search(r"-----BEGIN[A-Z0-9 ]* PRIVATE KEY", key):
        return (
            "must not be a private key: only your application may know that one. Register its"
            " public key, and replace the pair where it may have been seen on its way"
        )
    if algorithm == SigningAlgorithm.HS256:
        return _secret_misfit(key)
    if "-----BEGIN CERTIFICATE" in key:
        return "must be a public key in PEM, not a certificate: register the key inside of it"
    try:
        loaded = load_pem_public_key(key.encode())
    except (ValueError, UnsupportedAlgorithm):
        return "must be a public key in PEM, from -----BEGIN PUBLIC KEY----- to its END line"
    match algorithm:
        case SigningAlgorithm.RS256:
            return _rsa_misfit(loaded)
        case SigningAlgorithm.ES256:
            if not isinstance(loaded, EllipticCurvePublicKey) or not isinstance(
                loaded.curve, SECP256R1
            ):
                return "must be a public key on the curve P-256, as ES256 takes"
        case _:
            if not isinstance(loaded, Ed25519PublicKey):
                return "must be a public key of Ed25519, as EdDSA takes"
    return ""


def _secret_misfit(key: str) -> str:
    # A public key is known to everybody: as a secret it would let anybody sign.
    if "-----BEGIN" in key or key.startswith(("ssh-", "ecdsa-sha2-")) or _is_public(key):
        return "must be a shared secret, not a public key or a certificate, as HS256 takes"
    if len(key.encode()) < MIN_SECRET:
        return f"must be a shared secret of at least {MIN_SECRET} bytes, as HS256 takes"
    return ""


def guessable(secret: str) -> str:
    """Say what makes a new shared secret easy to guess, to follow its field's name; else empty.

    Secrets that are registered already are not judged by this.
    """
    if not re.search(r"\d", secret) or not re.search(r"[^\W\d_]", secret):
        return _must_be_random("it must have both letters and digits")
    if len(set(secret)) < DIFFERENT_CHARACTERS:
        return _must_be_random(f"it must have at least {DIFFERENT_CHARACTERS} different characters")
    if _repeats(secret):
        return _must_be_random("it must not be one part repeated")
    steps = sum(abs(ord(a) - ord(b)) <= 1 for a, b in pairwise(secret))
    if steps > len(secret) / 2:
        return _must_be_random("it must not count up or down, or repeat characters")
    return ""


def _repeats(secret: str) -> bool:
    """Whether a part of at most half the length is all that there is, the last one perhaps cut."""
    # What repeats after so many characters is the same when it is moved by so many.
    return any(secret.startswith(secret[n:]) for n in range(1, len(secret) // 2 + 1))


def _must_be_random(rule: str) -> str:
    return f"must be a secret that nobody guesses, as openssl rand -base64 32 prints: {rule}"


def _is_public(text: str) -> bool:
    """Whether a text is a public key without its armour, or a JSON Web Key."""
    with suppress(ValueError, RecursionError):
        if isinstance(jwk := json.loads(text), dict):
            return "kty" in jwk
    with suppress(ValueError, UnsupportedAlgorithm):
        load_der_public_key(base64.b64decode(text, validate=False))
        return True
    return False


def _rsa_misfit(loaded: object) -> str:
    if not isinstance(loaded, RSAPublicKey):
        return "must be a public key of RSA, as RS256 takes"
    if loaded.key_size not in RSA_BITS:
        return f"must be an RSA key of {RSA_BITS.start:,} to {RSA_BITS.stop - 1:,} bits"
    if loaded.public_numbers().e > MAX_RSA_EXPONENT:
        return "must be an RSA key of a usual public exponent, such as 65537"
    return ""
