def marks(t):
    t.comment("filled later")
