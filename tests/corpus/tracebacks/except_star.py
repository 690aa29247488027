try:
    raise ExceptionGroup("eg", [ValueError(1), TypeError(2), OSError(3), ExceptionGroup("n", [ValueError(4), KeyError(5)])])
except* ValueError as e:
    print(repr(e))
    raise RuntimeError("new")
except* TypeError as e:
    print(repr(e))
    raise
