"""Names made by rule for the strange companies: merchants, people, towns. Never shared with the knowledge base."""

from __future__ import annotations

from random import Random

_HEADS = (
    "Cor Bel Tarn Wex Harl Quen Mor Thol Brin Dunn Eck Fal Gren Hask Ister Jorr Kel Lorn Madr Nar Ost Pell Rud Selk "
    "Tiv Ulv Vans Wim Yar Zel Ash Birk Crav Dray Elm Fenn Gild Holm Inch Kirk Lang Mill Nether Oak Penn Raven Stan "
    "Thorn Under Well Wind"
).split()
_TAILS = (
    "dale by wick mere stead worth lock combe ingham ver and ow ett ridge croft nell sett moor vane brook hurst ley "
    "more thwaite gate holt den"
).split()
_SURNAMES = (
    "Oxborrow Pinnegar Wrathall Sillence Tregunna Aldous Birtwhistle Chivers Dacombe Edgecumbe Farthingale Gawthorpe "
    "Hebblethwaite Ibbotson Jessup Kerslake Lillywhite Mudge Nankivell Ollerton Popplewell Quartermaine Rumbold "
    "Satterthwaite Thackray Uprichard Venables Whittingstall Yeoman Zeller Adeyinka Bhogal Chowdhary Dziedzic Eze "
    "Ferreira Gulati Hoang Ivanova Jankowski Kaczmarek Lewandowska Mensah Nowicki Onyango Popescu Rahimi Szabo "
    "Thapa Umarov Vasquez Wojcik Yilmaz Zielinska Smith Jones Taylor Brown Wilson Khan Patel Evans Hughes Walker"
).split()
_GIVEN = (
    "Aurelia Barnaby Cosmo Delphine Emeka Ffion Gulnara Hamza Isolde Jacek Kasia Leocadia Magda Nerys Oisin Piotr "
    "Quentin Rhiannon Sanjeev Tomasz Ulrika Verity Wojtek Xanthe Yusuf Zofia Sarah James Emma David Karen Paul Lucy "
    "Mark Helen Steven Claire Andrew Gemma Ian Nicola Peter"
).split()
TOWNS = (
    "LEEDS BRISTOL LONDON MANCHESTER NORWICH EXETER YORK DERBY READING CARDIFF GLASGOW LEICESTER PRESTON BATH LINCOLN "
    "STOCKPORT SWINDON PETERBOROUGH HULL IPSWICH"
).split()


def stem(rng: Random) -> str:
    """A name no list has: Harlcombe, Quenmere."""
    return rng.choice(_HEADS) + rng.choice(_TAILS)


def person(rng: Random) -> tuple[str, str]:
    """Given name and surname."""
    return rng.choice(_GIVEN), rng.choice(_SURNAMES)


def merchant(rng: Random, words: list[str], told: float) -> str:
    """A supplier's name: most say their trade in one of `words`, the others say nothing."""
    if rng.random() < told:
        word = rng.choice(words).title()
        first = rng.choice(
            (
                stem(rng),
                stem(rng),
                rng.choice(_SURNAMES),
                f"{rng.choice(_SURNAMES)} & {rng.choice(_SURNAMES)}",
                f"The {stem(rng)}",
                rng.choice(TOWNS).title(),
            )
        )
        return f"{first} {_shortened(word, rng)}{rng.choice(('', '', ' Ltd', ' Limited', ' Co'))}"
    letters = "".join(rng.choice("ABCDEFGHJKLMNPRSTW") for _ in range(3))
    return rng.choice(
        (
            f"{stem(rng)} Ltd",
            f"{stem(rng)} & {stem(rng)}",
            f"{letters} Services Ltd",
            f"{rng.choice(_SURNAMES)} & Sons",
            stem(rng),
            f"{stem(rng)} Group",
            f"{rng.choice(_GIVEN)} {rng.choice(_SURNAMES)}",
            f"{letters} Ltd",
        )
    )


_SHORT = dict(
    pair.split("=")
    for pair in (
        "Supplies=Supp Services=Svcs Service=Serv Plumbing=Plumb Electrical=Elec Heating=Htg Building=Bldg "
        "Insurance=Ins "
        "Transport=Transp Accountants=Acctnts Accountancy=Accy Wholesale=Whsle Engineers=Eng Centre=Ctr Logistics=Log "
        "Properties=Props Restaurant=Rest Catering=Cater"
    ).split()
)


def _shortened(words: str, rng: Random) -> str:
    """One in five is abbreviated, as on a card terminal."""
    if rng.random() > 0.2:
        return words
    return " ".join(_SHORT.get(word, word) for word in words.split())


def terminal(name: str, rng: Random) -> str:
    """A small merchant's name as its card terminal sends it: behind a processor, run together, as a web address."""
    chance = rng.random()
    if chance < 0.22:
        front = rng.choice(("SumUp  *{}", "SQ *{}", "ZETTLE_*{}", "iZ *{}", "Dojo*{}", "TEYA*{}"))
        return front.format(name)[:24]
    run = "".join(c for c in name.removesuffix(" Ltd").removesuffix(" Limited") if c.isalnum())
    if chance < 0.3:
        return run
    if chance < 0.36:
        return f"PAYPAL *{run[:13].upper()}"
    if chance < 0.42:
        return f"WWW.{run.upper()}.CO.UK"
    return name


def client(rng: Random) -> str:
    """A business customer's name, which may read like any trade."""
    tail = rng.choice(
        (
            "Ltd",
            "Limited",
            "LLP",
            "Holdings",
            "Group Ltd",
            "Capital",
            "Foods Ltd",
            "Health",
            "Motors",
            "Properties",
            "Partners",
            "Housing",
            "Retail Ltd",
            "Primary School",
            "Energy Ltd",
            "Media Ltd",
            "Construction Ltd",
            "plc",
        )
    )
    return f"{stem(rng)} {tail}"


def filled(pattern: str, rng: Random) -> str:
    """A printed form with its numbers drawn: {d6} six digits, {x} an order code, {t} a town, tax references."""
    out = pattern
    while "{" in out:
        start = out.index("{")
        end = out.index("}", start)
        out = out[:start] + _drawn(out[start + 1 : end], rng) + out[end + 1 :]
    return out


def _drawn(slot: str, rng: Random) -> str:
    if slot.startswith("d") and slot[1:].isdigit():
        return digits(rng, int(slot[1:]))
    if slot == "x":
        return "".join(rng.choice("ABCDEFGHJKLMNPQRSTUVWXYZ0123456789") for _ in range(rng.choice((6, 8, 9))))
    if slot == "t":
        return rng.choice(TOWNS)
    if slot == "co":
        return stem(rng).lower() + ".c"
    if slot == "vrn":
        return digits(rng, 9)
    if slot == "utr":
        return digits(rng, 10)
    if slot == "paye":
        return f"{digits(rng, 3)}P{rng.choice('ABCDEFGH')}{digits(rng, 8)}"
    if slot == "plate":
        return f"{rng.choice('ABDEFGHKLMNPRSV')}{rng.choice('ABDEFGHKLM')}{digits(rng, 2)}" + "".join(
            rng.choice("ABCDEFGHJKLMNOPRSTUVWXYZ") for _ in range(3)
        )
    return f"GB{digits(rng, 8)}"


def digits(rng: Random, count: int) -> str:
    """So many digits, the first no nought."""
    return rng.choice("123456789") + "".join(rng.choice("0123456789") for _ in range(count - 1))
