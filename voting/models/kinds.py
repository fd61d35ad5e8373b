"""What kinds of votes there are, by what they are counted, and how much neighbours may know."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class VoteKind(models.TextChoices):
    SUPPORT = "support", _("Gathering of support")
    POLL = "poll", _("Poll")
    DECISION = "decision", _("Vote on an agenda")
    BUDGET = "budget", _("Shared budget")


class Method(models.TextChoices):
    """How papers of a kind are filled in and counted; see voting.counting."""

    SIGNATURES = "signatures", _("signatures")
    SINGLE = "single", _("one option")
    MULTIPLE = "multiple", _("several options")
    SCHULZE = "schulze", _("ranking, by the Schulze method")
    AGENDA = "agenda", _("for, against, abstain")
    GREEDY = "greedy", _("most votes first, while the money lasts")
    EQUAL_SHARES = "equal_shares", _("Method of Equal Shares")


METHODS = {
    VoteKind.SUPPORT: (Method.SIGNATURES,),
    VoteKind.POLL: (Method.SINGLE, Method.MULTIPLE, Method.SCHULZE),
    VoteKind.DECISION: (Method.AGENDA,),
    VoteKind.BUDGET: (Method.GREEDY, Method.EQUAL_SHARES),
}


class CountedBy(models.TextChoices):
    PERSON = "person", _("one resident, one vote")
    FLAT = "flat", _("one flat, one vote")
    AREA = "area", _("by the area of premises")


class Secrecy(models.TextChoices):
    NAMED = "named", _("Named")
    CLOSED = "closed", _("Closed to neighbours")
    SECRET = "secret", _("Secret")


class Purpose(models.TextChoices):
    ORDINARY = "ordinary", _("A vote of neighbours")
    OWNERS = "owners", _("Preparation of an owners' general meeting")
