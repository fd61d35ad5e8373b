"""What is hashed, chained, signed and published so that anyone can check a vote. Pure: no Django.

docs/audit-file.md describes the file; `python -m voting.verify FILE` checks one.
"""

from voting.audit.canonical import canonical, digest, moment, receipt, roll_fingerprint, roll_line
from voting.audit.chain import record, record_hash, signed_message, told_channel
from voting.audit.papers import ballots_csv, csv_header, csv_row

__all__ = [
    "ballots_csv",
    "canonical",
    "csv_header",
    "csv_row",
    "digest",
    "moment",
    "receipt",
    "record",
    "record_hash",
    "roll_fingerprint",
    "roll_line",
    "signed_message",
    "told_channel",
]
