"""What the benchmarks of the kernel at scale share: synthetic systems, bw2calc in a process of its own, measuring."""
