def g():
    return (
        1 +
        2 +

        "x" +
        3
    )
g()
