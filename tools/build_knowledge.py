"""Make the shipped brand table from name-suggestion-index: names used in the United Kingdom and what they sell.

    npm install name-suggestion-index
    python tools/build_knowledge.py node_modules/name-suggestion-index

Writes brands.tsv and the licence beside it into src/accountsos/categoriser/knowledge/.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))

from accountsos.contacts.payee import payee_key

TARGET = Path(__file__).resolve().parent.parent / "src/accountsos/categoriser/knowledge"
NAME_TAGS = ("brand", "name", "operator", "short_name", "official_name", "name:en", "brand:en", "alt_name")
UK_WIDE = frozenset({"001", "gb", "uk", "150", "154", "155", "gg", "je", "im", "826"})
NOT_UK = frozenset({"gb", "uk"})

# An OpenStreetMap tag and what a payment to it is for (knowledge/concepts.tsv).
CONCEPTS = {
    "amenity/fuel": "fuel", "amenity/charging_station": "ev_charging", "man_made/charge_point": "ev_charging",
    "shop/car_repair": "garage", "shop/tyres": "garage", "amenity/car_wash": "garage",
    "shop/motorcycle_repair": "garage",
    "shop/truck_repair": "garage", "amenity/vehicle_inspection": "garage", "shop/car_parts": "car_parts",
    "shop/car": "vehicle_dealer", "shop/motorcycle": "vehicle_dealer", "shop/truck": "vehicle_dealer",
    "amenity/car_rental": "car_hire", "amenity/car_sharing": "car_hire", "amenity/parking": "parking",
    "amenity/bicycle_rental": "travel", "amenity/taxi": "ride", "shop/travel_agency": "travel_agent",
    "route/bus": "travel", "route/train": "travel", "route/tram": "travel", "route/ferry": "travel",
    "route/subway": "travel",
    "route/light_rail": "travel", "highway/bus_stop": "travel", "railway/station": "travel",
    "amenity/ferry_terminal": "travel",
    "tourism/hotel": "hotel", "tourism/motel": "hotel", "tourism/hostel": "hotel", "tourism/caravan_site": "hotel",
    "tourism/apartment": "hotel", "amenity/fast_food": "snack", "amenity/cafe": "snack", "amenity/ice_cream": "snack",
    "shop/bakery": "snack", "shop/pastry": "snack", "shop/coffee": "ingredients", "shop/tea": "ingredients",
    "amenity/vending_machine": "snack", "highway/services": "snack", "amenity/restaurant": "restaurant",
    "amenity/pub": "pub",
    "amenity/bar": "pub", "shop/supermarket": "supermarket", "shop/frozen_food": "supermarket",
    "shop/convenience": "convenience",
    "shop/newsagent": "convenience", "shop/kiosk": "convenience", "shop/wholesale": "cash_and_carry",
    "shop/alcohol": "gift",
    "shop/wine": "gift", "shop/butcher": "butcher", "shop/greengrocer": "butcher", "shop/deli": "butcher",
    "shop/farm": "butcher",
    "shop/confectionery": "gift", "shop/chocolate": "gift", "shop/gift": "gift", "shop/florist": "florist",
    "shop/trade": "materials", "shop/doityourself": "diy", "shop/hardware": "diy", "shop/paint": "materials",
    "shop/tiles": "materials", "shop/electrical": "materials", "shop/bathroom_furnishing": "materials",
    "shop/kitchen": "materials", "shop/power_tools": "power_tools", "shop/tool_hire": "plant_hire",
    "shop/plant_hire": "plant_hire",
    "shop/rental": "plant_hire", "shop/groundskeeping": "machinery", "shop/garden_centre": "garden",
    "shop/flooring": "materials",
    "shop/carpet": "materials", "shop/locksmith": "security", "shop/gas": "utilities", "shop/country_store": "supplies",
    "shop/stationery": "office_supplies", "shop/printer_ink": "office_supplies", "shop/copyshop": "printing",
    "craft/signmaker": "signage", "craft/cleaning": "cleaning", "craft/electronics_repair": "repairs",
    "shop/repair": "repairs",
    "amenity/post_office": "postage", "amenity/parcel_locker": "courier", "amenity/post_depot": "courier",
    "office/logistics": "freight",
    "shop/electronics": "electronics", "shop/hifi": "electronics", "shop/computer": "it_hardware",
    "shop/camera": "it_hardware",
    "shop/photo": "printing", "shop/mobile_phone": "phone_shop", "shop/telecommunication": "phone",
    "office/telecommunication": "phone",
    "amenity/telephone": "phone", "shop/appliance": "appliances", "shop/vacuum_cleaner": "appliances",
    "shop/furniture": "furniture",
    "shop/interior_decoration": "furniture", "shop/houseware": "variety", "shop/bed": "furniture",
    "shop/household_linen": "variety",
    "shop/variety_store": "variety", "shop/department_store": "department_store", "shop/catalogue": "catalogue_shop",
    "shop/charity": "charity_shop", "shop/second_hand": "charity_shop", "shop/books": "books",
    "shop/laundry": "laundry",
    "shop/dry_cleaning": "laundry", "shop/storage_rental": "storage", "office/coworking": "coworking",
    "office/insurance": "insurance", "office/employment_agency": "recruiter", "office/estate_agent": "property_agent",
    "office/lawyer": "legal", "office/tax_advisor": "accountancy", "office/accountant": "accountancy",
    "office/consulting": "consultancy", "office/engineer": "consultancy", "office/it": "software_likely",
    "office/security": "security",
    "office/energy_supplier": "utilities", "office/association": "membership", "office/mortgage": "lender",
    "amenity/bank": "bank", "amenity/atm": "cash_out", "amenity/bureau_de_change": "fx",
    "amenity/money_transfer": "account_topup",
    "amenity/training": "training", "amenity/language_school": "training", "amenity/prep_school": "training",
    "amenity/college": "training",
    "amenity/conference_centre": "venue", "shop/optician": "optician", "shop/hearing_aids": "health",
    "amenity/pharmacy": "pharmacy",
    "shop/chemist": "pharmacy", "amenity/dentist": "health", "amenity/clinic": "health", "amenity/hospital": "health",
    "healthcare/audiologist": "health", "healthcare/rehabilitation": "health", "healthcare/counselling": "health",
    "shop/medical_supply": "health", "leisure/fitness_centre": "gym", "leisure/sports_centre": "gym",
    "shop/hairdresser_supply": "beauty_supplies", "shop/cosmetics": "private", "shop/perfumery": "private",
    "shop/beauty": "private",
    "shop/hairdresser": "private", "shop/clothes": "clothes", "shop/shoes": "clothes",
    "shop/fashion_accessories": "private",
    "shop/bag": "private", "shop/jewelry": "private", "shop/watches": "private", "shop/sports": "private",
    "shop/outdoor": "clothes",
    "shop/toys": "private", "shop/games": "private", "shop/video_games": "private", "shop/music": "private",
    "shop/baby_goods": "private",
    "shop/bicycle": "private", "shop/e-cigarette": "private", "shop/erotic": "private", "shop/tobacco": "private",
    "shop/nutrition_supplements": "private", "shop/health_food": "private", "amenity/cinema": "private",
    "leisure/bowling_alley": "private",
    "leisure/trampoline_park": "private", "tourism/theme_park": "private", "leisure/indoor_play": "private",
    "shop/bookmaker": "gambling", "amenity/casino": "gambling", "leisure/adult_gaming_centre": "gambling",
    "amenity/gambling": "gambling",
    "shop/pet": "pet", "amenity/veterinary": "pet", "amenity/kindergarten": "childcare",
    "amenity/childcare": "childcare",
    "shop/art": "stock", "shop/craft": "stock", "shop/fabric": "stock", "shop/pawnbroker": "lender",
    "amenity/recycling": "waste", "amenity/waste_transfer_station": "waste", "advertising/billboard": "advertising",
    "advertising/screen": "advertising", "advertising/totem": "advertising",
}  # fmt: skip
# Where one name stands under several tags, the first of these counts.
RANK = {concept: n for n, concept in enumerate(dict.fromkeys(CONCEPTS.values()))}
FIRST = ("bank", "supermarket", "hotel", "materials", "department_store", "fuel", "convenience", "snack", "courier")


def main(package: Path) -> None:
    """Read the index and write the table."""
    index = json.loads((package / "dist/json/nsi.json").read_text(encoding="utf-8"))
    generic = generic_words(package)
    found: dict[str, str] = {}
    for path, group in sorted(index["nsi"].items()):
        concept = CONCEPTS.get(path.partition("/")[2])
        kind = path.partition("/")[0]
        if concept is None or (
            kind == "operators" and concept in ("waste", "phone", "advertising", "health", "parking", "pub")
        ):
            continue
        for entry in group["items"]:
            if not in_the_uk(entry.get("locationSet", {})):
                continue
            for name in names_of(entry):
                add(found, name, concept, generic)
    version = json.loads((package / "package.json").read_text(encoding="utf-8"))["version"]
    lines = [f"{key}\t{concept}" for key, concept in sorted(found.items())]
    head = (
        f"# Brands used in the UK. Made by tools/build_knowledge.py from name-suggestion-index {version}, BSD-3-Clause."
    )
    (TARGET / "brands.tsv").write_text("\n".join([head, *lines, ""]), encoding="utf-8")
    (TARGET / "LICENSE.name-suggestion-index").write_text(
        (package / "LICENSE.md").read_text(encoding="utf-8"), encoding="utf-8"
    )
    print(f"{len(lines)} names")  # noqa: T201 - a tool run by hand says what it did


def generic_words(package: Path) -> frozenset[str]:
    """Names too general to tell anything (Market, Post)."""
    patterns = json.loads((package / "dist/json/genericWords.json").read_text(encoding="utf-8"))["genericWords"]
    return frozenset(payee_key(pattern.strip("^$")) for pattern in patterns)


def in_the_uk(locations: dict[str, Any]) -> bool:
    """Whether the index says the name is used in the United Kingdom, a part of it, or everywhere."""
    left_out = {str(place).lower() for place in locations.get("exclude", [])}
    if left_out & NOT_UK:
        return False
    included = [str(place).lower() for place in locations.get("include", [])]
    return any(place in UK_WIDE or place.startswith(("gb-", "gb.")) for place in included)


def names_of(entry: dict[str, Any]) -> list[str]:
    """Every way the index writes the name."""
    tags = entry.get("tags", {})
    names = [entry["displayName"], *(tags[tag] for tag in NAME_TAGS if tag in tags), *entry.get("matchNames", [])]
    return [part.strip() for name in names for part in name.split(";")]


def add(found: dict[str, str], name: str, concept: str, generic: frozenset[str]) -> None:
    """Keep the name unless it says nothing; of two meanings the better ranked one."""
    key = payee_key(name)
    if len(key) < 3 or key in generic or key.isdigit() or len(key) > 40:
        return
    rank = FIRST.index(concept) if concept in FIRST else len(FIRST) + RANK[concept]
    before = found.get(key)
    if before is None or rank < (FIRST.index(before) if before in FIRST else len(FIRST) + RANK[before]):
        found[key] = concept


if __name__ == "__main__":
    main(Path(sys.argv[1]))
