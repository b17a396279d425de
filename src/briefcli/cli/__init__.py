"""The command line: options in, exit code out. Only this package imports Typer."""
