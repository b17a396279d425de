"""What tables can be written as: the only list."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from msgspec import Struct

from briefcli.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from briefcli.dossier.model import Dossier


class Target(Struct, frozen=True):
    """What tables can be written as: a file with one of the suffixes, or a folder of files with the one `within`.

    The module of that name writes it, and is imported then.
    """

    name: str
    suffixes: tuple[str, ...]
    meaning: str
    module: str
    within: str = ""

    def __str__(self) -> str:
        return self.name

    def write(self, place: Path, dossiers: Iterable[Dossier]) -> None:
        """Fill an empty file or folder with the tables, dossier by dossier.

        Raises:
            UsageError: it cannot be written, or needs a package that is not installed.
        """
        try:
            module = import_module(f"briefcli.export.{self.module}")
        except ModuleNotFoundError as error:
            msg = f"{self} needs {error.name}; install briefcli[{self}]"
            raise UsageError(msg) from error
        module.write(place, dossiers)


SQLITE = Target(
    "sqlite", (".db", ".sqlite", ".sqlite3"), "an SQLite database with keys and full-text search", "database"
)
PACKAGE = Target(
    "datapackage", (), "a CSV file for each table, and a Data Package that describes them", "package", ".csv"
)
PARQUET = Target("parquet", (), "a Parquet file for each table; needs `briefcli[parquet]`", "parquet", ".parquet")
WORKBOOK = Target("xlsx", (".xlsx",), "a workbook for Excel and LibreOffice, a sheet for each table", "workbook")
TARGETS = (SQLITE, PACKAGE, WORKBOOK, PARQUET)
