"""The pages of certificates: list, issue, devices, and the public check."""
