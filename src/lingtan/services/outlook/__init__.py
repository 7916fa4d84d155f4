"""What a site looks like over years, under doubt, in operation and at great cuts: asked as jobs, kept, shown."""
