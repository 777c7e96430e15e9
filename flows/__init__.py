"""What runs, when, with which retries: Prefect flows over plain functions, and the command line."""

import os

# Prefect reads its settings when it is first imported: quiet, telling nobody, patient on small machines. What the
# operator has set stays.
for _name, _value in {
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ALLOW_EPHEMERAL_MODE": "true",
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
    "PREFECT_LOGGING_LEVEL": "WARNING",
    "PREFECT_CLI_WRAP_LINES": "false",
}.items():
    os.environ.setdefault(_name, _value)
