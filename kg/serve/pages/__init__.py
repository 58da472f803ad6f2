"""What people read: each module makes one page of an open store and of what was asked for.

A page is called as ``page(store, asked)`` in a process of the pool and gives a :class:`~kg.serve.page.Page`. It reads
what it shows by targeted queries, never the whole graph, and puts what readers or articles say into queries as terms.
"""
