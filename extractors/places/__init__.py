"""Places: `finder` finds their mentions, the other modules are what it knows."""
