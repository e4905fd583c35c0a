"""Given names as families say them and as clerks shorten them, in Spanish and Portuguese."""

from __future__ import annotations

ABBREVIATED = {
    "ma": "maria", "mria": "maria", "fco": "francisco", "fca": "francisca", "fsco": "francisco", "fdo": "fernando", "jn": "juan",
    "jse": "jose", "ant": "antonio", "anto": "antonio", "alej": "alejandro", "gpe": "guadalupe", "rdo": "ricardo",
    "edo": "eduardo", "gmo": "guillermo", "mgl": "miguel", "mig": "miguel", "ml": "manuel", "hdo": "hernando",
    "rafa": "rafael", "sgo": "santiago", "sant": "santiago", "bto": "benito", "dgo": "diego", "lpe": "felipe", "pco": "paco",
}  # fmt: skip
"""Unambiguous abbreviations of the pen."""

TITLES = (
    "sr", "sra", "srta", "sres", "dr", "dra", "don", "dona", "ing", "lic", "arq", "abg", "prof", "profa", "mtro", "mtra", "cp", "psic", "senor",
    "senora",
)  # fmt: skip

FAMILIAR = {
    "pepe": "jose", "pepito": "jose", "chepe": "jose", "ze": "jose", "zeca": "jose", "joselito": "jose", "pepa": "josefa", "paco": "francisco",
    "pacho": "francisco", "pancho": "francisco", "panchito": "francisco", "kiko": "francisco", "quico": "francisco", "chico": "francisco",
    "curro": "francisco", "frank": "francisco", "paca": "francisca", "pancha": "francisca", "lupe": "guadalupe", "lupita": "guadalupe",
    "nacho": "ignacio", "tono": "antonio", "tonho": "antonio", "toninho": "antonio", "tonico": "antonio", "tony": "antonio",
    "memo": "guillermo", "guille": "guillermo", "lalo": "eduardo", "edu": "eduardo", "dudu": "eduardo", "duda": "eduarda", "lucho": "luis",
    "luisito": "luis", "lula": "luiz", "luizinho": "luiz", "quique": "enrique", "kike": "enrique", "henrique": "enrique", "goyo": "gregorio",
    "chuy": "jesus", "chucho": "jesus", "manolo": "manuel", "manu": "manuel", "mane": "manuel", "neco": "manuel", "charly": "carlos",
    "carlitos": "carlos", "carlinhos": "carlos", "cacho": "carlos", "juancho": "juan", "juanito": "juan", "juancito": "juan", "joaozinho": "joao",
    "rafa": "rafael", "rafinha": "rafael", "santi": "santiago", "dani": "daniel", "gabi": "gabriela",
    "gabo": "gabriel", "seba": "sebastian", "nico": "nicolas", "andy": "andres", "migue": "miguel", "miguelito": "miguel", "pedrito": "pedro",
    "pedrinho": "pedro", "perico": "pedro", "pablito": "pablo", "jorgito": "jorge", "coque": "jorge", "rodri": "rodrigo", "digo": "rodrigo",
    "ricky": "ricardo", "ricardinho": "ricardo", "cardo": "ricardo", "fer": "fernanda", "nanda": "fernanda", "mafer": "maria fernanda",
    "mafe": "maria fernanda", "majo": "maria jose", "mariajose": "maria jose", "marijo": "maria jose", "malu": "maria luisa",
    "marilu": "maria luisa", "maite": "maria teresa", "mayte": "maria teresa", "marite": "maria teresa", "maricarmen": "maria del carmen",
    "juanjo": "juan jose", "juanpa": "juan pablo", "juampi": "juan pablo", "juanma": "juan manuel", "juanfer": "juan fernando",
    "juank": "juan carlos", "juanca": "juan carlos", "josemaria": "jose maria", "chema": "jose maria", "josema": "jose maria",
    "joselu": "jose luis", "luisfer": "luis fernando", "luchi": "lucia", "lucha": "luz", "lucy": "lucia", "chabela": "isabel", "isa": "isabel",
    "bel": "isabel", "chela": "graciela", "graci": "graciela", "tere": "teresa", "teresita": "teresa", "rosita": "rosa", "rosinha": "rosa",
    "anita": "ana", "aninha": "ana", "carmencita": "carmen", "menchu": "carmen", "pili": "pilar", "pily": "pilar", "conchita": "concepcion",
    "concha": "concepcion", "lola": "dolores", "lolita": "dolores", "charo": "rosario", "chayo": "rosario", "merche": "mercedes",
    "meche": "mercedes", "bea": "beatriz", "bety": "beatriz", "bia": "beatriz", "vero": "veronica", "pato": "patricio", "paty": "patricia",
    "pati": "patricia", "patty": "patricia", "clau": "claudia", "caro": "carolina", "carol": "carolina", "cata": "catalina", "vale": "valentina",
    "nati": "natalia", "natty": "natalia", "sofi": "sofia", "xime": "ximena", "mague": "margarita", "margo": "margarita", "marga": "margarita",
    "susi": "susana", "chavela": "isabel", "yoli": "yolanda", "elenita": "elena", "moni": "monica", "lety": "leticia",
    "leti": "leticia", "letty": "leticia", "goya": "gregoria", "magda": "magdalena", "male": "magdalena", "tati": "tatiana", "andre": "andrea", "adri": "adriana", "dri": "adriana", "mari": "maria", "mariazinha": "maria", "mariquita": "maria",
    "cida": "aparecida", "cidinha": "aparecida", "coco": "socorro", "nena": "elena", "ceci": "cecilia", "vicky": "victoria",
    "viky": "victoria", "toya": "victoria", "vico": "vicente", "chente": "vicente", "gera": "gerardo", "mundo": "edmundo",
    "alex": "alejandro", "ale": "alejandra", "jano": "alejandro", "xandra": "alejandra", "xande": "alexandre",
    "leo": "leonardo", "leozinho": "leonardo", "tavo": "gustavo", "guga": "gustavo", "guto": "augusto", "berna": "bernardo", "cris": "cristina",
    "tina": "cristina", "javi": "javier", "chava": "salvador", "polo": "leopoldo", "popo": "rodolfo", "fito": "rodolfo", "rolo": "rodolfo",
    "felo": "rafael", "chago": "santiago", "jaimito": "jaime", "moncho": "ramon", "mon": "ramon", "cheo": "jose", "yayo": "eduardo",
}  # fmt: skip
"""Familiar names, each with the name it most often stands for."""

