"""A session token is believed when a registered key signed it, by that key's algorithm, for now."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed448, ed25519, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from plaudit_server.domain.errors import Reason, Unauthenticated
from plaudit_server.domain.tenants import session_tokens
from plaudit_server.domain.tenants.session_tokens import (
    MAX_TOKEN,
    Session,
    SigningAlgorithm,
    SigningKey,
    key_problem,
)

NOW = 1_800_000_000.0
SECRET = "a secret of the application that is long enough"

RSA = rsa.generate_private_key(public_exponent=65537, key_size=2048)
P256 = ec.generate_private_key(ec.SECP256R1())
ED25519 = ed25519.Ed25519PrivateKey.generate()


def public(private: Any, form: PublicFormat = PublicFormat.SubjectPublicKeyInfo) -> str:
    return private.public_key().public_bytes(Encoding.PEM, form).decode()


def private_pem(
    private: Any, form: PrivateFormat = PrivateFormat.PKCS8, *, password: bytes = b""
) -> str:
    encryption = BestAvailableEncryption(password) if password else NoEncryption()
    return private.private_bytes(Encoding.PEM, form, encryption).decode()


SIGNERS: dict[str, Any] = {"HS256": SECRET, "RS256": RSA, "ES256": P256, "EdDSA": ED25519}
"""What the application signs with, by the algorithm's name in tokens."""
REGISTERED = {
    "HS256": SECRET,
    "RS256": public(RSA),
    "ES256": public(P256),
    "EdDSA": public(ED25519),
}
"""What it registers."""


def key(algorithm: str, **known: Any) -> SigningKey:
    number = SigningAlgorithm[algorithm.upper()].value
    return SigningKey(number, REGISTERED[algorithm], "", "", 60)._replace(**known)


HS256 = key("HS256")


def claims(**said: Any) -> dict[str, Any]:
    """Say who it is and when it ends; `None` leaves a claim out."""
    all_ = {"sub": "alice", "exp": NOW + 600, **said}
    return {name: value for name, value in all_.items() if value is not None}


def signed(algorithm: str = "HS256", *, with_: Any = None, **said: Any) -> str:
    return jwt.encode(claims(**said), with_ or SIGNERS[algorithm], algorithm)


def part(value: Any) -> str:
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def handmade(header: Any, payload: Any, secret: str = SECRET) -> str:
    """Sign anything at all with HMAC and SHA-256."""
    text = f"{part(header)}.{part(payload)}"
    return f"{text}.{part(hmac.new(secret.encode(), text.encode(), hashlib.sha256).digest())}"


def verify(text: str, *keys: SigningKey, now: float = NOW) -> Session:
    return session_tokens.verify(session_tokens.read(text), keys or (HS256,), now=now)[1]


def refused(text: str, *keys: SigningKey, now: float = NOW) -> Unauthenticated:
    """See that a token is refused, in words that show nothing of it."""
    with pytest.raises(Unauthenticated) as raised:
        verify(text, *keys, now=now)
    said = raised.value
    assert said.message.startswith("the session token ")
    for piece in text.split("."):
        assert len(piece) < 8 or piece not in said.message
    return said


@pytest.mark.parametrize("algorithm", SIGNERS)
def test_a_token_that_its_key_signed_says_who_calls_and_until_when(algorithm: str) -> None:
    session = verify(signed(algorithm), key(algorithm))
    assert session == Session("alice", NOW + 600 + 60)


@pytest.mark.parametrize("algorithm", SIGNERS)
def test_a_token_that_another_signed_is_refused(algorithm: str) -> None:
    others = {
        "HS256": "another secret that is just as long as it must be",
        "RS256": rsa.generate_private_key(public_exponent=65537, key_size=2048),
        "ES256": ec.generate_private_key(ec.SECP256R1()),
        "EdDSA": ed25519.Ed25519PrivateKey.generate(),
    }
    said = refused(signed(algorithm, with_=others[algorithm]), key(algorithm))
    assert said.reason is Reason.SESSION_TOKEN_INVALID
    assert "signed" in said.message


