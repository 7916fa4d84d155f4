"""Credit services: holdings imported, shown, withdrawn."""
