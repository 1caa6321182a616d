import pytest

from app.cards.risk import RiskClass, risk_class


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Dele ut morgenmedisiner", RiskClass.MEDICINES),
        ("Gje legemiddel til frukost", RiskClass.MEDICINES),
        ("Legge ukedosetter", RiskClass.MEDICINES),
        ("Sette multidoserull i dispenser", RiskClass.MEDICINES),
        ("Øyedråper", RiskClass.MEDICINES),
        ("Øyedrypping", RiskClass.MEDICINES),
        ("Drype auge", RiskClass.MEDICINES),
        ("Gi inhalasjoner", RiskClass.MEDICINES),
        ("Gi smertestillande ved behov", RiskClass.MEDICINES),
        ("Sette insulin", RiskClass.INJECTION),
        ("Sette injeksjon (B12, depot)", RiskClass.INJECTION),
        ("Gi intravenøs antibiotika", RiskClass.INJECTION),
        ("Henge opp iv antibiotika", RiskClass.INJECTION),
        ("Stell av PICC", RiskClass.INJECTION),
        ("Følge opp smertepumpe", RiskClass.INJECTION),
        ("Sette influensavaksine", RiskClass.INJECTION),
        ("Skifte kateter", RiskClass.CATHETER),
        ("Kateterstell og tømme pose", RiskClass.CATHETER),
        ("Skylle nefrostomi", RiskClass.CATHETER),
        ("Gi sondemat i PEG", RiskClass.TUBE),
        ("Sondeernæring", RiskClass.TUBE),
        ("Ernæringspumpe", RiskClass.TUBE),
        ("Tvangsvedtak", RiskClass.COERCION),
        ("Tiltak etter kap. 9", RiskClass.COERCION),
        ("Fasthalding ved stell", RiskClass.COERCION),
    ],
)
def test_a_task_of_a_risk_class_is_known(text: str, kind: RiskClass) -> None:
    assert risk_class(text) is kind


@pytest.mark.parametrize(
    "text",
    [
        "Dekke bord",
        "Spille spill på stua",
        "Medisinsk oppfølging",
        "Vaske medisinrommet",
        "Låse medisinskapet",
        "Måle blodsukker",
        "Servere kaffe og kake",
        "Aktiviteter på stua",
        "Rydde i vaskerommet på grunn av vivarium",
        "Pegboard på vaktrommet",
        "Sikre dører om natta",
        "",
    ],
)
def test_an_ordinary_task_is_of_no_risk_class(text: str) -> None:
    assert risk_class(text) is None


def test_case_does_not_matter() -> None:
    assert risk_class("HENGE OPP IV") is RiskClass.INJECTION
