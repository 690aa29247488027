class InsufficientFunds(Exception):
    def __init__(self, need, have):
        super().__init__(f"need {need}, have {have}")
        self.missing = need - have


class Account:
    count = 0
    rate = 0.02

    def __init__(self, owner, balance=0):
        self.owner = owner
        self._balance = balance
        self.history = []
        Account.count += 1

    @property
    def balance(self):
        return self._balance

    @balance.setter
    def balance(self, value):
        if value < 0:
            raise InsufficientFunds(self._balance - value, self._balance)
        self.history.append(value - self._balance)
        self._balance = value

    def __iadd__(self, amount):
        self.balance += amount
        return self

    def __isub__(self, amount):
        self.balance -= amount
        return self

    def __repr__(self):
        return f"{type(self).__name__}({self.owner!r}, {self.balance:.2f})"

    def __eq__(self, other):
        return self.balance == other.balance

    def __lt__(self, other):
        return self.balance < other.balance

    @classmethod
    def parse(cls, text):
        owner, _, balance = text.partition(":")
        return cls(owner, float(balance or 0))


class Savings(Account):
    rate = 0.05

    def add_interest(self, years=1):
        for _ in range(years):
            self.balance *= 1 + self.rate


accounts = [Account("ann", 100), Savings.parse("bob:250.5"), Account.parse("cy")]
print(accounts, Account.count)
accounts[0] += 50
accounts[1].add_interest(3)
print(sorted(accounts), max(accounts), accounts[0] == Account("x", 150))
try:
    accounts[0] -= 500
except InsufficientFunds as e:
    print(e, e.missing)
print(accounts[0].history, [f"{h:.3f}" for h in accounts[1].history])
