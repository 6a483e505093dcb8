"""Phrases that announce names, in the languages customers write; plain spelling (no case, no accents)."""

from __future__ import annotations

from anonymizer.normalize import plain
from anonymizer.words import plain_words, words


def _phrases(block: str) -> frozenset[tuple[str, ...]]:
    return frozenset(
        tuple(plain(phrase.strip()).split()) for phrase in block.replace("\n", "|").split("|") if phrase.strip()
    )


INTRODUCTIONS = _phrases(
    """
    my name is|my name ' s|my names|my full name is|full name is|full name|the name is|the name ' s|name ' s
    name is|surname is
    last name is|first name is|surname|last name|first name|lastname|firstname|i am called|i ' m called|im called
    call me
    in the name of|under the name of|under the name|registered to|belongs to a|people call me|nice to meet you
    friends call me|goes by|addressed to
    ich heiße|ich heisse|mein name ist|mein name lautet|der name ist|name ist|nachname ist|vorname ist|nachname
    vorname
    auf den namen|auf namen|im namen von|ich werde genannt
    je m'appelle|je me nomme|m'appelle|mon nom est|mon nom c'est|mon prénom est|au nom de|nom de famille|prénom
    moi c'est
    me llamo|mi nombre es|mi nombre|a nombre de|apellido|apellidos|mi apellido es|nombre completo
    me chamo|chamo - me|meu nome é|meu nome e|o meu nome é|em nome de|sobrenome|apelido é
    mi chiamo|il mio nome è|mio nome è|a nome di|a nome|cognome|nome e cognome|intestato a|intestata a
    ik heet|mijn naam is|op naam van|achternaam|voornaam|naam is|ten name van|t . n . v
    nazywam się|nazywam sie|mam na imię|mam na imie|na imię mi|na imie mi|na nazwisko|nazwisko|imię|moje imię to
    меня зовут|мое имя|моё имя|на имя|фамилия|моя фамилия|зовут|имя|фио
    adım|ismim|benim adım|benim ismim|soyadım|adim|ismim ise|adı soyadı
    اسمي|انا اسمي|أنا اسمي|باسم|الاسم|اسم العميل|اسمى|ismi|esmi|ana ismi
    मेरा नाम|मेरा पूरा नाम|mera naam|mera nam|naam hai|mera pura naam
    nama saya|namaku|nama aku|atas nama|nama lengkap|nama gue|a . n|a / n|nama penerima
    jag heter|mitt namn är|jeg hedder|mit navn er|jeg heter|mitt navn er|nimeni on|nimi on|jmenuji se|jmenuju se
    moje jméno je|volám sa|a nevem|nevem|numele meu este|mă numesc|ma numesc|ma cheama|mă cheamă|με λένε|ονομάζομαι
    με λενε
    το όνομά μου είναι|שמי|קוראים לי|השם שלי|השם שלי הוא|мене звати|мене звуть|моє ім ' я|اسم من|نام من|اسمم
    من اسمم
    jina langu ni|naitwa|zovem se|ime mi je|moje ime je|казвам се|името ми е|mano vardas|ang pangalan ko ay|ako si
    আমার নাম
    میرا نام|tên tôi là|tôi tên là|tôi là|mình tên|tên mình là|em tên|이름은|제 이름은|저는|ミスター
    """
)

CERTAIN = plain_words("m'appelle adım ismim اسمي اسمى namaku mera меня शमी nevem שמי naitwa 이름은 ονομάζομαι")
"""Single words that announce a name as surely as a phrase does."""

TITLES = plain_words("""
        mr mrs ms miss mister mx sir madam dr doctor prof professor herr frau hr fr monsieur madame mme mlle
        mademoiselle
        señor señora sr sra srta don doña dona senhor senhora signor signora sig dottor dottoressa dott dhr mevr
        mevrouw meneer
        mw pan pani pana panu panią господин госпожа г-н г-жа гражданин bay bayan sayın السيد السيدة الأستاذ
        الأستاذة الدكتور
        الدكتورة استاذ أستاذ دكتور mr. श्री श्रीमती डॉ सुश्री shri smt bapak ibu bpk pak bu mas mbak herra rouva
        paní fru pán
        domnul doamna κύριος κυρία מר גברת пан пані آقای خانم
        """)

THANKS = plain_words("""
        thanks thank thx ty tnx cheers thankyou tysm hi hello hey hiya hallo dear danke dankeschön vielen merci
        bonjour salut
        gracias hola obrigado obrigada olá oi valeu grazie ciao salve bedankt dank dankje dankjewel hoi dag dzięki
        dziękuję
        cześć спасибо спс благодарю привет teşekkürler teşekkür sağol sağ ol merhaba selam شكرا شكراً مرحبا اهلا धन्यवाद
        शुक्रिया नमस्ते dhanyavaad shukriya namaste makasih terima kasih halo hai tack tak takk kiitos díky
        köszönöm mulțumesc
        ευχαριστώ תודה дякую bye goodbye tschüss ciao adiós tchau
        """)

POSTPOSITIONS = plain_words("adına adınadır यांच्या vagyok")

BEFORE_UNSPACED = (
    "我叫|我姓|名字是|名字叫|姓名是|姓名|名叫|本人叫|收件人是|收件人|联系人|名前は|氏名は|名義は|名字は|差出人"
)
AFTER_UNSPACED = (
    "と申します|といいます|と言います|氏|様宛|様が|様に|様の|様は|さんが|さんに|さんの|さんは"
    "|さんと|さん、|様、|先生|女士|小姐|さま|君が|ちゃんが"
)

