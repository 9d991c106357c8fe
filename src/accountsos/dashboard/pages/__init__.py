"""All pages, in the order of the menu."""

from __future__ import annotations

from accountsos.dashboard.page import Page, Shown
from accountsos.dashboard.pages import (
    api_keys,
    audit,
    by_hand,
    category_pages,
    choose_category,
    companies,
    company,
    contact,
    contacts,
    currencies,
    deadlines,
    doors,
    forgotten,
    help_page,
    home,
    inbox,
    invitation,
    invoice,
    invoices,
    journals,
    look_over,
    me,
    mileage,
    missing,
    more,
    new_company,
    paper,
    people,
    receipt,
    review,
    rules,
    second_door,
    second_step,
    settings,
    sign_up,
    split,
    statements,
    tax,
    transaction,
    transactions,
    typed_invoice,
    vat_scheme,
    webhooks,
    welcome,
)
from accountsos.dashboard.pages.accountant import opening_balances, years
from accountsos.dashboard.pages.assets import new_asset, one_asset, register
from accountsos.dashboard.pages.reports import (
    any_report,
    balance_sheet,
    entry,
    hub,
    ledger,
    profit_and_loss,
    sources,
    trial_balance,
)
from accountsos.dashboard.pages.vat import one_return, returns
from accountsos.dashboard.request import Request

PAGES: tuple[Page, ...] = (
    *doors.PAGES,
    *second_door.PAGES,
    *forgotten.PAGES,
    *help_page.PAGES,
    *invitation.PAGES,
    *sign_up.PAGES,
    *welcome.PAGES,
    *home.PAGES,
    *review.PAGES,
    *look_over.PAGES,
    *inbox.PAGES,
    *missing.PAGES,
    *paper.PAGES,
    *transactions.PAGES,
    *by_hand.PAGES,
    *transaction.PAGES,
    *split.PAGES,
    *receipt.PAGES,
    *statements.PAGES,
    *choose_category.PAGES,
    *invoices.PAGES,
    *typed_invoice.PAGES,
    *invoice.PAGES,
    *contacts.PAGES,
    *contact.PAGES,
    *hub.PAGES,
    *profit_and_loss.PAGES,
    *balance_sheet.PAGES,
    *trial_balance.PAGES,
    *ledger.PAGES,
    *sources.PAGES,
    *entry.PAGES,
    *any_report.PAGES,
    *journals.PAGES,
    *audit.PAGES,
    *returns.PAGES,
    *one_return.PAGES,
    *deadlines.PAGES,
    *tax.PAGES,
    *register.PAGES,
    *new_asset.PAGES,
    *one_asset.PAGES,
    *mileage.PAGES,
    *opening_balances.PAGES,
    *years.PAGES,
    *settings.PAGES,
    *currencies.PAGES,
    *company.PAGES,
    *rules.PAGES,
    *category_pages.PAGES,
    *vat_scheme.PAGES,
    *api_keys.PAGES,
    *webhooks.PAGES,
    *people.PAGES,
    *more.PAGES,
    *me.PAGES,
    *second_step.PAGES,
    *companies.PAGES,
    *new_company.PAGES,
)


async def _nothing(_: Request) -> Shown:
    return Shown()


PROBLEM = Page(name="problem", path="/problem", title="Problem", show=_nothing, right=None)
WITHOUT_HTTPS = Page(
    name="without-https", path="/without-https", title="Not over this connection", show=_nothing, right=None
)
"""What stands in the place of a page."""
