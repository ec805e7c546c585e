"""Full-text search: the words of a text, and the relevance of texts to the words of a query.

The words are the same on both databases, and ignore case and accents. Text in scripts without
spaces between words is split into pairs of neighbouring characters, so that a part of a sentence
finds the sentence.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise

MAX_WORD = 64
"""How many characters of a word count."""
MAX_QUERY_WORDS = 64
MAX_TEXT = 32_768
"""How many characters of a text count, from its start: one call may turn a thousand long texts into
memories."""

# Thai, Lao, Burmese, Khmer, kana, Han and Hangul.
_UNSPACED = re.compile(
    "([\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff]+)"
)


class _Characters(dict[int, str | None]):
    """Maps each character to itself, to nothing, or to a space between words."""

    def __missing__(self, code: int) -> str | None:
        character = chr(code)
        category = unicodedata.category(character)
        if unicodedata.combining(character) or category in ("Me", "Cf"):
            return self.setdefault(code, None)  # an accent, or an invisible character
        if category in ("Mn", "Mc"):  # a vowel sign, part of its word
            named = unicodedata.name(character, "")
            return self.setdefault(code, None if "VARIATION SELECTOR" in named else character)
        if category[0] in "LN":
            return self.setdefault(code, character)
        return " "  # not cached: there are too many of these


_CHARACTERS = _Characters()
_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
_ASCII = {code: chr(code).lower() if chr(code).isalnum() else " " for code in range(128)}


def _plain(text: str) -> str:
    """Reduce a text to words of lower-case letters and digits, without accents."""
    text = text[:MAX_TEXT]
    if text.isascii():
        return text.translate(_ASCII)
    folded = unicodedata.normalize("NFKD", text).casefold()
    # Most texts are ASCII after this, which is faster to translate.
    kept = _NOT_ASCII.sub(lambda run: run[0].translate(_CHARACTERS), folded).translate(_ASCII)
    return unicodedata.normalize("NFC", kept)[:MAX_TEXT]


def index_words(text: str) -> list[str]:
    """Return the words by which a text is found, in order, with repetitions."""
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


def query_words(query: str) -> list[str]:
    """Return the distinct words of a query, at most MAX_QUERY_WORDS."""
    words: dict[str, None] = {}
    for run, unspaced in _runs(_plain(query)):
        if unspaced and len(run) > 1:
            words.update(dict.fromkeys(map("".join, pairwise(run))))
        else:
            words[run[:MAX_WORD]] = None
    return list(words)[:MAX_QUERY_WORDS]


def _runs(plain: str) -> list[tuple[str, bool]]:
    """Split words into runs of scripts with and without spaces; True marks those without."""
    return [
        (run, bool(i % 2))
        for word in plain.split()
        for i, run in enumerate(_UNSPACED.split(word))
        if run
    ]


def word_weight(*, texts: int, containing: int) -> float:
    """Return the weight of a word by how many of the texts contain it; rare words weigh more."""
    containing = min(containing, texts)
    return math.log(1 + (texts - containing + 0.5) / (containing + 0.5))


_SATURATION = 1.2
_LENGTH = 0.75


def relevance(texts: Sequence[Sequence[str]], weights: Mapping[str, float]) -> list[float]:
    """Score each text, given by its words, against weighted query words, by Okapi BM25."""
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
