"""A run over arrays: what `standing`, `score_file`, `cube` and `summary` say in the engine, for a base that fits in memory."""
