"""Every address of the project, and what each role is answered there. An address that is not here fails the tests."""

from collections.abc import Callable

from django.urls import URLResolver, get_resolver

from tests.access.more import NOTIONS
from tests.access.route import (
    CARRY_OUT,
    IN,
    MEMBERS,
    MISSING,
    NO_METHOD,
    NO_METHOD_AFTER_SIGN_IN,
    READ,
    RESIDENTS,
    Route,
    everybody,
    filled,
    membership,
    one,
    only,
    plain,
    signed_in,
    slug,
)

TOWN = [
    Route("healthz", READ),
    Route("readyz", READ),
    Route("home", READ),
    Route("search", READ),
    Route("display", everybody(302)),
    Route("styleguide", READ),
    Route("demo_mail", READ),
    Route("media", MISSING, MISSING, path=lambda world: "/media/images/nothing.jpg"),
    Route("my:page", signed_in(), NO_METHOD_AFTER_SIGN_IN),
    Route("my:settings", signed_in(), signed_in()),
    Route("my:notifications", signed_in(), NO_METHOD_AFTER_SIGN_IN),
    Route("my:read_all", NO_METHOD_AFTER_SIGN_IN, signed_in(302)),
    Route("privacy:page", signed_in(), NO_METHOD_AFTER_SIGN_IN),
    Route("privacy:public_name", signed_in(), signed_in()),
    Route("privacy:give", NO_METHOD_AFTER_SIGN_IN, signed_in(302), lambda world: ["processing"]),
    # Nobody of these has given the consent: there is nothing to take back.
    Route("privacy:withdraw", signed_in(302), signed_in(302), lambda world: ["publication"]),
    Route("privacy:copy", NO_METHOD, signed_in()),
    Route("privacy:erase", signed_in(), signed_in()),
    Route("privacy:act", MISSING, args=lambda world: ["2222222222"]),
    Route("privacy:looks", signed_in(), NO_METHOD_AFTER_SIGN_IN),
]

COMMUNITIES = [
    Route("communities:list", READ),
    Route("communities:town_requests", only("vera", "olga"), NO_METHOD_AFTER_SIGN_IN),
    Route("communities:detail", READ, args=slug),
    Route("communities:people", READ, args=slug),
    Route("community_initiatives", READ, args=slug),
    Route("community_results", READ, args=slug),
    Route("community_votes", READ, args=slug),
    Route("communities:join", signed_in(), signed_in().but(**dict.fromkeys(MEMBERS, 200)), slug),
    Route("communities:leave", only(*MEMBERS, others=404), only(*MEMBERS, status=302, others=404), slug),
    Route("communities:requests", only("vera", "olga"), NO_METHOD_AFTER_SIGN_IN, slug),
    Route("communities:run", only("vera", "olga"), NO_METHOD_AFTER_SIGN_IN, slug),
    Route(
        "communities:confirm",
        NO_METHOD_AFTER_SIGN_IN,
        only("vera", "olga", status=302),
        lambda world: [world.community.slug, world.asked.public_id],
    ),
    Route(
        "communities:refuse",
        only("vera", "olga"),
        only("vera", "olga"),
        lambda world: [world.community.slug, world.asked.public_id],
    ),
    Route("communities:members", only("vera", "olga"), NO_METHOD_AFTER_SIGN_IN, slug),
    Route("communities:revoke_member", only("vera", "olga"), only("vera", "olga"), membership("joined")),
    # A flatmate objects; those who decide only look.
    Route(
        "communities:objection",
        only("lida", "vera", "olga", others=404),
        only("lida", status=302, others=404).but(vera=403, olga=403),
        membership("joined"),
    ),
    # Nobody decides on their own objection.
    Route(
        "communities:decide_objection",
        only("vera", "olga", others=404).but(lida=403),
        only("vera", "olga", others=404).but(lida=403),
        membership("objected"),
    ),
    Route("communities:codes", only("vera", "olga"), only("vera", "olga"), slug),
    Route(
        "communities:revoke_codes",
        only("vera", "olga"),
        only("vera", "olga", status=302),
        lambda world: [world.community.slug, world.codes.public_id],
    ),
    Route("slip", READ, READ),
    Route("slip_open", everybody(302), path=lambda world: "/k/7K3MX-9TPAH/"),
    Route("ballot_code", READ, READ),
    Route("ballot_open", everybody(302), path=lambda world: "/b/7K3MX-9TPAH/"),
    # The controller looks on, for chairs take two people.
    Route("communities:roles", only("olga", "nina"), only("olga"), slug),
    Route(
        "communities:role_proposal",
        only("olga", "nina"),
        only("olga", "nina"),
        lambda world: [world.community.slug, world.proposal.public_id],
    ),
    Route(
        "communities:revoke_role",
        only("olga"),
        only("olga", status=302),
        lambda world: [world.community.slug, world.role.public_id],
    ),
]

