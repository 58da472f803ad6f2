"""The targets: a module for each, with a :class:`fuzz.target.Target` called ``TARGET``."""
