"""Texts as people write them, with what the guard must find in them. All of it is made up."""

HARMLESS = """
Vaskeri mandag
Parkinson
Alzheimer
Sårstell ved diabetes
Beboere har demens
Mange har kols og demens
Aktivitet på Rose (demens)
Røde Kors
Kirkens Bymisjon
Kontakte Nav Stavanger
Hjelpemiddelsentralen
NEWS
HFA
Dosett onsdag
TV-stua
HJELPE PÅ DO
Feire 17. mai og Jul
Tørn-møte med KS
Ta imot prøver fra Fürst
Møte med Ledelsen
Sjekke Pulsen
Avdeling Oasen
God Hilsen fra Rosen
Rose A og Bjørn B
Rose, Bjørn og Vår har felles nattevakt
Team B og Plan B
Avdeling A. Rapport
Stell på Rose A. Frokost
Gi vitamin D. Husk B12
Gi vitamin B. I tillegg C
Vitamin K
Hepatitt B. Smitte
I.V. væske, I.M. injeksjon, P.O. gis
Gi i.v. og s.c.
B.T. hver time
Del 1. A
Medisin-rommet låses
Dusj-rommet vaskes
Snoezelen-rommet
Medisinrommet 1
Møterom 3 og skyllerom 2
Romservice 3 ganger
Skifte sengetøy rom 2 ganger i uka
Alle rom 15 min
Dusj på rom 10.30
Rom 0730
rom 1-8 til hfa, rom 9–16 til spl
Post 2 og post 3
Avdeling 3 etasje 2
Beboer 3 ganger i uka
10 beboere, 4–5 beboere
Bruker 20 min på dette
bruker 10-15 min
Bruker 2 hansker
Vi bruker 3
Vi bruker 2,5 timer
Gå langt 2 ganger
Skolevei 3 km
Veie 2 ganger
Veie beboere 1 gang
Uke 40 41 42 43
uke 45 47 50 52
veke 38 42 46 50
30 35 40 45
22 00 07 15
2200-0700
22.30-23.15
kl. 6.30 12.15 15.30
5.30 11.15 15.30
8 10 12 14 16 18
0800 1000 1200 1400 1600 1800
5 mg x 3, 500 mg kl 0800 1400 2000 2200
Insulin 12 IE kl 08 og 10 IE kl 20
BT 120/80 P 72 T 37,2 SaO2 96 %
BT 130/85, 120/80, 125/75
Vekt 72,5 kg, O2 2 l/min
Møte 24.11.2026 kl 10.30-12.00
24.11.2026-26.11.2026
Frist 15.06.26 08:30
2026-11-24 10:30
20261124
24112026
15.06.26-21.06.26
Lov 24.06.2011 nr 30
lov av 2. juli 1999 nr 64
Tlf 5412
Telefon 22.00
Ring 113 eller 116117
intern 51507
Org.nr. NO 971 032 146 MVA
Budsjett 1 200 000 kr, 3 450 000
Varenr 123456
7038010009457
ISBN 978-82-05-12345-6
Oppgaver: 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12
1 2 3 4 5 6 7 8 9 10 11 12 13 14 15
Se prosedyre 4.2.1
Følge til Sola
Trygghetsalarm 24/7
Helsenorge 24 timer
kl. 8. Ta med
""".strip().splitlines()

#: text → kinds, in the order of Kind
PERSONAL: dict[str, str] = {
    "Bruker 150639\u00a052084": "national_id",
    "15.06.39 520 84": "national_id",
    "150639 52085": "national_id_like",
    "Stell 15.06.39 52085": "national_id_like",
    "2012 586975 61": "duf_number",
    "DUF 201258697561": "duf_number",
    "2012-58697561": "duf_number",
    "Konto 8601.11.17947": "account_like",
    "86011 117947 er 86011117947": "account_like",
    "86011 1179470": "",
    "350639 52084": "account_like",
    "Ring 91 23 45 67": "phone",
    "912 34 567": "phone",
    "91234567": "phone",
    "mob:91234567": "phone",
    "9123 4567": "phone",
    "tlf 5150 7090": "phone",
    "51 50 70 90": "phone",
    "51-50-70-90": "phone",
    "+47 912 34 567": "phone",
    "+46701234567": "phone",
    "0047 91234567": "phone",
    "004791234567": "phone",
    "kari.n@eksempel.no": "email",
    "Skriv til Kari@eksempel.kommune.no.": "email",
    "f. 1938": "birth_date",
    "(f. 15.06.26)": "birth_date",
    "født 15. juni 1939": "birth_date",
    "Fødselsdato: 150639": "birth_date",
    "15.06.1939": "birth_date",
    "15.06.39": "birth_date",
    "15061939": "birth_date",
    "1939-06-15": "birth_date",
    "15. juni 1939": "birth_date",
    "Kirkeveien 12": "address",
    "Kongens gate 4": "address",
    "storgata 4 b: sårstell": "address",
    "rom 3": "room_or_flat",
    "ROM 3": "room_or_flat",
    "Rom nr. 12": "room_or_flat",
    "rom 4-5": "room_or_flat",
    "Leil. 4": "room_or_flat",
    "Bruker 3 skal dusje": "room_or_flat",
    "Følge bruker 2 til do": "room_or_flat",
    "Dusj bruker 3": "room_or_flat",
    "pasient 4": "room_or_flat",
    "Hansen, demens": "diagnosis_and_name",
    "Olsen – kols": "diagnosis_and_name",
    "Kari har demens": "diagnosis_and_name",
    "fru Berg har Parkinson": "diagnosis_and_name",
    "O.N. kols": "diagnosis_and_name",
    "fru Olsen": "title_and_name",
    "FRU OLSEN": "title_and_name",
    "dr. Berg": "title_and_name",
    "Ring O. N. nå": "initials",
    "mor til O.N.": "initials",
    "Dusje Olsen": "name",
    "Hos Mikkelsen kl 8": "name",
    "fru Å. Hansen": "name",
    "Datter til Kari": "name",
    "Følge Ola N til frisør": "name",
    "Følge Ola N. til frisør": "name",
    "Følge Ola B. til frisør": "name",
    "Følge Ola B.": "name",
    "Kari-rommet": "name",
    "Ring O.N. 91 23 45 67": "phone initials",
    "👵 fru Olsen": "title_and_name",
}
