"""Speed and memory, measured: never a timed test, always a ratio to a floor or a peer in the same run.

CPU seconds of all processes are what is compared: on a shared machine wall seconds vary several times more.
"""
