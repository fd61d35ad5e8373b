"""What a registry of premises says, read from spreadsheets: pure rules, without a database."""
