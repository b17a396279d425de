"""`python -m briefcli` and the `brief` command."""

from briefcli.cli.app import main

if __name__ == "__main__":
    main()
