"""Template tags of the pages: icons, charts, and numbers as the company writes them."""