PRODUCTS = words(
    """
    model sofa couch lamp chair armchair wardrobe shelf bookcase dress skirt shoe shoes boots handbag perfume
    mattress pillow
    rug curtain mug teapot modell kanne teller tasse sessel regal stuhl lampe schrank bett kleid schuh schuhe
    stiefel parfüm
    matratze teppich modèle canapé fauteuil lampe chaise armoire robe chaussures bottes parfum matelas tapis modelo
    sofá sillón
    lámpara silla armario vestido zapatos botas perfume colchón alfombra poltrona lâmpada cadeira tapete modello
    divano lampada
    sedia armadio vestito scarpe stivali profumo materasso tappeto kast stoel krukje bank jurk laarzen matras szafa
    stolik krzesło
    kanapa sukienka buty lampka fotel модель диван кресло лампа стул шкаф платье туфли сапоги матрас ковёр koltuk
    masa dolap
    lamba sandalye elbise ayakkabı model kursi meja lemari sepatu gaun كرسي كنبة فستان موديل سرير मॉडल सोफा कुर्सी
    """
)
"""Things that carry a name of their own: "the sofa Beatrice" is no person."""

NOT_LAST = words(
    """
    airlines airways hotel hotels inn motel museum square garden gardens street road avenue park airport station
    university college
    school hospital clinic dental bank insurance restaurant cafe café bar grill pizza bakery steakhouse store
    stores shop market mall
    plaza center centre theatre theater cinema stadium arena church cathedral castle bridge river lake island
    islands bay beach hill
    hills valley mountain mountains county city town village state states motors records studios group inc ltd llc
    gmbh corp company
    foundation institute library society league cup award awards prize festival theorem effect disease syndrome act
    treaty war battle
    castle tower palace perfume jacket boots whiskey wine beer edition pro max plus mini series card account
    """
)
"""A name does not end in these: what ends so is a place, a firm or a thing."""

KINSHIP = plain_words("""
        wife husband mother father mom mum dad sister brother daughter son aunt uncle cousin grandma grandmother
        grandpa niece
        nephew girlfriend boyfriend partner fiancee colleague neighbour neighbor roommate flatmate boss assistant
        frau mann mutter vater schwester bruder tochter sohn tante onkel oma opa nachbar nachbarin kollege kollegin
        freundin freund
        schwiegermutter schwiegervater mieter mieterin mitarbeiterin zeuge zeugin patientin hausmeister
        femme mari mère père soeur sœur frère fille fils tante oncle grand-mère voisin voisine collègue belle-mère
        copine copain
        esposa esposo mujer marido madre padre hermana hermano hija hijo tía tío abuela abuelo prima primo suegra
        suegro vecina vecino
        mãe pai irmã irmão filha filho avó avô sogra sogro vizinha vizinho namorada namorado colega
        moglie marito sorella fratello figlia figlio zia zio nonna nonno suocera suocero vicina vicino collega fidanzata
        vrouw man moeder vader zus broer dochter zoon oma opa schoonmoeder schoonvader buurvrouw buurman vriendin
        żona żony mąż mama tata siostra brat córka syn ciocia wujek babcia dziadek teściowa sąsiad sąsiadka
        жена жены муж мама папа сестра брат дочь сын тетя дядя бабушка дедушка свекровь теща сосед соседка подруга
        коллега
        eşim karım kocam annem babam ablam abim kardeşim kızım oğlum teyzem amcam dayım halam komşum kayınvalidem
        زوجتي زوجي أمي ابي أبي أختي اختي أخي اخي ابنتي بنتي ابني خالتي عمتي عمي خالي جدتي جدي حماتي جارتي جاري صديقي
        पत्नी पति माँ पिता बहन भाई बेटी बेटा मौसी चाचा दादी नानी बहू सास biwi pati maa papa behen bhai beti beta
        saas bahu
        istri suami ibu ayah kakak adik anak tante om nenek kakek mertua tetangga teman
        """)

PARTICLES = words("de da do dos das del della di du la le van von der den ter ten bin ibn al el abu zu af av y e i und")

NOT_NAMES = plain_words("""
        not no on the wrong misspelled incorrect different still missing is was and or but spelled correct right
        below above same
        changed in it its it's a an my your our their his her to for of with by at as from this that here there has
        have because can please thanks what why when where how who which also just now then ok okay
        yes so very too already
        different
        nicht falsch und oder ist war im auf der die das ein eine mein dein sein für mit von zu aber auch noch hier
        bitte
        pas est et ou dans sur le la les un une mon ma mes pour avec de du des mais aussi encore ici mal faux
        no es y o en el la los las un una mi su para con de del pero también aquí mal está por
        não nao é e ou em o a os as um uma meu minha para com de do da mas também aqui errado está
        non è e o in il lo la i gli le un una mio mia per con di del ma anche qui sbagliato
        niet is en of in op de het een mijn voor met van maar ook hier fout
        nie jest i lub w na mój moja dla z od ale też tutaj źle błędne
        не и или в на мой моя для с от но тоже здесь неправильно это указано
        değil ve veya bu benim için ile ama da de yanlış bir
        غير و او أو في على من الى إلى هو هي خطأ مع
        है हैं नहीं और या में पर से का की के को गलत hai hain nahi aur galat
        tidak bukan dan atau di ke dari untuk dengan tapi juga salah adalah yang
        support team customer service love dear man guys god all sir madam everyone folks bro mate buddy friend
        angel again
        zusammen leute team kundenservice support bonsoir messieurs mesdames equipo amigo amiga pessoal gente
        ragazzi tutti
        namens allemaal iedereen wszyscy państwo ребята всем arkadaşlar جميعا सर मैडम sir ji kak min admin gan bang
        mas mbak
        quien quién qui quem chi wem wer wie kogo kto kim kimin кто чье чьё какое whose who siapa kim какой
        order account email phone number address card agent manager driver doctor patient account holder someone
        anyone me you we he she they i
        """)