RECEIVING = ("gleb", "olga")
DESK = [
    Route("desk:page", only(*RECEIVING), only(*RECEIVING)),
    Route("desk:register", only(*RECEIVING), only(*RECEIVING)),
    # Nobody was found in this session, and no code was sent.
    Route("desk:start", only(*RECEIVING, status=404), only(*RECEIVING, status=404), lambda world: ["nobody"]),
    Route("desk:code", only(*RECEIVING, status=302), only(*RECEIVING, status=302)),
    Route("desk:end", NO_METHOD_AFTER_SIGN_IN, signed_in(302)),
    Route("desk:visit", only("lida", others=404), only("lida", status=302, others=404), one("visit")),
]

VOTES = [
    Route("voting:list", READ),
    Route("voting:detail", READ, args=one("open")),
    Route("voting:detail", READ, args=one("counted")),
    Route("voting:detail", READ, args=one("scheduled")),
    # An empty ballot comes back; to those who are not on the roll with the reason.
    Route("voting:cast", everybody(302), signed_in(), one("open")),
    # There is nothing to show of a secret vote, and its ballots have no codes.
    Route("voting:receipt", everybody(302), args=one("open")),
    Route("voting:code", everybody(302), everybody(302), one("open")),
    Route("voting:leave_ballot", NO_METHOD, everybody(302), one("open")),
    Route("voting:ballots", READ, args=one("counted")),
    Route("voting:ballots", MISSING, args=one("open")),
    Route("voting:audit", READ, args=one("counted")),
    Route("voting:audit", MISSING, args=one("open")),
    Route("voting:protocol", READ, args=one("counted")),
    Route("voting:protocol", MISSING, args=one("open")),
    # The counted vote is no shared budget.
    Route("voting:projects", MISSING, args=one("counted")),
    Route("voting:verifier", READ),
    Route("voting:check", READ),
    Route("voting:check_one", READ, args=one("open")),
    Route("voting:check_one", READ, args=one("counted")),
    # Only a named vote tells who voted how; this one is closed to neighbours.
    Route("voting:voices", only(status=403), NO_METHOD_AFTER_SIGN_IN, one("counted")),
    Route("voting:voices", signed_in(404), NO_METHOD_AFTER_SIGN_IN, one("open")),
    Route("voting:cancel", only("vera", "olga"), only("vera", "olga"), one("scheduled")),
    Route("community_vote_new", only("vera", "olga"), NO_METHOD_AFTER_SIGN_IN, slug),
    Route(
        "community_vote_compose",
        only("vera", "olga"),
        only("vera", "olga"),
        lambda world: [world.community.slug, "single"],
    ),
    # Nobody else knows that there is a draft.
    Route("voting:edit", only("vera", "olga", others=404), only("vera", "olga", others=404), one("drafted")),
    Route("voting:preview", only("vera", "olga", others=404), NO_METHOD_AFTER_SIGN_IN, one("drafted")),
    Route("voting:announce", NO_METHOD_AFTER_SIGN_IN, only("vera", "olga", status=302, others=404), one("drafted")),
    Route(
        "voting:discard",
        only("vera", "olga", others=404),
        only("vera", "olga", status=302, others=404),
        one("drafted"),
    ),
    Route("voting:detail", MISSING, args=one("drafted")),
    Route("voting:amend", only("vera", "olga"), only("vera", "olga"), one("open")),
    Route(
        "voting:amendment",
        only("vera", "olga"),
        only("vera", "olga"),
        lambda world: [world.prolonged.public_id, world.amendment.public_id],
    ),
    Route("voting:outcome", only("vera", "olga"), only("vera", "olga"), one("counted")),
    Route("voting:print", only("vera", "olga"), only("vera", "olga"), one("papered")),
    Route("voting:print", only("vera", "olga", status=404), only("vera", "olga", status=404), one("open")),
    Route("voting:print_register", only("vera", "olga"), NO_METHOD_AFTER_SIGN_IN, one("papered")),
    Route("voting:papers", only("vera", "olga"), only("vera", "olga"), one("papered")),
    Route(
        "voting:read_paper",
        only("vera", "olga"),
        only("vera", "olga"),
        one("papered", lambda world: world.paper_line.line),
    ),
    Route(
        "voting:paper",
        only("vera", "olga"),
        NO_METHOD_AFTER_SIGN_IN,
        one("papered", lambda world: world.read.public_id),
    ),
    Route(
        "voting:paper_scan",
        only("vera", "olga"),
        NO_METHOD_AFTER_SIGN_IN,
        one("papered", lambda world: world.scanned.public_id),
    ),
    Route(
        "voting:withdraw_paper",
        NO_METHOD_AFTER_SIGN_IN,
        only("vera", "olga", status=302),
        one("papered", lambda world: world.read.public_id),
    ),
    Route("voting:owners_meeting", only("vera", "olga"), only("vera", "olga"), one("prepared")),
    Route("voting:owners_meeting", only("vera", "olga", status=404), only("vera", "olga", status=404), one("open")),
    Route("voting:owners_notice", only("vera", "olga"), only("vera", "olga"), one("prepared")),
    *(
        Route(
            "voting:owners_sheet",
            only("vera", "olga"),
            NO_METHOD_AFTER_SIGN_IN,
            one("prepared", lambda world, sheet=sheet: sheet),
        )
        for sheet in ("agenda", "decisions", "register")
    ),
]

