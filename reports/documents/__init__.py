"""The report as a file: what is read from one, and what is written to one."""
