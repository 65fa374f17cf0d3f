"""`/api/v1`: what other systems may ask for, by a key, and the description of it that is served along."""
