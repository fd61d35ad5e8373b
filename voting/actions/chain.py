"""The chain of a vote: each record carries the hash of the one before, so that none can be changed or left out."""

from django.db import connection

from voting import audit
from voting.models import Chain

# In plain words, for each ballot passes here while others wait for it: building queries would take as long as they do.
HEAD = "SELECT length, head FROM voting_chain WHERE vote_id = %s"
ADD = "INSERT INTO voting_chainrecord (vote_id, seq, body, hash) VALUES (%s, %s, %s, %s)"
MOVE = "UPDATE voting_chain SET length = %s, head = %s WHERE vote_id = %s"


def begin(vote) -> None:
    """The first record is the manifest."""
    Chain.objects.create(vote=vote)
    append(vote, {"type": "manifest", "manifest": vote.manifest})


def append(vote, body: dict) -> str:
    """Add a record and give its hash. Callers do it last: whoever adds waits for the one before to commit."""
    lock = " FOR UPDATE" if connection.features.has_select_for_update else ""
    with connection.cursor() as cursor:
        cursor.execute(HEAD + lock, [vote.pk])
        length, previous = cursor.fetchone()
        text = audit.canonical({**body, "seq": length, "prev": previous})
        head = audit.digest([text])
        cursor.execute(ADD, [vote.pk, length, text.decode(), head])
        cursor.execute(MOVE, [length + 1, head, vote.pk])
    return head
