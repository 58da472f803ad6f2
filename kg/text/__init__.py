"""Pure functions on text: nothing here knows articles' sources, extractors or RDF."""
