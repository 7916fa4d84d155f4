"""Services of the factor library: what it holds, what it answers, how two editions differ, and whether a pack of one's own fits."""
