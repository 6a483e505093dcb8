"""Street names, cities and the ways addresses are written, for languages where Faker has few or none."""

from __future__ import annotations

CITIES: dict[str, tuple[str, ...]] = {
    "en": ("London", "Leeds", "Austin, TX", "Chicago", "Dublin", "Toronto", "Sydney NSW", "Bristol", "Boston, MA", "Nairobi"),
    "de": ("Berlin", "Hamburg", "München", "Köln", "Wien", "Zürich", "Leipzig", "Bad Homburg", "Frankfurt am Main", "Graz"),
    "fr": ("Paris", "Lyon", "Marseille", "Toulouse", "Nantes", "Lille", "Bruxelles", "Montréal", "Saint-Étienne", "Genève"),
    "es": ("Madrid", "Barcelona", "Sevilla", "CDMX", "Buenos Aires", "Bogotá", "Lima", "Guadalajara", "Santiago", "Zaragoza"),
    "pt": ("São Paulo", "Rio de Janeiro", "Lisboa", "Porto", "Curitiba", "Recife", "Belo Horizonte", "Braga", "Salvador - BA"),
    "it": ("Roma", "Milano", "Torino", "Napoli", "Bologna", "Firenze", "Palermo", "Verona (VR)", "Bari BA", "Genova"),
    "nl": ("Amsterdam", "Utrecht", "Rotterdam", "Den Haag", "Gent", "Eindhoven", "Groningen", "Antwerpen", "Zwolle"),
    "pl": ("Warszawa", "Kraków", "Gdańsk", "Wrocław", "Poznań", "Łódź", "Lublin", "Katowice", "Bydgoszcz"),
    "ru": ("Москва", "Санкт-Петербург", "Казань", "Новосибирск", "Екатеринбург", "Самара", "Київ", "Минск", "Пермь"),
    "tr": ("İstanbul", "Ankara", "İzmir", "Kadıköy/İstanbul", "Çankaya/Ankara", "Bursa", "Antalya", "Nilüfer / Bursa"),
    "ar": ("الرياض", "جدة", "القاهرة", "دبي", "عمّان", "الدار البيضاء", "بيروت", "الكويت", "أبوظبي", "الإسكندرية"),
    "hi": ("दिल्ली", "मुंबई", "लखनऊ", "जयपुर", "Delhi", "Mumbai", "Pune", "Bengaluru", "Noida", "पटना", "Indore"),
    "id": ("Jakarta Selatan", "Bandung", "Surabaya", "Medan", "Yogyakarta", "Depok", "Bekasi", "Malang", "Semarang"),
    "ja": ("東京都新宿区", "大阪市北区", "横浜市西区", "札幌市中央区", "福岡市博多区", "京都市左京区", "名古屋市中区"),
    "zh": ("北京市朝阳区", "上海市浦东新区", "广州市天河区", "深圳市南山区", "成都市武侯区", "杭州市西湖区", "台北市大安區"),
}

STREETS: dict[str, tuple[str, ...]] = {
    "en": (
        "Maple", "Oak", "High", "Church", "Station", "Mill", "Victoria", "Park", "Elm", "King's", "Queen", "Broad", "Cedar Hill",
        "Abbey", "Martin Luther King", "5th", "42nd", "Old Kent", "Willow", "Kenyatta", "MG", "Ring", "Linden", "Chapel",
    ),
    "de": (
        "Haupt", "Bahnhof", "Garten", "Schul", "Linden", "Berg", "Goethe", "Schiller", "Kirch", "Wald", "Ring", "Dorf", "Mozart",
        "Wiesen", "Rosen", "Mühlen", "Feld", "Kant", "Beethoven", "Burg",
    ),
    "fr": ("de la Paix", "Victor Hugo", "des Lilas", "de l'Église", "Pasteur", "du Moulin", "Jean Jaurès", "des Écoles", "Gambetta"),
    "es": ("Mayor", "de Alcalá", "Gran Vía", "Colón", "del Sol", "San Juan", "Libertad", "de la Rosa", "Insurgentes", "9 de Julio"),
    "pt": ("das Flores", "Augusta", "XV de Novembro", "do Comércio", "Paulista", "da Liberdade", "Dom Pedro II", "São João"),
    "it": ("Garibaldi", "Roma", "Mazzini", "Cavour", "Verdi", "Dante", "della Repubblica", "San Marco", "XX Settembre", "Marconi"),
    "nl": ("Dorps", "Kerk", "Molen", "School", "Wilhelmina", "Nieuw", "Prins Hendrik", "Beethoven", "Linden", "Juliana"),
    "pl": ("Długa", "Polna", "Kwiatowa", "Mickiewicza", "3 Maja", "Słowackiego", "Ogrodowa", "Lipowa", "Jana Pawła II", "Leśna"),
    "ru": ("Ленина", "Пушкина", "Мира", "Гагарина", "Советская", "Лесная", "Садовая", "Победы", "Кирова", "Школьная", "Шевченка"),
    "tr": ("Atatürk", "Cumhuriyet", "İnönü", "Gül", "Papatya", "Fevzi Çakmak", "Bağdat", "Lale", "Menekşe", "1453", "Zafer"),
    "ar": ("الملك فهد", "التحرير", "الزهور", "النيل", "الجامعة", "السلام", "عمر بن الخطاب", "الحرية", "العليا", "الورود"),
    "hi": ("गांधी", "नेहरू", "Gandhi", "Nehru", "MG", "Shivaji", "Station", "Laxmi", "राजेंद्र", "सुभाष", "Civil Lines", "Ambedkar"),
    "id": ("Merdeka", "Sudirman", "Diponegoro", "Melati", "Mawar", "Gajah Mada", "Kenanga", "Ahmad Yani", "Cempaka", "Pahlawan"),
    "ja": ("西新宿", "南青山", "本町", "中央", "桜丘", "栄町", "大手町", "緑ヶ丘", "旭町", "神田"),
    "zh": ("人民", "中山", "解放", "建设", "长安", "和平", "幸福", "新华", "文化", "南京", "学府"),
}

