class AppError(Exception):
    def __init__(self, code):
        self.code = code

    def __str__(self):
        return f"code {self.code}"


def run():
    raise AppError(42)


run()
