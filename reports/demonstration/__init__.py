"""The demonstration: an invented county, its people, two yearly rounds and reports in every state.

The texts are TOML files, one a report, in this_year/ and last_year/; load.py brings them into the database.
"""
