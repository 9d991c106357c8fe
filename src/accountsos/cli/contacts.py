"""Commands of contacts: customers and suppliers."""

from __future__ import annotations

from accountsos.cli.command import (
    BY_EXTERNAL_ID,
    CALLED,
    CALLED_ANEW,
    PAGE_OR_ALL,
    UPDATED_SINCE,
    Command,
    Day,
    OneOf,
    Parameter,
    Switch,
    WholeNumber,
    Words,
    argument,
    field_of,
    option,
)
from accountsos.cli.show import Listing, Said, Whole, columns

TYPES = ("client", "supplier")
_CONTACT = argument("contact_id", "The contact (con_…).")


def _details(*, clears: bool) -> tuple[Parameter, ...]:
    return (
        field_of("type", "What they are.", OneOf(TYPES), clears=clears),
        field_of("email", "E-mail address.", Words("ADDRESS"), clears=clears),
        field_of("phone", "Telephone.", Words("NUMBER"), clears=clears),
        field_of("vat_number", "VAT registration number.", Words("NUMBER"), clears=clears),
        field_of("default_category_id", "Where its new bank lines are filed (cat_…).", clears=clears, typed="category"),
        field_of("default_vat_code", "The VAT code of its lines.", clears=clears, typed="vat-code"),
    )


COMMANDS = (
    Command(
        words=("contact", "list"),
        summary="Customers and suppliers with what went in and out.",
        asks="contacts:list_contacts",
        parameters=(
            option("type", "Only these.", OneOf(TYPES)),
            option("search", "A part of the name."),
            UPDATED_SINCE,
            option("ids", "Only these (con_…), with commas between them.", Words("CON,CON")),
            BY_EXTERNAL_ID,
            *PAGE_OR_ALL,
        ),
        show=Listing(
            "contacts",
            columns(
                "id",
                "name",
                "type",
                "lines: transaction_count>",
                "in: total_in>",
                "out: total_out>",
                "last: last_transaction_date",
            ),
        ),
        csv=True,
        examples=("--search stationers", "--type supplier", "--format csv"),
    ),
    Command(
        words=("contact", "show"),
        summary="One contact.",
        asks="contacts:show_contact",
        parameters=(_CONTACT,),
        show=Whole("contact"),
        examples=("con_08M0kX000000WG",),
    ),
    Command(
        words=("contact", "add"),
        summary="Add a customer or supplier.",
        asks="contacts:add_contact",
        parameters=(field_of("name", "Their name.", required=True), *_details(clears=False), *CALLED),
        show=Said("{contact.id}"),
        examples=('--name "Mill Street Joinery" --type client --email office@example.org',),
    ),
    Command(
        words=("contact", "change"),
        summary="Change a contact.",
        asks="contacts:change_contact",
        parameters=(_CONTACT, field_of("name", "Their name."), *_details(clears=True), *CALLED_ANEW),
        show=Whole("contact"),
        anew=True,
        examples=("con_08M0kX000000WG --phone 01632960000", "con_08M0kX000000WG --clear email --clear phone"),
    ),
    Command(
        words=("contact", "cis"),
        summary="State what a contact is under the construction industry scheme from a day on.",
        asks="cis:state_cis",
        parameters=(
            _CONTACT,
            field_of("from", "From which day on.", Day(), required=True),
            field_of("rate", "What is deducted of labour: 0, 20 or 30 percent.", WholeNumber(0, 100)),
            field_of("utr", "The unique taxpayer reference, ten digits.", Words("UTR")),
            field_of("verification_number", "HMRC's verification number.", Words("NUMBER")),
            field_of("reverse_charge", "The domestic reverse charge applies between both.", Switch()),
        ),
        show=Whole("cis"),
        examples=("con_08M0kX000000WG --from 2026-02-06 --rate 20 --utr 1234567890",),
    ),
    Command(
        words=("contact", "cis-shown"),
        summary="What was stated of a contact under the construction industry scheme.",
        asks="cis:show_cis",
        parameters=(_CONTACT,),
        show=Whole("cis"),
        examples=("con_08M0kX000000WG",),
    ),
    Command(
        words=("contact", "merge"),
        summary="Make a contact one with another: its lines and aliases become the other's.",
        asks="contacts:merge_contact",
        parameters=(_CONTACT, field_of("into", "The contact that it is.", Words("CONTACT"), required=True)),
        show=Whole("contact"),
        examples=("con_08M0kX000000WG --into con_08M0kX000000WH",),
    ),
    Command(
        words=("contact", "unmerge"),
        summary="Take a merger back.",
        asks="contacts:undo_merger",
        parameters=(_CONTACT,),
        show=Said("They are two contacts again."),
        examples=("con_08M0kX000000WG",),
    ),
    Command(
        words=("contact", "split"),
        summary="Make some of a contact's aliases a contact of their own.",
        asks="contacts:split_contact",
        parameters=(
            _CONTACT,
            field_of("aliases", "An alias that is somebody else's.", Words("ALIAS"), required=True, many=True),
            field_of("name", "What the new contact is called."),
        ),
        show=Whole("contact"),
        examples=('con_08M0kX000000WG --aliases "ALDER VALE SANDWICH"',),
    ),
    Command(
        words=("contact", "remove"),
        summary="Take out a contact that nothing refers to.",
        asks="contacts:remove_contact",
        parameters=(_CONTACT,),
        show=Said("It is gone."),
        examples=("con_08M0kX000000WG",),
    ),
)