MODERATORS = ("vera", "olga")
FEED = [
    Route("feed:reports", only(*MODERATORS), NO_METHOD_AFTER_SIGN_IN),
    Route("feed:write", signed_in(), signed_in(), one("thread")),
    Route("feed:branch", READ, args=one("said")),
    Route("feed:branch", READ, args=one("hidden")),
    Route("feed:go", everybody(302), args=one("said")),
    Route("feed:go", everybody(302), args=one("hidden")),
    Route("feed:reply", signed_in(), signed_in(), one("said")),
    Route("feed:reply", signed_in(404), signed_in(404), one("hidden")),
    Route("feed:edit", only("lida"), only("lida"), one("said")),
    Route("feed:history", READ, args=one("said")),
    Route("feed:history", only("lida", *MODERATORS, others=404, guest=404), args=one("hidden")),
    Route("feed:report", signed_in().but(lida=403), signed_in().but(lida=403), one("said")),
    Route("feed:report", signed_in(403), signed_in(403), one("hidden")),
    Route("feed:appeal", only("lida"), only("lida"), one("hidden")),
    Route("feed:pin", NO_METHOD_AFTER_SIGN_IN, only(*MODERATORS, status=302), one("said")),
    Route("feed:unpin", NO_METHOD_AFTER_SIGN_IN, only(*MODERATORS, status=302), one("said")),
    Route("feed:hide", only(*MODERATORS), only(*MODERATORS), one("said")),
    Route("feed:hide", only("olga"), only("olga"), one("official")),
    Route("feed:redact", only(*MODERATORS), only(*MODERATORS), one("said")),
    Route("feed:redact", only(*MODERATORS), only(*MODERATORS), one("hidden")),
    Route("feed:redact", only("olga"), only("olga"), one("official")),
    # Hidden by another activist: only the one who hid it, or the administrator, shows it again.
    Route("feed:restore", NO_METHOD_AFTER_SIGN_IN, only("olga", status=302), one("hidden")),
    Route("feed:dismiss", NO_METHOD_AFTER_SIGN_IN, only(*MODERATORS, status=302), one("said")),
    Route("feed:decide", NO_METHOD_AFTER_SIGN_IN, only("olga", status=302), one("disputed")),
    Route("feed:block", only(*MODERATORS), only(*MODERATORS), one("said")),
]

