def draw(spec, width, height): return []
