"""What is typed around a vote."""

from voting.forms.ballot import BallotForm
from voting.forms.checking import ReceiptForm
from voting.forms.drafting import VoteTermsForm
from voting.forms.life import AmendForm, CancelForm, OutcomeForm
from voting.forms.owners import NoticeForm, OwnersMeetingForm
from voting.forms.paper import FindPaperForm, PaperForm, PrintForm
from voting.forms.rows import rows_of
from voting.forms.shapes import SHAPES, shape_of, shapes_for

__all__ = [
    "SHAPES",
    "AmendForm",
    "BallotForm",
    "CancelForm",
    "FindPaperForm",
    "NoticeForm",
    "OutcomeForm",
    "OwnersMeetingForm",
    "PaperForm",
    "PrintForm",
    "ReceiptForm",
    "VoteTermsForm",
    "rows_of",
    "shape_of",
    "shapes_for",
]
