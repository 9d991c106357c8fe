"""FRS 105 accounts of a micro-entity: the totals of the two formats."""

from __future__ import annotations

from dataclasses import dataclass

from accountsos.money import Pence


@dataclass(frozen=True, slots=True)
class ProfitAndLoss:
    """Items A to G; costs positive. Source: SI 2008/409 sch 1 section C (FRS 105 s5)."""

    turnover: Pence = 0
    other_income: Pence = 0
    raw_materials: Pence = 0
    staff_costs: Pence = 0
    depreciation: Pence = 0
    other_charges: Pence = 0
    tax: Pence = 0

    @property
    def profit_before_tax(self) -> Pence:
        """A and B less C to F."""
        costs = self.raw_materials + self.staff_costs + self.depreciation + self.other_charges
        return self.turnover + self.other_income - costs

    @property
    def profit_or_loss(self) -> Pence:
        """Item H."""
        return self.profit_before_tax - self.tax

    def by_letter(self) -> dict[str, Pence]:
        """The format, A to H."""
        items = (
            self.turnover,
            self.other_income,
            self.raw_materials,
            self.staff_costs,
            self.depreciation,
            self.other_charges,
            self.tax,
            self.profit_or_loss,
        )
        return dict(zip("ABCDEFGH", items, strict=True))


@dataclass(frozen=True, slots=True)
class BalanceSheet:
    """Format 1, items A to J; what is owed positive. Source: SI 2008/409 sch 1 section C (FRS 105 s4)."""

    share_capital_not_paid: Pence = 0
    fixed_assets: Pence = 0
    current_assets: Pence = 0
    prepayments: Pence = 0
    creditors_within_one_year: Pence = 0
    creditors_after_one_year: Pence = 0
    provisions: Pence = 0
    accruals: Pence = 0

    @property
    def net_current_assets(self) -> Pence:
        """Item F: current assets and prepayments less creditors due within one year; negative is net liabilities."""
        return self.current_assets + self.prepayments - self.creditors_within_one_year

    @property
    def total_assets_less_current_liabilities(self) -> Pence:
        """Item G."""
        return self.share_capital_not_paid + self.fixed_assets + self.net_current_assets

    @property
    def net_assets(self) -> Pence:
        """G less H, I and J: what item K, capital and reserves, must equal."""
        owed = self.creditors_after_one_year + self.provisions + self.accruals
        return self.total_assets_less_current_liabilities - owed

    def by_letter(self) -> dict[str, Pence]:
        """The format, A to K."""
        items = (
            self.share_capital_not_paid,
            self.fixed_assets,
            self.current_assets,
            self.prepayments,
            self.creditors_within_one_year,
            self.net_current_assets,
            self.total_assets_less_current_liabilities,
            self.creditors_after_one_year,
            self.provisions,
            self.accruals,
            self.net_assets,
        )
        return dict(zip("ABCDEFGHIJK", items, strict=True))
