"""The interactive page: one file that opens anywhere, also with the network off."""

from kg.publish.page.build import NODES_SHOWN, page_html, page_matter, write_page
from kg.publish.page.pyvis_graph import to_pyvis

__all__ = ["NODES_SHOWN", "page_html", "page_matter", "to_pyvis", "write_page"]
