"""Training of the models that ship with kg; needs the corpora that KG_SHARED points to."""
