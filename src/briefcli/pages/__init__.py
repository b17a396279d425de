"""What is said: pure functions from records to a Page."""
