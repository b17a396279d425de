"""Whole dossiers as tables for other programs, and the one list of the formats that these can have."""

from __future__ import annotations

from briefcli.render.form import Form

SQLITE = Form(
    "sqlite",
    (".db", ".sqlite", ".sqlite3"),
    "an SQLite database with keys and full-text search",
    "export.database.write",
)
PACKAGE = Form(
    "datapackage",
    (),
    "a CSV file for each table, and a Data Package that describes them",
    "export.package.write",
    within=".csv",
)
PARQUET = Form(
    "parquet",
    (),
    "a Parquet file for each table; needs `briefcli[parquet]`",
    "export.parquet.write",
    within=".parquet",
)
WORKBOOK = Form(
    "xlsx", (".xlsx",), "a workbook for Excel and LibreOffice, a sheet for each table", "export.workbook.write"
)
EXPORT_FORMS = (SQLITE, PACKAGE, WORKBOOK, PARQUET)
