"""Article → annotations."""
