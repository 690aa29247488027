class Account:
    def __init__(self, balance):
        self.balance = balance

    def withdraw(self, n):
        if n > self.balance:
            raise ValueError(f"cannot withdraw {n} from {self.balance}")
        self.balance -= n


class Bank:
    def __init__(self):
        self.accounts = [Account(10)]

    def run(self):
        for account in self.accounts:
            account.withdraw(3)
            account.withdraw(30)


Bank().run()
