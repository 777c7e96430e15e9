"""Agreements: `finder` finds them, the other modules are what it knows."""
