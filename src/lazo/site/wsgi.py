"""The entry that an HTTP server calls."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lazo.site.settings")
application = get_wsgi_application()

# What a server loads once is never looked through for cycles again, and a page's own objects, nearly all of which go by themselves, less
# often: looking took a twelfth of a page of the list, and each time that everything was looked through, a tenth of a second.
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 20)

if "LAZO_SERVER" in os.environ:
    # Set by `lazo serve` to its own number: what it started must not outlive it, however it ends.
    from lazo.kernel.jobs.process import die_with_parent

    die_with_parent(int(os.environ["LAZO_SERVER"]))
