"""A text in one notation: its characters, words, numbers and sentences."""
