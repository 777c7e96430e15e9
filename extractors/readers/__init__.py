"""What the readers of pages and PDFs share, and the reader of plain text."""
