"""Stems of Russian and English words: «площадку» and «площадка» are one word to a reader."""

import re

from snowballstemmer import stemmer

_russian = stemmer("russian")
_english = stemmer("english")
_WORD = re.compile(r"\w+")


def stemmed(value: str) -> str:
    """Each word's stem, in lower case, ё as е."""
    words = _WORD.findall(value.lower().replace("ё", "е"))
    return " ".join(
        (_russian if any("а" <= letter <= "я" for letter in word) else _english).stemWord(word) for word in words
    )
