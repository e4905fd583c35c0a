"""`lazo bench`: speed and memory, measured on this machine."""

import typer

PASS_ON = {"allow_extra_args": True, "ignore_unknown_options": True}


def bench(context: typer.Context) -> None:
    """Mide velocidad y memoria contra un piso y contra otros, en la misma corrida.

    Las opciones se pasan tal cual a la medición: «lazo bench --help-cases» las muestra.
    """
    from lazo.bench.main import main

    raise typer.Exit(main(context.args))
