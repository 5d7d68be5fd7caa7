"""What options cost, when they break even, what ranges make of it, what would turn it. DOMAIN section 4."""
