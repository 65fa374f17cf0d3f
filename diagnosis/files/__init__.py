"""Reading files that come from outside: hostile until read, and every value knows where it was written."""
