"""Facts as RDF: names, mapping, provenance, shapes."""
