"""What is measured: quality, speed. Not part of the installed package."""
