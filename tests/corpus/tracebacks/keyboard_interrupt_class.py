print("raising KeyboardInterrupt as a plain exception is caught by BaseException")
try:
    raise KeyboardInterrupt
except BaseException as e:
    print(type(e).__name__)
raise GeneratorExit("escaped")
