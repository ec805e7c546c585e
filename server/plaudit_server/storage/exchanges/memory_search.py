"""Search in memories: the words of each memory, in an index of each database's own kind.

A memory's text is its words, joined by spaces, as `domain.words` makes them: the same on both
databases. It begins with tags that name the memory's namespace and what filters ask for. A tag has
an underscore, which no word has, so an index of words finds "in this session, with this word" at
the cost of the rarer of the two, and never leaves the namespace.

A search has three steps, each bounded: the index names the memories that have a word, for each
word; the ones with the rarest words are read and ranked; the best are joined with their live rows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from plaudit_server.domain.exchanges import words as rules
from plaudit_server.domain.exchanges.exchange import Exchange
from plaudit_server.domain.exchanges.filters import MemoryFilter
from plaudit_server.domain.ids import digest
from plaudit_server.storage.engine.backend import Backend, Row
from plaudit_server.storage.engine.transaction import Transaction, keys

FOUND_AT_MOST = 1_000
"""How many memories the index names for a word; a word that more have is a frequent one."""
COUNTED_AT_MOST = 10_000
"""How far memories with a word are counted: words that more have weigh the same, nearly nothing."""
RANKED_AT_MOST = 400
"""How many memories are read and ranked."""
READ_AT_ONCE = 50
RANKED_LENGTH = 8 * 1024 * 1024
"""About how many characters of words are read to be ranked."""

# Only what is a memory is indexed, so that asking too often does no harm.
FIND_TEXTS = (
    f'KEYS2 SELECT e."id", substr(e."prompt", 1, {rules.MAX_TEXT}),'
    f' substr(e."answer", 1, {rules.MAX_TEXT}),'
    ' e."session_id", e."topic", e."user_id", e."external_user_id"'
    ' FROM k CROSS JOIN "memory" m CROSS JOIN "exchange" e'
    ' WHERE m."namespace_id" = k.a AND m."exchange_id" = k.b'
    ' AND e."namespace_id" = k.a AND e."id" = k.b'
)


def document(namespace_id: str, known: MemoryFilter, prompt: str, answer: str) -> str:
    """Write the words by which a memory is found: of its texts, and of what is known of it."""
    return " ".join((*_tags(namespace_id, known), *rules.indexed(prompt), *rules.indexed(answer)))


def _tags(namespace_id: str, wanted: MemoryFilter) -> list[str]:
    known = wanted._asdict().items()
    return [namespace_id, *(f"{name}_{digest(value)}" for name, value in known if value)]


def rowid(exchange_id: str) -> int:
    """Make the number of a memory's row on SQLite: the random end of its id."""
    return int(exchange_id[-15:], 16)


class _Fts5:
    """SQLite: a full-text table, in the order of its row ids. Rows sorted by them are one write."""

    FIND = 'SELECT "exchange_id" FROM "memory_text" WHERE "memory_text" MATCH ? LIMIT ?'
    COUNT = (
        'SELECT count(*) FROM (SELECT "rowid" FROM "memory_text" WHERE "memory_text" MATCH ?'
        " LIMIT ?) s"
    )
    READ = (
        'KEYS1 SELECT t."exchange_id", t."words" FROM k CROSS JOIN "memory_text" t'
        ' WHERE t."rowid" = CAST(k.a AS INTEGER)'
    )
    WRITE = 'REPLACE INTO "memory_text" ("rowid", "exchange_id", "words") VALUES (?, ?, ?)'
    DELETE = 'DELETE FROM "memory_text" WHERE "rowid" = ? AND "exchange_id" = ?'
    MERGE = 'INSERT INTO "memory_text" ("memory_text") VALUES (\'optimize\')'

    @staticmethod
    def asked(words: Sequence[str]) -> str:
        # Words and tags have no quotes: within them, nothing is syntax.
        return " AND ".join(f'"{word}"' for word in words)

    @staticmethod
    def named(namespace_id: str, exchange_ids: Iterable[str]) -> Row:
        return keys([(rowid(id_),) for id_ in sorted(exchange_ids, key=rowid)])

    def write(self, tx: Transaction, _: str, documents: dict[str, str]) -> None:
        rows = sorted((rowid(id_), id_, words) for id_, words in documents.items())
        tx.execute_many(self.WRITE, rows)

    def delete(self, tx: Transaction, _: str, exchange_ids: Iterable[str]) -> None:
        tx.execute_many(self.DELETE, sorted((rowid(id_), id_) for id_ in exchange_ids))

    def scrub(self, tx: Transaction) -> None:
        tx.execute(self.MERGE)


