"""The front desk: a member of staff acts for a resident who is present, with consent, visibly and on record."""
