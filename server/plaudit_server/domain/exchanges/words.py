"""What the words of a text are, and how well texts fit the words of a query.

Words are alike whatever the database, in upper or lower case and with or without accents. Scripts
that leave no space between words are cut into pairs of neighbouring characters, so that a part of a
sentence finds the sentence.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise

MAX_WORD = 64
"""Of a longer word so many characters count."""
MAX_QUERY_WORDS = 64
MAX_TEXT = 32_768
"""How many characters of a text count, from its start: a thousand long texts may become memories in
one call."""

# Thai, Lao, Burmese, Khmer, kana, Han and Hangul.
_UNSPACED = re.compile(
    "([\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff]+)"
)


class _Characters(dict[int, str | None]):
    """What becomes of each character: itself, nothing, or a space between words."""

    def __missing__(self, code: int) -> str | None:
        character = chr(code)
        category = unicodedata.category(character)
        if unicodedata.combining(character) or category in ("Me", "Cf"):
            return self.setdefault(code, None)  # an accent, or what nobody sees
        if category in ("Mn", "Mc"):  # a vowel sign, part of its word
            named = unicodedata.name(character, "")
            return self.setdefault(code, None if "VARIATION SELECTOR" in named else character)
        if category[0] in "LN":
            return self.setdefault(code, character)
        return " "  # not kept: these would be the most


_CHARACTERS = _Characters()
_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
_ASCII = {code: chr(code).lower() if chr(code).isalnum() else " " for code in range(128)}


def _plain(text: str) -> str:
    """Write a text in words of lower-case letters and digits, without accents."""
    text = text[:MAX_TEXT]
    if text.isascii():
        return text.translate(_ASCII)
    folded = unicodedata.normalize("NFKD", text).casefold()
    # What is left is ASCII in most texts, and translated faster.
    kept = _NOT_ASCII.sub(lambda run: run[0].translate(_CHARACTERS), folded).translate(_ASCII)
    return unicodedata.normalize("NFC", kept)[:MAX_TEXT]


def indexed(text: str) -> list[str]:
    """Name the words by which a text is found, in order, each as often as it is there."""
    plain = _plain(text)
    if plain.isascii():
        return [word[:MAX_WORD] for word in plain.split()]
    words: list[str] = []
    for run, unspaced in _runs(plain):
        if unspaced:
            words += run
            words += map("".join, pairwise(run))
        else:
            words.append(run[:MAX_WORD])
    return words


def asked(query: str) -> list[str]:
    """Name the different words that a query asks for, the first MAX_QUERY_WORDS of them."""
    words: dict[str, None] = {}
    for run, unspaced in _runs(_plain(query)):
        if unspaced and len(run) > 1:
            words.update(dict.fromkeys(map("".join, pairwise(run))))
        else:
            words[run[:MAX_WORD]] = None
    return list(words)[:MAX_QUERY_WORDS]


def _runs(plain: str) -> list[tuple[str, bool]]:
    """Part the words that have no spaces between them from the others."""
    return [
        (run, bool(i % 2))
        for word in plain.split()
        for i, run in enumerate(_UNSPACED.split(word))
        if run
    ]


def weight(*, texts: int, having: int) -> float:
    """Weigh a word by how many of the texts have it: the rarer, the more."""
    having = min(having, texts)
    return math.log(1 + (texts - having + 0.5) / (having + 0.5))


_SATURATION = 1.2
_LENGTH = 0.75


def relevance(texts: Sequence[Sequence[str]], weights: Mapping[str, float]) -> list[float]:
    """Say how well each text, given by its words, fits the words of these weights: Okapi BM25."""
    mean = sum(map(len, texts)) / len(texts) if texts else 0.0
    scores: list[float] = []
    for text in texts:
        times = Counter(word for word in text if word in weights)
        length = 1 - _LENGTH + _LENGTH * len(text) / mean if mean else 1.0
        scores.append(
            sum(
                weights[word] * n * (_SATURATION + 1) / (n + _SATURATION * length)
                for word, n in sorted(times.items())
            )
        )
    return scores
