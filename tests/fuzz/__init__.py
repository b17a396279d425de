"""Long searches for faults, run by hand: of the reader with Atheris, and of all commands with hostile cases."""
