"""What people decide, and what decisions say of the extractors."""
