"""The short address of a slip from the mailbox: from the code to membership on one screen.

A link only opens a page (security standard, part 1): the code is taken out of the address, kept as its digest in the
session, and used by a POST — at once for people with an account, with the code from the letter for newcomers.
"""

from allauth.core.internal.ratelimit import get_ip
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.newcomers import enter_by_letter
from communities import actions
from communities.join_forms import CodeForm, NewcomerForm, SlipForm, read_digest

# What the session holds: the digest of the code, and the answers of a newcomer whose letter is on its way.
CODE, ANSWERS = "flat_code", "flat_code_answers"


@never_cache
@require_safe
def open_slip(request, text):
    """The address in the QR code."""
    request.session[CODE] = read_digest(text)
    return redirect("slip")


def _find(request, digest):
    return actions.find_code(digest, municipality=request.municipality, by=request.user, network=get_ip(request))


@never_cache
def slip(request):
    """Type a code; with a right one, join its building."""
    if request.method == "POST" and "code" in request.POST:
        return _typed(request)
    digest = request.session.get(CODE)
    if digest is None:
        return _ask(request, CodeForm())
    try:
        code = _find(request, digest)
    except ValidationError as refusal:
        del request.session[CODE]
        form = CodeForm({"code": ""})
        form.is_valid()
        form.errors.clear()
        form.add_error(None, refusal)
        return _ask(request, form)
    return _join(request, code)


def _ask(request, form):
    return render(request, "communities/slip_code.html", {"form": form})


def _typed(request):
    form = CodeForm(request.POST)
    if form.is_valid():
        try:
            _find(request, form.digest())
        except ValidationError as refusal:
            form.add_error("code", refusal)
        else:
            request.session[CODE] = form.digest()
            return redirect("slip")
    return _ask(request, form)


def _join(request, code):
    community = code.premises.community
    form_class = SlipForm if request.user.is_authenticated else NewcomerForm
    form = form_class(request.POST or None, municipality=request.municipality)
    if request.method == "POST" and form.is_valid():
        if not request.user.is_authenticated:
            return _send_letter(request, form, community)
        try:
            enter(request, request.session[CODE], **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            return redirect(community)
    return render(
        request,
        "communities/slip_join.html",
        {"form": form, "community": community, "entrance": code.premises.entrance},
    )


def _send_letter(request, form, community):
    """The letter's code proves the mailbox; `receivers` uses the flat code in the same request."""
    answers = form.cleaned_data
    request.session[ANSWERS] = {name: answers[name] for name in ("email", "tenure", "declared_age")}
    return enter_by_letter(
        request,
        account=form.account,
        email=answers["email"],
        first_name=answers["first_name"],
        last_name=answers["last_name"],
        next_url=community.get_absolute_url(),
    )


def enter(request, digest, *, tenure, declared_age) -> None:
    """Use the code for the person of the request and greet them. Raises ValidationError."""
    membership = actions.redeem_code(
        digest,
        by=request.user,
        municipality=request.municipality,
        network=get_ip(request),
        tenure=tenure,
        declared_age=declared_age,
    )
    request.session.pop(CODE, None)
    messages.success(
        request,
        _("Welcome! You are a member of “%(place)s” now: vote, propose initiatives and talk with your neighbours.")
        % {"place": membership.community.title},
    )
