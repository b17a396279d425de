"""The smallest program that Typer makes: what a start is measured against."""

import typer

app = typer.Typer()


@app.command()
def main(name: str = "world") -> None:
    """Greet somebody."""
    print(f"hello {name}")  # noqa: T201 - it is all that this does


if __name__ == "__main__":
    app()
