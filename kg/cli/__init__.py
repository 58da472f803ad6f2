"""The command ``kg``: one file for each command, shared options, output, and the border where errors end."""
