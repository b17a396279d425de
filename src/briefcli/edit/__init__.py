"""What a curator changes, as text at its place in the files."""
