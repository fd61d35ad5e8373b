"""The one set of blocks that every page's body is made of."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock


class BeforeAfterBlock(blocks.StructBlock):
    """One place from one viewpoint at two dates."""

    before = ImageBlock(label=_("Before"))
    before_caption = blocks.CharBlock(label=_("Caption before"), max_length=60, required=False)
    after = ImageBlock(label=_("After"))
    after_caption = blocks.CharBlock(label=_("Caption after"), max_length=60, required=False)

    class Meta:
        icon = "image"
        label = _("Before and after")
        template = "components/blocks/before_after.html"


class FigureBlock(blocks.StructBlock):
    image = ImageBlock(label=_("Picture"))
    caption = blocks.CharBlock(label=_("Caption"), max_length=160, required=False)

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "components/blocks/figure.html"


class FactBlock(blocks.StructBlock):
    term = blocks.CharBlock(label=_("What"), max_length=80)
    value = blocks.CharBlock(label=_("How much, who or when"), max_length=200)


class BodyBlock(blocks.StreamBlock):
    heading = blocks.CharBlock(
        label=_("Heading"), max_length=120, icon="title", template="components/blocks/heading.html"
    )
    text = blocks.RichTextBlock(
        label=_("Text"),
        features=["bold", "italic", "ol", "ul", "link", "document-link"],
        template="components/blocks/text.html",
    )
    figure = FigureBlock()
    before_after = BeforeAfterBlock()
    facts = blocks.ListBlock(
        FactBlock(), label=_("Facts"), icon="list-ul", template="components/blocks/facts.html", max_num=20
    )
    quote = blocks.BlockQuoteBlock(label=_("Quotation"), template="components/blocks/quote.html")
    document = DocumentChooserBlock(label=_("Document"), template="components/blocks/document.html")

    class Meta:
        label = _("Body")
