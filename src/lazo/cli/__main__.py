"""`python -m lazo.cli` is the command `lazo`."""

from lazo.cli.main import run

if __name__ == "__main__":
    run()
