"""Where graphs are kept and queried."""
