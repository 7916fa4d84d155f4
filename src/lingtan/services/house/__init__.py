"""House services: workspace, ids, templates, self-examination."""
