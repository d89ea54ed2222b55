"""How the documentation becomes a site: `make docs-site` writes it to build/docs-site.

The pages are the Markdown files themselves, as they are read in the repository. The site asks nothing of
another server.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from pygments.lexers.special import TextLexer
from sphinx.search.en import SearchEnglish

if TYPE_CHECKING:
    from sphinx.application import Sphinx

project = "驿站 · Urtuu"
copyright = ""
language = "zh_CN"
root_doc = "docs/index"
include_patterns = ["docs/**", "*.md", "deploy/**.md", "field/README.md"]
exclude_patterns = [
    "README.md",
    "docs/site/**",
    ".venv",
    "**/node_modules",
    "build",
    "src",
    "tests",
    "var",
    "test-results",
]
extensions = ["myst_parser"]
myst_heading_anchors = 3
html_theme = "furo"
html_logo = "../../src/urtuu/web/static/urtuu/mark.svg"
html_theme_options = {
    # The colours of the product's own pages, tokens.css.
    "light_css_variables": {
        "color-brand-primary": "#0f2f52",
        "color-brand-content": "#184b80",
        "color-background-primary": "#fffdf9",
        "color-background-secondary": "#f3efe7",
        "font-stack": "'PingFang SC', 'Noto Sans CJK SC', 'Microsoft YaHei', sans-serif",
    },
}
html_title = "驿站 · Urtuu"
html_static_path = ["look"]
html_css_files = ["felt.css"]
html_extra_path = ["extra"]
html_show_sphinx = False
html_show_copyright = False
html_copy_source = False
suppress_warnings = ["myst.header"]  # generated pages begin their sections where they like

_HAN = re.compile(r"[\u3400-\u9fff]+")


class Words(SearchEnglish):
    """Chinese without a dictionary: every run of two to four characters is a word that is found."""

    def split(self, text: str) -> list[str]:
        """Latin words, and the short runs of Chinese ones."""
        runs = [
            run[at : at + n]
            for run in _HAN.findall(text)
            for n in (2, 3, 4)
            for at in range(len(run) - n + 1)
        ]
        return super().split(text) + runs


def setup(app: Sphinx) -> dict[str, Any]:
    """Takes the search above for the one by dictionary; diagrams and lists are shown as they are written."""
    from sphinx import search

    search.languages["zh"] = Words
    for plain in ("csv", "mermaid", "ndjson"):
        app.add_lexer(plain, TextLexer)
    return {"parallel_read_safe": True}
