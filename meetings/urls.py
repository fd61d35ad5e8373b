"""Meetings, below /meetings/."""

from django.urls import include, path

from meetings.views import acts, calendars, detail, lists, planning

app_name = "meetings"

life_urls = [
    path("", detail.show, name="detail"),
    path("meeting.ics", calendars.one, name="ics"),
    path("edit/", planning.edit, name="edit"),
    path("follow-up/", planning.follow_up, name="follow_up"),
    path("announce/", acts.announce, name="announce"),
    path("move/", acts.move, name="move"),
    path("cancel/", acts.cancel, name="cancel"),
    path("come/", acts.register, name="register"),
    path("stay-away/", acts.unregister, name="unregister"),
    path("ask/", acts.ask, name="ask"),
    path("questions/<slug:question_id>/vote/", acts.vote_question, name="vote_question"),
    path("questions/<slug:question_id>/unvote/", acts.unvote_question, name="unvote_question"),
    path("questions/<slug:question_id>/hide/", acts.hide_question, name="hide_question"),
]

# Fixed words stand before the ids.
urlpatterns = [
    path("", lists.schedule, name="schedule"),
    path("calendar.ics", calendars.town_calendar, name="calendar"),
    path("past/", lists.archive, name="archive"),
    path("new/", planning.new, name="new"),
    path("<slug:public_id>/", include(life_urls)),
    path("<slug:public_id>/", include("meetings.desk.urls")),
]