@pytest.mark.parametrize("algorithm", SIGNERS)
def test_no_part_of_a_signed_token_can_be_changed(algorithm: str) -> None:
    header, payload, signature = signed(algorithm).split(".")
    mallory = part(claims(sub="mallory"))
    raw = base64.urlsafe_b64decode(signature + "==")
    for text in (
        f"{header}.{mallory}.{signature}",
        f"{part({'alg': algorithm, 'kid': 'other'})}.{payload}.{signature}",
        f"{header}.{payload}.{part(bytes([raw[0] ^ 1]) + raw[1:])}",
        f"{header}.{payload}.{part(raw[:-1])}",
        f"{header}.{payload}.{part(bytes(len(raw)))}",
        f"{header}.{payload}.",
    ):
        assert refused(text, key(algorithm)).reason is Reason.SESSION_TOKEN_INVALID


@pytest.mark.parametrize("algorithm", SIGNERS)
@pytest.mark.parametrize("none", ["none", "None", "NONE", "", None, 0, ["HS256"], {"a": 1}])
def test_a_token_that_nobody_signed_is_refused(algorithm: str, none: Any) -> None:
    for header in ({"alg": none}, {}):
        text = f"{part(header)}.{part(claims())}."
        said = refused(text, key(algorithm))
        assert said.reason is Reason.SESSION_TOKEN_INVALID
        assert "HS256, RS256, ES256, EdDSA" in said.message


@pytest.mark.parametrize("algorithm", ["RS256", "ES256", "EdDSA"])
def test_a_public_key_is_no_shared_secret(algorithm: str) -> None:
    """Whoever knows a public key could sign, if the token chose the algorithm."""
    for secret in (REGISTERED[algorithm], REGISTERED[algorithm].strip()):
        text = handmade({"alg": "HS256", "typ": "JWT"}, claims(), secret)
        assert refused(text, key(algorithm)).reason is Reason.SESSION_TOKEN_INVALID


@pytest.mark.parametrize("registered", SIGNERS)
@pytest.mark.parametrize("used", SIGNERS)
def test_a_token_of_another_algorithm_than_its_key_is_refused(registered: str, used: str) -> None:
    if used != registered:
        refused(signed(used), key(registered))


@pytest.mark.parametrize("name", ["HS384", "HS512", "RS512", "PS256", "ES384", "ES256K", "A128KW"])
def test_other_algorithms_are_refused(name: str) -> None:
    text = handmade({"alg": name}, claims())
    assert "HS256, RS256, ES256, EdDSA" in refused(text).message


def test_of_many_keys_the_one_that_signed_counts() -> None:
    keys = [key("RS256"), key("HS256", key="x" * 32), HS256, key("EdDSA")]
    token = session_tokens.read(signed())
    assert session_tokens.verify(token, keys, now=NOW)[0] == 2


def test_a_secret_registered_for_two_issuers_takes_the_tokens_of_both() -> None:
    keys = [HS256._replace(issuer="a"), HS256._replace(issuer="b")]
    assert verify(signed(iss="b"), *keys).subject == "alice"
    assert "iss" in refused(signed(iss="c"), *keys).message


def test_without_any_key_a_token_is_refused() -> None:
    with pytest.raises(Unauthenticated):
        session_tokens.verify(session_tokens.read(signed()), [], now=NOW)


@pytest.mark.parametrize(
    ("said", "skew", "valid"),
    [
        ({"exp": NOW + 1}, 0, True),
        ({"exp": NOW + 0.5}, 0, True),
        ({"exp": NOW}, 0, False),
        ({"exp": NOW - 59}, 60, True),
        ({"exp": NOW - 60}, 60, False),
        ({"exp": NOW - 299}, 300, True),
        ({"exp": NOW - 300}, 300, False),
        ({"exp": 0}, 300, False),
        ({"exp": -1}, 300, False),
        ({"exp": -(10**400)}, 300, False),
    ],
    ids=str,
)
def test_a_token_ends_when_it_says_give_or_take_the_clock_skew(
    said: dict[str, Any], skew: int, *, valid: bool
) -> None:
    text, its_key = signed(**said), HS256._replace(clock_skew_seconds=skew)
    if valid:
        assert verify(text, its_key).expire_time == said["exp"] + skew
    else:
        assert refused(text, its_key).reason is Reason.SESSION_TOKEN_EXPIRED


