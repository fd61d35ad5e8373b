"""Sending a message: what it is about, then the words; for oneself, out of a post, or for somebody who calls."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.limits import Limit, count
from accounts.models import User
from appeals import actions
from appeals import permissions as may
from appeals.forms.filing import ForAnotherForm, ForNeighbourForm, FromPostForm, MessageForm
from appeals.models import Appeal, AppealCategory, AppealSettings
from appeals.similar import similar_to, telling_words
from appeals.views.frame import fail
from communities.models import CommunityPage
from communities.permissions import activist_communities, can_be_helped, member_communities
from core.text import public_id as new_key
from feed.models import Post

# Words typed before signing in wait here; nothing else of a guest does.
DRAFT = "appeal_draft"
ACCOUNTS = Limit("appeal-account", 60, 3600)


def _categories(request):
    return AppealCategory.objects.within(request.municipality).filter(is_active=True).select_related("department")


def _communities(request) -> list:
    """The reader's own communities, and the one they came from."""
    wanted = Q(pk__in=member_communities(request.user) if request.user.is_authenticated else [])
    slug = request.GET.get("community", "")
    if slug:
        wanted |= Q(slug=slug[:80])
    rows = list(CommunityPage.objects.within(request.municipality).live().filter(wanted).order_by("title"))
    rows.sort(key=lambda row: row.slug != slug)
    return rows


@never_cache
def create(request):
    """Step one: whose job it is. Step two: the words. Both can be read before signing in."""
    chosen = request.GET.get("category", "")
    categories = list(_categories(request))
    category = next((one for one in categories if one.public_id == chosen), None)
    settings = AppealSettings.of(request.municipality)
    if category is None or category.department_id is None:
        context = {"categories": categories, "category": category, "settings": settings}
        return render(request, "appeals/choose.html", context)
    communities = _communities(request)
    form = MessageForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
        category=category,
        communities=communities,
        initial=_initial(request, communities),
    )
    alike = []
    if request.method == "POST" and form.is_valid():
        if not request.user.is_authenticated:
            return _sign_in_first(request, form)
        alike = _unseen(request, form)
        if not alike:
            try:
                appeal = actions.file_appeal(by=request.user, municipality=request.municipality, **form.message())
            except ValidationError as refusal:
                fail(form, refusal)
            else:
                messages.success(request, _("The message is sent: No. %(number)s.") % {"number": appeal.number})
                return redirect(appeal)
    context = {
        "category": category,
        "form": form,
        "alike": alike,
        "settings": settings,
        "points": _points(communities),
        "lost_photos": request.method == "POST" and bool(request.FILES),
    }
    return render(request, "appeals/new.html", context)


def _initial(request, communities) -> dict:
    kept = request.session.pop(DRAFT, None) if request.user.is_authenticated and request.method != "POST" else None
    first = {"key": new_key(), "community": communities[0].pk if communities else ""}
    return first | (kept or {})


def _sign_in_first(request, form):
    """The words wait in the session of the guest; pictures do not, and the page says so."""
    names = ("title", "text", "place", "rule_broken", "latitude", "longitude", "visibility")
    request.session[DRAFT] = {name: request.POST.get(name, "") for name in names}
    messages.info(request, _("Sign in or sign up: your words are kept. Choose the photos once more after that."))
    return redirect_to_login(request.get_full_path())


def _points(communities) -> list[dict]:
    return [{"lat": one.latitude, "lon": one.longitude, "label": one.title} for one in communities[:1] if one.latitude]


def _unseen(request, form) -> list:
    """Similar messages that this page has not shown yet: the author looks at them once."""
    fields = form.cleaned_data
    if Appeal.objects.filter(entered_by=request.user, public_id=fields["key"]).exists():
        # The same press of the button, sent twice over a bad network: the act gives the message that there is.
        return []
    alike = similar_to(
        fields["title"],
        municipality=request.municipality,
        category=form.category,
        community=fields.get("community"),
        place=fields["place"],
        latitude=fields["latitude"],
        longitude=fields["longitude"],
    )
    seen = set(request.POST.getlist("seen"))
    return alike if any(found.appeal.public_id not in seen for found in alike) else []


