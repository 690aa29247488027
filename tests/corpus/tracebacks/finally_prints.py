def f():
    try:
        raise KeyError("lost key")
    finally:
        print("finally first")


f()
