"""What every page is made with: pages, actions, sheets, charts, templates, and the way in."""
