"""What a call that cannot mean anything ends with."""


class UsageError(ValueError):
    """The call cannot mean anything; the message says what to give instead."""