class _Tsvector:
    """PostgreSQL: a table of texts with an index of their words."""

    _HAVING = "array_to_tsvector(string_to_array(\"words\", ' ')) @@ CAST(? AS tsquery)"
    FIND = f'SELECT "exchange_id" FROM "memory_text" WHERE {_HAVING} LIMIT ?'
    COUNT = f'SELECT count(*) FROM (SELECT 1 FROM "memory_text" WHERE {_HAVING} LIMIT ?) s'
    READ = (
        'KEYS2 SELECT t."exchange_id", t."words" FROM k CROSS JOIN "memory_text" t'
        ' WHERE t."namespace_id" = k.a AND t."exchange_id" = k.b'
    )
    WRITE = (
        'KEYS3 INSERT INTO "memory_text" ("namespace_id", "exchange_id", "words")'
        " SELECT k.a, k.b, k.c FROM k WHERE TRUE"
        ' ON CONFLICT ("namespace_id", "exchange_id") DO UPDATE SET "words" = excluded."words"'
    )
    DELETE = 'DELETE FROM "memory_text" WHERE "namespace_id" = ? AND "exchange_id" = ?'

    @staticmethod
    def asked(words: Sequence[str]) -> str:
        return " & ".join(f"'{word}'" for word in words)  # no word has a quote

    @staticmethod
    def named(namespace_id: str, exchange_ids: Iterable[str]) -> Row:
        return keys([(namespace_id, id_) for id_ in sorted(exchange_ids)])

    def write(self, tx: Transaction, namespace_id: str, documents: dict[str, str]) -> None:
        rows = [(namespace_id, id_, words) for id_, words in sorted(documents.items())]
        tx.execute(self.WRITE, keys(rows))

    def delete(self, tx: Transaction, namespace_id: str, exchange_ids: Iterable[str]) -> None:
        tx.execute_many(self.DELETE, [(namespace_id, id_) for id_ in sorted(exchange_ids)])

    def scrub(self, tx: Transaction) -> None:
        """Do nothing: autovacuum removes the dead rows, and their words from the index."""


def words_differ(old: Exchange, new: Exchange) -> bool:
    """Whether a memory of an exchange is found by other words once the exchange has changed."""
    return _told(old) != _told(new)


def _told(exchange: Exchange) -> tuple[str, ...]:
    known = (getattr(exchange, name) for name in MemoryFilter._fields)
    return (exchange.prompt, exchange.answer, *known)


_KINDS: dict[str, _Fts5 | _Tsvector] = {"sqlite": _Fts5(), "postgresql": _Tsvector()}


def index(tx: Transaction, namespace_id: str, exchange_ids: Iterable[str]) -> None:
    """Let those of these exchanges that are memories be found by their present words."""
    wanted = keys([(namespace_id, id_) for id_ in exchange_ids])
    documents = {
        id_: document(namespace_id, MemoryFilter(*known), prompt, answer)
        for id_, prompt, answer, *known in tx.execute(FIND_TEXTS, wanted).fetchall()
    }
    if documents:
        _KINDS[tx.kind].write(tx, namespace_id, documents)


def forget(tx: Transaction, namespace_id: str, exchange_ids: Iterable[str]) -> None:
    """Let these exchanges be found no more, whether they were or not."""
    _KINDS[tx.kind].delete(tx, namespace_id, exchange_ids)


def scrub(tx: Transaction) -> None:
    """Remove from the database what is left of forgotten words.

    SQLite's index keeps them until it is merged, and its log until the next checkpoint. The cost
    grows with the index, and nobody writes meanwhile.
    """
    _KINDS[tx.kind].scrub(tx)


class Match(NamedTuple):
    """A memory that a search found."""

    exchange_id: str
    score: float


def search(
    backend: Backend, namespace_id: str, words: Sequence[str], wanted: MemoryFilter
) -> list[Match]:
    """Rank the memories that have some of the words, the best first, RANKED_AT_MOST of them.

    The words are those that `domain.words.asked` makes of a query. A match may have gone, or have
    changed, since: the caller joins it with its live rows.
    """
    found = _Finder(backend, _tags(namespace_id, wanted))
    texts = found.count()
    weights: dict[str, float] = {}
    sums: dict[str, float] = defaultdict(float)
    frequent: list[str] = []
    for word in words:
        having = found.having(word)
        number = len(having)
        if number == FOUND_AT_MOST:
            frequent.append(word)
            number = found.count(word)
        if number:
            weights[word] = rules.weight(texts=max(texts, number), having=number)
            for id_ in having:
                sums[id_] += weights[word]
    if len(frequent) > 1:  # the few that have all of them may not be among those found for each
        together = sum(weights[word] for word in frequent)
        for id_ in found.having(*frequent):
            sums[id_] = max(sums[id_], together)
    best = sorted(sums, key=lambda id_: (sums[id_], id_), reverse=True)[:RANKED_AT_MOST]
    documents = _read(backend, namespace_id, best)
    scores = rules.relevance([text.split(" ") for text in documents.values()], weights)
    matches = map(Match, documents, scores)
    return sorted(matches, key=lambda match: (match.score, match.exchange_id), reverse=True)


class _Finder:
    """Asks the index of one namespace, narrowed by a filter."""

    def __init__(self, backend: Backend, tags: Sequence[str]) -> None:
        self._backend = backend
        self._kind = _KINDS[backend.name]
        self._tags = tags

    def having(self, *words: str) -> list[str]:
        """Name memories that have all these words."""
        asked = self._kind.asked((*self._tags, *words))
        rows = self._backend.execute(self._kind.FIND, (asked, FOUND_AT_MOST))
        return [row[0] for row in rows]

    def count(self, *words: str) -> int:
        """Count the memories that have all these words, up to COUNTED_AT_MOST."""
        asked = self._kind.asked((*self._tags, *words))
        row = self._backend.execute(self._kind.COUNT, (asked, COUNTED_AT_MOST)).fetchone()
        return int(row[0])


def _read(backend: Backend, namespace_id: str, exchange_ids: Sequence[str]) -> dict[str, str]:
    kind = _KINDS[backend.name]
    documents: dict[str, str] = {}
    length = 0
    for i in range(0, len(exchange_ids), READ_AT_ONCE):
        part = exchange_ids[i : i + READ_AT_ONCE]
        read = dict(backend.execute(kind.READ, kind.named(namespace_id, part)).fetchall())
        documents |= {id_: read[id_] for id_ in part if id_ in read}
        length += sum(map(len, read.values()))
        if length > RANKED_LENGTH:
            break
    return documents
