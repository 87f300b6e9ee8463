"""The verbs that change state: each checks, writes and logs in one transaction. Time is an argument, `at`."""