@pytest.mark.parametrize("ends", [10**400, 1e300, 2**63])
def test_a_token_that_never_ends_ends_with_the_calendar(ends: float) -> None:
    assert verify(signed(exp=ends)).expire_time == session_tokens.LAST_SECOND + 60


@pytest.mark.parametrize("name", ["nbf", "iat"])
@pytest.mark.parametrize(
    ("ahead", "skew", "valid"),
    [
        (-1000, 0, True),
        (0, 0, True),
        (1, 0, False),
        (60, 60, True),
        (61, 60, False),
        (10**400, 300, False),
    ],
)
def test_a_token_is_not_valid_before_its_time_give_or_take_the_clock_skew(
    name: str, ahead: int, skew: int, *, valid: bool
) -> None:
    text, its_key = signed(**{name: int(NOW) + ahead}), HS256._replace(clock_skew_seconds=skew)
    if valid:
        assert verify(text, its_key).subject == "alice"
    else:
        said = refused(text, its_key)
        assert said.reason is Reason.SESSION_TOKEN_INVALID
        assert name in said.message


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ({"exp": None}, "exp"),
        ({"sub": None}, "sub"),
        ({"sub": ""}, "sub"),
        ({"sub": 17}, "sub"),
        ({"sub": ["alice"]}, "sub"),
        ({"sub": "a" * 257}, "sub"),
        ({"sub": "a\0b"}, "sub"),
        ({"sub": "a\nb"}, "sub"),
        ({"sub": "a\x85b"}, "sub"),
        ({"sub": "\ud800"}, "sub"),
        ({"exp": True}, "exp"),
        ({"exp": "1900000000"}, "exp"),
        ({"exp": [1900000000]}, "exp"),
        ({"exp": float("inf")}, "exp"),
        ({"exp": float("nan")}, "exp"),
        ({"nbf": "soon"}, "nbf"),
        ({"iat": {}}, "iat"),
        ({"iat": float("-inf")}, "iat"),
    ],
    ids=str,
)
def test_claims_that_are_missing_or_none_are_refused_by_name(
    said: dict[str, Any], named: str
) -> None:
    refusal = refused(handmade({"alg": "HS256"}, claims(**said)))
    assert refusal.reason is Reason.SESSION_TOKEN_INVALID
    assert named in refusal.message


@pytest.mark.parametrize("null", ["exp", "nbf", "iat", "sub"])
def test_null_is_no_claim(null: str) -> None:
    payload = claims()
    payload[null] = None
    assert null in refused(handmade({"alg": "HS256"}, payload)).message


@pytest.mark.parametrize("subject", ["a", "a" * 256, "漢字 🙂", " ", "user:alice", "key_1"])
def test_any_text_may_be_a_subject(subject: str) -> None:
    assert verify(signed(sub=subject)).subject == subject


@pytest.mark.parametrize(
    ("said", "demanded", "wrong"),
    [
        ({"iss": "app"}, {"issuer": "app"}, ""),
        ({"iss": "app"}, {}, ""),
        ({}, {"issuer": "app"}, "iss"),
        ({"iss": "App"}, {"issuer": "app"}, "iss"),
        ({"iss": "apps"}, {"issuer": "app"}, "iss"),
        ({"iss": ["app"]}, {"issuer": "app"}, "iss"),
        ({"aud": "plaudit"}, {"audience": "plaudit"}, ""),
        ({"aud": ["other", "plaudit"]}, {"audience": "plaudit"}, ""),
        ({}, {}, ""),
        ({}, {"audience": "plaudit"}, "aud"),
        ({"aud": "other"}, {"audience": "plaudit"}, "aud"),
        ({"aud": "plaudit and more"}, {"audience": "plaudit"}, "aud"),
        ({"aud": ["other"]}, {"audience": "plaudit"}, "aud"),
        ({"aud": []}, {"audience": "plaudit"}, "aud"),
        ({"aud": {"plaudit": 1}}, {"audience": "plaudit"}, "aud"),
        ({"aud": "plaudit"}, {}, "aud"),
        ({"aud": []}, {}, "aud"),
    ],
    ids=str,
)
def test_a_token_must_be_of_the_issuer_and_for_the_audience_of_its_key(
    said: dict[str, Any], demanded: dict[str, str], wrong: str
) -> None:
    text = handmade({"alg": "HS256"}, claims(**said))
    if wrong:
        refusal = refused(text, HS256._replace(**demanded))
        assert refusal.reason is Reason.SESSION_TOKEN_INVALID
        assert wrong in refusal.message
    else:
        assert verify(text, HS256._replace(**demanded)).subject == "alice"


