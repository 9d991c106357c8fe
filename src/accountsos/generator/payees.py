"""Whom companies pay: known merchants by what is bought there, and the nouns of invented local ones."""

from __future__ import annotations

from dataclasses import dataclass

from accountsos.money import Pence, pence_from_text


@dataclass(frozen=True, slots=True)
class Payee:
    """One shop or supplier as the banks print it."""

    contact: str
    text: str
    """`{n}` stands for three to four digits, `{c}` for a code of nine letters and digits."""
    low: Pence
    high: Pence


@dataclass(frozen=True, slots=True)
class Group:
    """Payees of whom the same kind of thing is bought, so that their truth is one category."""

    category_id: str
    kind: str
    payees: tuple[Payee, ...]
    """The most visited first."""
    nouns: tuple[str, ...]
    """What invented local ones call themselves."""
    overseas: bool = False
    is_trade: bool = False
    """What is sold on or used up in the work: its size follows the turnover."""
    priced_to_99: bool = False
    """Shop prices: many amounts end in .99."""


def _group(
    category_id: str, kind: str, table: str, nouns: str = "", *, overseas: bool = False, is_trade: bool = False
) -> Group:
    rows = [[cell.strip() for cell in row.split("|")] for row in table.strip().splitlines()]
    payees = tuple(Payee(c, t, pence_from_text(low), pence_from_text(high)) for c, t, low, high in rows)
    return Group(
        category_id, kind, payees, tuple(nouns.split(",")) if nouns else (), overseas, is_trade, kind == "card"
    )


