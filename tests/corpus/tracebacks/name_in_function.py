def compute(value):
    result = valeu * 2
    return result


compute(3)
