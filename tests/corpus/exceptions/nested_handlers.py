def f(n):
    out = []
    try:
        out.append("a")
        try:
            out.append("b")
            if n == 1:
                raise ValueError("v")
            if n == 2:
                raise KeyError("k")
            if n == 3:
                raise TypeError("t")
            out.append("c")
        except ValueError as e:
            out.append(str(e))
            if n == 1:
                try:
                    raise IndexError("i")
                except IndexError as e2:
                    out.append(repr(e2.__context__))
        except KeyError:
            out.append("k")
            raise LookupError("from k")
        else:
            out.append("else")
        finally:
            out.append("finally1")
    except LookupError as e:
        out.append(f"{e} / {e.__context__!r}")
    except TypeError:
        out.append("outer t")
    finally:
        out.append("finally2")
    return out


for n in range(4):
    print(f(n))


def loops():
    for i in range(3):
        try:
            for j in range(3):
                try:
                    if i == j:
                        raise ValueError((i, j))
                    yield i, j
                except ValueError as e:
                    yield e.args[0]
                    if i == 1:
                        break
                finally:
                    yield "f"
        finally:
            yield "F"


print(list(loops()))


def in_lambda(f, default):
    try:
        return f()
    except Exception as e:
        return default, type(e).__name__


print(in_lambda(lambda: 1 / 0, "d"), in_lambda(lambda: [1][0], "d"), in_lambda(lambda: in_lambda(lambda: {}["x"], 1)[5], 2))


def raise_in_else():
    try:
        pass
    except ValueError:
        return "wrong"
    else:
        raise ValueError("from else")


try:
    raise_in_else()
except ValueError as e:
    print(e)


def return_in_else():
    for i in range(3):
        try:
            i / (i - 1)
        except ZeroDivisionError:
            continue
        else:
            if i == 2:
                return "else", i
        finally:
            print("f", i, end=" ")


print(return_in_else())
