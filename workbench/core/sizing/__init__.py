"""Method and size: weights from a model's config, adapter parameters, memory, and the cards that hold it. DOMAIN 6."""
