def grüße(naïve):
    return "größe: " + naïve["日本"] + 1


grüße({"日本": "x"})
