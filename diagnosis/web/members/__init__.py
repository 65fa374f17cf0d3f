"""Members' pages: questions, the score as it grows, what it means, keeping it, handing it in."""
