"""The entry that an HTTP server calls."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lazo.site.settings")
application = get_wsgi_application()
