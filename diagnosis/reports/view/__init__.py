"""What the pages show, chapter by chapter: plain values, ready to print, made from a diagnosis."""
