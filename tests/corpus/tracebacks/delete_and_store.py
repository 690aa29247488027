def f(box):
    box["ok"] = 1
    del box["ok"]
    del box["gone"]


f({})
