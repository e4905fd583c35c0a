"""The comparisons of `lazo bench`, one a file; each runs modules of `lazo.bench.cases` and commands of the product."""
