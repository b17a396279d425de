"""Print the lowest versions that pyproject.toml allows as constraints for pip, which would not choose them."""  # noqa: INP001 - a script

import re
import tomllib
from pathlib import Path

project = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text(encoding="utf-8"))["project"]
extras = project["optional-dependencies"]
for dependency in [*project["dependencies"], *extras["mcp"], *extras["online"], *extras["parquet"]]:
    name, lowest = re.fullmatch(r"([\w-]+)>=([\w.]+)(?:,.*)?", dependency).groups()
    print(f"{name}=={lowest}")  # noqa: T201 - what it is for
