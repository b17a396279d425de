"""What is known: YAML text in, checked, typed and immutable records out."""
