"""What is printed for a vote, in the main language of the town: ballots, the register, papers of owners."""

from voting.prints.ballots import ballots_pdf
from voting.prints.owners import agenda_pdf, decision_forms_pdf, notice_pdf
from voting.prints.register import meeting_register_pdf, register_pdf

__all__ = [
    "agenda_pdf",
    "ballots_pdf",
    "decision_forms_pdf",
    "meeting_register_pdf",
    "notice_pdf",
    "register_pdf",
]
