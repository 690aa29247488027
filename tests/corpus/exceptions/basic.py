def divide(a, b):
    try:
        result = a / b
    except ZeroDivisionError as e:
        return f"zero: {e}"
    except (TypeError, ValueError) as e:
        return f"{type(e).__name__}: {e}"
    else:
        return f"ok {result}"
    finally:
        print("finally", end=" ")


print(divide(1, 2))
print(divide(1, 0))
print(divide(1, "a"))
try:
    raise ValueError
except ValueError as e:
    print(repr(e), str(e) == "", e.args)
try:
    raise ValueError("one", 2)
except ValueError as e:
    print(repr(e), e, e.args)
try:
    raise KeyError("key")
except LookupError as e:
    print(repr(e), str(e))
try:
    [][1]
except IndexError as e:
    print(e)
try:
    {}["k"]
except KeyError as e:
    print(e)
try:
    e
except NameError as err:
    print(err)
try:
    try:
        raise TypeError("inner")
    except ValueError:
        print("not here")
except TypeError as err:
    print("outer", err)
try:
    pass
except:
    print("no")
else:
    print("else")
try:
    raise Exception
except:
    print("bare except")


def nested():
    try:
        try:
            1 / 0
        finally:
            print("f1")
    except ZeroDivisionError:
        print("caught")
        return "r"
    finally:
        print("f2")


print(nested())
for bad in ("raise 5", "raise None", "raise str", "except 5"):
    try:
        if bad == "raise 5":
            raise 5
        elif bad == "raise None":
            raise None
        elif bad == "raise str":
            raise str
        else:
            try:
                1 / 0
            except 5:
                pass
    except TypeError as err:
        print(bad, "->", err)
try:
    raise
except RuntimeError as err:
    print(err)
