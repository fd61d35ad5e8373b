"""Choose what is measured in a demo town, open votes to cast in, and sign its voters in.

Prints the choice as JSON. With `--look` only chooses and adds nothing to the town; with `--voices VOTE` prints how
many voices that vote counts instead.
"""

import json
import os
import sys
from datetime import timedelta
from io import StringIO

import django

VOTERS = 1200
TOWN_HOST = "localhost"


def demo_account(role: str) -> dict:
    """The first printed account of a role: of the first town."""
    from django.core.management import call_command

    printed = StringIO()
    call_command("demo", accounts=True, stdout=printed)
    return next(account for account in json.loads(printed.getvalue()) if account["role"] == role)


def choose(member) -> tuple[dict, object]:
    """The member's community, its town's most supported initiative, a running vote the member may vote in, and the
    message that grows with the town."""
    from communities.models import CommunityPage
    from home.demo.scale_appeals import oldest_message
    from initiatives.models import Initiative
    from voting.models import Vote

    community = CommunityPage.objects.filter(
        memberships__user=member, memberships__state="verified", municipality__site__hostname=TOWN_HOST
    ).first()
    initiative = Initiative.objects.within(community.municipality).public().order_by("-support_count", "pk").first()
    votes = Vote.objects.within(community.municipality).running().order_by("pk")
    vote = votes.filter(roll__voters__voter_key=member.actor_key).first() or votes.first()
    return {
        "community": f"/communities/{community.slug}/",
        "initiative": initiative.get_absolute_url(),
        "vote": vote.get_absolute_url(),
        "message": oldest_message(community.municipality).get_absolute_url(),
    }, community


def open_casting(community) -> dict:
    """Votes of newcomers to a community, with and without the chain, and a session for each of them."""
    from core import clock

    now = clock.now()
    sessions = [session_of(voter) for voter in newcomers(community, now)]
    return {secrecy: open_vote(community, now, secrecy) | {"voters": sessions} for secrecy in ("closed", "secret")}


def open_vote(community, now, secrecy) -> dict:
    from voting.actions import schedule_vote
    from voting.models import CountedBy, RulePreset, VoteKind

    activist = community.activists.filter(revoked_at=None).first()
    vote = schedule_vote(
        community=community,
        electorate=[community],
        title="Замер скорости",
        description="",
        preset=RulePreset.objects.in_force(community.municipality, now.date())
        .suiting(VoteKind.DECISION, CountedBy.PERSON)
        .first(),
        secrecy=secrecy,
        replaceable=False,
        turnout_shown=True,
        opens_at=now,
        closes_at=now + timedelta(days=1),
        items=["Согласны ли вы?"],
        by=activist.user,
    )
    return {
        "vote": vote.pk,
        "path": vote.get_absolute_url(),
        "form": r"/cast/$",
    }


def newcomers(community, now) -> list:
    from accounts.models import User
    from communities.models import Membership

    start = User.objects.count()
    people = User.objects.bulk_create(
        User(email=f"bench{start + n}@example.org", first_name="Житель", last_name="Замера", password="!")
        for n in range(VOTERS)
    )
    Membership.objects.bulk_create(
        Membership(community=community, user=user, state="verified", declared_age=18, requested_at=now, decided_at=now)
        for user in people
    )
    return people


def session_of(user) -> dict[str, str]:
    """The cookie of a signed-in user: hashing hundreds of passwords would measure the hash."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    from accounts.session_store import SessionStore

    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return {"session": session.session_key}


def let_in(user) -> dict[str, str]:
    """The cookie of somebody who acts for the town: without a second factor they would be let in as guests only."""
    from allauth.mfa.models import Authenticator

    Authenticator.objects.get_or_create(user=user, type=Authenticator.Type.TOTP, defaults={"data": {"secret": ""}})
    return session_of(user)


def add_empty_page() -> None:
    """The reference beside which pages are measured."""
    from wagtail.models import Page, Site

    from scripts.bench.urls import PAGE_SLUG

    root = Site.objects.get(hostname=TOWN_HOST).root_page
    if not root.get_children().filter(slug=PAGE_SLUG).exists():
        root.add_child(instance=Page(title="Пустая страница", slug=PAGE_SLUG))


def main() -> None:
    from accounts.models import User
    from voting.models import Participation

    if sys.argv[1:2] == ["--voices"]:
        print(Participation.objects.filter(vote=sys.argv[2]).count())
        return
    account = demo_account("member")
    chosen, community = choose(User.objects.get(email=account["login"]))
    if sys.argv[1:2] != ["--look"]:
        add_empty_page()
        chosen["casting"] = open_casting(community)
        chosen["controller"] = let_in(User.objects.get(email=demo_account("controller")["login"]))
    print(json.dumps({"member": account} | chosen))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.dev")
    django.setup()
    main()
