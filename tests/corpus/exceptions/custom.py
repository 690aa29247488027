class AppError(Exception):
    """Base."""


class CodeError(AppError):
    def __init__(self, code, message="default message"):
        self.code = code
        super().__init__(message)

    def __str__(self):
        return f"[{self.code}] {super().__str__()}"


class Temporary(CodeError):
    retry = True


class Both(KeyError, AttributeError):
    pass


def run(n):
    if n == 0:
        raise AppError("plain")
    if n == 1:
        raise CodeError(404)
    if n == 2:
        raise Temporary(503, "busy")
    if n == 3:
        raise Both("both")
    if n == 4:
        raise AppError
    return "fine"


for n in range(6):
    try:
        print(run(n))
    except Temporary as e:
        print("temporary", e, e.code, e.retry)
    except CodeError as e:
        print("code", e, e.args, repr(e))
    except AppError as e:
        print("app", e, repr(e))
    except AttributeError as e:
        print("attribute", e, isinstance(e, KeyError))


class NoInit(Exception):
    def __init__(self, a, b):
        self.a, self.b = a, b


try:
    raise NoInit(1, 2)
except NoInit as e:
    print(repr(e), e.args, str(e), e.a)
try:
    raise NoInit
except TypeError as e:
    print(e)


class WithProperty(Exception):
    @property
    def message(self):
        return " / ".join(map(str, self.args))


try:
    raise WithProperty("a", 2)
except WithProperty as e:
    print(e.message)


class Meta(type):
    pass


kinds = (ValueError, KeyError)
try:
    raise KeyError("tuple variable")
except kinds as e:
    print(e)


def dynamic():
    print("evaluated")
    return ZeroDivisionError


try:
    1 / 0
except dynamic() as e:
    print(e)
try:
    try:
        1 / 0
    except undefined_name:
        pass
except NameError as e:
    print(e, type(e.__context__).__name__)
