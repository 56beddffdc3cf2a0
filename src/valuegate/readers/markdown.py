"""Reads Markdown, and plain text, which is Markdown without marks. The reader of whatever no other claims."""

from __future__ import annotations

from .. import front_matter
from ..markdown_blocks import read_blocks
from ..readers import claims_markdown
from ..ticket import Block, Source, Ticket

_TEMPLATE_FOLDERS = ("issue_template", "issue_templates")
_MAX_TITLE = 120
_RULES = ("\n---", "\n***", "\n___")


class MarkdownReader:
    """Markdown as GitHub and GitLab read it, with front matter and HTML."""

    name = "markdown"

    def claims(self, name: str, text: str) -> int:
        """Sure of its own file names; whatever else is there, it can read somehow."""
        return claims_markdown(name, text)

    def read(self, source: Source) -> Ticket:
        """The ticket; TicketError for broken front matter and for nesting beyond the limit."""
        matter = front_matter.read(source)
        blocks = _without_footer(source, read_blocks(source, matter.end))
        values = matter.attributes
        if not values.get("title"):
            values = {**values, "title": _title(blocks)}
        return Ticket(
            source,
            blocks,
            kind="template" if _is_template(source.name) else "ticket",
            dates=matter.dates,
            fields=matter.fields,
            reader=self.name,
            **values,
        )


def _without_footer(source: Source, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """An export signs itself: a last line in italics under a rule belongs to no section."""
    if not blocks or blocks[-1].kind != "paragraph" or "\n" in blocks[-1].text:
        return blocks
    text = source.text
    start = text.rfind("\n", 0, blocks[-1].source_offset(0)) + 1
    line, above = text[start:].strip(), text[:start].rstrip()
    if line[:1] in ("*", "_") and line[-1:] == line[0] and line.strip("*_") and above.endswith(_RULES):
        return (*blocks[:-1], blocks[-1]._replace(kind="comment"))
    return blocks


def _is_template(name: str) -> bool:
    *folders, file = name.lower().replace("\\", "/").split("/")
    return any(f in _TEMPLATE_FOLDERS for f in folders) or file.partition(".")[0] in _TEMPLATE_FOLDERS


def _title(blocks: tuple[Block, ...]) -> str:
    """The first heading of level 1, else a line that stands alone at the top."""
    for block in blocks:
        if block.kind == "heading" and block.level == 1 and block.text:
            return block.text.replace("\n", " ")
    shown = [block for block in blocks[:9] if block.kind != "comment"][:2]
    if len(shown) < 2 or shown[0].kind != "paragraph" or shown[0].strong[:1] == ((0, len(shown[0].text)),):
        return ""
    line = shown[0].text.strip()
    stands_alone = (
        "\n" not in line and len(line) <= _MAX_TITLE and line[-1:] not in ".:" and not line.isupper()
    )
    return line if stands_alone else ""
