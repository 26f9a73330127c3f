"""The monthly collection of figures for the dispatch: called, returned, chased, closed (M6, M13)."""
