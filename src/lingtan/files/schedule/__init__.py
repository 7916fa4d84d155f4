"""Weeks to plan and plans, as files: XLSX, a folder of CSV files, JSON, ICS."""
