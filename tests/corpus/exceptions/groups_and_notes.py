e = ValueError("base")
e.add_note("first note")
e.add_note("second note")
print(e.__notes__)
try:
    e.add_note(5)
except TypeError as err:
    print(err)
g = ExceptionGroup("group", [ValueError(1), TypeError("t"), ExceptionGroup("inner", [KeyError("k")])])
print(g, repr(g), len(g.exceptions), g.message)
try:
    raise g
except* ValueError as eg:
    print("values", eg.exceptions)
except* KeyError as eg:
    print("keys", repr(eg))
except* TypeError as eg:
    print("types", eg.exceptions)
try:
    try:
        raise ExceptionGroup("partial", [ValueError("v"), OSError("o")])
    except* ValueError:
        print("handled value")
except ExceptionGroup as rest:
    print("rest", repr(rest))
try:
    raise ValueError("naked")
except* ValueError as eg:
    print(repr(eg))
match_, rest = g.split(ValueError)
print(repr(match_), repr(rest))
print(repr(g.subgroup(lambda x: isinstance(x, TypeError))), g.subgroup(OSError))
try:
    ExceptionGroup("empty", [])
except ValueError as err:
    print(err)
try:
    ExceptionGroup("bad", [1])
except ValueError as err:
    print(err)
