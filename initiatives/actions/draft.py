"""Writing a draft: step by step, by its author and those of the group who agreed.

A draft is nobody else's business, so these acts leave no line in the journal but an invitation, which a neighbour has
to hear of; the first is `submit`. What the administration returned for rework is public: there every change is on
record.
"""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from communities.models import Membership
from core import clock
from core.text import ALPHABET, PUBLIC_ID_LENGTH, public_id
from initiatives.actions.moves import begin, locked, note_change
from initiatives.models import CostItem, FundingLine, GroupMember, Initiative, InitiativeState
from initiatives.permissions import can_create, can_withdraw
from journal.actions import record
from journal.verbs import Verb

# Against a script that fills the table; nobody writes so many at once.
DRAFTS_PER_PERSON = 20
GROUP_LIMIT = 40
# What the steps of the form may set. Owner, state, numbers and times are the server's.
FIELDS = frozenset(
    {
        "category",
        "title",
        "problem",
        "proposal",
        "expected_result",
        "place",
        "latitude",
        "longitude",
        "wanted_by",
        "labour_note",
    }
)
PLACE = frozenset({"place", "latitude", "longitude"})
# What may still be changed once neighbours have read the text (decision 7).
BESIDE_THE_TEXT = PLACE | {"wanted_by", "labour_note"}


def is_key(key: str) -> bool:
    """Whether this looks like a public id: of a draft to come, or of a picture named in a form."""
    return len(key) == PUBLIC_ID_LENGTH and set(key) <= set(ALPHABET)


@transaction.atomic
def create_draft(community, *, by, title, category, neighbours=(), key: str = "") -> Initiative:
    """Begin an initiative of a community. A repeat with the same `key` gives the same draft.

    Raises PermissionDenied for those who are not members; ValidationError with code `quota`.
    """
    if not can_create(by, community):
        raise PermissionDenied
    drafts = Initiative.objects.filter(author=by, state=InitiativeState.DRAFT)
    if drafts.count() >= DRAFTS_PER_PERSON:
        raise ValidationError(
            _("You have many drafts already: send or delete one of them before you begin another."), code="quota"
        )
    at = clock.now()
    initiative = Initiative(
        municipality_id=community.municipality_id,
        community=community,
        author=by,
        title=title,
        category=category,
        created_at=at,
        state_changed_at=at,
    )
    if is_key(key):
        initiative.public_id = key
    try:
        with transaction.atomic():
            initiative.save()
    except IntegrityError:
        repeated = Initiative.objects.filter(author=by, public_id=key).first()
        if repeated is not None:
            return repeated
        # Somebody else's id, guessed or copied with a page: this one gets its own.
        initiative.public_id = public_id()
        initiative.save()
    _share(initiative, neighbours)
    return initiative


def _share(initiative, neighbours) -> None:
    """Set the communities that share the yard; only of the same town, and never the leading one."""
    initiative.neighbours.set(
        community
        for community in neighbours
        if community.municipality_id == initiative.municipality_id and community.pk != initiative.community_id
    )


@transaction.atomic
def save_draft(
    initiative, *, by, community=None, neighbours=None, cost_items=None, funding=None, **fields
) -> Initiative:
    """Keep what was written so far: any of FIELDS, and lists that replace the former ones.

    `cost_items` are pairs (what for, roubles); `funding` is {source: roubles, or hours for labour}. Raises
    ValidationError with code `not_now` once the draft was sent, `frozen` for the text of what was returned for rework.
    """
    unknown = set(fields) - FIELDS
    if unknown:
        raise TypeError(f"a draft has no {', '.join(sorted(unknown))}")
    initiative = begin(initiative, "prepare", by)
    if initiative.is_public and (community or neighbours is not None or set(fields) - BESIDE_THE_TEXT):
        raise ValidationError(
            _("Neighbours have read this text: correct it, or change the proposal, on the page of the initiative."),
            code="frozen",
        )
    before = _beside_the_text(initiative) if initiative.is_public else {}
    if community is not None and community.pk != initiative.community_id:
        if not can_create(by, community) or community.municipality_id != initiative.municipality_id:
            raise PermissionDenied
        initiative.community = community
        fields["community"] = community
    for name, value in fields.items():
        setattr(initiative, name, value)
    written = set(fields)
    if cost_items is not None:
        initiative.cost_items.all().delete()
        CostItem.objects.bulk_create(
            CostItem(initiative=initiative, title=title, amount=amount, order=order)
            for order, (title, amount) in enumerate(cost_items)
        )
        initiative.cost_estimate = sum(amount for _title, amount in cost_items)
        written.add("cost_estimate")
    if funding is not None:
        initiative.funding.all().delete()
        FundingLine.objects.bulk_create(
            FundingLine(initiative=initiative, source=source, planned=planned)
            for source, planned in funding.items()
            if planned
        )
    if neighbours is not None:
        _share(initiative, neighbours)
    if written:
        initiative.save(update_fields=sorted(written))
    if initiative.is_public:
        after = _beside_the_text(initiative)
        for what in before:
            if before[what] != after[what]:
                note_change(initiative, by, what)
    return initiative


