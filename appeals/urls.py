"""Messages to the administration, below /appeals/."""

from django.urls import include, path

from appeals.views import acts, detail, filing, lists

app_name = "appeals"

# Fixed words («new», «desk») stand before the ids.
urlpatterns = [
    path("", lists.appeal_list, name="list"),
    path("new/", filing.create, name="new"),
    path("new/for/", filing.file_for, name="new_for"),
    path("similar/", filing.similar, name="similar"),
    path("from-post/<slug:post_id>/", filing.from_post, name="from_post"),
    path("", include("appeals.desk.urls")),
    path("<slug:public_id>/", detail.show, name="detail"),
    path("<slug:public_id>/photos/<slug:photo_id>/", detail.photo, name="photo"),
    path("<slug:public_id>/join/", acts.join, name="join"),
    path("<slug:public_id>/leave/", acts.leave, name="leave"),
    path("<slug:public_id>/clarify/", acts.clarify, name="clarify"),
    path("<slug:public_id>/confirm/", acts.confirm, name="confirm"),
    path("<slug:public_id>/dispute/", acts.dispute, name="dispute"),
    path("<slug:public_id>/hide/", acts.hide, name="hide"),
    path("<slug:public_id>/show/", acts.show, name="show"),
    path("<slug:public_id>/redact/", acts.redact, name="redact"),
]
