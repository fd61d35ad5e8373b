"""Addresses of the feed below /communities/, of comments below /comments/.

Discussions themselves stand on the pages of what is discussed. What is done with words of people is the same for a
comment and for a post: a view that gets a slug is about a post.
"""

from django.urls import include, path

from feed import views

app_name = "feed"

# What authors and moderators do with a comment.
said = [
    path("edit/", views.edit, name="edit"),
    path("history/", views.history, name="history"),
    path("report/", views.report, name="report"),
    path("appeal/", views.appeal, name="appeal"),
    path("pin/", views.pin, name="pin"),
    path("unpin/", views.unpin, name="unpin"),
    path("hide/", views.hide, name="hide"),
    path("redact/", views.redact, name="redact"),
    path("restore/", views.restore, name="restore"),
    path("dismiss/", views.dismiss, name="dismiss"),
    path("decide/", views.decide, name="decide"),
    path("block/", views.block, name="block"),
]
# The same with a post, and what only a post has.
posted = [
    path("", views.post, name="post"),
    path("edit/", views.edit_post, name="post_edit"),
    path("history/", views.post_history, name="post_history"),
    path("report/", views.report, name="post_report"),
    path("appeal/", views.appeal, name="post_appeal"),
    path("pin/", views.pin, name="post_pin"),
    path("unpin/", views.unpin, name="post_unpin"),
    path("hide/", views.hide, name="post_hide"),
    path("redact/", views.redact, name="post_redact"),
    path("restore/", views.restore, name="post_restore"),
    path("dismiss/", views.dismiss, name="post_dismiss"),
    path("decide/", views.decide, name="post_decide"),
    path("block/", views.block, name="post_block"),
    path("poll/", views.poll, name="poll"),
    path("poll/close/", views.poll_close, name="poll_close"),
    path("photos/<str:photo_id>/", views.photo, name="photo"),
    path("photos/<str:photo_id>/blur/", views.photo_blur, name="photo_blur"),
    path("photos/<str:photo_id>/remove/", views.photo_remove, name="photo_remove"),
]
urlpatterns = [
    path("comments/reports/", views.reports, name="reports"),
    path("comments/threads/<str:public_id>/comment/", views.write, name="write"),
    path("comments/<str:public_id>/", views.branch, name="branch"),
    path("comments/<str:public_id>/go/", views.go, name="go"),
    path("comments/<str:public_id>/reply/", views.reply, name="reply"),
    path("comments/<str:public_id>/", include(said)),
    path("communities/<slug:slug>/feed/", views.tab, name="tab"),
    path("communities/<slug:slug>/feed/new/<slug:kind>/", views.new, name="new"),
    path("communities/<slug:slug>/feed/fresh/", views.fresh, name="fresh"),
    path("communities/<slug:slug>/feed/access/", views.access, name="access"),
    path("communities/<slug:slug>/feed/<str:public_id>/", include(posted)),
]
