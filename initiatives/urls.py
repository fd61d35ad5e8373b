"""Addresses of initiatives: the life of one here, posting and lists in `urls_draft`."""

from django.urls import path

from initiatives.urls_draft import draft_urls
from initiatives.views import acts, decision, detail, work

app_name = "initiatives"

life_urls = [
    path("<slug:public_id>/", detail.show, name="detail"),
    path("<slug:public_id>/history/", detail.history, name="history"),
    path("<slug:public_id>/decisions/<int:pk>/document/", detail.decision_document, name="decision_document"),
    path("<slug:public_id>/submit/", acts.submit, name="submit"),
    path("<slug:public_id>/accept/", acts.accept, name="accept"),
    path("<slug:public_id>/send-back/", acts.send_back, name="send_back"),
    path("<slug:public_id>/support/", acts.support, name="support"),
    path("<slug:public_id>/withdraw-support/", acts.withdraw_support, name="withdraw_support"),
    path("<slug:public_id>/follow/", acts.follow, name="follow"),
    path("<slug:public_id>/unfollow/", acts.unfollow, name="unfollow"),
    path("<slug:public_id>/offer-help/", acts.offer_help, name="offer_help"),
    path("<slug:public_id>/help/<int:pk>/withdraw/", acts.withdraw_help, name="withdraw_help"),
    path("<slug:public_id>/help/<int:pk>/count/", work.count_help, name="count_help"),
    path("<slug:public_id>/correct/", acts.correct, name="correct"),
    path("<slug:public_id>/add-note/", acts.add_note, name="add_note"),
    path("<slug:public_id>/change/", acts.change_materially, name="change_materially"),
    path("<slug:public_id>/redact/", acts.redact, name="redact"),
    path("<slug:public_id>/put-to-vote/", decision.put_to_vote, name="put_to_vote"),
    path("<slug:public_id>/send-to-administration/", decision.send_to_administration, name="send_to_administration"),
    path("<slug:public_id>/give-opinion/", decision.give_opinion, name="give_opinion"),
    path("<slug:public_id>/add-conclusion/", decision.add_conclusion, name="add_conclusion"),
    path("<slug:public_id>/approve/", decision.approve, name="approve"),
    path("<slug:public_id>/give-assignment/", decision.give_assignment, name="give_assignment"),
    path("<slug:public_id>/decline/", decision.decline, name="decline"),
    path("<slug:public_id>/return-for-rework/", decision.return_for_rework, name="return_for_rework"),
    path("<slug:public_id>/rework/", decision.rework, name="rework"),
    path("<slug:public_id>/withdraw/", acts.withdraw, name="withdraw"),
    path("<slug:public_id>/archive/", acts.archive, name="archive"),
    path("<slug:public_id>/pass-on/", acts.pass_on, name="pass_on"),
    path("<slug:public_id>/start-work/", work.start_work, name="start_work"),
    path("<slug:public_id>/plan-stage/", work.plan_stage, name="plan_stage"),
    path("<slug:public_id>/stages/<int:pk>/report/", work.report_stage, name="report_stage"),
    path("<slug:public_id>/complete/", work.complete, name="complete"),
]

# Fixed words («new», «similar») stand before the ids.
urlpatterns = [*draft_urls, *life_urls]
