"""What follows when allauth says that somebody has signed in."""

from django.contrib import messages
from django.core.exceptions import ValidationError

from communities.views.slips import ANSWERS, CODE, enter


def join_by_slip(request, user, **kwargs):
    """A newcomer with a slip wrote the code from the letter: the flat code is used in the same request.

    Only for the address that the form of the slip was sent with: somebody else may sign in from the same browser.
    """
    answers = request.session.pop(ANSWERS, None)
    if answers is None or answers.pop("email").lower() != (user.email or "").lower():
        return
    try:
        enter(request, request.session.get(CODE, ""), **answers)
    except ValidationError as refusal:
        messages.warning(request, " ".join(refusal.messages))