GROUPS: dict[str, Group] = {
    "office": _group(
        "cat_office",
        "card",
        """
        Amazon      | AMAZON.CO.UK*{c}        | 6    | 90
        Ryman       | RYMAN {n}               | 3    | 45
        Post Office | POST OFFICE COUNTER {n} | 2    | 38
        Viking      | VIKING DIRECT           | 18   | 140
        Staples     | STAPLES UK {n}          | 5    | 80
        Vistaprint  | VISTAPRINT B.V.         | 15   | 120
        """,
        "PRINT SHOP,STATIONERS,COPY CENTRE",
    ),
    "software_card": _group(
        "cat_software",
        "card",
        """
        Canva       | CANVA* {c}              | 10.99 | 99.99
        Envato      | ENVATO MARKET {n}       | 12    | 60
        Shutterstock| SHUTTERSTOCK            | 19    | 99
        GoDaddy     | GODADDY.COM {n}         | 9.59  | 58
        123-reg     | 123-REG.CO.UK           | 8.39  | 47.99
        Namecheap   | NAME-CHEAP.COM* {c}     | 7.80  | 41
        """,
        "APPS,CLOUD TOOLS",
    ),
    "hardware": _group(
        "cat_it_hardware",
        "card",
        """
        Currys      | CURRYS {n}              | 12   | 340
        Ebuyer      | EBUYER (UK) LTD         | 15   | 260
        Scan        | SCAN COMPUTERS          | 20   | 380
        Apple       | APPLE STORE R{n}        | 19   | 249
        CEX         | CEX LTD {n}             | 15   | 180
        """,
        "COMPUTERS,CAMERA EXCHANGE",
    ),
    "rail": _group(
        "cat_travel",
        "card",
        """
        Transport for London | TFL TRAVEL CH           | 1.75 | 15.80
        Trainline   | TRAINLINE.COM                    | 9    | 145
        Uber        | UBER   *TRIP                     | 6    | 34
        LNER        | LNER INTERNET {n}                | 22   | 168
        GWR         | GREAT WESTERN RAILWAY            | 12   | 120
        RingGo      | RINGGO {n}                       | 1.6  | 16
        easyJet     | EASYJET 000 {c}                  | 38   | 210
        """,
        "TAXIS,CARS,COACHES",
    ),
    "parking": _group(
        "cat_travel",
        "card",
        """
        RingGo      | RINGGO {n}                       | 1.6  | 14
        NCP         | NCP LIMITED {n}                  | 4    | 28
        PayByPhone  | PAYBYPHONE {n}                   | 1.5  | 12
        Dart Charge | DART-CHARGE                      | 2.5  | 5
        TfL Congestion Charge | TFL CONGESTION CHARGE  | 15   | 18
        """,
        "CAR PARK",
    ),
    "hotels": _group(
        "cat_accommodation",
        "card",
        """
        Premier Inn | PREMIER INN {n}                  | 46   | 138
        Travelodge  | TRAVELODGE GB{n}                 | 38   | 112
        Booking.com | BOOKING.COM HOTEL                | 62   | 240
        ibis        | IBIS HOTEL {n}                   | 55   | 130
        """,
        "GUEST HOUSE,INN,HOTEL",
    ),
    "meals": _group(
        "cat_subsistence",
        "card",
        """
        Pret A Manger | PRET A MANGER {n}              | 3.2  | 16
        Costa       | COSTA COFFEE {n}                 | 2.9  | 14
        Greggs      | GREGGS PLC {n}                   | 1.6  | 9
        Tesco       | TESCO STORES {n}                 | 2.5  | 19
        M&S Simply Food | M&S SIMPLY FOOD {n}          | 3.4  | 18
        Subway      | SUBWAY {n}                       | 4.5  | 13
        McDonald's  | MCDONALDS {n}                    | 3.9  | 15
        Leon        | LEON RESTAURANTS                 | 6    | 18
        """,
        "CAFE,DELI,SANDWICH BAR,KITCHEN",
    ),
    "entertaining": _group(
        "cat_entertaining",
        "card",
        """
        Dishoom     | DISHOOM                          | 48   | 210
        Hawksmoor   | HAWKSMOOR                        | 85   | 340
        Côte        | COTE BRASSERIE {n}               | 42   | 160
        Hotel Chocolat | HOTEL CHOCOLAT {n}            | 18   | 95
        """,
        "BRASSERIE,RESTAURANT,WINE BAR",
    ),
    "welfare": _group(
        "cat_staff_welfare",
        "card",
        """
        Tesco       | TESCO STAFF TREATS {n}           | 6    | 45
        Deliveroo   | DELIVEROO TEAM LUNCH             | 22   | 120
        Domino's    | DOMINOS PIZZA TEAM {n}           | 18   | 75
        Specsavers  | SPECSAVERS STAFF EYE TEST        | 20   | 30
        """,
        "TEAM EVENTS,STAFF LUNCHES",
    ),
    "fuel": _group(
        "cat_vehicle_running",
        "card",
        """
        Shell       | SHELL {n}                        | 28   | 98
        BP          | BP CONNECT {n}                   | 25   | 95
        Esso        | ESSO MFG {n}                     | 28   | 96
        Tesco Fuel  | TESCO PFS {n}                    | 30   | 92
        Texaco      | TEXACO {n}                       | 25   | 88
        Kwik Fit    | KWIK FIT {n}                     | 45   | 310
        Halfords Autocentres | HALFORDS AUTOCENTRE {n} | 39   | 260
        """,
        "SERVICE STATION,TYRES,MOT CENTRE",
    ),
    "materials": _group(
        "cat_purchases",
        "card",
        """
        Screwfix    | SCREWFIX {n}                     | 6    | 240
        Toolstation | TOOLSTATION {n}                  | 5    | 180
        Travis Perkins | TRAVIS PERKINS {n}            | 22   | 780
        Jewson      | JEWSON LTD {n}                   | 20   | 690
        Wickes      | WICKES {n}                       | 9    | 310
        B&Q         | B & Q {n}                        | 7    | 220
        Howdens     | HOWDENS JOINERY {n}              | 80   | 1900
        HSS Hire    | HSS HIRE {n}                     | 24   | 280
        Plumbase    | PLUMBASE {n}                     | 12   | 340
        """,
        "TIMBER,BUILDERS MERCHANTS,TILES,SKIP HIRE,ROOFING SUPPLIES",
        is_trade=True,
    ),
    "electrical": _group(
        "cat_purchases",
        "card",
        """
        Screwfix    | SCREWFIX {n}                     | 6    | 190
        CEF         | CITY ELECTRICAL FACTORS          | 12   | 420
        Edmundson Electrical | EDMUNDSON ELECTRICAL {n} | 14  | 520
        Toolstation | TOOLSTATION {n}                  | 5    | 140
        TLC Electrical | TLC ELECTRICAL {n}            | 9    | 260
        """,
        "ELECTRICAL WHOLESALE,LIGHTING,CABLES",
        is_trade=True,
    ),
    "ingredients": _group(
        "cat_purchases",
        "card",
        """
        Booker      | BOOKER LTD {n}                   | 35   | 420
        Tesco       | TESCO STORES {n}                 | 4    | 85
        Costco      | COSTCO WHOLESALE {n}             | 45   | 380
        Aldi        | ALDI STORES {n}                  | 5    | 90
        Sainsbury's | SAINSBURYS S/MKTS {n}            | 4    | 70
        Lidl        | LIDL GB {n}                      | 5    | 75
        Nisbets     | NISBETS PLC                      | 15   | 240
        """,
        "BAKERY,DAIRY,BUTCHERS,GREENGROCERS,COFFEE ROASTERS,FINE FOODS",
        is_trade=True,
    ),
    "ingredients_dd": _group(
        "cat_purchases",
        "direct_debit",
        """
        Brakes      | BRAKE BROS LTD                   | 120  | 860
        Bidfood     | BIDFOOD                          | 110  | 720
        """,
        is_trade=True,
    ),
    "stock": _group(
        "cat_purchases",
        "card",
        """
        Faire       | FAIRE.COM {n}                    | 60   | 620
        Ankorstore  | ANKORSTORE                       | 45   | 540
        Amazon      | AMAZON BUSINESS*{c}              | 12   | 260
        Etsy Wholesale | ETSY.COM*WHOLESALE {n}        | 18   | 240
        Puckator    | PUCKATOR LTD                     | 55   | 480
        """,
        "WHOLESALE,TRADING,CERAMICS,TEXTILES,CANDLE WORKS",
        is_trade=True,
    ),
    "postage_stock": _group(
        "cat_import_duty",
        "card",
        """
        Royal Mail  | ROYAL MAIL ONLINE {n}            | 3.4  | 140
        Evri        | EVRI.COM {n}                     | 2.9  | 85
        DPD         | DPD LOCAL {n}                    | 5    | 110
        Parcel2Go   | PARCEL2GO.COM                    | 4    | 95
        DHL         | DHL EXPRESS DUTY {n}             | 12   | 160
        """,
        "COURIERS,PARCELS",
        is_trade=True,
    ),
    "ads": _group(
        "cat_advertising",
        "card",
        """
        Meta        | FACEBK *{c}                      | 15   | 260
        Google Ads  | GOOGLE *ADS{n}                   | 20   | 350
        LinkedIn    | LINKEDIN ADS {n}                 | 25   | 280
        """,
        overseas=True,
    ),
    "print_ads": _group(
        "cat_advertising",
        "card",
        """
        Yell        | YELL LIMITED                     | 35   | 160
        Checkatrade | CHECKATRADE.COM                  | 60   | 145
        Moo         | MOO PRINT LIMITED                | 16   | 85
        """,
        "SIGNS,LOCAL NEWS,PROMOTIONS",
    ),
    "freelancers": _group(
        "cat_subcontractors",
        "payment_out",
        """
        Orla Fennimore | ORLA FENNIMORE                | 260  | 1450
        Tobias Wrenfield | T WRENFIELD DESIGN          | 320  | 1600
        Inkwell & Ash | INKWELL AND ASH LTD            | 280  | 1250
        """,
        "COPYWRITING,MOTION,DEVELOPMENT,ILLUSTRATION",
        is_trade=True,
    ),
    "labour": _group(
        "cat_subcontractors",
        "payment_out",
        """
        Gareth Pellowe | G PELLOWE PLASTERING          | 320  | 1600
        Rigley Scaffolding | RIGLEY SCAFFOLDING LTD    | 380  | 1900
        Dunmere Groundworks | DUNMERE GROUNDWORKS      | 450  | 2400
        """,
        "PLASTERING,SCAFFOLDING,BRICKWORK,ROOFING,JOINERY",
        is_trade=True,
    ),
    "assistants": _group(
        "cat_subcontractors",
        "payment_out",
        """
        Isla Marchbank | ISLA MARCHBANK SECOND SHOOTER | 120  | 320
        """,
        "SECOND SHOOTER,RETOUCHING",
    ),
    "cleaning": _group(
        "cat_cleaning",
        "payment_out",
        """
        Biffa       | BIFFA WASTE SERVICES             | 48   | 190
        Rentokil    | RENTOKIL INITIAL                 | 35   | 140
        """,
        "CLEANING,WINDOW CLEANING,LAUNDRY",
    ),
    "repairs": _group(
        "cat_repairs",
        "card",
        """
        Timpson     | TIMPSON LTD {n}                  | 8    | 60
        Dulux Centre| DULUX DECORATOR CTR {n}          | 18   | 160
        """,
        "PLUMBING,LOCKSMITHS,REPAIRS,GLAZING",
    ),
    "courses": _group(
        "cat_staff_training",
        "card",
        """
        Udemy       | UDEMY: ONLINE COURSES            | 12.99| 89
        Coursera    | COURSERA                         | 35   | 79
        City & Guilds | CITY AND GUILDS                | 65   | 320
        """,
        "TRAINING,COLLEGE,WORKSHOPS",
    ),
    "referencing": _group(
        "cat_legal",
        "card",
        """
        HM Land Registry | HM LAND REGISTRY {n}        | 3    | 21
        Companies House | COMPANIES HOUSE WEBCHECK    | 1    | 24
        HomeLet     | HOMELET REFERENCING              | 15   | 60
        """,
        "SOLICITORS,INVENTORIES",
    ),
    "property_repairs": _group(
        "cat_repairs",
        "payment_out",
        """
        Marlow Lettings Maintenance | MARLOW PROPERTY CARE LTD | 45 | 380
        Sable Locks | SABLE LOCKS LTD                  | 65   | 190
        """,
        "PLUMBING,HEATING,DECORATORS,GLAZING",
    ),
}

