"""What assignments keep about people: all of it was done in office, but for the filters of one's own desk."""

from accounts.keepers import Keeper, Parting, register
from accounts.models import User
from assignments.models import Assignment, ExecutionReport, Extension, ExtensionRequest, ReportPhoto, SavedFilter

ABOUT = ("assignment__number", "assignment__title")


def _export(person: User) -> dict:
    return {
        "in_charge": list(
            Assignment.objects.filter(executor=person).order_by("pk").values("number", "title", "state", "due_at")
        ),
        "given": list(
            Assignment.objects.filter(issued_by=person).order_by("pk").values("number", "title", "issued_at")
        ),
        "closed": list(
            Assignment.objects.filter(closed_by=person).order_by("pk").values("number", "title", "closed_at")
        ),
        "reports": list(ExecutionReport.objects.filter(by=person).order_by("pk").values(*ABOUT, "text", "at")),
        "checked": list(
            ExecutionReport.objects.filter(decided_by=person)
            .order_by("pk")
            .values(*ABOUT, "outcome", "decision_note", "decided_at")
        ),
        "asked_for_time": list(
            ExtensionRequest.objects.filter(asked_by=person).order_by("pk").values(*ABOUT, "reason", "asked_at")
        ),
        "decided_on_time": list(
            ExtensionRequest.objects.filter(decided_by=person)
            .order_by("pk")
            .values(*ABOUT, "outcome", "decision_note", "decided_at")
        ),
        "extended": list(Extension.objects.filter(by=person).order_by("pk").values(*ABOUT, "reason", "due_at", "at")),
        "filters": list(SavedFilter.objects.filter(user=person).order_by("pk").values("name", "query")),
        "photos": [
            {"file": name, "assignment": row.assignment.title, "description": row.photo.description}
            for name, row in _photos(person)
        ],
    }


def _photos(person):
    rows = ReportPhoto.objects.filter(photo__uploaded_by_user=person, is_borrowed=False)
    seen = {}
    for row in rows.select_related("photo", "assignment").order_by("pk"):
        # A second report shows how it was by the same picture.
        seen.setdefault(f"photos/{row.photo.public_id}.jpg", row)
    return list(seen.items())


def _files(person: User):
    yield from ((name, row.photo.file) for name, row in _photos(person))


def _erase(person: User, parting: Parting) -> None:
    parting.delete("filters", SavedFilter.objects.filter(user=person))
    for model, field in (
        (Assignment, "executor"),
        (Assignment, "issued_by"),
        (Assignment, "closed_by"),
        (Extension, "by"),
        (ExtensionRequest, "asked_by"),
        (ExtensionRequest, "decided_by"),
        (ExecutionReport, "by"),
        (ExecutionReport, "decided_by"),
    ):
        parting.keep("assignments", model.objects.filter(**{field: person}), **{field: None})


register(
    Keeper(
        name="assignments",
        fields=(
            "assignments.Assignment.executor",
            "assignments.Assignment.issued_by",
            "assignments.Assignment.closed_by",
            "assignments.Extension.by",
            "assignments.ExtensionRequest.asked_by",
            "assignments.ExtensionRequest.decided_by",
            "assignments.ExecutionReport.by",
            "assignments.ExecutionReport.decided_by",
            "assignments.SavedFilter.user",
        ),
        export=_export,
        erase=_erase,
        files=_files,
    )
)
