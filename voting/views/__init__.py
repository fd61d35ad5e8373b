"""Pages of votes: lists, the ballot, the receipt, the result, and what those who run a vote do with it."""

from voting.views.amending import amend, amendment, outcome
from voting.views.ballot import cast, receipt
from voting.views.checking import check
from voting.views.codes import ballot_code, leave_ballot, open_ballot
from voting.views.downloads import audit_file, ballots, projects, protocol, verifier_file
from voting.views.drafting import compose, edit, new
from voting.views.life import cancel, detail
from voting.views.lists import community_tab, vote_list
from voting.views.owners import owners_meeting, owners_notice, owners_sheet
from voting.views.paper import paper, paper_scan, papers, read_paper, withdraw_paper
from voting.views.preview import announce, discard, preview
from voting.views.prints import print_papers, print_register
from voting.views.result import vote_voices

__all__ = [
    "amend",
    "amendment",
    "announce",
    "audit_file",
    "ballot_code",
    "ballots",
    "cancel",
    "cast",
    "check",
    "community_tab",
    "compose",
    "detail",
    "discard",
    "edit",
    "leave_ballot",
    "new",
    "open_ballot",
    "outcome",
    "owners_meeting",
    "owners_notice",
    "owners_sheet",
    "paper",
    "paper_scan",
    "papers",
    "preview",
    "print_papers",
    "print_register",
    "projects",
    "protocol",
    "read_paper",
    "receipt",
    "verifier_file",
    "vote_list",
    "vote_voices",
    "withdraw_paper",
]
