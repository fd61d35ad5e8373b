"""What initiatives keep about people: proposals with their files, support, help, answers given in office."""

from accounts.keepers import Keeper, Parting, register
from accounts.models import User
from initiatives.actions.parting import part_with
from initiatives.models import (
    CompletionReport,
    Conclusion,
    Decision,
    Follow,
    GroupMember,
    HelpOffer,
    Initiative,
    InitiativeDocument,
    InitiativePhoto,
    Support,
)

TEXTS = ("title", "problem", "proposal", "expected_result", "place", "labour_note")


def _export(person: User) -> dict:
    about = "initiative__title"
    mine = Initiative.objects.filter(author=person).select_related("community").order_by("pk")
    return {
        "initiatives": [_initiative(one) for one in mine.prefetch_related("text_revisions", "additions")],
        "photos": [
            {
                "file": name,
                "initiative": row.initiative.title,
                "description": row.photo.description,
                "disputed": row.appeal_text,
            }
            for name, row in _photos(person)
        ],
        "documents": [
            {"file": name, "initiative": row.initiative.title, "title": row.title, "added_at": row.added_at}
            for name, row in _documents(person)
        ],
        "groups": list(
            GroupMember.objects.filter(user=person).order_by("pk").values(about, "invited_at", "agreed_at")
        ),
        "supported": list(Support.objects.filter(user=person).order_by("pk").values(about, "at")),
        "followed": list(Follow.objects.filter(user=person).order_by("pk").values(about, "at")),
        "help": list(
            HelpOffer.objects.filter(user=person)
            .order_by("pk")
            .values(about, "kind", "note", "offered_at", "withdrawn_at", "came", "half_hours")
        ),
        "conclusions": list(Conclusion.objects.filter(author=person).order_by("pk").values(about, "text", "added_at")),
        "decisions": list(
            Decision.objects.filter(decided_by=person).order_by("pk").values(about, "outcome", "text", "decided_at")
        ),
        "completion_reports": list(
            CompletionReport.objects.filter(reported_by=person).order_by("pk").values(about, "text", "reported_at")
        ),
    }


def _initiative(initiative) -> dict:
    return {
        "id": initiative.public_id,
        "number": initiative.number,
        "community": initiative.community.title,
        "state": initiative.state,
        "category": initiative.category,
        "created_at": initiative.created_at,
        "published_at": initiative.published_at,
        **{name: getattr(initiative, name) for name in TEXTS},
        "earlier": [
            {"at": row.replaced_at, "title": row.title, "problem": row.problem, "proposal": row.proposal}
            for row in initiative.text_revisions.all()
        ],
        "additions": [{"at": row.added_at, "text": row.text} for row in initiative.additions.all()],
    }


def _photos(person):
    rows = InitiativePhoto.objects.filter(photo__uploaded_by_user=person).select_related("photo", "initiative")
    seen = {}
    for row in rows.order_by("pk"):
        # One picture may stand in two places.
        seen.setdefault(f"photos/{row.photo.public_id}.jpg", row)
    return list(seen.items())


def _documents(person):
    rows = InitiativeDocument.objects.filter(added_by=person).select_related("initiative").order_by("pk")
    return [(f"documents/{row.public_id}.{row.extension}", row) for row in rows]


def _files(person: User):
    yield from ((name, row.photo.file) for name, row in _photos(person))
    yield from ((name, row.file) for name, row in _documents(person))


def _erase(person: User, parting: Parting) -> None:
    handed, deleted = part_with(person)
    parting.gone["drafts"] += deleted
    parting.kept["handed_on"] += handed
    # What they wrote to the town about a hidden picture: decided or not, it was theirs alone.
    InitiativePhoto.objects.filter(initiative__author=person).update(appeal_text="")
    parting.keep("initiatives", Initiative.objects.filter(author=person), author=None)
    parting.delete("groups", GroupMember.objects.filter(user=person))
    parting.delete("follows", Follow.objects.filter(user=person))
    parting.delete("help_offers", HelpOffer.objects.filter(user=person).exclude(came=True))
    parting.keep("help_given", HelpOffer.objects.filter(user=person), user=None, note="")
    parting.keep("supports", Support.objects.filter(user=person), user=None)
    parting.keep("documents", InitiativeDocument.objects.filter(added_by=person), added_by=None)
    for model, field in ((Conclusion, "author"), (Decision, "decided_by"), (CompletionReport, "reported_by")):
        parting.keep("decisions", model.objects.filter(**{field: person}), **{field: None})


register(
    Keeper(
        name="initiatives",
        fields=(
            "initiatives.Initiative.author",
            "initiatives.GroupMember.user",
            "initiatives.Support.user",
            "initiatives.Follow.user",
            "initiatives.HelpOffer.user",
            "initiatives.InitiativeDocument.added_by",
            "initiatives.Conclusion.author",
            "initiatives.Decision.decided_by",
            "initiatives.CompletionReport.reported_by",
        ),
        export=_export,
        erase=_erase,
        files=_files,
    )
)