def _sealed(payload: bytes) -> str:
    return handmade({"alg": "HS256"}, payload)


GARBAGE = {
    "empty": "",
    "a word": "token",
    "dots": "..",
    "more dots": "." * 5,
    "no base64": "a!b.c$d.e",
    "two parts": "e30.e30",
    "no text": "Ã©.Ã©.Ã©",
    "half a character": "\ud800.e30.e30",
    "five parts": f"{part({'alg': 'RSA-OAEP', 'enc': 'A128GCM'})}.a.b.c.d",
    "no header": handmade([], claims()),
    "no JSON": _sealed(b"{"),
    "no UTF-8": _sealed(b"\xff\xfe"),
    "a list": _sealed(b"[]"),
    "null": _sealed(b"null"),
    "a number": _sealed(b"1"),
    "a number of 5,000 digits": _sealed(b'{"exp": ' + b"9" * 5000 + b"}"),
    "nested": _sealed(b"[" * 5000),
    "nested header": f"{part(b'[' * 5000)}.e30.e30",
    "a key id that is no text": handmade({"alg": "HS256", "kid": 7}, claims()),
    "a key id with NUL": handmade({"alg": "HS256", "kid": "a\0"}, claims()),
    "a long key id": handmade({"alg": "HS256", "kid": "a" * 129}, claims()),
    "half a character as key id": handmade({"alg": "HS256", "kid": "\udfff"}, claims()),
    "unknown demands": handmade({"alg": "HS256", "crit": ["exp2"], "exp2": 1}, claims()),
    "a payload elsewhere": handmade({"alg": "HS256", "b64": False, "crit": ["b64"]}, b""),
}


@pytest.mark.parametrize("text", GARBAGE.values(), ids=GARBAGE.keys())
def test_what_is_no_token_is_refused(text: str) -> None:
    assert refused(text).reason is Reason.SESSION_TOKEN_INVALID


def test_a_key_id_of_any_text_is_read() -> None:
    for key_id in ("a", "k" * 128, "漢字", ""):
        text = handmade({"alg": "HS256", "kid": key_id}, claims())
        assert session_tokens.read(text).key_id == key_id
    assert session_tokens.read(signed()).key_id is None


def test_a_token_may_be_as_long_as_the_limit_and_no_longer() -> None:
    def padded(size: int) -> str:
        return signed(padding="x" * size)

    text = padded(0)
    room = (MAX_TOKEN - len(text)) * 3 // 4 - 2
    assert MAX_TOKEN - 8 < len(padded(room)) <= MAX_TOKEN
    assert verify(padded(room)).subject == "alice"
    said = refused(padded(room + 8))
    assert str(MAX_TOKEN) in said.message


def test_a_token_that_is_too_long_is_not_even_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    def parse(*_: Any, **__: Any) -> None:
        raise AssertionError

    monkeypatch.setattr(session_tokens._JWS, "decode_complete", parse)
    refused("x" * 4_000_000)
    with pytest.raises(AssertionError):
        verify(signed())


@pytest.mark.parametrize("algorithm", SIGNERS)
def test_the_keys_of_the_algorithms_may_be_registered(algorithm: str) -> None:
    number = SigningAlgorithm[algorithm.upper()].value
    assert key_problem(number, REGISTERED[algorithm]) == ""
    assert key_problem(number, REGISTERED[algorithm] + "\n") == ""


def test_an_rsa_key_may_be_in_its_older_form() -> None:
    assert key_problem(SigningAlgorithm.RS256, public(RSA, PublicFormat.PKCS1)) == ""
    older = key("RS256", key=public(RSA, PublicFormat.PKCS1))
    assert verify(signed("RS256"), older).subject == "alice"


