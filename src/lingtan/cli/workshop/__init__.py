"""`lingtan workshop`: the meters' commands and those of green attributes."""
