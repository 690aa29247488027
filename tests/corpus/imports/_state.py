count = 0


def bump():
    global count
    count += 1
    return count


def get():
    return count


def reads_new():
    return new_name


def __getattr__(name):
    if name == "dynamic":
        return "made by __getattr__"
    raise AttributeError(f"custom message for {name}")
