"""The web app: pages in two languages, their JSON twins, and the REST API."""
