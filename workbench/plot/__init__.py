"""Pictures as rows of coloured cells, for a size; the only room that knows plotext."""
