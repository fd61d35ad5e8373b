"""Codes of printed ballots: made and read like flat codes, and good for one vote alone."""

from django.utils.crypto import salted_hmac

from communities.codes import new_code, normalised, shown

__all__ = ["digest_of", "new_code", "normalised", "shown"]


def digest_of(code: str) -> str:
    """All that is kept of a code. Another purpose than that of flat codes: neither opens what the other does."""
    return salted_hmac("voting.codes", code, algorithm="sha256").hexdigest()
