"""Each case is a module run in a process of its own: `python -m lazo.bench.cases.<name> ARGUMENTS`."""
