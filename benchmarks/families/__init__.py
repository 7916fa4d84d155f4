"""Public instance families of parallel-machine scheduling: their generators, our runs, and the peers."""
