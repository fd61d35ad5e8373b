"""Keeping the originals of pictures that prove what was done, and finding out when one is no longer itself."""

import hashlib
from datetime import date, timedelta

from django.db import transaction

from core import clock
from core.models import Photo
from publications.models import BeforeAfterPair, KeptPicture

CHECK_EVERY = timedelta(days=1)
# Files that one round of the worker reads.
AT_ONCE = 20


def digest_of(photo: Photo) -> str:
    """SHA-256 of a master; empty when the file is gone."""
    try:
        with photo.file.open("rb") as master:
            return hashlib.file_digest(master, "sha256").hexdigest()
    except FileNotFoundError:
        return ""


def keep(photo: Photo, *, digest: str = "", taken_on: date | None = None) -> KeptPicture:
    """Keep a picture's digest: the one known from its intake, else of the master as it is now. The first one stays."""
    at = clock.now()
    known = KeptPicture.objects.filter(photo=photo).first()
    if known is not None:
        if known.taken_on is None and taken_on is not None:
            known.taken_on = taken_on
            known.save(update_fields=["taken_on"])
        return known
    now_digest = digest_of(photo)
    kept = KeptPicture(
        photo=photo,
        digest=digest or now_digest,
        kept_at=at,
        taken_on=taken_on,
        master=photo.public_id,
        checked_at=at,
    )
    if digest and now_digest != digest:
        _note_change(kept, now_digest, at, replaced=bool(now_digest) and _was_replaced(photo))
    kept.save()
    return kept


def _was_replaced(photo: Photo) -> bool:
    """Whether the master was made anew by us: only then is the picture's own digest written with it."""
    with photo.file.open("rb") as master:
        return bool(photo.file_hash) and hashlib.file_digest(master, "sha1").hexdigest() == photo.file_hash


def _note_change(kept: KeptPicture, now_digest: str, at, *, replaced: bool) -> None:
    if replaced and now_digest:
        kept.blurred_digest, kept.blurred_at, kept.broken_at = now_digest, at, None
    else:
        kept.broken_at = kept.broken_at or at


def check_kept_pictures() -> int:
    """The clock: compare originals with their digests, those first that were not looked at longest; how many."""
    due = KeptPicture.objects.filter(checked_at__lte=clock.now() - CHECK_EVERY).order_by("checked_at", "pk")
    return sum(_check(pk) for pk in list(due.values_list("pk", flat=True)[:AT_ONCE]))


@transaction.atomic
def _check(pk) -> bool:
    rows = KeptPicture.objects.select_for_update(of=["self"]).select_related("photo")
    kept = rows.filter(pk=pk).first()
    if kept is None:
        return False
    at, found = clock.now(), digest_of(kept.photo)
    if kept.master != kept.photo.public_id:
        # A new public name is given only together with a new master (core.photos.replace_master).
        kept.master = kept.photo.public_id
        _note_change(kept, found, at, replaced=True)
    elif found != (kept.blurred_digest or kept.digest):
        _note_change(kept, found, at, replaced=False)
    else:
        kept.broken_at = None
    kept.checked_at = at
    kept.save(update_fields=["master", "blurred_digest", "blurred_at", "broken_at", "checked_at"])
    return True


def attached(pairs: list[BeforeAfterPair]) -> list[BeforeAfterPair]:
    """The pairs of a page with `before_kept` and `after_kept`, in one query."""
    photos = {key for pair in pairs for key in (pair.before_id, pair.after_id)}
    kept = {row.photo_id: row for row in KeptPicture.objects.filter(photo__in=photos).select_related("photo")}
    for pair in pairs:
        pair.before_kept, pair.after_kept = kept.get(pair.before_id), kept.get(pair.after_id)
    return pairs