ADDRESS_FORMS: dict[str, tuple[str, ...]] = {
    "en": (
        "{N} {S} St", "{N} {S} Street, {C}", "{N} {S} Rd, {C} #####", "Flat ##, {N} {S} Road, {C} ?# #??", "{N} {S} Ave Apt #?",
        "{N} {S} Lane, {C} ??# #??", "Unit #, {N} {S} Close", "{N} {S} Avenue, {C} #####", "{N} {S} Drive", "apt ##?, {N} {S} blvd, {C}",
        "PO Box ####, {C} #####", "{N}? {S} Terrace", "#/{N} {S} St, {C} ####", "{N} {S} Ct", "{N} {S} Court, {C}", "House ##, {S} Road, {C}",
        "{N} {S} way {C} #####", "{N}, {S} Gardens, ??# #??", "{N} W {S} St, Ste ###, {C} #####", "Plot {N}, {S} Crescent, {C}",
        "##-## {S} Ave, Apt ?#, {C} #####", "c/o flat # {N} {S} street {C}",
    ),
    "de": (
        "{S}str. {N}", "{S}straße {N}, ##### {C}", "{S}weg {N}", "{S}allee {N}?, ##### {C}", "{S}-Platz {N}", "{S}gasse {N}/#/##, #### {C}",
        "{S}strasse {N}, {C}", "Am {S} {N}, ##### {C}", "{S}straße {N}, #. Stock, ##### {C}", "{S}ring {N} in ##### {C}", "##### {C}, {S}str. {N}",
        "An der {S} {N}, {C}", "{S} Str. {N}, ##### {C}",
    ),
    "fr": (
        "{N} rue {S}", "{N}, rue {S}, ##### {C}", "{N} bis rue {S}", "{N} avenue {S}, ##### {C}", "{N} bd {S} ##### {C}", "{N} place {S}",
        "{N} impasse {S}, {C}", "appt ##, {N} rue {S}, ##### {C}", "{N} chemin {S} ##### {C}", "Résidence {S}, bât ?, ##### {C}", "{N} allée {S}",
    ),
    "es": (
        "Calle {S} {N}", "C/ {S}, {N}, #º ?", "calle {S} nº {N}, ##### {C}", "Av. {S} {N}, {C}", "Avenida {S} {N}, piso #", "Plaza {S}, {N}, ##### {C}",
        "Carrera ## # ##-##, {C}", "Calle ## No. ##-##, apto ###", "Col. {S}, C.P. #####, {C}", "Paseo {S} {N}, #ºA, ##### {C}", "{S} {N}, dpto #?, {C}",
        "Jr. {S} {N}, {C}", "Cra. ##? #{N}-##",
    ),
    "pt": (
        "Rua {S}, {N}", "Rua {S}, {N}, apto ##, {C}", "R. {S} {N} - {C}, #####-###", "Av. {S}, {N}, #####-### {C}", "Travessa {S} {N}",
        "Rua {S} nº {N}, #.º Esq., ####-### {C}", "Avenida {S} {N}, bloco ?, ap ##", "Praça {S}, {N}", "Alameda {S}, {N}, CEP #####-###",
        "Rua {S} {N}, ####-### {C}",
    ),
    "it": (
        "via {S} {N}", "Via {S}, {N}, ##### {C}", "viale {S} {N}/?", "Piazza {S} {N}, {C}", "corso {S} {N}, ##### {C}", "Via {S} {N}, int. #, ##### {C}",
        "v. {S} {N} scala ?", "vicolo {S} {N}", "Largo {S} {N}, ##### {C}", "strada {S} n. {N}",
    ),
    "nl": (
        "{S}straat {N}", "{S}laan {N}, #### ?? {C}", "{S}weg {N}?", "{S}straat {N}-#, ####?? {C}", "{S}plein {N}, {C}", "{S}gracht {N} #### ?? {C}",
        "{S}kade {N}-hs", "{S}singel {N}, {C}", "Burg. {S}straat {N}, #### ??",
    ),
    "pl": (
        "ul. {S} {N}", "ul. {S} {N}/##, ##-### {C}", "ul. {S} {N} m. #", "al. {S} {N}, ##-### {C}", "os. {S} {N}/#", "{S} {N}/##, {C}",
        "pl. {S} {N}, ##-### {C}", "ulica {S} {N} mieszkanie ##", "na {S} {N}/##",
    ),
    "ru": (
        "ул. {S}, д. {N}", "ул. {S}, {N}, кв. ##", "улица {S} {N}-##", "г. {C}, ул. {S}, д. {N}, кв. ###", "пр-т {S}, {N}, корп. #", "{S} {N} кв ##",
        "{C}, {S} {N}", "пер. {S} д. {N}", "######, {C}, ул. {S}, {N}", "вул. {S}, {N}, кв. ##", "проспект {S} д {N} подъезд #", "ул {S} {N}/#",
    ),
    "tr": (
        "{S} Mah. {S} Sok. No:{N}", "{S} Caddesi No: {N} D:#", "{S} Mahallesi, {S} Sokak No:{N}/#, ##### {C}", "{S} Cd. {N}/## {C}", "{S} Bulvarı No:{N} Kat:# {C}",
        "{S} mah {S} sk no {N} daire # {C}", "{S} Sitesi ? Blok No {N}", "{S} Sk. {N}/#", "{S} Cad. No {N}, {C}", "#### Sokak No:{N} D:# {C}",
    ),
    "ar": (
        "شارع {S} رقم {N}", "{N} شارع {S}، {C}", "شارع {S}، حي {S}، {C} #####", "حي {S}، شارع {S}، فيلا {N}", "عمارة {N} شارع {S} الدور # {C}", "شقة ## عمارة {N} شارع {S}",
        "مبنى {N}، طريق {S}، {C}", "ش {S} عمارة {N} شقة #", "بناية {S}، الطابق #، شقة ##، {C}", "ص.ب ####، {C}",
    ),
    "hi": (
        "मकान नंबर {N}, {S} नगर, {C}", "{N}, {S} रोड, {C} ######", "फ्लैट ###, {S} अपार्टमेंट, {C}", "H.No {N}, {S} Nagar, {C} ######", "{N}/## {S} Road, {C} - ######",
        "Flat ###, {S} Apartments, Sector ##, {C}", "house no {N} gali no # {S} nagar {C}", "गली नंबर #, {S} मार्ग, {C}", "B-##, {S} Colony, {C} ######", "plot {N} {S} marg {C}",
        "{N}, {S} Street, {C}-######", "सेक्टर ##, मकान {N}, {C}",
    ),
    "id": (
        "Jl. {S} No. {N}", "Jalan {S} No {N}, {C}", "jl {S} {N} rt 0#/0# {C}", "Jl. {S} Gg. # No. {N}, {C} #####", "Perumahan {S} Blok ?# No. {N}", "Komplek {S} blok ? no {N}, {C}",
        "gang {S} no {N} {C}", "Kav. {N}, Jl. {S}, {C} #####",
    ),
    "ja": (
        "{C}{S}#-#-#", "{C}{S}#丁目#番#号", "〒###-#### {C}{S}#-##-#", "{C}{S}#-#-#-###", "{C}{S}##-# {S}マンション###号室", "{S}#-##-##", "{C}{S}#丁目##-# コーポ{S}###",
    ),
    "zh": (
        "{C}{S}路{N}号", "{C}{S}路{N}号#栋###室", "{S}街道{N}号", "{C}{S}小区#号楼#单元###", "{S}大道{N}号{S}大厦##层", "{C}{S}東路#段{N}號#樓", "{S}花园#期##栋####", "{C}{S}北街{N}弄#号###室",
    ),
}  # fmt: skip
