"""The page of an initiative, and the fragments of it that scripts swap."""

from django.db.models import Count
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from core import renditions
from core.fragments import remember
from core.uploads import attachment
from initiatives import actions
from initiatives.forms.life import HelpForm
from initiatives.links import act_links
from initiatives.models import (
    FundingSource,
    HelpKind,
    Initiative,
    InitiativeState,
    Outcome,
    PhotoKind,
)
from initiatives.models.decision import DeclineReason
from initiatives.models.people import Follow, Support
from initiatives.parts import parts_of
from initiatives.steps import life_steps, support_words
from initiatives.timeline import timeline_of


def _fetch(initiatives, public_id) -> Initiative:
    """The initiative with all of its single relations."""
    related = initiatives.select_related("community", "author", "thread", "vote", "completion")
    return get_object_or_404(related, public_id=public_id)


def _find(request, public_id) -> Initiative:
    """The initiative, and what the reader did with it. A public one is the same for all readers."""
    user = request.user
    here = Initiative.objects.within(request.municipality)
    try:
        initiative = remember(request, f"initiative:{public_id}", lambda: _fetch(here.public(), public_id))
    except Http404:
        initiative = _fetch(here.visible_to(user), public_id)
    initiative.municipality = initiative.community.municipality = request.municipality
    if user.is_authenticated:
        initiative.is_supported = Support.objects.filter(initiative=initiative, user=user).exists()
        initiative.is_followed = Follow.objects.filter(initiative=initiative, user=user).exists()
    return initiative


def _shared(request, initiative, name, build):
    """What `build()` gives, kept for all readers when the initiative is public."""
    return remember(request, f"{name}:{initiative.pk}", build) if initiative.is_public else build()


def _name_choices(parts) -> None:
    """Words of the codes that rows carry."""
    for line in parts["funding"]:
        line.label = FundingSource(line.source).label
    for offer in parts["offers"]:
        offer.label = HelpKind(offer.kind).label
        offer.hours = None if offer.half_hours is None else offer.half_hours / 2
    for decision in parts["decisions"]:
        decision.label = Outcome(decision.outcome).label
        decision.reason_label = DeclineReason(decision.reason).label if decision.reason else ""


# From the decision on there may be assignments.
PROMISED = (InitiativeState.APPROVED, InitiativeState.IN_PROGRESS, InitiativeState.DONE)


def _assignments(initiative) -> list:
    """What the administration promised for it, in the order of terms."""
    return list(initiative.assignments.filter(is_public=True).select_related("department").order_by("due_at", "pk"))


def _photo_rows(initiative) -> list:
    rows = list(initiative.photos.shown().select_related("photo"))
    renditions.attach(row.photo for row in rows)
    return rows


def _photos(rows, parts) -> dict:
    """Pictures by what they show; those of a stage hang on it."""
    by_kind = {kind: [] for kind in PhotoKind.values}
    stages = {stage.pk: stage for stage in parts["stages"]}
    for stage in stages.values():
        stage.photos = []
    for row in rows:
        by_kind[row.kind].append(row.photo)
        if row.stage_id in stages:
            stages[row.stage_id].photos.append(row.photo)
    now, sketches = by_kind[PhotoKind.NOW], by_kind[PhotoKind.SKETCH]
    pairs = list(zip(by_kind[PhotoKind.BEFORE], by_kind[PhotoKind.AFTER], strict=False))
    more = by_kind[PhotoKind.AFTER][len(pairs) :]
    is_plan = bool(now and sketches) and not pairs
    # The small ones stand in one row; what is shown large is among them only beside others of its kind.
    shown_large = (not pairs, is_plan or not pairs and not more, is_plan)
    small = [
        photo
        for kind, is_large in zip((more, now, sketches), shown_large, strict=True)
        if len(kind) > is_large
        for photo in kind
    ]
    return {"pairs": pairs, "is_plan": is_plan, "now": now, "sketches": sketches, "more": more, "small": small}


def _money(initiative, parts) -> dict:
    """Planned and actual roubles by source; labour is counted in hours beside them."""
    roubles = [line for line in parts["funding"] if line.source != FundingSource.LABOUR]
    labour = next((line for line in parts["funding"] if line.source == FundingSource.LABOUR), None)
    return {
        "lines": roubles,
        "shares": [(line.label, line.planned) for line in roubles if line.planned][:3],
        "total": sum(line.planned for line in roubles),
        "spent": any(line.actual is not None for line in roubles),
        "labour": labour,
        "items": parts["cost_items"],
        "given_hours": sum(offer.half_hours or 0 for offer in parts["offers"]) / 2,
    }


def _counted(initiative) -> dict[int, int]:
    """How many members of each community support it."""
    supports = Support.objects.filter(initiative=initiative, community__isnull=False)
    return dict(supports.values_list("community").annotate(Count("pk")))


