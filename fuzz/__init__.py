"""Inputs that nobody would write, made by two engines, against every place where kg takes what others wrote.

``python -m fuzz`` lists the targets, ``python -m fuzz guard --seconds 60`` runs one. A target is a function that takes
bytes, works with them as kg does, and raises where a promise is broken. Inputs come from strategies of Hypothesis,
which know the form of an input, and from libFuzzer (through atheris, where it is installed), which watches what parts
of kg an input reaches. What once broke a promise stays in ``corpus/`` and is replayed by the tests.
"""
