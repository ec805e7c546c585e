"""Decoy keys that nobody signs with, one for each algorithm.

If a namespace does not exist or has no key for a token's algorithm, the signature is verified with
one of these and the result ignored, so that the refusal takes as long as any other. The private
keys were discarded.
"""

from __future__ import annotations

RS256 = """\
-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA4OwhsL2mTrlBDGg/aTMt
VaqwQrnc5PAGycgiEM32cYjANPacIg/s3SvY04MPXxZ0jGXyCN9uoompHrJ1qMqk
R+GtbpWWdrZN9JFbh/1lk1Bf9QYXgQeTSwVC6mm4W/fJHhWGdRUfWoHFG8FZ9hrz
VzOvZ9VPTuqQaRsAQfFxT+5PkDwFeSL1zLqFi6An4D0myQwMGR59+d9LlfEpXaVA
Iy3k5EmyR7CPI3PryAn/JuwNoVjLJm8Xg4x+Cz4S64QcIqx8NaLY2VBNN9HLa7SV
iXNgirKwXER+4AAjouQfvmXtUyuaAJsRRTnR40gpEy8SqJQxA5+Ifrp/1Ilx//kY
kwIDAQAB
-----END PUBLIC KEY-----
"""

ES256 = """\
-----BEGIN PUBLIC KEY-----
MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE/wJcB6bB2x4jE9YO1a2haVq1PXWp
rWE4ysteCzdmzPdlqeNjPh6yEt2BWQqcmNMnMyZpkgz1bhTtb+oVyHLZwA==
-----END PUBLIC KEY-----
"""

EDDSA = """\
-----BEGIN PUBLIC KEY-----
MCowBQYDK2VwAyEADw5u08+iX+Xh4Ihbu2OGYw9qeARg5Mt7GgLvWN7ZJEI=
-----END PUBLIC KEY-----
"""

HS256 = "no application has ever signed with this one"
