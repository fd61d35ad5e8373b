"""Triggers that hold a signed report still: neither its figures, words and files nor the row itself can go.

A migration that rebuilds the table on SQLite must end with `RunPython(*migration(GUARDS))` (see core.guards).
"""

from core.guards import Guard, changed

# Who made and who signed may leave the site: the keys then become empty, and the position stays.
FROZEN = (
    "public_id municipality_id community_id year state background aims stages informing partners strengths weaknesses "
    "made_at figures docx pdf xlsx docx_digest pdf_digest xlsx_digest signed_as signed_at"
).split()

GUARDS = [
    Guard("report_frozen", "figures_annualreport", "UPDATE", f"OLD.state = 'signed' AND {changed(*FROZEN)}"),
    Guard("report_kept", "figures_annualreport", "DELETE", "OLD.state = 'signed'"),
]
