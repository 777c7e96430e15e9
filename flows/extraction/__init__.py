"""What is to be extracted, and documents read in child processes."""
