e = ValueError(1)
for i in range(14):
    e = ExceptionGroup("g%d" % i, [e, TypeError(i)])
raise e
