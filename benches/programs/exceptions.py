"""Exceptions of many kinds, raised and caught in loops and through calls."""


class AppError(Exception):
    def __init__(self, code, message):
        super().__init__(message)
        self.code = code


class NotFound(AppError):
    pass


class Forbidden(AppError):
    pass


class Account:
    def __init__(self, name, balance):
        self.name = name
        self.balance = balance

    def withdraw(self, amount):
        if amount <= 0:
            raise ValueError(f"amount {amount} is not positive")
        if amount > self.balance:
            raise Forbidden(403, "insufficient funds")
        self.balance -= amount


class Bank:
    def __init__(self):
        self.accounts = {}
        self.log = []

    def open(self, name, balance):
        self.accounts[name] = Account(name, balance)

    def find(self, name):
        try:
            return self.accounts[name]
        except KeyError as error:
            raise NotFound(404, f"no account {name}") from error

    def transfer(self, source, target, amount):
        giver = self.find(source)
        taker = self.find(target)
        giver.withdraw(amount)
        taker.balance += amount


class Transaction:
    depth = 0

    def __enter__(self):
        Transaction.depth += 1
        return self

    def __exit__(self, kind, value, traceback):
        Transaction.depth -= 1
        return kind is not None and issubclass(kind, ZeroDivisionError)


def parse(text):
    try:
        return int(text)
    except ValueError:
        try:
            return float(text)
        except ValueError:
            return None
    finally:
        parse.calls += 1


parse.calls = 0


def dig(depth):
    if depth == 0:
        raise LookupError("bottom")
    try:
        dig(depth - 1)
    finally:
        dig.unwound += 1


dig.unwound = 0


def main():
    bank = Bank()
    for i in range(20):
        bank.open(f"client{i}", 1000)
    outcome = {}
    for i in range(150_000):
        source = f"client{i * 7 % 23}"
        target = f"client{i * 11 % 21}"
        try:
            bank.transfer(source, target, i % 90 - 3)
        except NotFound as error:
            key = f"{error.code} {error}"
        except AppError as error:
            key = f"{error.code} {error.args[0]}"
        except ValueError as error:
            key = type(error).__name__
        else:
            key = "done"
        outcome[key] = outcome.get(key, 0) + 1
    for key in sorted(outcome):
        print(key, outcome[key])
    print(sum(account.balance for account in bank.accounts.values()))

    words = ["12", "x", "3.5", "", "-7", "1e3", "nan?", "0x10"]
    kinds = {}
    for i in range(120_000):
        value = parse(words[i % len(words)])
        kinds[type(value).__name__] = kinds.get(type(value).__name__, 0) + 1
    print(sorted(kinds.items()), parse.calls)

    caught = 0
    for i in range(10_000):
        try:
            dig(i % 25)
        except LookupError:
            caught += 1
    print(caught, dig.unwound)

    total = 0
    for i in range(150_000):
        with Transaction():
            total += 100 // (i % 5)
    print(total, Transaction.depth)

    items = iter(range(200_000))
    count = 0
    while True:
        try:
            count += next(items) & 1
        except StopIteration:
            break
    print(count)


if __name__ == "__main__":
    main()
