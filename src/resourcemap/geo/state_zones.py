"""The states of the United States and the provinces of Canada: their letters, names and time zones."""

_STATES = dict(
    pair.split("=")
    for pair in [
        "AL=Alabama",
        "AK=Alaska",
        "AZ=Arizona",
        "AR=Arkansas",
        "CA=California",
        "CO=Colorado",
        "CT=Connecticut",
        "DE=Delaware",
        "DC=District of Columbia",
        "FL=Florida",
        "GA=Georgia",
        "HI=Hawaii",
        "ID=Idaho",
        "IL=Illinois",
        "IN=Indiana",
        "IA=Iowa",
        "KS=Kansas",
        "KY=Kentucky",
        "LA=Louisiana",
        "ME=Maine",
        "MD=Maryland",
        "MA=Massachusetts",
        "MI=Michigan",
        "MN=Minnesota",
        "MS=Mississippi",
        "MO=Missouri",
        "MT=Montana",
        "NE=Nebraska",
        "NV=Nevada",
        "NH=New Hampshire",
        "NJ=New Jersey",
        "NM=New Mexico",
        "NY=New York",
        "NC=North Carolina",
        "ND=North Dakota",
        "OH=Ohio",
        "OK=Oklahoma",
        "OR=Oregon",
        "PA=Pennsylvania",
        "RI=Rhode Island",
        "SC=South Carolina",
        "SD=South Dakota",
        "TN=Tennessee",
        "TX=Texas",
        "UT=Utah",
        "VT=Vermont",
        "VA=Virginia",
        "WA=Washington",
        "WV=West Virginia",
        "WI=Wisconsin",
        "WY=Wyoming",
        "PR=Puerto Rico",
        "GU=Guam",
        "VI=Virgin Islands",
        "AB=Alberta",
        "BC=British Columbia",
        "MB=Manitoba",
        "NB=New Brunswick",
        "NL=Newfoundland and Labrador",
        "NS=Nova Scotia",
        "ON=Ontario",
        "PE=Prince Edward Island",
        "QC=Quebec",
        "SK=Saskatchewan",
    ]
)
_STATE_CODES = {name.casefold(): code for code, name in _STATES.items()}
PROVINCES = frozenset(["AB", "BC", "MB", "NB", "NL", "NS", "ON", "PE", "QC", "SK"])
"""The letters of provinces, which are Canada's."""
# Only states that keep one time: a guess in the others is an hour wrong for somebody.
_ZONES = {
    state: zone
    for zone, states in {
        "America/New_York": "CT DE DC GA ME MD MA NH NJ NY NC OH PA RI SC VT VA WV",
        "America/Chicago": "AL AR IL IA LA MN MS MO OK WI",
        "America/Denver": "CO MT NM UT WY",
        "America/Phoenix": "AZ",
        "America/Los_Angeles": "CA NV WA",
        "Pacific/Honolulu": "HI",
        "America/Puerto_Rico": "PR",
        "Pacific/Guam": "GU",
        "America/St_Thomas": "VI",
        "America/Edmonton": "AB",
        "America/Winnipeg": "MB",
        "America/Moncton": "NB",
        "America/Halifax": "NS PE",
        "America/Regina": "SK",
    }.items()
    for state in states.split()
}


def state_code(text: str | None) -> str | None:
    """
    Read a state or province as its two letters; None when it is none.

    Examples
    --------
    >>> state_code("Maryland"), state_code("md"), state_code("Freedonia")
    ('MD', 'MD', None)
    """
    plain = (text or "").strip().rstrip(".")
    if plain.upper() in _STATES:
        return plain.upper()
    return _STATE_CODES.get(plain.casefold())


def zone_of_state(state: str | None) -> str | None:
    """
    Name the IANA time zone of a state; None for states that keep more than one.

    Examples
    --------
    >>> zone_of_state("Pennsylvania"), zone_of_state("TN")
    ('America/New_York', None)
    """
    return _ZONES.get(state_code(state) or "")
