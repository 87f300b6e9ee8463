"""Pure functions over the prose of a duty report. Nothing here knows Django or the database."""
