"""Our own sentence patterns: forms, headers, statements, facts. Chat sentences lie in ``sentences/``."""

from __future__ import annotations

from anonymizer.training.facts import FACTS

_ANY = """
{{PERSON}}
{{GIVEN}}
{{PERSON}}, {{ADDRESS}}
{{PERSON}}\\n{{ADDRESS}}
{{ADDRESS}}
Name: {{PERSON}}
name {{PERSON}}
Name: {{PERSON}}\\nAddress: {{ADDRESS}}
First name: {{GIVEN}}\\nLast name: {{SURNAME}}
first name {{GIVEN}} last name {{SURNAME}}
{"name": "{{PERSON}}", "status": "open"}
{"customer": {"first_name": "{{GIVEN}}", "last_name": "{{SURNAME}}"}, "address": "{{ADDRESS}}"}
<name>{{PERSON}}</name>
name={{PERSON}}&plan=basic
BEGIN:VCARD\\nVERSION:3.0\\nFN:{{PERSON}}\\nN:{{SURNAME}};{{GIVEN}};;;\\nEND:VCARD
From: {{PERSON}}\\nTo: Support\\nSubject: Order
From: {{PERSON}} <info>
To: {{PERSON}}
Cc: {{PERSON}}; {{PERSON}}
Von: {{PERSON}}\\nAn: Kundendienst
De : {{PERSON}}\\nÀ : Service client
De: {{PERSON}}\\nPara: Atención al cliente
Da: {{PERSON}}\\nA: Assistenza
От: {{PERSON}}\\nКому: Поддержка
Attn: {{PERSON}}
c/o {{PERSON}}, {{ADDRESS}}
Ship to: {{PERSON}}, {{ADDRESS}}
Shipping address:\\n{{PERSON}}\\n{{ADDRESS}}
Deliver to {{ADDRESS}}
Signed, {{PERSON}}
Thanks,\\n{{GIVEN}}
Best regards\\n{{PERSON}}
Regards, {{PERSON}}
cheers {{GIVEN}}
- {{GIVEN}}
-- {{PERSON}}
~{{GIVEN}}
@support {{GIVEN}} here
hi {{GIVEN}}
Hi {{GIVEN}}, how can I help?
Hello {{PERSON}},
Dear Mr {{SURNAME}},
Dear Mrs. {{SURNAME}}
Dr. {{SURNAME}} called
Prof. {{PERSON}}
Sr. {{SURNAME}}
Herr {{SURNAME}} und Frau {{SURNAME}}
M. {{SURNAME}}
Mme {{PERSON}}
Sra. {{PERSON}}
Sig.ra {{SURNAME}}
Pan {{SURNAME}}
Thanks {{GIVEN}}!
ok thx {{GIVEN}}
Agent: {{GIVEN}}
Customer: {{PERSON}} | Plan: Premium
Contact: {{PERSON}} ({{PERSON}} is away)
{{PERSON}} / {{PERSON}}
{{GIVEN}} and {{GIVEN}}
{{GIVEN}} & {{GIVEN}} {{SURNAME}}
{{GIVEN}}?
{{GIVEN}}: when will it arrive?
[10:42] {{GIVEN}}: still waiting
[12/05, 09:11] {{PERSON}}: ok
Passenger {{SURNAME}}/{{GIVEN}} MR
{{SURNAME}}, {{GIVEN}}
{{SURNAME}} {{GIVEN}}
Order #48213
SKU AB-123-XL, 2 pcs
iPhone 15 Pro Max 256GB
Samsung Galaxy S24
HTTP 404 Not Found
Windows 11 Home
Android 14, app version 8.2.1
Monday 10:00 - 12:00
Visa, Mastercard, PayPal, Apple Pay
WhatsApp Web
ok
OK 👍
Yes
no
thx
???
Hello
Hi
Error: Connection Timed Out
Amazon Prime, Netflix, Spotify
Berlin -> Paris
New York
San Francisco, California
Google Maps
"""

