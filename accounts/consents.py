"""What people agreed to: the texts by kind and version, and how each stands (152-ФЗ, art. 9 and 10.1)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, Max, OuterRef

from accounts.models import Consent, ConsentKind, User

# Versions of templates/accounts/consents/<kind>-<version>.html, the present one first. A text that somebody agreed
# to is never edited: a change is a new file and a new version here.
VERSIONS = {
    ConsentKind.PROCESSING: ("2026-11-22", "2026-11"),
    ConsentKind.PUBLICATION: ("2026-11-22",),
}
# Time to change one's mind; 152-ФЗ, art. 21, part 5, allows thirty days at the most.
ERASURE_DAYS = 14


def present_version(kind: str) -> str:
    return VERSIONS[ConsentKind(kind)][0]


def text_template(kind: str, version: str) -> str:
    return f"accounts/consents/{kind}-{version}.html"


@dataclass(frozen=True)
class Standing:
    """How one kind of consent stands with one person."""

    kind: ConsentKind
    # Every consent ever given, the newest first.
    rows: list[Consent]

    @property
    def given(self) -> Consent | None:
        """The newest one in force, of whatever version."""
        return next((row for row in self.rows if row.withdrawn_at is None), None)

    @property
    def present_version(self) -> str:
        return present_version(self.kind)

    @property
    def is_present(self) -> bool:
        """Whether the present text is the one agreed to."""
        return self.given is not None and self.given.version == self.present_version

    @property
    def withdrawn_at(self) -> datetime | None:
        """When the last consent was taken back, if none is in force."""
        if self.given is not None:
            return None
        return max((row.withdrawn_at for row in self.rows), default=None)

    @property
    def erased_after(self) -> datetime | None:
        """When the account goes, after the consent to processing was taken back."""
        if self.kind != ConsentKind.PROCESSING or self.withdrawn_at is None:
            return None
        return self.withdrawn_at + timedelta(days=ERASURE_DAYS)


def standing_of(user: User) -> dict[str, Standing]:
    """How every kind stands with a person, in one query."""
    rows = list(Consent.objects.filter(user=user).order_by("-given_at", "-pk"))
    return {kind: Standing(kind, [row for row in rows if row.kind == kind]) for kind in ConsentKind}


def publishes_name(user_path: str = "user") -> Exists:
    """For a query of rows that point to a person: whether the full name may be shown to everybody."""
    return Exists(Consent.objects.filter(user=OuterRef(user_path), kind=ConsentKind.PUBLICATION, withdrawn_at=None))


def withdrawn_before(moment: datetime):
    """People whose consent to processing was taken back before this moment and not given again."""
    processing = Consent.objects.filter(user=OuterRef("pk"), kind=ConsentKind.PROCESSING)
    last = (
        Consent.objects.filter(kind=ConsentKind.PROCESSING)
        .values("user")
        .annotate(last=Max("withdrawn_at"))
        .filter(last__lte=moment)
    )
    return User.objects.filter(~Exists(processing.filter(withdrawn_at=None)), pk__in=last.values("user"))