@require_safe
def similar(request):
    """The fragment under the title while it is typed."""
    get = request.GET.get
    category = _categories(request).filter(public_id=get("category", "")[:10]).first()
    communities = {str(one.pk): one for one in _communities(request)}
    title = get("title", "")[:120]
    alike = (
        similar_to(
            title,
            municipality=request.municipality,
            category=category,
            community=communities.get(get("community", "")),
            place=get("place", "")[:200],
        )
        if telling_words(title)
        else []
    )
    return render(request, "appeals/_similar.html", {"alike": alike})


@login_required
def from_post(request, post_id):
    """A message out of a post in one press: the words stand in the post, only what it is about is asked."""
    posts = Post.objects.within(request.municipality).select_related("community", "municipality", "author", "thread")
    post = get_object_or_404(posts.visible_to(request.user), public_id=post_id)
    if not may.can_take_from_feed(request.user, post):
        raise PermissionDenied
    made = getattr(post, "appeal", None)
    if made is not None:
        return redirect(made)
    categories = _categories(request).filter(department__isnull=False, is_violation=False)
    form = FromPostForm(
        request.POST if request.method == "POST" else None,
        categories=categories,
        initial={"category": _guess(post, categories)},
    )
    if request.method == "POST" and form.is_valid():
        try:
            appeal = actions.take_from_feed(post, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            fail(form, refusal)
        else:
            messages.success(request, _("The message is sent: No. %(number)s.") % {"number": appeal.number})
            return redirect(appeal)
    return render(request, "appeals/from_post.html", {"post": post, "form": form})


def _guess(post, categories):
    """The category with most of the post's words; the only one of its kind wins, else nobody is guessed."""
    words = telling_words(f"{post.title} {post.text}")
    best, most = None, 0
    for category in categories:
        theirs = telling_words(f"{category.name} {category.guidance}")
        common = len({*words} & {*theirs})
        if common > most:
            best, most = category.pk, common
    return best


@never_cache
@login_required
def file_for(request):
    """Staff write down what is said by telephone or at the reception; an activist, what a neighbour asks for."""
    receives = may.can_file_for(request.user, request.municipality)
    found = CommunityPage.objects.within(request.municipality).live().order_by("title")
    communities = list(found if receives else found.filter(pk__in=activist_communities(request.user)))
    if not receives and not communities:
        raise PermissionDenied
    come_from = next((one.pk for one in communities if one.slug == request.GET.get("community")), "")
    form = (ForAnotherForm if receives else ForNeighbourForm)(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
        categories=_categories(request).filter(department__isnull=False),
        communities=communities,
        initial={"key": new_key(), "community": come_from},
    )
    if request.method == "POST" and form.is_valid():
        fields = form.message()
        account, _agreed = fields.pop("account", ""), fields.pop("agreed", None)
        try:
            author = _account(request, account) if account else None
            appeal = actions.file_appeal(by=request.user, municipality=request.municipality, author=author, **fields)
        except ValidationError as refusal:
            fail(form, refusal)
        else:
            words = _("The message is written down: No. %(number)s. Tell the applicant the number.")
            messages.success(request, words % {"number": appeal.number})
            return redirect(appeal)
    return render(request, "appeals/new_for.html", {"form": form, "points": [], "receives": receives})


def _account(request, address: str) -> User:
    """The applicant's account. Whoever tries many addresses is stopped: they would learn who has one."""
    refusal = ValidationError(
        {"account": ValidationError(_("There is no such account: leave the field empty."), code="account")}
    )
    if count(ACCOUNTS, str(request.user.pk)) > ACCOUNTS.most:
        raise refusal
    person = User.objects.filter(Q(email=address) | Q(phone=address), is_active=True).first()
    if person is None or not can_be_helped(person, request.municipality, by=request.user):
        raise refusal
    return person