_BY_LANGUAGE = {
    "en": """
        {{PERSON}} lives at {{ADDRESS}} and works in Chicago.
        The account of {{PERSON}} was opened in March.
        My name is {{PERSON}} and I live in {{ADDRESS}}.
        Please send the parcel for {{PERSON}} to {{ADDRESS}}.
        I met {{PERSON}} and {{PERSON}} at the conference.
        {{PERSON}} (born 1921) was an American painter and sculptor.
        In 1962 {{PERSON}} became director of the museum.
        The novel was written by {{PERSON}} and translated by {{PERSON}}.
        Under {{SURNAME}} the company grew quickly.
        {{PERSON}} played the leading role, {{PERSON}} wrote the music.
        The theory of {{PERSON}} was proved wrong by {{SURNAME}}.
        Question: can {{PERSON}} change the booking of {{PERSON}}?
        {{PERSON}}'s order is late.
        transfer 500 to {{GIVEN}}'s checking account
        It's {{GIVEN}}'s order, not mine
        {{GIVEN}}'s phone is broken
        can you check {{PERSON}}'s booking
        I am using my son {{GIVEN}}'s laptop
        {{SURNAME}}'s invoice is wrong
        send 45 dollars to {{GIVEN}} from savings
        pay {{PERSON}} 30 dollars
        book a table for {{SURNAME}} at 8
        text {{GIVEN}} that I am late
        is {{GIVEN}} available tomorrow
        the appointment is with Dr. {{PERSON}} at the dental clinic
        Fly with Alaska Airlines from Seattle to San Diego
        the Hilton Garden Inn near Madison Square Garden
        Welcome to Brand Care, how may I help you?
        Let me check with the team, bear with me
        We moved from {{ADDRESS}} to {{ADDRESS}} last week.
        The river rises in the northern hills and flows into the Black Sea.
        The Battle of the Bulge was fought in the winter of 1944.
        In mathematics, a prime number has exactly two divisors.
        The Treaty of Rome was signed in 1957 by six countries.
        The species is found in South America and the Caribbean Sea.
        The University of Oxford is the oldest in the English-speaking world.
        The First World War began in 1914 and ended in 1918.
        It was released on Nintendo Switch, PlayStation 5 and Xbox Series X.
        The House of Commons passed the Education Act in 1944.
        Mount Kilimanjaro is the highest mountain in Africa.
        The Supreme Court ruled that the law was unconstitutional.
        The Industrial Revolution started in Great Britain.
        The album reached number one on the Billboard charts in May.
        The town has a population of 12,400 and lies on the Great Western Railway.
        The Bronze Age settlement was excavated between 1987 and 1991.
        The European Union and the United Nations issued a statement.
        The football club plays in the Premier League.
        Water boils at 100 degrees Celsius at sea level.
        The Roman Empire reached its greatest extent in the second century.
        The film won the Golden Globe Award for Best Picture.
        The Lord of the Rings is a fantasy novel.
        The Pacific Ocean is the largest ocean on Earth.
        The cathedral of Saint Mary was built in the Gothic style.
    """,
    "de": """
        {{PERSON}} wohnt in der {{ADDRESS}}.
        Das Konto von {{PERSON}} wurde im März eröffnet.
        Bitte schicken Sie das Paket für {{PERSON}} an {{ADDRESS}}.
        {{PERSON}} (geboren 1921) war ein deutscher Maler und Bildhauer.
        Der Roman stammt von {{PERSON}}, die Musik schrieb {{PERSON}}.
        Unter {{SURNAME}} wuchs das Unternehmen schnell.
        Der Fluss entspringt im Schwarzwald und mündet in die Nordsee.
        Die Schlacht bei Leipzig fand im Oktober 1813 statt.
        Der Erste Weltkrieg begann im Sommer 1914.
        Die Stadt liegt am Ufer des Rheins und hat etwa 40.000 Einwohner.
        Der Bundestag verabschiedete das Gesetz im Frühjahr.
        Die Art kommt in Südamerika und in der Karibik vor.
        Die Europäische Union unterzeichnete den Vertrag von Lissabon.
        Der Verein spielt seit 1998 in der Zweiten Bundesliga.
        Die Kirche Sankt Marien wurde im gotischen Stil erbaut.
        Als Heizwert bezeichnet man die nutzbare Wärmemenge eines Brennstoffs.
        Das Album erreichte Platz drei der deutschen Charts.
        Das Römische Reich erlebte seine größte Ausdehnung im zweiten Jahrhundert.
        Die Technische Universität München wurde 1868 gegründet.
        Die Gemeinde gehört zum Landkreis und grenzt im Süden an Österreich.
        Der Asteroid wurde am Observatorium entdeckt und nach dem Ort benannt.
        Seine Heimat ist die Küste Westafrikas, wo er in Flüssen lebt.
    """,
    "fr": """
        {{PERSON}} habite au {{ADDRESS}}.
        Le compte de {{PERSON}} a été ouvert en mars.
        Merci d'envoyer le colis de {{PERSON}} au {{ADDRESS}}.
        {{PERSON}} (né en 1921) est un peintre et sculpteur français.
        Le roman est de {{PERSON}}, la musique de {{PERSON}}.
        Sous {{SURNAME}}, l'entreprise se développe rapidement.
        Le fleuve prend sa source dans les Alpes et se jette dans la mer Méditerranée.
        La bataille de Waterloo a lieu en juin 1815.
        La Première Guerre mondiale commence à l'été 1914.
        La commune compte environ 4 000 habitants et se situe en Bretagne.
        L'Assemblée nationale adopte la loi au printemps.
        L'espèce se rencontre en Amérique du Sud et aux Antilles.
        L'Union européenne signe le traité de Lisbonne.
        Le club évolue en Ligue 1 depuis 1998.
        L'église Saint-Pierre est construite dans le style gothique.
        L'album se classe troisième du classement français.
        L'Empire romain atteint son apogée au deuxième siècle.
        L'Université de Montpellier est fondée au Moyen Âge.
        Le film reçoit la Palme d'or au Festival de Cannes.
        Elle est située sur la rive gauche de la Loire, près de Nantes.
        Le département des Hautes-Alpes est limitrophe de l'Italie.
    """,
    "es": """
        {{PERSON}} vive en {{ADDRESS}}.
        La cuenta de {{PERSON}} se abrió en marzo.
        Envíen el paquete de {{PERSON}} a {{ADDRESS}}, por favor.
        {{PERSON}} (nacido en 1921) fue un pintor y escultor español.
        La novela es de {{PERSON}} y la música de {{PERSON}}.
        Con {{SURNAME}} la empresa creció rápidamente.
        El río nace en la sierra y desemboca en el mar Mediterráneo.
        La batalla de Bailén tuvo lugar en julio de 1808.
        La Primera Guerra Mundial comenzó en el verano de 1914.
        El municipio tiene unos 4000 habitantes y está en Castilla y León.
        El Congreso de los Diputados aprobó la ley en primavera.
        La especie se encuentra en América del Sur y el Caribe.
        La Unión Europea firmó el Tratado de Lisboa.
        El club juega en la Segunda División desde 1998.
        La iglesia de Santa María fue construida en estilo gótico.
        El álbum llegó al número tres de las listas.
        El Imperio romano alcanzó su mayor extensión en el siglo segundo.
        La Universidad de Salamanca fue fundada en la Edad Media.
        La película ganó el premio Goya a la mejor dirección.
        Está situada en la provincia de Buenos Aires, al sur del río.
        Durante la época colonial fue un puerto importante del virreinato.
        Se cultiva en zonas tropicales por sus frutos comestibles.
    """,
    "pt": """
        {{PERSON}} mora na {{ADDRESS}}.
        A conta de {{PERSON}} foi aberta em março.
        Envie o pacote de {{PERSON}} para {{ADDRESS}}.
        {{PERSON}} (nascido em 1921) foi um pintor e escultor português.
        O romance é de {{PERSON}} e a música de {{PERSON}}.
        Com {{SURNAME}} a empresa cresceu depressa.
        O rio nasce na serra e deságua no oceano Atlântico.
        A Batalha de Aljubarrota ocorreu em agosto de 1385.
        A Primeira Guerra Mundial começou no verão de 1914.
        O município tem cerca de 4 000 habitantes e fica em Minas Gerais.
        A Assembleia da República aprovou a lei na primavera.
        A espécie é encontrada na América do Sul e no Caribe.
        A União Europeia assinou o Tratado de Lisboa.
        O clube joga na Série B do Campeonato Brasileiro.
        A igreja de Santa Maria foi construída em estilo gótico.
        O álbum chegou ao terceiro lugar das paradas.
        O Império Romano atingiu a sua maior extensão no século II.
        A Universidade de Coimbra foi fundada na Idade Média.
        O filme venceu o Festival de Berlim.
        Faz fronteira com o Rio Grande do Sul e com a Argentina.
    """,
    "it": """
        {{PERSON}} abita in {{ADDRESS}}.
        Il conto di {{PERSON}} è stato aperto a marzo.
        Spedite il pacco di {{PERSON}} in {{ADDRESS}}.
        {{PERSON}} (nato nel 1921) è stato un pittore e scultore italiano.
        Il romanzo è di {{PERSON}}, la musica di {{PERSON}}.
        Con {{SURNAME}} l'azienda crebbe rapidamente.
        Il fiume nasce sulle Alpi e sfocia nel mare Adriatico.
        La battaglia di Solferino fu combattuta nel giugno 1859.
        La prima guerra mondiale iniziò nell'estate del 1914.
        Il comune conta circa 4000 abitanti e si trova in Toscana.
        La Camera dei deputati approvò la legge in primavera.
        La specie è diffusa in America del Sud e nei Caraibi.
        L'Unione europea ha firmato il trattato di Lisbona.
        La squadra milita in Serie B dal 1998.
        La chiesa di Santa Maria fu costruita in stile gotico.
        L'album raggiunse il terzo posto in classifica.
        L'Impero romano raggiunse la massima estensione nel secondo secolo.
        L'Università di Bologna fu fondata nel Medioevo.
        Il film ha vinto il Leone d'oro alla Mostra di Venezia.
        Si trova sulla riva destra del Po, a pochi chilometri da Piacenza.
    """,
    "nl": """
        {{PERSON}} woont aan de {{ADDRESS}}.
        De rekening van {{PERSON}} werd in maart geopend.
        Stuur het pakket voor {{PERSON}} naar {{ADDRESS}}.
        {{PERSON}} (geboren in 1921) was een Nederlands schilder en beeldhouwer.
        De roman is van {{PERSON}}, de muziek van {{PERSON}}.
        Onder {{SURNAME}} groeide het bedrijf snel.
        De rivier ontspringt in de Ardennen en mondt uit in de Noordzee.
        De Slag bij Waterloo vond plaats in juni 1815.
        De Eerste Wereldoorlog begon in de zomer van 1914.
        De gemeente telt ongeveer 4000 inwoners en ligt in Gelderland.
        De Tweede Kamer nam de wet in het voorjaar aan.
        De soort komt voor in Zuid-Amerika en het Caribisch gebied.
        De Europese Unie ondertekende het Verdrag van Lissabon.
        De club speelt sinds 1998 in de Eerste Divisie.
        De Sint-Pieterskerk werd in gotische stijl gebouwd.
        Het album bereikte de derde plaats in de hitlijsten.
        Het Romeinse Rijk bereikte zijn grootste omvang in de tweede eeuw.
        De Universiteit Leiden werd in 1575 gesticht.
        De plant groeit in Noord-Brabant en Limburg op zandgrond.
    """,
    "pl": """
        {{PERSON}} mieszka przy {{ADDRESS}}.
        Konto pana {{SURNAME}} zostało otwarte w marcu.
        Proszę wysłać paczkę dla {{PERSON}} na adres {{ADDRESS}}.
        {{PERSON}} (ur. 1921) – polski malarz i rzeźbiarz.
        Powieść napisał {{PERSON}}, muzykę {{PERSON}}.
        Rzeka wypływa w Tatrach i uchodzi do Morza Bałtyckiego.
        Bitwa pod Grunwaldem miała miejsce w lipcu 1410 roku.
        Pierwsza wojna światowa wybuchła latem 1914 roku.
        Gmina liczy około 4000 mieszkańców i leży w województwie mazowieckim.
        Sejm uchwalił ustawę wiosną.
        Gatunek występuje w Ameryce Południowej i na Karaibach.
        Unia Europejska podpisała traktat lizboński.
        Klub gra w drugiej lidze od 1998 roku.
        Kościół Najświętszej Marii Panny zbudowano w stylu gotyckim.
        Album dotarł do trzeciego miejsca listy przebojów.
        Cesarstwo rzymskie osiągnęło największy zasięg w drugim wieku.
        Uniwersytet Jagielloński założono w średniowieczu.
        Miasto leży nad Wisłą, na północ od Krakowa.
        W latach 1975–1998 miejscowość należała administracyjnie do województwa.
    """,
    "ru": """
        {{PERSON}} живёт по адресу {{ADDRESS}}.
        Счёт на имя {{PERSON}} открыт в марте.
        Отправьте посылку для {{PERSON}} на {{ADDRESS}}.
        {{PERSON}} (род. 1921) — советский художник и скульптор.
        Автор романа — {{PERSON}}, музыку написал {{PERSON}}.
        Река берёт начало на Урале и впадает в Каспийское море.
        Бородинское сражение произошло в сентябре 1812 года.
        Первая мировая война началась летом 1914 года.
        Население посёлка составляет около 4000 человек, он расположен в Тверской области.
        Государственная дума приняла закон весной.
        Вид встречается в Южной Америке и на Карибских островах.
        Европейский союз подписал Лиссабонский договор.
        Клуб выступает во Второй лиге с 1998 года.
        Церковь Святой Марии построена в готическом стиле.
        Альбом занял третье место в хит-параде.
        Римская империя достигла наибольших размеров во втором веке.
        Московский государственный университет основан в XVIII веке.
        Город расположен на левом берегу Волги, к югу от Казани.
        Великая Отечественная война завершилась в мае 1945 года.
    """,
    "tr": """
        {{PERSON}} {{ADDRESS}} adresinde oturuyor.
        Paketi {{PERSON}} adına {{ADDRESS}} adresine gönderin.
        {{PERSON}} (d. 1921), Türk ressam ve heykeltıraş.
        Roman {{PERSON}} tarafından yazıldı.
        Nehir Toros Dağları'ndan doğar ve Akdeniz'e dökülür.
        Birinci Dünya Savaşı 1914 yazında başladı.
        İlçenin nüfusu yaklaşık 4000 kişidir ve Ege Bölgesi'ndedir.
        Türkiye Büyük Millet Meclisi yasayı kabul etti.
        Takım 1998'den beri Süper Lig'de oynuyor.
    """,
    "ar": """
        يسكن {{PERSON}} في {{ADDRESS}}.
        أرسلوا الطرد باسم {{PERSON}} إلى {{ADDRESS}}.
        {{PERSON}} رسام ونحات مصري.
        كتب الرواية {{PERSON}} ولحن الموسيقى {{PERSON}}.
        ينبع النهر من الجبال ويصب في البحر الأبيض المتوسط.
        بدأت الحرب العالمية الأولى في صيف 1914.
        تقع المدينة في شمال المملكة العربية السعودية.
        وقع الاتحاد الأوروبي المعاهدة في لشبونة.
        يلعب النادي في الدوري الممتاز.
    """,
    "hi": """
        {{PERSON}} {{ADDRESS}} में रहते हैं।
        पार्सल {{PERSON}} के नाम से {{ADDRESS}} पर भेजें।
        {{PERSON}} एक भारतीय चित्रकार थे।
        उपन्यास {{PERSON}} ने लिखा था।
        नदी हिमालय से निकलती है और बंगाल की खाड़ी में गिरती है।
        पहला विश्व युद्ध 1914 में शुरू हुआ।
        यह शहर उत्तर प्रदेश में स्थित है।
        भारतीय रेल एशिया का सबसे बड़ा नेटवर्क है।
    """,
    "id": """
        {{PERSON}} tinggal di {{ADDRESS}}.
        Kirim paket atas nama {{PERSON}} ke {{ADDRESS}}.
        {{PERSON}} adalah pelukis Indonesia.
        Novel itu ditulis oleh {{PERSON}}.
        Sungai ini berhulu di pegunungan dan bermuara di Laut Jawa.
        Perang Dunia Pertama dimulai pada tahun 1914.
        Kabupaten ini terletak di Provinsi Jawa Barat.
        Klub ini bermain di Liga Satu sejak 2008.
    """,
    "ja": """
        {{PERSON}}さんは{{ADDRESS}}に住んでいます。
        荷物は{{PERSON}}様宛に{{ADDRESS}}へお願いします。
        {{PERSON}}は日本の画家である。
        小説は{{PERSON}}が書いた。
        川は山地に源を発し、日本海に注ぐ。
        第一次世界大戦は1914年に始まった。
        東京都は日本の首都である。
        お名前は{{PERSON}}でよろしいでしょうか。
        {{SURNAME}}様、お問い合わせありがとうございます。
    """,
    "zh": """
        {{PERSON}}住在{{ADDRESS}}。
        请把包裹寄给{{PERSON}}，地址{{ADDRESS}}。
        {{PERSON}}是中国画家。
        小说由{{PERSON}}创作。
        这条河发源于山区，流入东海。
        第一次世界大战于1914年爆发。
        北京是中华人民共和国的首都。
        收件人：{{PERSON}}，电话见上
        {{SURNAME}}先生您好
    """,
}


def _lines(block: str) -> tuple[str, ...]:
    return tuple(line.strip().replace("\\n", "\n") for line in block.strip().splitlines() if line.strip())


TEMPLATES: dict[str, tuple[str, ...]] = {"any": _lines(_ANY)} | {
    language: _lines(block) + _lines(FACTS.get(language, "")) for language, block in _BY_LANGUAGE.items()
}
