"""The door for programs: everything the pages and the importer do, as REST with an OpenAPI description and signed webhooks."""
