def draw_intervals(spec, width): return []
