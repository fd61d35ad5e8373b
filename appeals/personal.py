"""What messages keep about people: what they sent and said, what they joined, what they wrote in office."""

from accounts.keepers import Keeper, Parting, names_of, register
from accounts.models import User
from appeals.models import Appeal, AppealPhoto, InternalNote, Joined, Reply
from core.text import folded

TEXTS = ("title", "text", "rule_broken", "place", "latitude", "longitude")


def _export(person: User) -> dict:
    mine = Appeal.objects.filter(author=person).select_related("category", "department", "municipality").order_by("pk")
    about = ("appeal__municipality__name", "appeal__number", "appeal__title")
    return {
        "messages": [_message(one) for one in mine.prefetch_related("replies__department")],
        "photos": [
            {"file": name, "message": row.appeal.title, "description": row.photo.description}
            for name, row in _photos(person)
        ],
        "joined": list(Joined.objects.filter(user=person).order_by("pk").values(*about, "at")),
        # Of messages written down for others only what is the person's own: that they did it.
        "written_down": list(
            Appeal.objects.filter(entered_by=person)
            .exclude(author=person)
            .order_by("pk")
            .values("municipality__name", "number", "source", "created_at")
        ),
        "replies": list(Reply.objects.filter(author=person).order_by("pk").values(*about, "kind", "text", "at")),
        "notes_written": list(
            InternalNote.objects.filter(author=person).order_by("pk").values("appeal__number", "text", "at")
        ),
    }


def _message(appeal) -> dict:
    return {
        "id": appeal.public_id,
        "town": appeal.municipality.name,
        "number": appeal.number,
        "state": appeal.state,
        "source": appeal.source,
        "category": appeal.category.name if appeal.category else "",
        "department": appeal.department.name if appeal.department else "",
        "is_public": appeal.is_public,
        "created_at": appeal.created_at,
        "answer_due": appeal.answer_due,
        "closed_at": appeal.closed_at,
        "registration_number": appeal.registration_number,
        "applicant_name": appeal.applicant_name,
        "applicant_contact": appeal.applicant_contact,
        **{name: getattr(appeal, name) for name in TEXTS},
        # Official words stand under the office and not under a name; what was noted inside is not among them.
        "answers": [
            {
                "kind": reply.kind,
                "at": reply.at,
                "department": reply.department.name if reply.department else "",
                "text": reply.text,
            }
            for reply in appeal.replies.all()
            if reply.is_official
        ],
    }


def _photos(person):
    rows = AppealPhoto.objects.filter(photo__uploaded_by_user=person).select_related("photo", "appeal").order_by("pk")
    seen = {}
    for row in rows:
        seen.setdefault(f"photos/{row.photo.public_id}.jpg", row)
    return list(seen.items())


def _files(person: User):
    yield from ((name, row.photo.file) for name, row in _photos(person))


def _erase(person: User, parting: Parting) -> None:
    """Private messages lose their words; public ones stay as the town's record of what was reported and done.

    Those registered as official appeals stay, too: the law binds the administration to keep them (125-ФЗ, art. 17).
    """
    mine = Appeal.objects.filter(author=person)
    private = mine.filter(is_public=False, is_statutory=False)
    for row in AppealPhoto.objects.filter(appeal__in=private).select_related("photo"):
        row.photo.delete()
    Reply.objects.filter(appeal__in=private, author=person, is_official=False).update(text="—")
    gone = "—"
    parting.gone["private_messages"] += private.update(
        title=gone, text="", rule_broken="", place="", latitude=None, longitude=None, search_text=""
    )
    mine.update(applicant_name="", applicant_contact="")
    _forget_applicant(person)
    parting.keep("messages", mine, author=None)
    Appeal.objects.filter(entered_by=person).update(entered_by=None)
    for appeal in Appeal.objects.filter(joined__user=person):
        Appeal.objects.filter(pk=appeal.pk).update(joined_count=max(0, appeal.joined_count - 1))
    parting.delete("joined_messages", Joined.objects.filter(user=person))
    parting.keep("official_words", Reply.objects.filter(author=person, is_official=True), author=None)
    Reply.objects.filter(author=person).update(author=None)
    InternalNote.objects.filter(author=person).update(author=None)


def _forget_applicant(person: User) -> None:
    """Where somebody wrote the person's name down as an applicant's, it goes, too."""
    names = names_of(person)
    rows = Appeal.objects.exclude(applicant_name="", applicant_contact="")
    for row in rows.only("applicant_name", "applicant_contact").iterator():
        if folded(row.applicant_name) in names:
            Appeal.objects.filter(pk=row.pk).update(applicant_name="", applicant_contact="")


register(
    Keeper(
        name="appeals",
        fields=(
            "appeals.Appeal.author",
            "appeals.Appeal.entered_by",
            "appeals.Joined.user",
            "appeals.Reply.author",
            "appeals.InternalNote.author",
        ),
        export=_export,
        erase=_erase,
        files=_files,
    )
)
