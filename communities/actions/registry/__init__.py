"""Imports of the registry of premises: received, checked, applied, undone."""

from communities.actions.registry.applying import apply_at_once, carry_out_imports, start_import
from communities.actions.registry.intake import check_import, receive_spreadsheet, table_of, told_columns
from communities.actions.registry.undoing import undo_import

__all__ = [
    "apply_at_once",
    "carry_out_imports",
    "check_import",
    "receive_spreadsheet",
    "start_import",
    "table_of",
    "told_columns",
    "undo_import",
]
