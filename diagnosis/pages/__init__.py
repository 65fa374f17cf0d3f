"""Pages in HTML, each whole in one file: the one door to the template engine. Whatever people typed is escaped."""
