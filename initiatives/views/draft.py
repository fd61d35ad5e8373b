"""The form that posts an initiative, step by step. Each step is a row in the database and an address of its own."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from communities.models import CommunityPage, Membership
from communities.permissions import member_communities
from core.text import public_id as new_key
from initiatives import permissions as may
from initiatives.actions import draft as drafts
from initiatives.actions import life
from initiatives.forms.check import CheckForm
from initiatives.forms.draft import InviteForm, StartForm
from initiatives.similar import sharing_a_yard, similar_to
from initiatives.views.files import take_documents
from initiatives.views.frame import after, get_draft, show_step, steps_of, visible
from initiatives.views.steps import money_step, text_step


def my_communities(request):
    """Where this person may propose in this town."""
    mine = CommunityPage.objects.within(request.municipality).live().filter(pk__in=member_communities(request.user))
    return list(mine.order_by("kind", "title"))


@login_required
def create(request):
    """The first step of a new initiative; residents who belong nowhere are told how to join."""
    communities = my_communities(request)
    if not communities:
        return render(request, "initiatives/form_members_only.html", status=403)
    return _start(request, communities)


@login_required
def edit(request, public_id, step):
    initiative = get_draft(request, public_id)
    steps = {"start": start_step, "text": text_step, "money": money_step, "group": group_step, "check": check_step}
    if step not in steps:
        raise Http404
    if step not in steps_of(initiative):
        messages.info(request, _("The initiative was sent already: it is changed on its page now."))
        return redirect(initiative)
    try:
        return steps[step](request, initiative)
    except ValidationError as refusal:
        # Sent from another device in the meantime.
        messages.error(request, " ".join(refusal.messages))
        return redirect(initiative)


def start_step(request, initiative):
    communities = my_communities(request)
    if initiative.community not in communities:
        # Somebody of a neighbouring house who agreed to the group: the yard stays as its author chose.
        communities.insert(0, initiative.community)
    return _start(request, communities, initiative)


def _start(request, communities, initiative=None):
    shared = list(initiative.neighbours.all()) if initiative else []
    nearby = sharing_a_yard(communities, municipality=request.municipality)
    nearby += [community for community in shared if community not in nearby]
    form = StartForm(
        request.POST if request.method == "POST" else None,
        communities=communities,
        nearby=nearby if len(nearby) > 1 else [],
        sizes=_sizes(communities),
        initial=_start_initial(request, communities, initiative, shared),
    )
    alike = []
    if request.method == "POST" and form.is_valid():
        answers = form.cleaned_data
        try:
            initiative = _save_start(request, initiative, answers)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            alike = _unseen(request, initiative)
            if not alike or request.POST.get("go") == "draft":
                return after(request, initiative, "start")
    return show_step(request, "start", initiative, form=form, alike=alike)


def _save_start(request, initiative, answers):
    chosen = {name: answers[name] for name in ("community", "title", "category", "neighbours")}
    if initiative:
        return drafts.save_draft(initiative, by=request.user, **chosen)
    return drafts.create_draft(chosen.pop("community"), by=request.user, key=answers["key"], **chosen)


def _start_initial(request, communities, initiative, shared):
    if initiative:
        return {
            "community": initiative.community_id,
            "title": initiative.title,
            "category": initiative.category,
            "neighbours": [community.pk for community in shared],
        }
    wanted = request.GET.get("community", "")
    first = next((one for one in communities if one.slug == wanted), communities[0])
    return {"community": first.pk, "key": new_key()}


def _sizes(communities):
    counts = Membership.objects.verified().filter(community__in=communities).values("community")
    return {row["community"]: row["members"] for row in counts.annotate(members=Count("pk"))}


def _unseen(request, initiative):
    """Similar initiatives nearby that this page has not shown yet: the author looks at them once."""
    seen = set(request.POST.getlist("seen"))
    alike = similar_to(initiative.title, municipality=request.municipality, community=initiative.community)
    return alike if any(found.initiative.public_id not in seen for found in alike) else []


@require_GET
@login_required
def similar(request):
    """The fragment under the title while it is typed."""
    wanted = request.GET.get("community", "")
    community = next((one for one in my_communities(request) if str(one.pk) == wanted), None)
    alike = similar_to(request.GET.get("title", "")[:90], municipality=request.municipality, community=community)
    return render(request, "initiatives/_similar.html", {"alike": alike})


def group_step(request, initiative):
    """Whom the author calls; who agreed. Who was called and has not answered is shown to nobody."""
    go = request.POST.get("go", "")
    # An address typed before another button was pressed is not lost.
    calls = not initiative.is_public and (go == "invite" or bool(request.POST.get("email", "").strip()))
    invite = InviteForm(request.POST if calls else None)
    files = take_documents(request, initiative)
    if request.method == "POST" and not files.errors and (not calls or invite.is_valid()):
        if calls:
            _invite(request, initiative, invite.cleaned_data["email"])
        if go.startswith("remove-"):
            member = _of_group(initiative, go.removeprefix("remove-"))
            drafts.remove_from_group(initiative, by=request.user, member=member)
        if go in ("next", "draft"):
            return after(request, initiative, "group")
        return redirect("initiatives:edit", initiative.public_id, "group")
    return show_step(
        request,
        "group",
        initiative,
        invite=invite,
        files=files,
        agreed=initiative.group.filter(agreed_at__isnull=False).select_related("user").order_by("agreed_at"),
        documents=initiative.documents.all(),
    )


def _invite(request, initiative, email):
    drafts.invite(initiative, by=request.user, email=email)
    # The same words whoever lives at that address.
    messages.success(
        request,
        _(
            "If a confirmed neighbour signs in with this address, they will find the invitation on the site"
            " and will enter the group when they agree."
        ),
    )


def _of_group(initiative, pk):
    agreed = initiative.group.filter(agreed_at__isnull=False)
    return get_object_or_404(agreed, pk=int(pk) if pk.isdecimal() and len(pk) < 19 else 0)


def check_step(request, initiative):
    """All that was written on one page, and the button that sends it."""
    form = CheckForm(request.POST if request.method == "POST" else None, words=_words_of(initiative))
    if request.method == "POST" and form.is_valid():
        try:
            life.submit(initiative, by=request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(
                request, _("The initiative is sent for review. An activist of your community will look at it first.")
            )
            return redirect(initiative)
    photos = list(initiative.photos.select_related("photo"))
    return show_step(
        request,
        "check",
        initiative,
        form=form,
        photos=photos,
        undescribed=sum(not row.photo.description for row in photos),
        neighbours=initiative.neighbours.all(),
        costs=initiative.cost_items.all(),
        funding=initiative.funding.all(),
        group_size=initiative.group.filter(agreed_at__isnull=False).count(),
        documents=initiative.documents.all(),
        today=timezone.localdate(),
    )


def _words_of(initiative):
    """Everything typed that neighbours will read."""
    names = ("title", "problem", "proposal", "expected_result", "place", "labour_note")
    costs = initiative.cost_items.values_list("title", flat=True)
    pictures = initiative.photos.values_list("photo__description", flat=True)
    return [*(getattr(initiative, name) for name in names), *costs, *pictures]


@login_required
def delete(request, public_id):
    """Asks once, then deletes a draft for good."""
    initiative = get_draft(request, public_id)
    if request.method == "POST":
        try:
            drafts.delete_draft(initiative, by=request.user)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
            return redirect(initiative)
        messages.success(request, _("The draft is deleted."))
        return redirect("initiatives:list")
    if not may.can_withdraw(request.user, initiative):
        raise PermissionDenied
    return render(request, "initiatives/form_delete.html", {"initiative": initiative})


@require_POST
@login_required
def group_agree(request, public_id):
    initiative = get_object_or_404(visible(request), public_id=public_id)
    drafts.agree_to_join(initiative, by=request.user)
    messages.success(request, _("You are in the initiative group."))
    return redirect(initiative)


@require_POST
@login_required
def group_leave(request, public_id):
    initiative = get_object_or_404(visible(request), public_id=public_id)
    drafts.leave_group(initiative, by=request.user)
    messages.success(request, _("You are not in the initiative group."))
    return redirect("initiatives:list")
