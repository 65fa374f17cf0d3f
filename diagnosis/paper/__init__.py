"""Pages on paper: HTML to PDF, and the fonts that print it. The one door to WeasyPrint, for reports and for forms."""
