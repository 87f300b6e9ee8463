"""Ledgers (台账): what their columns hold, how a cell is read, what a figure takes from the rows. No Django."""
