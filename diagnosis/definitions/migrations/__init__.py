"""Going from edition to edition: the files that say how, whether they make sense, and one sheet carried over."""
