"""Owners' names as keyed digests: enough to tell whether it is the same name, and nothing else."""

from django.utils.crypto import salted_hmac

from core.text import folded


def owner_digest(community_id: int, name: str) -> str:
    """The digest of a name within one building, so that one owner's flats in two buildings are not joined by it.

    Of the surname and the first name alone, in either order: «Ильина Анна Петровна» of a registry is «Анна Ильина» of
    ЕСИА, which need not tell the patronymic. Case, «ё», signs and spaces do not matter. "" for no name.
    """
    name = " ".join(sorted(folded(name).split()[:2]))
    return salted_hmac("communities.owner", f"{community_id}:{name}", algorithm="sha256").hexdigest() if name else ""