NEIGHBOURS = ("anna", "lida", "boris", "vera")
INITIATIVES = [
    Route("initiatives:list", READ),
    # Those who belong nowhere are told how to join.
    Route("initiatives:create", only(*NEIGHBOURS), only(*NEIGHBOURS)),
    Route("initiatives:similar", signed_in()),
    *(
        Route(
            "initiatives:edit",
            only("lida", others=404),
            only("lida", others=404, status=302 if step in ("text", "group") else 200),
            one("draft", lambda world, step=step: step),
        )
        for step in ("start", "text", "money", "group", "check")
    ),
    plain("delete", "draft", "lida", others=404),
    Route("initiatives:group_agree", NO_METHOD, only("anna", status=302), one("discussion")),
    Route("initiatives:group_leave", NO_METHOD, only("anna", status=302), one("discussion")),
    Route("initiatives:group_agree", NO_METHOD, only("lida", status=403, others=404), one("draft")),
    Route("initiatives:add_photo", NO_METHOD, only("lida", status=422, others=404), one("draft")),
    Route("initiatives:add_photo", NO_METHOD, only("lida", status=422), one("discussion")),
    Route(
        "initiatives:photo",
        only("lida", others=404, guest=404),
        args=one("draft", lambda world: world.photo.public_id),
    ),
    Route(
        "initiatives:remove_photo",
        NO_METHOD,
        only("lida", status=302, others=404),
        one("draft", lambda world: world.photo.public_id),
    ),
    Route(
        "initiatives:document",
        only("lida", others=404, guest=404),
        args=one("draft", lambda world: world.document.public_id),
    ),
    Route(
        "initiatives:remove_document",
        NO_METHOD,
        only("lida", status=302, others=404),
        one("draft", lambda world: world.document.public_id),
    ),
    Route("initiatives:photos", only("lida", *MODERATORS), NO_METHOD_AFTER_SIGN_IN, one("discussion")),
    Route("initiatives:photos", only("lida", others=404), NO_METHOD_AFTER_SIGN_IN, one("draft")),
    Route(
        "initiatives:blur_photo",
        only("lida", others=404),
        only("lida", others=404),
        one("draft", lambda world: world.photo.public_id),
    ),
    Route(
        "initiatives:dispute_photo",
        only("lida"),
        only("lida"),
        one("done", lambda world: world.done.photos.first().photo.public_id),
    ),
    *(
        Route(
            f"initiatives:{act}_photo",
            NO_METHOD_AFTER_SIGN_IN,
            only("olga", status=302),
            one("done", lambda world: world.done.photos.first().photo.public_id),
        )
        for act in ("restore", "uphold")
    ),
    Route("initiatives:detail", READ, args=one("discussion")),
    Route("initiatives:detail", READ, args=one("done")),
    Route("initiatives:detail", only("lida", others=404, guest=404), args=one("draft")),
    Route("initiatives:detail", only("lida", "vera", "olga", others=404, guest=404), args=one("review")),
    Route("initiatives:history", READ, args=one("discussion")),
    Route("initiatives:history", only("lida", others=404, guest=404), args=one("draft")),
    Route("initiatives:decision_document", READ, args=one("approved", lambda world: world.decision.pk)),
    plain("submit", "draft", "lida", others=404),
    # Its author sees it there, and lets it through neither alone nor as anything else.
    *(
        Route(
            f"initiatives:{act}",
            only("vera", "olga", others=404).but(lida=403),
            only("vera", "olga", others=404, status=done).but(lida=403),
            one("review"),
        )
        for act, done in (("accept", 302), ("send_back", 200))
    ),
    plain("support", "discussion", *RESIDENTS),
    plain("withdraw_support", "discussion", *RESIDENTS),
    plain("follow", "discussion", *RESIDENTS),
    plain("unfollow", "discussion", *RESIDENTS),
    filled("offer_help", "discussion", *RESIDENTS),
    Route(
        "initiatives:withdraw_help",
        only("lida", others=404),
        only("lida", status=302, others=404),
        one("discussion", lambda world: world.offer.pk),
    ),
    Route(
        "initiatives:count_help",
        only(*CARRY_OUT),
        only(*CARRY_OUT),
        one("started", lambda world: world.helped.pk),
    ),
    filled("correct", "discussion", "lida"),
    filled("add_note", "discussion", "lida"),
    filled("change_materially", "discussion", "lida"),
    filled("redact", "discussion", "vera", "olga"),
    filled("put_to_vote", "discussion", "vera", "olga"),
    plain("send_to_administration", "discussion", "lida", "vera"),
    filled("give_opinion", "discussion", "nina"),
    filled("add_conclusion", "sent", "gleb"),
    filled("give_assignment", "approved", "nina"),
    filled("approve", "sent", "nina"),
    filled("decline", "sent", "nina"),
    filled("return_for_rework", "sent", "nina"),
    plain("rework", "rework", "lida"),
    plain("withdraw", "discussion", "lida"),
    plain("archive", "declined", "olga"),
    plain("pass_on", "discussion", "lida"),
    filled("hide_photo", "discussion", "vera", "olga"),
    plain("start_work", "approved", *CARRY_OUT),
    filled("plan_stage", "approved", *CARRY_OUT),
    Route(
        "initiatives:report_stage",
        only(*CARRY_OUT),
        only(*CARRY_OUT),
        one("started", lambda world: world.stage.pk),
    ),
    filled("complete", "started", *CARRY_OUT),
]


