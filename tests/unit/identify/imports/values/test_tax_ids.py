import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cl import rut

from lazo.identify.imports.values.tax_ids import guess_tax_country, parse_tax_ids


@pytest.mark.parametrize(
    ("country", "written", "scheme", "number", "key", "holder"),
    [
        ("CL", "12.345.678-5", "CL_RUT", "123456785", "CL:123456785", "PERSON"),
        ("CL", "RUT: 12345678-5", "CL_RUT", "123456785", "CL:123456785", "PERSON"),
        ("CL", "012.345.678-5", "CL_RUT", "123456785", "CL:123456785", "PERSON"),
        ("CL", "76.192.083-9", "CL_RUT", "761920839", "CL:761920839", "ORGANIZATION"),
        ("CO", "900.123.456-8", "CO_NIT", "9001234568", "CO:900123456", "ORGANIZATION"),
        ("CO", "9001234568", "CO_NIT", "9001234568", "CO:900123456", "ORGANIZATION"),
        ("CO", "900123456", "CO_NIT", "9001234568", "CO:900123456", "ORGANIZATION"),
        ("CO", "1.020.304.050", "CO_CC", "1020304050", "CO:1020304050", "PERSON"),
        ("CO", "52123456", "CO_CC", "52123456", "CO:52123456", "PERSON"),
        ("MX", "GODE561231GR8", "MX_RFC", "GODE561231GR8", "MX:GODE561231GR8", "PERSON"),
        ("MX", "abc-680524-p76", "MX_RFC", "ABC680524P76", "MX:ABC680524P76", "ORGANIZATION"),
        ("MX", "BOXW310820HNERXN09", "MX_CURP", "BOXW310820HNERXN09", "MX:BOXW310820HNERXN09", "PERSON"),
        ("AR", "20-12345678-6", "AR_CUIT", "20123456786", "AR:12345678", "PERSON"),
        ("AR", "12.345.678", "AR_DNI", "12345678", "AR:12345678", "PERSON"),
        ("AR", "30-50001091-2", "AR_CUIT", "30500010912", "AR:30500010912", "ORGANIZATION"),
        ("BR", "390.533.447-05", "BR_CPF", "39053344705", "BR:39053344705", "PERSON"),
        ("BR", "11.444.777/0001-61", "BR_CNPJ", "11444777000161", "BR:11444777000161", "ORGANIZATION"),
        ("BR", "12.ABC.345/01DE-35", "BR_CNPJ", "12ABC34501DE35", "BR:12ABC34501DE35", "ORGANIZATION"),
        ("BR", "39053344705.0", "BR_CPF", "39053344705", "BR:39053344705", "PERSON"),
        ("PE", "20512333797", "PE_RUC", "20512333797", "PE:20512333797", "ORGANIZATION"),
        ("PE", "12345678", "PE_DNI", "12345678", "PE:12345678", "PERSON"),
        ("EC", "1714307103", "EC_CI", "1714307103", "EC:1714307103", "PERSON"),
        ("EC", "1714307103001", "EC_RUC", "1714307103001", "EC:1714307103", "PERSON"),
        ("UY", "211003420017", "UY_RUT", "211003420017", "UY:211003420017", "ORGANIZATION"),
        ("UY", "1.234.567-2", "UY_CI", "12345672", "UY:12345672", "PERSON"),
        ("PY", "80028061-0", "PY_RUC", "800280610", "PY:80028061", "ORGANIZATION"),
        ("PY", "1234567", "PY_CI", "1234567", "PY:1234567", "PERSON"),
        ("VE", "J-07013380-5", "VE_RIF", "J070133805", "VE:J070133805", "ORGANIZATION"),
        ("VE", "V12345678", "VE_CI", "V12345678", "VE:V12345678", "PERSON"),
        ("GT", "576937-K", "GT_NIT", "576937K", "GT:576937K", None),
        ("DO", "1-01-85004-3", "DO_RNC", "101850043", "DO:101850043", "ORGANIZATION"),
        ("DO", "001-1391820-5", "DO_CEDULA", "00113918205", "DO:00113918205", "PERSON"),
        ("CR", "3-101-999999", "CR_CPJ", "3101999999", "CR:3101999999", "ORGANIZATION"),
        ("CR", "1-0913-0259", "CR_CPF", "0109130259", "CR:0109130259", "PERSON"),
        ("CR", "155812345678", "CR_DIMEX", "155812345678", "CR:155812345678", "PERSON"),
        ("SV", "0614-050707-104-8", "SV_NIT", "06140507071048", "SV:06140507071048", None),
        ("SV", "00016297-5", "SV_DUI", "000162975", "SV:000162975", "PERSON"),
        ("BO", "1020703023", "BO_NIT", "1020703023", "BO:1020703023", None),
        ("PA", "8-442-445", "PA_RUC", "8442445", "PA:8442445", None),
        ("BO", "4851234-1A LP", "BO_CI", "48512341ALP", "BO:48512341A", "PERSON"),
        ("BO", "4851234 SC", "BO_CI", "4851234SC", "BO:4851234", "PERSON"),
        ("HN", "0801-1990-12345", "HN_DNI", "0801199012345", "HN:0801199012345", "PERSON"),
        ("HN", "0801-1990-123456", "HN_RTN", "08011990123456", "HN:0801199012345", "PERSON"),
        ("HN", "08019003251234", "HN_RTN", "08019003251234", "HN:08019003251234", "ORGANIZATION"),
        ("NI", "J0310000001234", "NI_RUC", "J0310000001234", "NI:J0310000001234", "ORGANIZATION"),
        ("NI", "486-180689-0001X", "NI_CEDULA", "4861806890001X", "NI:4861806890001X", "PERSON"),
        ("CU", "91021027775", "CU_NI", "91021027775", "CU:91021027775", "PERSON"),
        ("PE", "10117410-2", "PE_DNI", "101174102", "PE:10117410", "PERSON"),
        ("HT", "003-456-789-1", "HT_NIF", "0034567891", "HT:0034567891", None),
        ("ES", "B64717838", "ES_NIF", "B64717838", "ES:B64717838", "ORGANIZATION"),
    ],
)
def test_numbers_of_each_country(country, written, scheme, number, key, holder):
    parsed = parse_tax_ids(pa.array([written]), country=country)

    assert parsed.values.to_pylist() == [{"scheme": scheme, "number": number, "key": key, "holder": holder}]
    assert parsed.codes.to_pylist() == [None]


