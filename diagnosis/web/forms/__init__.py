"""Posted forms: taken in with their proof, read into answers and faults."""
