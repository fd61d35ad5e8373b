"""Search in Russian on SQLite: its index does not stem, so words are stemmed on the way in and out.

PostgreSQL has its own 'russian' configuration, of the same stems.
"""

from modelsearch.backends.database.sqlite import sqlite
from modelsearch.query import Phrase, PlainText

from core.stems import stemmed


class StemmingIndexer(sqlite.ObjectIndexer):
    """Gives the index stems; autocompletion keeps words as written, folded."""

    @property
    def title(self):
        return stemmed(super().title)

    @property
    def body(self):
        return stemmed(super().body)


# The index looks this name up in its module and offers no other way in.
sqlite.ObjectIndexer = StemmingIndexer


class StemmingQueryCompiler(sqlite.SQLiteSearchQueryCompiler):
    def build_search_query_content(self, query, config=None):
        if isinstance(query, PlainText):
            query = PlainText(stemmed(query.query_string), operator=query.operator)
        elif isinstance(query, Phrase):
            query = Phrase(stemmed(query.query_string))
        return super().build_search_query_content(query, config=config)


class StemmingSQLiteSearchBackend(sqlite.SQLiteSearchBackend):
    query_compiler_class = StemmingQueryCompiler


SearchBackend = StemmingSQLiteSearchBackend