def page(thing) -> Callable:
    return lambda world: getattr(world, thing).get_url()


PRESS = ("egor", "olga")
PUBLICATIONS = [
    Route("publications:draft_result", NO_METHOD_AFTER_SIGN_IN, only(*PRESS, status=302), one("done")),
    *(Route("wagtail_serve", READ, path=page(thing)) for thing in ("news", "resolution", "result", "text")),
    *(Route("wagtail_serve", READ, path=lambda world, name=name: f"/{name}/") for name in ("news", "decisions")),
    Route("wagtail_serve", READ, path=lambda world: "/results/"),
    Route("wagtail_serve", MISSING, MISSING, path=page("unpublished")),
    Route("wagtail_serve", MISSING, MISSING, path=lambda world: "/nothing-here/"),
    Route(
        "wagtaildocs_serve",
        only(*PRESS, others=404, guest=404),
        only(*PRESS, others=404, guest=404),
        path=lambda world: f"/documents/{world.file.pk}/{world.file.filename}",
    ),
    Route("wagtaildocs_authenticate_with_password", MISSING, MISSING, lambda world: [1]),
    Route("wagtailcore_authenticate_with_password", MISSING, MISSING, lambda world: [1, world.news.pk]),
]

# Signing in is allauth's; those who are in already are sent on.
ALREADY_IN = everybody(302).but(guest=200)
SIGN_IN = [
    Route("account_consent", READ),
    Route("account_consent_text", READ, args=lambda world: ["processing", "2026-11"]),
    Route("account_login", ALREADY_IN, ALREADY_IN),
    Route("account_signup", ALREADY_IN, ALREADY_IN),
    Route("account_logout", everybody(200).but(guest=302), everybody(302)),
    Route("account_inactive", READ),
    Route("account_reauthenticate", signed_in(), signed_in()),
    Route("account_email", signed_in(), signed_in(302)),
    Route("account_email_verification_sent", signed_in(302), signed_in(302)),
    Route("account_change_password", signed_in(), signed_in()),
    Route("account_set_password", signed_in(302), signed_in(302)),
    Route("account_reset_password", READ, READ),
    Route("account_confirm_login_code", signed_in(302), signed_in(302)),
    Route("account_confirm_password_reset_code", everybody(IN), everybody(IN)),
    Route("account_complete_password_reset", everybody(302), everybody(302)),
    Route("account_password_reset_completed", READ),
    Route("account_request_login_code", ALREADY_IN, ALREADY_IN),
    # The second factor; each act with it asks who it is first, unless one has just signed in.
    Route("mfa_index", signed_in(), NO_METHOD_AFTER_SIGN_IN),
    Route("mfa_authenticate", signed_in(302), signed_in(302)),
    Route("mfa_reauthenticate", signed_in(302), signed_in(302)),
    Route("mfa_activate_totp", signed_in(), signed_in()),
    Route("mfa_deactivate_totp", signed_in(404), signed_in(404)),
    Route("mfa_view_recovery_codes", signed_in(404), NO_METHOD_AFTER_SIGN_IN),
    Route("mfa_generate_recovery_codes", signed_in(), signed_in()),
    Route("mfa_download_recovery_codes", signed_in(404), signed_in(404)),
    Route("mfa_list_webauthn", signed_in(), NO_METHOD_AFTER_SIGN_IN),
    Route("mfa_add_webauthn", signed_in(), signed_in()),
    Route("mfa_reauthenticate_webauthn", signed_in(302), signed_in(302)),
    Route("mfa_edit_webauthn", signed_in(404), signed_in(404), args=lambda world: [1]),
    Route("mfa_remove_webauthn", signed_in(404), signed_in(404), args=lambda world: [1]),
    Route("mfa_login_webauthn", ALREADY_IN.but(guest=IN), ALREADY_IN.but(guest=IN)),
    # Where one is signed in.
    Route("usersessions_list", signed_in(), NO_METHOD_AFTER_SIGN_IN),
    Route("account_end_session", NO_METHOD_AFTER_SIGN_IN, signed_in(404), args=lambda world: [1]),
    Route("account_end_other_sessions", NO_METHOD_AFTER_SIGN_IN, signed_in(302)),
    # Through others: without keys there is no such door (tests/accounts/test_providers.py).
    *(
        Route(name, MISSING, MISSING, args=lambda world, of=of: of)
        for name, of in (
            ("openid_connect_login", ["esia"]),
            ("openid_connect_callback", ["esia"]),
            ("vk_login", []),
            ("vk_callback", []),
            ("yandex_login", []),
            ("yandex_callback", []),
        )
    ),
    Route("socialaccount_connections", signed_in(), signed_in()),
    Route("socialaccount_signup", everybody(IN), everybody(IN)),
    Route("socialaccount_login_cancelled", READ),
    Route("socialaccount_login_error", everybody(401)),
    Route("wagtailcore_login", everybody(IN), everybody(IN)),
    Route("admin_login", everybody(IN), everybody(IN)),
    Route(
        "admin_password_reset",
        only(*PRESS, status=IN),
        only(*PRESS, status=IN),
        path=lambda world: "/admin/password_reset/",
    ),
]

