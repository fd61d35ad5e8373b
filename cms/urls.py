"""Addresses: Russian at /, English at /en/; the admin, files and health outside of both."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from communities.views.slips import open_slip, slip
from core.views import display
from home import views as home
from initiatives.views import lists as initiatives
from meetings.views import calendars
from meetings.views import lists as meetings
from publications import views as publications
from voting import views as voting

# allauth answers with this when a limit of attempts is reached.
handler429 = "accounts.views.too_many_requests"
handler500 = "core.errors.failed"

to_sign_in = RedirectView.as_view(pattern_name="account_login", query_string=True)

urlpatterns = [
    path("healthz", home.healthz, name="healthz"),
    path("readyz", home.readyz, name="readyz"),
    # Wagtail's own sign-in has no limits on guessing: everybody comes in by one door.
    path("admin/login/", to_sign_in, name="admin_login"),
    re_path(r"^admin/password_reset/", to_sign_in, name="admin_password_reset"),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    # Renditions of published pictures and nothing else: documents lie beside them and are given out by a view that
    # asks who it is. In production the server gives out this folder itself (docs/production.md).
    re_path(r"^media/(?P<path>images/[^/]{1,200})$", serve, {"document_root": settings.MEDIA_ROOT}, name="media"),
]
if settings.DEMO_ALLOWED:
    from home import demo_views

    urlpatterns += [
        path("styleguide/", demo_views.styleguide, name="styleguide"),
        path("demo/mail/", demo_views.mail, name="demo_mail"),
    ]

urlpatterns += i18n_patterns(
    path("", home.home, name="home"),
    path("display/", display, name="display"),
    path("accounts/", include("accounts.urls")),
    path("me/calendar/", calendars.mine, name="my_calendar"),
    path("me/calendar/revoke/", calendars.revoke, name="my_calendar_revoke"),
    path("me/calendar/<str:token>.ics", calendars.personal_calendar, name="my_calendar_feed"),
    path("me/", include("home.urls")),
    path("me/", include("privacy.urls")),
    path("search/", home.search, name="search"),
    # Short, for it is printed on slips and typed by hand.
    path("k/", slip, name="slip"),
    path("k/<str:text>/", open_slip, name="slip_open"),
    # The same of printed ballots.
    path("b/", voting.ballot_code, name="ballot_code"),
    path("b/<str:text>/", voting.open_ballot, name="ballot_open"),
    path("communities/<slug:slug>/initiatives/", initiatives.community_tab, name="community_initiatives"),
    path("communities/<slug:slug>/meetings/", meetings.community_tab, name="community_meetings"),
    path("communities/<slug:slug>/meetings.ics", calendars.community_calendar, name="community_calendar"),
    path("communities/<slug:slug>/results/", publications.community_tab, name="community_results"),
    path("communities/<slug:slug>/votes/", voting.community_tab, name="community_votes"),
    path("communities/<slug:slug>/votes/new/", voting.new, name="community_vote_new"),
    path("communities/<slug:slug>/votes/new/<slug:shape>/", voting.compose, name="community_vote_compose"),
    path("", include("posters.urls")),
    path("communities/", include("communities.urls")),
    path("desk/", include("communities.desk.urls")),
    path("initiatives/", include("initiatives.urls")),
    path("votes/", include("voting.urls")),
    path("", include("feed.urls")),
    path("", include("assignments.urls")),
    path("appeals/", include("appeals.urls")),
    path("meetings/", include("meetings.urls")),
    path("figures/", include("figures.urls")),
    path("results/draft/", include("publications.urls")),
    # The second of Wagtail's own doors.
    path("_util/login/", to_sign_in),
    path("", include(wagtail_urls)),
    prefix_default_language=False,
)
