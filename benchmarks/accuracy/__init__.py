"""Parts of `benchmarks/declarations.py`: sheets read, peers run, errors reckoned, tables printed."""
