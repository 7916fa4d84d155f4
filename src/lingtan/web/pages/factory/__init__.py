"""Pages of the factory: sites and their plans, weeks and their schedules."""
