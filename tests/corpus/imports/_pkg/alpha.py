print("init", __name__)


def name():
    return "alpha"