@pytest.mark.parametrize(
    ("country", "written"),
    [
        ("CL", "12.345.678-9"),
        ("CL", "11.111.111-1"),
        ("CL", "hola"),
        ("CO", "900.123.456-1"),
        ("CO", "12"),
        ("CO", "A1234567"),
        ("MX", "XAXX010101000"),
        ("MX", "GODE561331GR8"),
        ("AR", "20-12345678-9"),
        ("BR", "111.111.111-11"),
        ("BR", "390.533.447-06"),
        ("PE", "20512333798"),
        ("EC", "1714307104"),
        ("UY", "1.234.567-3"),
        ("PE", "10117410-3"),
        ("BO", "123"),
        ("HN", "1901-1990-12345"),
        ("HN", "0801-1899-12345"),
        ("NI", "486-180689-0001A"),
        ("NI", "486-310289-0001F"),
        ("CU", "02023061531"),
        ("HT", "123"),
        ("PY", "80028061-5"),
        ("PY", "12"),
        ("VE", "J-07013380-4"),
        ("GT", "576937-1"),
        ("GT", "1234567880123"),
        ("DO", "001-1391820-6"),
        ("CR", "12"),
        ("SV", "00016297-4"),
        ("SV", "12"),
        ("ZZ", "12345678"),
    ],
)
def test_numbers_that_do_not_check_stay_as_text(country, written):
    parsed = parse_tax_ids(pa.array([written]), country=country)

    assert parsed.values.to_pylist() == [{"scheme": None, "number": written, "key": None, "holder": None}]
    assert parsed.codes.to_pylist() == ["tax_id_unlikely"]


def test_guatemalan_cui():
    parsed = parse_tax_ids(pa.array(["2229 42131 0101"]), country="GT")

    assert parsed.values.to_pylist()[0]["scheme"] in {"GT_CUI", None}


@pytest.mark.parametrize("text", [None, "", "-", "s/d"])
def test_blanks(text):
    parsed = parse_tax_ids(pa.array([text], pa.string()), country="CL")

    assert (parsed.values.to_pylist(), parsed.codes.to_pylist()) == ([None], [None])


@pytest.mark.parametrize(
    ("cells", "country"),
    [
        (["12.345.678-5", "76.192.083-9", "7.775.735-k"], "CL"),
        (["390.533.447-05", "11.444.777/0001-61"], "BR"),
        (["GODE561231GR8"], "MX"),
        (["20-12345678-6", "30-50001091-2"], "AR"),
        (["1", "2", "3"], None),
        (["hola"], None),
        ([None, " "], None),
    ],
)
def test_guess_tax_country(cells, country):
    assert guess_tax_country(pa.array(cells, pa.string())) == country


def test_a_null_country_is_guessed_from_the_column():
    parsed = parse_tax_ids(pa.array(["12.345.678-5", "76.192.083-9"]), country=None)

    assert [one["key"] for one in parsed.values.to_pylist()] == ["CL:123456785", "CL:761920839"]


@given(st.integers(1_000_000, 99_999_999))
def test_every_way_of_writing_a_rut_has_one_key(body):
    digit = rut.calc_check_digit(str(body))
    written = [
        f"{body}-{digit}",
        f"{body:,}-{digit}".replace(",", "."),
        f"{body}{digit}".lower(),
        f" {body} - {digit} ",
    ]

    keys = {one["key"] for one in parse_tax_ids(pa.array(written), country="CL").values.to_pylist()}

    assert keys in ({f"CL:{body}{digit}"}, {None})
    assert keys != {None} or len(set(f"{body}{digit}".strip("K"))) == 1