SEVERAL = {
    "beto": (
        "alberto",
        "roberto",
        "humberto",
        "gilberto",
        "norberto",
        "adalberto",
        "heriberto",
        "rigoberto",
        "carlos alberto",
    ),
    "nando": ("fernando", "hernando", "orlando", "armando", "luis fernando"),
    "berto": ("alberto", "roberto", "humberto", "gilberto"),
    "tito": ("alberto", "roberto", "ernesto", "hector", "humberto"),
    "chelo": ("consuelo", "marcelo", "graciela"),
    "nina": ("cristina", "carolina", "catalina", "antonina"),
    "fer": ("fernanda", "fernando"),
    "cris": ("cristina", "cristian", "cristiano", "cristobal"),
    "alex": ("alejandro", "alexandre", "alexander", "alejandra", "alexandra"),
    "ale": ("alejandra", "alejandro", "alessandra", "alexandra"),
    "dani": ("daniel", "daniela"),
    "gabi": ("gabriela", "gabriel"),
    "pato": ("patricio", "patricia"),
    "rafa": ("rafael", "rafaela"),
    "andre": ("andrea", "andres"),
    "mari": ("maria", "mariana", "maribel", "marisol", "maricela"),
    "leo": ("leonardo", "leonel", "leonor", "leopoldo"),
    "duda": ("eduarda", "maria eduarda"),
    "lalo": ("eduardo", "gonzalo", "ladislao"),
    "tono": ("antonio", "jose antonio", "marco antonio"),
    "nico": ("nicolas", "nicole", "nicanor"),
    "lu": ("lucia", "luisa", "luciana", "luz"),
    "nano": ("fernando", "hernan", "mariano", "emiliano"),
    "tati": ("tatiana", "tatiane"),
    "bel": ("isabel", "isabela", "maria isabel"),
    "vale": ("valentina", "valeria"),
    "caro": ("carolina", "carol"),
}
"""Familiar names that may mean any of several."""

FORMAL = {name: formal for name, formal in FAMILIAR.items() if name not in SEVERAL}
"""Familiar names that mean one name alone."""