def _support(request, initiative, parts) -> dict:
    """Progress to the threshold; by building when several share the yard."""
    needed, verified = initiative.support_needed, initiative.verified_support_count
    by_community = []
    if parts["neighbours"]:
        counted = _shared(request, initiative, "support", lambda: _counted(initiative))
        by_community = [(initiative.community.title, counted.get(initiative.community_id, 0))]
        by_community += [(place.title, counted.get(place.page_id, 0)) for place in parts["neighbours"]]
    return {
        "needed": needed,
        "verified": verified,
        "all": initiative.support_count,
        "label": support_words(initiative),
        "missing": max(0, needed - verified),
        "by_community": by_community,
    }


def _mine(user, initiative, parts, may) -> dict:
    """What this reader did and may do."""
    offers = [offer for offer in parts["offers"] if user.is_authenticated and offer.user_id == user.pk]
    for offer in parts["offers"]:
        offer.may_count = "count_help" in may and offer.user_id != user.pk
        offer.may_withdraw = "withdraw_help" in may and offer in offers and offer.came is None
    given = {offer.kind for offer in offers}
    form = HelpForm(auto_id="help_%s")
    form.fields["kind"].choices = [choice for choice in HelpKind.choices if choice[0] not in given]
    return {
        "offers": offers,
        # Whoever counts help, or has offered some, sees buttons.
        "offers_are_plain": "count_help" not in may and not offers,
        "help_form": form if len(given) < len(HelpKind.values) else None,
    }


def page_context(request, initiative) -> dict:
    """Everything the page shows; the number of queries does not depend on the number of rows."""
    user = request.user
    parts = _shared(request, initiative, "parts", lambda: parts_of(initiative))
    photo_rows = _shared(request, initiative, "photos", lambda: _photo_rows(initiative))
    if user.is_authenticated:
        agreed = any(person.user_id == user.pk and person.agreed_at for person in parts["group"])
        # Known from the rows already read: `permissions.is_author` need not ask.
        user.__dict__.setdefault("_initiative_groups", {})[initiative.pk] = agreed
    may = actions.possible(user, initiative) if user.is_authenticated else set()
    course_for = "author" if "submit" in may or not initiative.is_public else "everybody"
    _name_choices(parts)
    return {
        "initiative": initiative,
        "parts": parts,
        "group": [person for person in parts["group"] if person.agreed_at and person.user_id != initiative.author_id],
        "invited": any(
            user.is_authenticated and person.user_id == user.pk and not person.agreed_at for person in parts["group"]
        ),
        "photos": _photos(photo_rows, parts),
        "money": _money(initiative, parts),
        "support": _support(request, initiative, parts),
        "mine": _mine(user, initiative, parts, may),
        "may": may,
        "course_for": course_for,
        # Whoever looks after the pictures sees a way to them.
        "photos_are_plain": "blur_photo" not in may,
        "stages_are_plain": not {"hide_photo", "report_stage"} & may,
        "links": act_links(may, initiative),
        "steps": life_steps(initiative, request.now, parts["decisions"], parts["stages"]),
        "timeline": _shared(
            request,
            initiative,
            f"timeline:{course_for}",
            lambda: timeline_of(initiative, with_private=course_for == "author"),
        ),
        "takes_support": initiative.state == InitiativeState.DISCUSSION,
        "takes_help": initiative.state in actions.ACTS["offer_help"].states,
        "is_done": initiative.state == InitiativeState.DONE,
        "assignments": _shared(request, initiative, "assignments", lambda: _assignments(initiative))
        if initiative.state in PROMISED
        else [],
        "points": [{"lat": initiative.latitude, "lon": initiative.longitude, "label": initiative.title}]
        if initiative.latitude is not None
        else [],
    }


@require_safe
def show(request, public_id):
    initiative = _find(request, public_id)
    return render(request, "initiatives/detail.html", page_context(request, initiative))


def fragment(name):
    """An answer to htmx: the part `name` of the page as a reload would show it."""

    def answer(request, initiative):
        initiative = _find(request, initiative.public_id)
        return render(request, f"initiatives/{name}.html", page_context(request, initiative))

    return answer


@require_safe
def history(request, public_id):
    """What the text was before it was corrected or changed."""
    initiative = _find(request, public_id)
    revisions = initiative.text_revisions.all()
    return render(request, "initiatives/history.html", {"initiative": initiative, "revisions": revisions})


@require_safe
def decision_document(request, public_id, pk):
    """The administration's document, to whoever may see the initiative."""
    decision = get_object_or_404(_find(request, public_id).decisions, pk=pk)
    if not decision.document:
        raise Http404
    return attachment(
        decision.document,
        title=f"{decision.get_outcome_display()} {decision.document_number}".strip(),
        extension=decision.document.name.rpartition(".")[2],
    )