PLACE_WORDS = (
    "ALDER,ASHCOMBE,BRACKEN,BRIARWOOD,BROOKSIDE,CALDER,CASTLEGATE,CHURNET,COBBLE,CROWFIELD,DALESIDE,DUNMERE,EASTGATE,"
    "ELMSTEAD,FALLOW,FENWICK,FERNHILL,FOXLEY,GARNET,GLENMOOR,HARROWBY,HARTWELL,HAZELMERE,HEATHER,HOLLYBANK,IVYBRIDGE,"
    "JUNIPER,KESTREL,KINGSWAY,LARKFIELD,LINDEN,LOXLEY,MARLOW,MEADOW,MILLBROOK,MOORSIDE,NETHERBY,NORTHGATE,OAKMERE,"
    "ORCHARD,PENNINE,PIKE,PORTLAND,QUAYSIDE,RAVENS,REDHOUSE,RIVERSIDE,ROWAN,SABLE,SALTERS,SILVERDALE,STANWELL,TALLIS,"
    "THORNBURY,TIDEWELL,UPTON,VALLEY,WESTMARCH,WHARFE,WINDERS,WREN,YARROW,YEWTREE"
).split(",")
SECOND_WORDS = "& SON,& CO,BROS,HOUSE,LANE,PARK,STREET,BRIDGE,WORKS,YARD,GREEN,CORNER,HILL,CROSS,VALE,GATE".split(",")
TOWNS = (
    "LONDON,MANCHESTER,LEEDS,BRISTOL,YORK,SHEFFIELD,STOWMARKET,NORWICH,READING,LINCOLN,EXETER,DERBY,CHESTER,BATH"
).split(",")
CLIENT_NOUNS = (
    "Brewing,Cycles,Dental,Hotels,Gardens,Interiors,Outdoor,Analytics,Foods,Homes,Fitness,Theatre,Motors,Textiles,"
    "Schools Trust,Logistics,Energy,Books,Vets,Coffee"
).split(",")


def title(text: str) -> str:
    """`ROWAN & SON BAKERY` as a contact is named: `Rowan & Son Bakery`."""
    return " ".join(word.capitalize() for word in text.split())
