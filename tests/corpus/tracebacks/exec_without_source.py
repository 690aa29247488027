exec("""
def q():
    return 1/0
q()
""")
