"""Search in memories, with the full-text index of each database.

A memory's document is its words, joined by spaces, as `domain.exchanges.words` defines them: the
same on both databases. It begins with tags for the memory's namespace and the fields of the filter.
A tag has an underscore, which no word has. So the index finds "in this session, with this word" at
the cost of the rarer of the two, and only within the namespace.

A search has three steps, each bounded: the index finds the memories with each word; those with the
rarest words are read and ranked; the best are joined with their current rows.
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
"""How many memories the index returns for a word; a word in more is a frequent word."""
COUNTED_AT_MOST = 10_000
"""Up to how many memories with a word are counted; in more, its weight is nearly 0 anyway."""
RANKED_AT_MOST = 400
"""How many memories are read and ranked."""
READ_AT_ONCE = 50
RANKED_LENGTH = 8 * 1024 * 1024
"""About how many characters of documents are read and ranked."""

# Selects only exchanges that are memories, so callers may pass any exchange.
FIND_TEXTS = (
    f'KEYS2 SELECT e."id", substr(e."prompt", 1, {rules.MAX_TEXT}),'
    f' substr(e."answer", 1, {rules.MAX_TEXT}),'
    ' e."session_id", e."topic", e."user_id", e."external_user_id"'
    ' FROM k CROSS JOIN "memory" m CROSS JOIN "exchange" e'
    ' WHERE m."namespace_id" = k.a AND m."exchange_id" = k.b'
    ' AND e."namespace_id" = k.a AND e."id" = k.b'
)


def document(namespace_id: str, known: MemoryFilter, prompt: str, answer: str) -> str:
    """Return the document of a memory: its tags, and the words of its texts."""
    words = (*rules.index_words(prompt), *rules.index_words(answer))
    return " ".join((*_tags(namespace_id, known), *words))


def _tags(namespace_id: str, wanted: MemoryFilter) -> list[str]:
    known = wanted._asdict().items()
    return [namespace_id, *(f"{name}_{digest(value)}" for name, value in known if value)]


def rowid(exchange_id: str) -> int:
    """Return the row id of a memory on SQLite: the random end of its id."""
    return int(exchange_id[-15:], 16)


class _Fts5:
    """SQLite: a full-text table. Rows are written in the order of row ids, which is fastest."""

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
    def match_query(words: Sequence[str]) -> str:
        # Words and tags have no quotes, so quoting them makes the query safe.
        return " AND ".join(f'"{word}"' for word in words)

    @staticmethod
    def read_parameters(namespace_id: str, exchange_ids: Iterable[str]) -> Row:
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

    _MATCHES = "array_to_tsvector(string_to_array(\"words\", ' ')) @@ CAST(? AS tsquery)"
    FIND = f'SELECT "exchange_id" FROM "memory_text" WHERE {_MATCHES} LIMIT ?'
    COUNT = f'SELECT count(*) FROM (SELECT 1 FROM "memory_text" WHERE {_MATCHES} LIMIT ?) s'
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
    def match_query(words: Sequence[str]) -> str:
        return " & ".join(f"'{word}'" for word in words)  # no word has a quote

    @staticmethod
    def read_parameters(namespace_id: str, exchange_ids: Iterable[str]) -> Row:
        return keys([(namespace_id, id_) for id_ in sorted(exchange_ids)])

    def write(self, tx: Transaction, namespace_id: str, documents: dict[str, str]) -> None:
        rows = [(namespace_id, id_, words) for id_, words in sorted(documents.items())]
        tx.execute(self.WRITE, keys(rows))

    def delete(self, tx: Transaction, namespace_id: str, exchange_ids: Iterable[str]) -> None:
        tx.execute_many(self.DELETE, [(namespace_id, id_) for id_ in sorted(exchange_ids)])

    def scrub(self, tx: Transaction) -> None:
        """Do nothing: autovacuum removes the dead rows, and their words from the index."""


def words_differ(old: Exchange, new: Exchange) -> bool:
    """Whether a change of an exchange changes the document of its memory."""
    return _document_fields(old) != _document_fields(new)


def _document_fields(exchange: Exchange) -> tuple[str, ...]:
    known = (getattr(exchange, name) for name in MemoryFilter._fields)
    return (exchange.prompt, exchange.answer, *known)


_KINDS: dict[str, _Fts5 | _Tsvector] = {"sqlite": _Fts5(), "postgresql": _Tsvector()}


def index(tx: Transaction, namespace_id: str, exchange_ids: Iterable[str]) -> None:
    """Index those of these exchanges that are memories, by their current words."""
    wanted = keys([(namespace_id, id_) for id_ in exchange_ids])
    documents = {
        id_: document(namespace_id, MemoryFilter(*known), prompt, answer)
        for id_, prompt, answer, *known in tx.execute(FIND_TEXTS, wanted).fetchall()
    }
    if documents:
        _KINDS[tx.kind].write(tx, namespace_id, documents)


def unindex(tx: Transaction, namespace_id: str, exchange_ids: Iterable[str]) -> None:
    """Remove exchanges from the index; those that are not in it are ignored."""
    _KINDS[tx.kind].delete(tx, namespace_id, exchange_ids)


def scrub(tx: Transaction) -> None:
    """Remove the words of deleted documents from the database.

    SQLite's index keeps them until it is merged, and its log until the next checkpoint. The cost
    grows with the index, and other writes wait meanwhile.
    """
    _KINDS[tx.kind].scrub(tx)


class Match(NamedTuple):
    """A memory that a search found."""

    exchange_id: str
    score: float


def search(
    backend: Backend, namespace_id: str, words: Sequence[str], wanted: MemoryFilter
) -> list[Match]:
    """Rank the memories with some of the words, the best first, at most RANKED_AT_MOST.

    The words are those of `query_words`. A match may have been deleted or changed since: the caller
    joins it with its current rows.
    """
    finder = _Finder(backend, _tags(namespace_id, wanted))
    texts = finder.count()
    weights: dict[str, float] = {}
    sums: dict[str, float] = defaultdict(float)
    frequent: list[str] = []
    for word in words:
        ids = finder.find(word)
        number = len(ids)
        if number == FOUND_AT_MOST:
            frequent.append(word)
            number = finder.count(word)
        if number:
            weights[word] = rules.word_weight(texts=max(texts, number), containing=number)
            for id_ in ids:
                sums[id_] += weights[word]
    if len(frequent) > 1:  # memories with all of them may be missing in the results for each
        together = sum(weights[word] for word in frequent)
        for id_ in finder.find(*frequent):
            sums[id_] = max(sums[id_], together)
    best = sorted(sums, key=lambda id_: (sums[id_], id_), reverse=True)[:RANKED_AT_MOST]
    documents = _read(backend, namespace_id, best)
    scores = rules.relevance([text.split(" ") for text in documents.values()], weights)
    matches = map(Match, documents, scores)
    return sorted(matches, key=lambda match: (match.score, match.exchange_id), reverse=True)


class _Finder:
    """Queries the index for memories with certain tags."""

    def __init__(self, backend: Backend, tags: Sequence[str]) -> None:
        self._backend = backend
        self._kind = _KINDS[backend.name]
        self._tags = tags

    def find(self, *words: str) -> list[str]:
        """Return the ids of memories with all these words, at most FOUND_AT_MOST."""
        query = self._kind.match_query((*self._tags, *words))
        rows = self._backend.execute(self._kind.FIND, (query, FOUND_AT_MOST))
        return [row[0] for row in rows]

    def count(self, *words: str) -> int:
        """Count the memories with all these words, up to COUNTED_AT_MOST."""
        query = self._kind.match_query((*self._tags, *words))
        row = self._backend.execute(self._kind.COUNT, (query, COUNTED_AT_MOST)).fetchone()
        return int(row[0])


def _read(backend: Backend, namespace_id: str, exchange_ids: Sequence[str]) -> dict[str, str]:
    kind = _KINDS[backend.name]
    documents: dict[str, str] = {}
    length = 0
    for i in range(0, len(exchange_ids), READ_AT_ONCE):
        part = exchange_ids[i : i + READ_AT_ONCE]
        read = dict(backend.execute(kind.READ, kind.read_parameters(namespace_id, part)).fetchall())
        documents |= {id_: read[id_] for id_ in part if id_ in read}
        length += sum(map(len, read.values()))
        if length > RANKED_LENGTH:
            break
    return documents
