"""Who asks: options in, exit code out. Typer lives here and nowhere else."""
