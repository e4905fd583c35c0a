"""The entry that an HTTP server calls."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lazo.site.settings")
application = get_wsgi_application()

if "LAZO_SERVER" in os.environ:
    # Set by `lazo serve` to its own number: what it started must not outlive it, however it ends.
    from lazo.kernel.jobs.process import die_with_parent

    die_with_parent(int(os.environ["LAZO_SERVER"]))
