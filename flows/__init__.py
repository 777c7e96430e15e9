"""What runs, when, with which retries: Prefect flows over plain functions, and the command line."""

import os

# Prefect reads its settings when it is first imported: telling nobody, patient on small machines, and quiet, since the
# command line tells what went wrong. What the operator has set stays.
for _name, _value in {
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ALLOW_EPHEMERAL_MODE": "true",
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
    "PREFECT_LOGGING_LEVEL": "CRITICAL",
    "PREFECT_SERVER_LOGGING_LEVEL": "CRITICAL",
    "PREFECT_LOGGING_INTERNAL_LEVEL": "CRITICAL",
    "PREFECT_CLI_WRAP_LINES": "false",
}.items():
    os.environ.setdefault(_name, _value)
