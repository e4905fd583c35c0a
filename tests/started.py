"""Django as the processes of the tests start it: there are hundreds, and none of what is loaded is looked through for cycles."""

import gc


def start_django() -> None:
    import django

    gc.disable()
    django.setup()
    gc.freeze()
    gc.enable()
