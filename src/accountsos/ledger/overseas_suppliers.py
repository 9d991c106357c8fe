"""Suppliers known to invoice UK businesses from abroad, whose services bear a reverse charge. Pure."""

from __future__ import annotations

# Asked of categories that are bought as services only: the same names sell goods from the United Kingdom.
# First words of the payee as it is recognised in bank texts. General knowledge, not checked against each supplier's
# present invoices: a wrong name here takes the VAT to boxes 1 and 4 alike, so nothing is ever claimed too much.
_FIRST_WORDS = frozenset(
    (
        "AIRTABLE ANTHROPIC ASANA ATLASSIAN BITBUCKET CALENDLY CLICKUP CLOUDFLARE CONTABO CONVERTKIT DATADOG "
        "DIGITALOCEAN DROPBOX FACEBK FACEBOOK FIGMA FIVERR FRAMER GITHUB GITLAB GRAMMARLY GUMROAD HETZNER "
        "HOTJAR HUBSPOT INSTAGRAM INTERCOM INVISION JETBRAINS KLAVIYO LEMLIST LINKEDIN LINODE LOOM LUCIDCHART "
        "MAILCHIMP MAILERLITE META METAADS MIDJOURNEY MIRO MONDAY MSFT NETLIFY NGROK NOTION OPENAI OVH PIPEDRIVE "
        "PIXIESET PINTEREST PODIA POSTMAN SEMRUSH SENDGRID SENTRY SHOPIFY SKILLSHARE SLACK SQUARESPACE "
        "SUPABASE TRELLO TWILIO TYPEFORM UPWORK VERCEL VIMEO VULTR WEBFLOW WIX ZAPIER ZENDESK ZOOM"
    ).split()
)
_BEGINNINGS = (
    "GOOGLE ADS",
    "GOOGLE CLOUD",
    "GOOGLE IRELAND",
    "MICROSOFT",
    "TWITTER",
    "X CORP",
)


def known_overseas(payee_key: str) -> bool:
    """Whether the payee, by the key under which it is remembered, is known to supply from abroad."""
    first, _, _ = payee_key.partition(" ")
    return first in _FIRST_WORDS or payee_key.startswith(_BEGINNINGS)
