def f():
    try:
        raise SystemExit(7)
    except Exception:
        print("not caught")
    finally:
        print("cleanup")


f()
