"""Triggers that make the journal append-only: an event or a seal, once written, is neither changed nor taken out.

Looks and the outbox stay deletable: they are not the record, and a look goes with the person it speaks of.
"""

from core.guards import Guard

GUARDS = [
    Guard("event_not_changed", "journal_event", "UPDATE", "TRUE"),
    Guard("event_kept", "journal_event", "DELETE", "TRUE"),
    # SQLite's INSERT OR REPLACE deletes the old row without asking the guard of deletions.
    Guard("event_not_replaced", "journal_event", "INSERT", "EXISTS (SELECT 1 FROM journal_event WHERE id = NEW.id)"),
    # After the insert, for SQLite gives the row its number only then.
    Guard(
        "event_not_slipped_in",
        "journal_event",
        "INSERT",
        "EXISTS (SELECT 1 FROM journal_seal WHERE municipality_id = NEW.municipality_id AND last_event >= NEW.id)",
        when="AFTER",
    ),
    Guard("seal_not_changed", "journal_seal", "UPDATE", "TRUE"),
    Guard("seal_kept", "journal_seal", "DELETE", "TRUE"),
    Guard(
        "seal_follows",
        "journal_seal",
        "INSERT",
        "EXISTS (SELECT 1 FROM journal_seal WHERE municipality_id = NEW.municipality_id "
        "AND (last_event >= NEW.first_event OR number >= NEW.number))",
    ),
]
