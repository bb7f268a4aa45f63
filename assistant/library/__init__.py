"""Documents in: reading, segmenting, and adding them to the record."""
