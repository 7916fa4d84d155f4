"""Meters and their readings on record: from files, a drop folder and a broker; lists and exports."""
