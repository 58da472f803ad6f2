"""A local, read-only web server over a graph: pages to read and to browse, tables, the explorer, and SPARQL.

``server`` starts it; ``app`` puts it together; ``guards`` decides who may ask; ``sparql`` speaks the SPARQL 1.1
Protocol; ``pages`` makes what people read. Whatever touches the store runs in a process of the pool
(:mod:`kg.store.pool`), which can be killed, and the web process itself never waits for it.
"""