def certificate() -> str:
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "app")])
    start = datetime(2026, 1, 1, tzinfo=UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(RSA.public_key())
        .serial_number(1)
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=1))
        .sign(RSA, hashes.SHA256())
        .public_bytes(Encoding.PEM)
        .decode()
    )


def rsa_with(exponent: int) -> str:
    numbers = rsa.RSAPublicNumbers(exponent, RSA.public_key().public_numbers().n)
    return (
        numbers.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    )


def ssh() -> str:
    made = ED25519.public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH)
    return made.decode()


MISFITS: dict[str, tuple[str, Callable[[], str], str]] = {
    "a short secret": ("HS256", lambda: "x" * 31, "32 bytes"),
    "no secret": ("HS256", lambda: "", "32 bytes"),
    "a public key as secret": ("HS256", lambda: public(RSA), "not a public key"),
    "an SSH key as secret": ("HS256", ssh, "not a public key"),
    "a public key as secret without its armour": (
        "HS256",
        lambda: "".join(public(RSA).splitlines()[1:-1]),
        "not a public key",
    ),
    "a JSON Web Key as secret": (
        "HS256",
        lambda: '{"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaP"}',
        "not a public key",
    ),
    "a private key as secret": ("HS256", lambda: private_pem(RSA), "private"),
    "a short RSA key": (
        "RS256",
        lambda: public(rsa.generate_private_key(public_exponent=65537, key_size=1024)),
        "2,048",
    ),
    "an RSA key of a huge exponent": ("RS256", lambda: rsa_with(2**521 - 1), "exponent"),
    "an elliptic key for RS256": ("RS256", lambda: public(P256), "RSA"),
    "a certificate": ("RS256", certificate, "certificate"),
    "another curve": ("ES256", lambda: public(ec.generate_private_key(ec.SECP384R1())), "P-256"),
    "a curve like P-256": (
        "ES256",
        lambda: public(ec.generate_private_key(ec.SECP256K1())),
        "P-256",
    ),
    "an RSA key for ES256": ("ES256", lambda: public(RSA), "P-256"),
    "an RSA key for EdDSA": ("EDDSA", lambda: public(RSA), "Ed25519"),
    "Ed448": ("EDDSA", lambda: public(ed448.Ed448PrivateKey.generate()), "Ed25519"),
    "DSA": ("RS256", lambda: public(dsa.generate_private_key(1024)), "RSA"),
    "a secret for RS256": ("RS256", lambda: SECRET, "PEM"),
    "an SSH key": ("EDDSA", ssh, "PEM"),
    "half a key": ("RS256", lambda: public(RSA)[:200], "PEM"),
    "an empty key": (
        "RS256",
        lambda: "-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----",
        "PEM",
    ),
    "NULs": ("ES256", lambda: "\0" * 100, "PEM"),
}


@pytest.mark.parametrize(("algorithm", "made", "rule"), MISFITS.values(), ids=MISFITS.keys())
def test_what_is_no_key_of_its_algorithm_or_too_weak_is_refused_with_a_rule(
    algorithm: str, made: Callable[[], str], rule: str
) -> None:
    problem = key_problem(SigningAlgorithm[algorithm], made())
    assert problem.startswith("must ")
    assert rule in problem


@pytest.mark.parametrize("algorithm", SigningAlgorithm)
@pytest.mark.parametrize(
    "pem",
    [
        private_pem(RSA),
        private_pem(RSA, PrivateFormat.TraditionalOpenSSL),
        private_pem(P256, PrivateFormat.TraditionalOpenSSL),
        private_pem(ED25519, PrivateFormat.OpenSSH),
        private_pem(P256, password=b"password"),
        public(RSA) + private_pem(RSA),
    ],
    ids=["PKCS8", "PKCS1", "SEC1", "OpenSSH", "encrypted", "both"],
)
def test_a_private_key_given_by_mistake_is_refused_and_not_repeated(
    algorithm: SigningAlgorithm, pem: str
) -> None:
    problem = key_problem(algorithm, pem)
    assert "private key" in problem
    assert pem.splitlines()[1] not in problem


def test_a_token_is_verified_against_the_clock_of_this_moment() -> None:
    now = time.time()
    assert verify(signed(exp=now + 10), now=now).subject == "alice"
