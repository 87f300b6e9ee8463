"""The roll from a spreadsheet: what each row says, what it would change, and changing it, all of it or nothing."""
