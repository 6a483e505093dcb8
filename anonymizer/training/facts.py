"""Facts with places, works, peoples and institutions, and hardly a person: capitals are not names everywhere."""

from __future__ import annotations

FACTS: dict[str, str] = {
    "en": """
        The Danube flows through Vienna, Bratislava, Budapest and Belgrade.
        Lake Superior borders Minnesota, Wisconsin and the Canadian province of Ontario.
        The Ottoman Empire besieged Constantinople in 1453.
        Saint Petersburg was called Leningrad until 1991.
        The Grand Canyon National Park lies in Arizona.
        The Beatles released Abbey Road in September 1969.
        The Royal Navy lost three ships off Jutland.
        The Ming dynasty moved the capital to Beijing.
        Kingston upon Hull is a port city in Yorkshire.
        The genus Quercus belongs to the family Fagaceae.
        It premiered on Broadway and later in the West End.
        The Aztecs spoke Nahuatl, the Incas Quechua.
        Real Madrid beat Liverpool in the Champions League final.
        The Nobel Prize in Physics was shared by three scientists.
        Mount Saint Helens erupted in May 1980.
        The San Francisco Bay Area has three large airports.
        The Church of England separated from Rome under the Tudors.
        The Lockheed Martin factory in Fort Worth builds the aircraft.
        Harvard, Yale and Princeton belong to the Ivy League.
        The Victoria and Albert Museum is in South Kensington.
        In Greek mythology the Titans ruled before the Olympians.
        The Mississippi River joins the Ohio near Cairo, Illinois.
        Jefferson County is named after the third president of the United States.
        The Treaty of Versailles was signed in the Hall of Mirrors.
        The asteroid belt lies between the orbits of Mars and Jupiter.
        Santa Cruz and San Jose are cities in California.
        It is the county seat of Lincoln County, Nebraska.
        The Boeing 747 first flew for Pan American World Airways.
        The Bay of Bengal cyclone reached Odisha and West Bengal.
        Sherlock Holmes Baker Street is a station theme.
    """,
    "de": """
        Die Donau fließt durch Wien, Bratislava, Budapest und Belgrad.
        Der Bodensee grenzt an Baden-Württemberg, Bayern, Vorarlberg und die Schweiz.
        Das Osmanische Reich eroberte Konstantinopel im Jahr 1453.
        Der Dreißigjährige Krieg endete mit dem Westfälischen Frieden.
        Der Landkreis Garmisch-Partenkirchen liegt im Süden Oberbayerns.
        Die Gattung Quercus gehört zur Familie der Buchengewächse.
        Der Hamburger SV gewann den Europapokal der Landesmeister.
        Die Karl-Marx-Allee liegt in den Berliner Ortsteilen Mitte und Friedrichshain.
        Die Ludwig-Maximilians-Universität hat ihren Sitz in München.
        Sankt Petersburg hieß bis 1991 Leningrad.
        Das Kloster Sankt Gallen besitzt eine berühmte Bibliothek.
        Der Mont Blanc ist der höchste Berg der Alpen.
        Die Royal Navy verlor vor Jütland drei Schiffe.
        Der Film lief auf den Internationalen Filmfestspielen in Berlin.
        Die Volkspartei erreichte bei der Landtagswahl die absolute Mehrheit.
        Das Schloss Neuschwanstein steht bei Füssen im Allgäu.
        Der Wiener Kongress ordnete Europa neu.
        Die Bundesautobahn führt von Köln über Frankfurt nach Passau.
        Der Planet Jupiter besitzt mehr als neunzig Monde.
        Die Lutherstadt Wittenberg gehört zum Weltkulturerbe.
        Das Album erschien bei einem Label aus New York.
        Die Insel Rügen liegt vor der pommerschen Ostseeküste.
        Im Zweiten Weltkrieg wurde die Altstadt schwer zerstört.
        Der Ort San Martino liegt in der Provinz Trient.
        Die Siedlung am Martinsberg stammt aus der Bronzezeit.
    """,
    "fr": """
        Le Danube traverse Vienne, Bratislava, Budapest et Belgrade.
        Le lac Léman baigne la Suisse et la Haute-Savoie.
        L'Empire ottoman prend Constantinople en 1453.
        Saint-Pétersbourg s'appelait Leningrad jusqu'en 1991.
        La gare de Lyon-Part-Dieu dessert la région Auvergne-Rhône-Alpes.
        Le genre Quercus appartient à la famille des Fagacées.
        L'Olympique de Marseille remporte la Ligue des champions.
        Le château de Chambord se trouve dans le Loir-et-Cher.
        L'université Pierre-et-Marie-Curie était située à Paris.
        La rue Victor-Hugo rejoint la place Bellecour.
        Saint-Martin-de-Ré est une commune de Charente-Maritime.
        Le mont Blanc est le plus haut sommet des Alpes.
        La guerre de Cent Ans oppose la France et l'Angleterre.
        Le film est présenté à la Mostra de Venise.
        Les Rolling Stones se produisent au Stade de France.
        La Nouvelle-Calédonie se trouve dans l'océan Pacifique.
        Le traité de Versailles est signé dans la galerie des Glaces.
        La ligne relie Bordeaux-Saint-Jean à Toulouse-Matabiau.
        Le parc national des Cévennes couvre la Lozère et le Gard.
        Dans la mythologie grecque, les Titans précèdent les Olympiens.
        Les Aztèques parlaient le nahuatl.
        L'archipel appartient au Royaume-Uni depuis le traité d'Utrecht.
        La planète Saturne possède des anneaux visibles depuis la Terre.
        Sainte-Lucie et la Barbade font partie des Petites Antilles.
    """,
    "es": """
        El Danubio atraviesa Viena, Bratislava, Budapest y Belgrado.
        El Canal de Suez comunica el mar Rojo con el Mediterráneo.
        El Imperio otomano conquistó Constantinopla en 1453.
        San Petersburgo se llamó Leningrado hasta 1991.
        La ciudad de Santiago de Chile está al pie de los Andes.
        El género Quercus pertenece a la familia de las fagáceas.
        El Real Madrid ganó la Copa de Europa en Glasgow.
        San Miguel de Tucumán es la capital de la provincia.
        La Universidad Nacional Autónoma de México tiene su sede en Coyoacán.
        El castillo de San Felipe defendía la bahía de Cartagena.
        El río Magdalena desemboca en el mar Caribe.
        La guerra de los Cien Años enfrentó a Francia e Inglaterra.
        La película se estrenó en el Festival de San Sebastián.
        El Parque Nacional Torres del Paine está en la Patagonia.
        La isla de Santa Cruz forma parte de las Galápagos.
        El Tratado de Tordesillas dividió el Nuevo Mundo.
        Los aztecas hablaban náhuatl y los incas quechua.
        El municipio de San Juan limita con Villa Mercedes.
        El planeta Júpiter tiene más de noventa lunas.
        La Gran Vía cruza el centro de la capital.
        La Torre del Oro está a orillas del Guadalquivir.
        El Banco de España tiene su sede en la plaza de Cibeles.
        Es la ciudad más poblada de Andalucía después de Sevilla y Málaga.
        El Partido Liberal ganó las elecciones en Nuevo León.
    """,
    "pt": """
        O Danúbio atravessa Viena, Bratislava, Budapeste e Belgrado.
        O Canal do Panamá liga o Atlântico ao Pacífico.
        O Império Otomano conquistou Constantinopla em 1453.
        São Petersburgo chamou-se Leningrado até 1991.
        O género Quercus pertence à família das fagáceas.
        O Sport Lisboa e Benfica venceu a Taça dos Campeões.
        São João del-Rei é um município de Minas Gerais.
        A Universidade Federal da Bahia fica em Salvador.
        O rio São Francisco nasce na serra da Canastra.
        A Torre de Belém fica na margem do Tejo.
        O filme estreou no Festival de Cannes.
        A ilha de Santa Maria pertence aos Açores.
        O Tratado de Tordesilhas dividiu o Novo Mundo.
        O Parque Nacional do Iguaçu fica no Paraná.
        Os astecas falavam náuatle.
        O planeta Júpiter tem mais de noventa luas.
        A Guerra dos Cem Anos opôs a França à Inglaterra.
        A Avenida da Liberdade liga os Restauradores ao Marquês de Pombal.
        O Estádio do Maracanã recebeu a final da Copa do Mundo.
        Santa Catarina faz fronteira com o Paraná.
    """,
    "it": """
        Il Danubio attraversa Vienna, Bratislava, Budapest e Belgrado.
        Il Canale di Suez collega il mar Rosso al Mediterraneo.
        L'Impero ottomano conquistò Costantinopoli nel 1453.
        San Pietroburgo si chiamò Leningrado fino al 1991.
        Il genere Quercus appartiene alla famiglia delle fagacee.
        La Juventus vinse la Coppa dei Campioni a Roma.
        San Giovanni Valdarno è un comune della Toscana.
        L'Università Federico II ha sede a Napoli.
        La basilica di San Marco si affaccia sulla piazza omonima.
        Il lago di Garda bagna Lombardia, Veneto e Trentino.
        Il film fu presentato alla Mostra di Venezia.
        La provincia di Reggio Emilia confina con Parma e Modena.
        Castel Sant'Angelo si trova sulla riva del Tevere.
        La guerra dei cent'anni oppose Francia e Inghilterra.
        Il parco nazionale del Gran Paradiso è in Valle d'Aosta.
        Santa Maria Capua Vetere conserva un anfiteatro romano.
        Il pianeta Giove ha più di novanta lune.
        La Repubblica di Venezia controllava Creta e Corfù.
        La linea collega Milano Centrale a Bologna.
        Villa San Giovanni è il porto per la Sicilia.
    """,
    "nl": """
        De Donau stroomt door Wenen, Bratislava, Boedapest en Belgrado.
        Het Suezkanaal verbindt de Rode Zee met de Middellandse Zee.
        Het Ottomaanse Rijk veroverde Constantinopel in 1453.
        Sint-Petersburg heette tot 1991 Leningrad.
        Het geslacht Quercus behoort tot de napjesdragersfamilie.
        Feyenoord won de Europacup in Milaan.
        De Rijksuniversiteit Groningen werd in 1614 gesticht.
        Sint-Niklaas is een stad in Oost-Vlaanderen.
        De Johan Cruijff Arena staat in Amsterdam-Zuidoost.
        Het Koninkrijk der Nederlanden omvat ook Aruba en Curaçao.
        De film ging in première op het Filmfestival van Venetië.
        De Honderdjarige Oorlog ging tussen Frankrijk en Engeland.
        Het Nationaal Park De Hoge Veluwe ligt bij Arnhem.
        De planeet Jupiter heeft meer dan negentig manen.
        De lijn loopt van Den Haag Centraal naar Rotterdam.
        De Universiteit van Pennsylvania staat in Philadelphia.
        De Azteken spraken Nahuatl.
        Het eiland Terschelling hoort bij Friesland.
        De Vrede van Münster maakte een eind aan de Tachtigjarige Oorlog.
        De gemeente Sint-Gillis grenst aan Brussel en Vorst.
    """,
    "pl": """
        Dunaj przepływa przez Wiedeń, Bratysławę, Budapeszt i Belgrad.
        Kanał Sueski łączy Morze Czerwone ze Śródziemnym.
        Imperium Osmańskie zdobyło Konstantynopol w 1453 roku.
        Petersburg do 1991 roku nosił nazwę Leningrad.
        Rodzaj Quercus należy do rodziny bukowatych.
        Legia Warszawa awansowała do fazy grupowej Ligi Europy.
        Uniwersytet Warszawski ma siedzibę przy Krakowskim Przedmieściu.
        Puszcza Kampinoska leży na północny zachód od Warszawy.
        Unia polsko-litewska powstała na sejmie w Lublinie.
        Zamek w Malborku zbudowali Krzyżacy.
        Film pokazano na festiwalu w Wenecji.
        Wojna stuletnia toczyła się między Francją a Anglią.
        Tatrzański Park Narodowy graniczy ze Słowacją.
        Planeta Jowisz ma ponad dziewięćdziesiąt księżyców.
        Województwo podkarpackie sąsiaduje z Ukrainą.
        Nowy Sącz i Stary Sącz leżą nad Dunajcem.
        Rzeka Bug stanowi granicę z Białorusią.
        Kopalnia Soli w Wieliczce działa od średniowiecza.
        W skład gminy wchodzą Dąbrowa, Wola i Nowa Wieś.
        Powstanie listopadowe wybuchło w Królestwie Polskim.
    """,
    "ru": """
        Дунай протекает через Вену, Братиславу, Будапешт и Белград.
        Суэцкий канал соединяет Красное море со Средиземным.
        Османская империя захватила Константинополь в 1453 году.
        Санкт-Петербург до 1991 года назывался Ленинградом.
        Род Дуб относится к семейству Буковые.
        Московский «Спартак» выиграл чемпионат России.
        Казанский федеральный университет основан в 1804 году.
        Озеро Байкал — самое глубокое на Земле.
        Переславль-Залесский входит в Золотое кольцо.
        Фильм показали на Венецианском кинофестивале.
        Столетняя война шла между Францией и Англией.
        Планета Юпитер имеет более девяноста спутников.
        Красноярский край граничит с Якутией и Тувой.
        Государственный Эрмитаж находится на Дворцовой набережной.
        Река Ока впадает в Волгу в Нижнем Новгороде.
        Посёлок входит в состав Павловского сельского поселения.
        Ливонская война продолжалась двадцать пять лет.
        Нижний Тагил — город в Свердловской области.
        Станция «Площадь Революции» открыта в 1938 году.
        Александровский район образован в составе Владимирской губернии.
    """,
    "tr": """
        Tuna Nehri Viyana, Budapeşte ve Belgrad'dan geçer.
        Kurtuluş Savaşı 1922'de Büyük Taarruz ile sona erdi.
        Türk Hava Yolları İstanbul Havalimanı'ndan uçar.
        Selimiye Camii Edirne'dedir.
        Osmanlı Devleti Mohaç Muharebesi'ni kazandı.
        Ankara Üniversitesi Cumhuriyet döneminde kuruldu.
        Fırat ve Dicle nehirleri Basra Körfezi'ne dökülür.
    """,
    "ar": """
        يمر نهر النيل بالخرطوم والقاهرة.
        سقطت القسطنطينية في يد الدولة العثمانية سنة 1453.
        تقع جامعة القرويين في مدينة فاس.
        قناة السويس تربط البحر الأحمر بالبحر المتوسط.
        نادي الهلال من أندية الرياض.
    """,
    "hi": """
        गंगा नदी हरिद्वार, कानपुर और वाराणसी से होकर बहती है।
        सुंदरवन पश्चिम बंगाल और बांग्लादेश में फैला है।
        ताजमहल आगरा में यमुना के किनारे है।
        भारतीय रिज़र्व बैंक का मुख्यालय मुंबई में है।
    """,
    "id": """
        Sungai Musi mengalir melalui Palembang.
        Universitas Gadjah Mada berada di Yogyakarta.
        Perang Diponegoro berlangsung di Jawa.
        Taman Nasional Komodo terletak di Nusa Tenggara Timur.
    """,
    "ja": """
        利根川は関東平野を流れ、太平洋に注ぐ。
        源氏物語は平安時代に成立した長編物語である。
        豊田市は愛知県の中部に位置する。
        福岡市は九州で最も人口が多い。
        関ヶ原の戦いは美濃国で行われた。
        北海道大学の本部は札幌市にある。
        千葉県と山口県と石川県の特産品を比べた。
        松島は日本三景の一つである。
    """,
    "zh": """
        长江流经重庆、武汉和南京。
        珠穆朗玛峰位于喜马拉雅山脉。
        清华大学位于北京市海淀区。
        红楼梦是中国古典小说。
        黄河发源于巴颜喀拉山。
        金门大桥在旧金山。
        马德里是西班牙的首都。
        高雄位於台灣南部。
    """,
}
