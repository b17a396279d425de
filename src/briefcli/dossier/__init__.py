"""What is known: typed records, time and countries, and the questions that can be asked of them."""