POSTERS = [
    Route("posters:pack", only(*MODERATORS), only(*MODERATORS), slug),
    Route(
        "posters:sheets",
        only(*MODERATORS),
        NO_METHOD_AFTER_SIGN_IN,
        lambda world: [world.community.slug, world.pack.public_id],
    ),
    Route("posters:follow", everybody(302), args=lambda world: [world.pack.posters.first().public_id]),
]

MORE = [route for notion in NOTIONS for route in notion.ROUTES]
ROUTES = [*MORE, *POSTERS, *TOWN, *COMMUNITIES, *DESK, *VOTES, *FEED, *INITIATIVES, *PUBLICATIONS, *SIGN_IN]
# Answered in tests/access/test_admin.py.
ADMIN = "admin/"


def addresses() -> set[str]:
    """The names of all addresses of the project but the admin's own; a nameless one by its pattern."""
    found = set()

    def walk(patterns, prefix, namespace):
        for pattern in patterns:
            path = prefix + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                walk(pattern.url_patterns, path, namespace + (f"{pattern.namespace}:" if pattern.namespace else ""))
            elif not path.startswith(ADMIN) or pattern.name in ("admin_login", "admin_password_reset"):
                found.add(namespace + pattern.name if pattern.name else path)

    walk(get_resolver().url_patterns, "", "")
    return found
