def work():
    raise ValueError("original")


def wrapper():
    try:
        work()
    except ValueError:
        print("noticed")
        raise


wrapper()