def _beside_the_text(initiative) -> dict[str, list]:
    """What the journal tells apart when an author reworks a public proposal."""
    return {
        "place": [getattr(initiative, name) for name in sorted(PLACE)],
        "costs": [
            initiative.wanted_by,
            initiative.labour_note,
            *initiative.cost_items.order_by("order").values_list("title", "amount"),
            *initiative.funding.order_by("source").values_list("source", "planned"),
        ],
    }


@transaction.atomic
def delete_draft(initiative, *, by) -> None:
    """Remove a draft with its pictures and documents for good. The author alone."""
    initiative = locked(initiative)
    if not can_withdraw(by, initiative):
        raise PermissionDenied
    if initiative.state != InitiativeState.DRAFT:
        raise ValidationError(_("Only a draft can be deleted."), code="not_now")
    remove(initiative)


def remove(initiative) -> None:
    """Delete a row with its pictures and documents; the caller has checked and locked."""
    for row in initiative.photos.select_related("photo"):
        row.photo.delete()
    for document in initiative.documents.all():
        _delete_file_after_commit(document.file)
    initiative.delete()


def _delete_file_after_commit(file) -> None:
    storage, name = file.storage, file.name
    transaction.on_commit(lambda: storage.delete(name))


def communities_of(initiative) -> list[int]:
    """The leading community and those that share the yard."""
    return [initiative.community_id, *initiative.neighbours.values_list("pk", flat=True)]


@transaction.atomic
def invite(initiative, *, by, email: str) -> None:
    """Invite a neighbour into the initiative group by e-mail.

    A row appears only if a verified member has this address, and the caller learns nothing of it: neighbours
    must not find out by trying who has an account.
    """
    initiative = begin(initiative, "submit", by)
    members = Membership.objects.verified().filter(community__in=communities_of(initiative)).values("user")
    person = User.objects.filter(email=email.strip().lower(), is_active=True, pk__in=members).first()
    if person is None or person.pk == initiative.author_id or initiative.group.count() >= GROUP_LIMIT:
        return
    row, created = GroupMember.objects.get_or_create(
        initiative=initiative, user=person, defaults={"invited_at": clock.now()}
    )
    if created:
        record(Verb.INITIATIVE_INVITED, row, by=by, municipality=initiative.municipality)


def _invitation(initiative, user) -> GroupMember:
    """The person's place in the group, held; PermissionDenied if there is none."""
    row = GroupMember.objects.select_for_update().filter(initiative=initiative, user=user).first()
    if row is None:
        raise PermissionDenied
    user.__dict__.pop("_initiative_groups", None)
    return row


@transaction.atomic
def agree_to_join(initiative, *, by) -> GroupMember:
    """Stand behind the initiative. Agreeing twice changes nothing."""
    row = _invitation(locked(initiative), by)
    if row.agreed_at is None:
        row.agreed_at = clock.now()
        row.save(update_fields=["agreed_at"])
    return row


@transaction.atomic
def leave_group(initiative, *, by) -> None:
    """Refuse the invitation, or step back from the group."""
    _invitation(locked(initiative), by).delete()


@transaction.atomic
def remove_from_group(initiative, *, by, member) -> None:
    """The author removes somebody from the group of a draft."""
    initiative = begin(initiative, "submit", by)
    initiative.group.filter(pk=member.pk).delete()
