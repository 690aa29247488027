def cleanup():
    raise OSError("cleanup failed")


try:
    int("twelve")
except ValueError:
    cleanup()
