"""From the marks of a page to tables and lines, whatever file the page came from."""
