"""The report's charts: one module a chart, each a pure function from numbers and labels to an SVG element."""
