"""The vocabulary: frozen types that every other part speaks. Standard library only."""
