pairs = [
    (BaseException, object), (Exception, BaseException), (KeyboardInterrupt, BaseException), (SystemExit, BaseException),
    (GeneratorExit, BaseException), (ArithmeticError, Exception), (ZeroDivisionError, ArithmeticError),
    (OverflowError, ArithmeticError), (FloatingPointError, ArithmeticError), (LookupError, Exception),
    (IndexError, LookupError), (KeyError, LookupError), (ValueError, Exception), (UnicodeError, ValueError),
    (UnicodeDecodeError, UnicodeError), (UnicodeEncodeError, UnicodeError), (TypeError, Exception), (NameError, Exception),
    (UnboundLocalError, NameError), (AttributeError, Exception), (ImportError, Exception), (ModuleNotFoundError, ImportError),
    (OSError, Exception), (FileNotFoundError, OSError), (FileExistsError, OSError), (PermissionError, OSError),
    (RuntimeError, Exception), (NotImplementedError, RuntimeError), (RecursionError, RuntimeError), (StopIteration, Exception),
    (AssertionError, Exception), (MemoryError, Exception), (SyntaxError, Exception), (IndentationError, SyntaxError),
    (EOFError, Exception), (BufferError, Exception), (Warning, Exception), (DeprecationWarning, Warning),
    (StopAsyncIteration, Exception), (TimeoutError, OSError), (SystemError, Exception), (ReferenceError, Exception),
]
print(all(issubclass(a, b) and b in a.__bases__ for a, b in pairs), len(pairs))
print(IOError is OSError, EnvironmentError is OSError)


def which(exc):
    try:
        raise exc
    except (IndexError, KeyError):
        return "index or key"
    except LookupError:
        return "lookup"
    except ArithmeticError:
        return "arithmetic"
    except Exception as e:
        return "other " + type(e).__name__
    except BaseException as e:
        return "base " + type(e).__name__


for exc in (IndexError(), LookupError(), KeyError, OverflowError, ValueError("v"), KeyboardInterrupt, SystemExit(3), GeneratorExit()):
    print(which(exc))
print(SystemExit(3).code, StopIteration(5).value, StopIteration().value, KeyError("a").args)
e = ValueError("x", 1)
print(e == ValueError("x", 1), e.args, e.__class__.__mro__[1].__name__)
e.args = ("new",)
print(e, repr(e))
e.note = 1
print(e.__dict__)
e.add_note("noted")
print(e.__notes__)
print(str(KeyError("it's")), str(KeyError("a", "b")), str(KeyError()), str(OSError(2, "No such file")), OSError(2, "x").errno)
print(repr(ImportError("m", name="n")), ImportError("m", name="n").name, str(UnicodeDecodeError("utf-8", b"\xff", 0, 1, "bad")))
print(repr(NameError("m", name="q")), AttributeError("m", name="z", obj=3).obj)
