"""What people call countries: the names and codes that ISO 3166 has not, by its codes.

States of the past have the four letters of ISO 3166-3. All names may be typed in any case, with or without
accents, with `&` for "and" and `St` for "Saint".
"""

from __future__ import annotations

#: The names to print where ISO's own are long or inverted.
COMMON_NAMES = {
    "BN": "Brunei",
    "CD": "Democratic Republic of the Congo",
    "CG": "Republic of the Congo",
    "FK": "Falkland Islands",
    "FM": "Micronesia",
    "LA": "Laos",
    "PS": "Palestine",
    "RU": "Russia",
    "VA": "Holy See",
    "VG": "British Virgin Islands",
    "VI": "U.S. Virgin Islands",
    # of the past
    "CSHH": "Czechoslovakia",
    "DDDE": "East Germany",
    "SUHH": "Soviet Union",
    "VDVN": "North Vietnam",
    "YDYE": "South Yemen",
    "YUCS": "Yugoslavia",
}
#: Other names that people type. A code of four letters is that of the same state before it took another name.
ALIASES = {
    "AE": ("UAE", "Emirates"),
    "AG": ("Antigua",),
    "BA": ("Bosnia", "Bosnia-Herzegovina"),
    "BF": ("HVBF", "Upper Volta"),
    "BJ": ("DYBJ", "Dahomey"),
    "BY": ("BYAA", "Byelorussia", "Byelorussian SSR"),
    "CD": ("DR Congo", "DRC", "Democratic Republic of Congo", "Congo-Kinshasa", "ZRCD", "Zaire"),
    "CG": ("Republic of Congo", "Congo-Brazzaville"),
    "CI": ("Ivory Coast",),
    "CN": ("PRC", "PR China"),
    "CV": ("Cape Verde",),
    "CZ": ("Czech Republic",),
    "DE": ("Deutschland", "FRG", "West Germany"),
    "DJ": ("AIDJ", "French Afars and Issas"),
    "FK": ("Falklands",),
    "GB": ("UK", "Great Britain", "Britain"),
    "GN": ("Guinea-Conakry",),
    "HK": ("Hong Kong SAR",),
    "IE": ("Republic of Ireland",),
    "KN": ("Saint Kitts",),
    "KP": ("DPRK", "N. Korea", "Korea (North)"),
    "KR": ("ROK", "S. Korea", "Korea (South)"),
    "LA": ("Lao PDR",),
    "LK": ("Ceylon",),
    "MK": ("Macedonia", "FYROM", "Former Yugoslav Republic of Macedonia"),
    "MM": ("BUMM", "Burma"),
    "MO": ("Macau", "Macao SAR"),
    "NL": ("Holland",),
    "PS": ("Palestinian Territories", "Palestinian Authority"),
    "SA": ("KSA",),
    "ST": ("São Tomé",),
    "SZ": ("Swaziland",),
    "TL": ("TPTL", "East Timor"),
    "TR": ("Turkey", "Turkish Republic"),
    "TT": ("Trinidad",),
    "TW": ("Chinese Taipei",),
    "US": ("USA", "America", "United States of America"),
    "VA": ("Vatican", "Vatican City"),
    "VC": ("Saint Vincent",),
    "VU": ("NHVU", "New Hebrides"),
    "WS": ("Western Samoa",),
    "ZW": ("RHZW", "Rhodesia", "Southern Rhodesia"),
    # of the past
    "DDDE": ("GDR",),
    "SUHH": ("USSR",),
    "VDVN": ("Democratic Republic of Vietnam",),
    "YDYE": ("Democratic Yemen", "People's Democratic Republic of Yemen"),
    "YUCS": ("Socialist Federal Republic of Yugoslavia", "Federal Republic of Yugoslavia"),
}
#: Names that are no country's own, or that of more than one, and the codes of those that may be meant.
MAY_MEAN = {
    "Channel Islands": ("GG", "JE"),
    "Congo": ("CD", "CG"),
    "England": ("GB",),
    "Korea": ("KP", "KR"),
    "Northern Ireland": ("GB",),
    "Scotland": ("GB",),
    "Somaliland": (),
    "Virgin Islands": ("VG", "VI"),
    "Wales": ("GB",),
}
#: Bodies that take stances as states do. EU and UN are reserved in ISO 3166-1; the others go by the letters that
#: they call themselves, but for the African Union, whose AU is Australia.
BODIES = {
    "AFU": ("African Union",),
    "ASEAN": ("Association of Southeast Asian Nations",),
    "EU": ("European Union",),
    "LAS": ("Arab League", "League of Arab States"),
    "NATO": ("North Atlantic Treaty Organization", "North Atlantic Treaty Organisation"),
    "OIC": ("Organisation of Islamic Cooperation", "Organization of Islamic Cooperation"),
    "SCO": ("Shanghai Cooperation Organisation", "Shanghai Cooperation Organization"),
    "UN": ("United Nations",),
}
