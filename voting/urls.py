"""Addresses below /votes/. A community's tab of votes is wired in cms/urls.py."""

from django.urls import path

from voting import views

app_name = "voting"
urlpatterns = [
    path("", views.vote_list, name="list"),
    path("check/", views.check, name="check"),
    path("verify.pyz", views.verifier_file, name="verifier"),
    path("<str:public_id>/", views.detail, name="detail"),
    path("<str:public_id>/cast/", views.cast, name="cast"),
    path("<str:public_id>/receipt/", views.receipt, name="receipt"),
    path("<str:public_id>/code/", views.ballot_code, name="code"),
    path("<str:public_id>/leave/", views.leave_ballot, name="leave_ballot"),
    path("<str:public_id>/ballots.csv", views.ballots, name="ballots"),
    path("<str:public_id>/audit.json", views.audit_file, name="audit"),
    path("<str:public_id>/protocol.pdf", views.protocol, name="protocol"),
    path("<str:public_id>/projects.pb", views.projects, name="projects"),
    path("<str:public_id>/check/", views.check, name="check_one"),
    path("<str:public_id>/voices/", views.vote_voices, name="voices"),
    path("<str:public_id>/cancel/", views.cancel, name="cancel"),
    path("<str:public_id>/edit/", views.edit, name="edit"),
    path("<str:public_id>/preview/", views.preview, name="preview"),
    path("<str:public_id>/announce/", views.announce, name="announce"),
    path("<str:public_id>/discard/", views.discard, name="discard"),
    path("<str:public_id>/amend/", views.amend, name="amend"),
    path("<str:public_id>/amendments/<str:amendment_id>/", views.amendment, name="amendment"),
    path("<str:public_id>/outcome/", views.outcome, name="outcome"),
    path("<str:public_id>/print/", views.print_papers, name="print"),
    path("<str:public_id>/print/register/", views.print_register, name="print_register"),
    path("<str:public_id>/papers/", views.papers, name="papers"),
    path("<str:public_id>/papers/read/<str:line>/", views.read_paper, name="read_paper"),
    path("<str:public_id>/papers/<str:paper_id>/", views.paper, name="paper"),
    path("<str:public_id>/papers/<str:paper_id>/scan/", views.paper_scan, name="paper_scan"),
    path("<str:public_id>/papers/<str:paper_id>/withdraw/", views.withdraw_paper, name="withdraw_paper"),
    path("<str:public_id>/meeting/", views.owners_meeting, name="owners_meeting"),
    path("<str:public_id>/meeting/notice/", views.owners_notice, name="owners_notice"),
    path("<str:public_id>/meeting/<slug:sheet>/", views.owners_sheet, name="owners_sheet"),
]
