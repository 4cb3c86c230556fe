"""The door: the caller's data in, typed columns and a list of what was set aside out."""
