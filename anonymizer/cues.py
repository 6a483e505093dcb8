"""
Words that say what the number or word beside them is, in the languages customers write.

A cue ending in ``*`` is a stem. ``ANTI`` cues say that a number is *not* personal: orders, prices, versions.
"""

from __future__ import annotations

import re

from anonymizer.normalize import plain

PHONE = "phone"
NUMBER = "number"  # "my number": a phone unless something says otherwise
CARD = "card"
ACCOUNT = "account"
ID = "id"
PASSPORT = "passport"
LICENCE = "licence"
CODE = "code"  # "the code is": weak, many codes are harmless
SECRET = "secret"
PASSWORD = "password"
BIRTH = "birth"
PLATE = "plate"
EMAIL = "email"
HANDLE = "handle"
DEVICE = "device"
VIN = "vin"
NETWORK = "network"
WALLET = "wallet"
ANTI = "anti"
NAME = "name"  # what an expert asks for; says nothing about numbers
ADDRESS = "address"

_WORDS: dict[str, str] = {
    PHONE: """
        phone phones phone* tel telephone* mobile cell cellphone cellular call calling called callback ring dial sms
        whatsapp whatsap wsp wpp viber fax hotline reach reached contact text landline extension ph mob digits signal
        telefon* handy* rufnummer* mobilnummer* mobil mobiltelefon anrufen ruf rufen rückruf* festnetz* durchwahl
        erreichbar erreichen erreicht handynr telnr
        téléphone* telephone* portable tél appeler appelez appelle-moi rappeler rappelez joindre joignable fixe tph
        teléfono* telefono* móvil movil celular* llamar llámame llamame llamen llamarme llame cel tlf tfno tlfno fijo
        contactar marcar llámenme
        telefone* telemóvel telemovel celulares ligar liga ligue liguem zap whats fone contato contacto chama ligação
        cellulare cell chiamami chiamatemi chiamare chiamata recapito telefonino fisso richiamatemi richiamare
        telefoon* telefoonnummer mobiel mobieltje bel bellen gsm bereikbaar bereiken nummertje
        komórk* komork* zadzwoń zadzwon zadzwonić dzwoń dzwonić oddzwoń kontaktowy
        телефон* тел мобильн* моб сотов* звоните позвоните звонить перезвоните позвонить набер* ватсап* вотсап* вацап*
        cep arayın arayin ara arayabilirsiniz ulaşın ulaşabilirsiniz gsm telefonum
        هاتف* جوال* موبايل* اتصل اتصلوا تلفون* رقمي هاتفي جوالي واتساب واتس كلمني
        फोन फ़ोन मोबाइल कॉल व्हाट्सएप phone mobile
        telepon* telp tlp hp ponsel hubungi hubungin nohp wa
        電話 携帯 电话 手机 手機 座机 微信电话 电话号码 手机号 联系方式 でんわ ケータイ 전화 휴대폰 핸드폰 연락처
        โทร เบอร์ điện thoại sđt sdt gọi số
        ring mobilnr mobilnummer telefonnummer puhelin* puhelinnumero soita gsm-numero τηλέφωνο κινητό τηλ
        טלפון נייד פלאפון תלפון телефону телефоном تلفن موبایل شماره telefonszám* mobilszám* sună suna
    """,
    NUMBER: """
        number numbers nr num nummer numero numéro número номер* numara* numaram* no nomor nomer номера رقم नंबर नम्बर
        numer numeru 号码 號碼 番号 번호 numerom número número# αριθμός מספר broj číslo nummeret numero#
    """,
    CARD: """
        card cards visa mastercard amex debit credit cc pan maestro mastercard# kreditkarte* karte kartennummer ec-karte
        carte bancaire cb tarjeta* tarjetas cartão cartao carta creditcard pinpas kaart kaartnummer karta karty kartę
        kartą karcie карт* kart* kartım kredi بطاقة* البطاقة فيزا कार्ड kartu 卡号 银行卡 信用卡 卡 カード番号
        カード 카드 thẻ kortti kort
        κάρτα כרטיס bankcard discover diners
    """,
    ACCOUNT: """
        account acct a/c routing sort iban bic swift konto* kontonummer bankverbindung blz compte rib cuenta
        cuentas clabe
        cbu conta agência agencia conto bankrekening rekening rekeningnummer счет* счёт* расчетный hesap* hesabı hesabım
        حساب* الحساب آيبان खाता अकाउंट ifsc rekening norek 账号 账户 賬號 口座 普通 当座 銀行 계좌 bsb upi pix bank
        tili tilinumero
        bankkonto clearing sepa
    """,
    ID: """
        ssn social nino nhs itin ein tfn medicare aadhaar aadhar adhaar pan# ausweis* personalausweis* steuer-id
        steuer* steueridentifikationsnummer sozialversicherungsnummer* versichertennummer krankenversicherungsnummer
        sécu sécurité insee nir cni dni nif cif curp rfc cuit cuil cedula cédula rut identidad nss cpf cnpj
        contribuinte identidade codice fiscale bsn burgerservicenummer sofinummer pesel dowód dowod dowodu nip
        regon снилс инн паспорт# tckn kimlik tc هوية* الهوية الإقامة إقامة القومي आधार पैन ktp nik npwp kk マイナンバー
        身份证 身份證 身份证号 주민등록번호 주민번호 cccd cmnd personnummer cpr fødselsnummer henkilötunnus hetu
        rodné cnp amka αφμ תעודת insurance identity identification personal-id national-id idnumber taxpayer fiskaal
        hkid nric emirates identiteitskaart identiteitsbewijs vreemdelingennummer tessera sanitaria cidadão पहचान
        voter tarjeta-sanitaria egn jmbg oib citizen
    """,
    PASSPORT: """
        passport* reisepass* passnummer passeport pasaporte* passaporte passaporto paspoort* paszport* паспорт* загран*
        pasaport* جواز* الجواز पासपोर्ट paspor 护照 護照 パスポート 旅券 여권
    """,
    LICENCE: """
        jazdy права sim fahrerlaubnis* driving-licence kartu-sim
        licence license licences driver's driving führerschein* fuehrerschein* permis permiso carnet habilitação cnh
        carteira patente rijbewijs* prawo# водительск* права# ehliyet* رخصة* लाइसेंस sim# 驾照 驾驶证 免許 면허 dl
    """,
    CODE: "code codes código codigo codice kod kodu kodum код* رمز* الرمز كود कोड kode 验证码 驗證碼 "
    "コード 코드 cod mã",
    SECRET: """
        security 取件码 取件碼 开门码 门禁 取货码 提货码 codeword safeword wachtcode unlock-code puk1
        otp pin pincode cvv cvc cvv2 cvc2 csc passcode verification one-time tan 2fa mfa einmalcode einmalpasswort
        bestätigungscode sicherheitscode prüfnummer prüfziffer kartenprüfnummer vérification cryptogramme verificación
        verificacion verificação verifica verificatiecode beveiligingscode weryfikacyjny пин* пинкод подтверждения
        doğrulama şifrematik onay التحقق تحقق ओटीपी पिन otp-nya verifikasi 認証コード 暗証番号 校验码 인증번호 xác
        authenticator clave# puk kodepin token verifikasi einmalkennwort doğrulama аутентификации sms-code смс
    """,
    PASSWORD: """
        api apikey 口令 wifi-password passcode
        password passwords pw pwd passwd passwort* kennwort* passphrase mdp contraseña contrasena clave senha
        wachtwoord*
        hasło haslo hasła пароль* пароля паролем şifre* sifre* parola* سر كلمة# المرور السر السري पासवर्ड pass
        sandi katasandi
        パスワード 密码 密碼 비밀번호 lösenord salasana heslo jelszó κωδικός סיסמה mật secret apikey api_key ww
        parool pasahitza
        passcode# пас パス 口令
    """,
    BIRTH: """
        doğum* doğumlu* geburtsjahr рожд* 
        born birthday birthdate nació nacio nasceu naissance nacimento مولود المولود المولودة مولودة dob birth bday
        d.o.b geboren geburtsdatum geburtstag né née naissance anniversaire nací
        nacido nacida nacimiento cumpleaños nasci nascido nascida nascimento aniversário nato nata nascita compleanno
        geboortedatum verjaardag urodzon* urodzenia urodziłem urodziłam ur род geb nac nasc родил* рождения доğum
        doğum dogum doğdum
        ميلاد* مواليد الميلاد ولدت ولد जन्म जन्मतिथि lahir tanggal-lahir ttl 生日 出生 誕生日 生年月日 생일 생년월일 född
        född# syntynyt syntymäaika narozen γεννήθηκα נולדתי sinh geboortedag
    """,
    PLATE: """
        plate plates registration reg rego licenceplate numberplate kennzeichen* nummernschild* immatriculation plaque
        matrícula matricula placa placas targa kenteken* rejestracyjn* tablic* tablica госномер* plaka* plakam
        لوحة* اللوحة
        plat nopol 车牌 車牌 ナンバー rekisterinumero registreringsnummer vehicle
    """,
    EMAIL: """
        email e-mail mail emailed mailto correo courriel mél e-posta eposta posta почт* мейл имейл емейл мыло بريد*
        البريد ايميل* الايميل إيميل ईमेल surel 邮箱 郵箱 メール 이메일 sähköposti epost mailadresse emailadres mailadres
        adresse-mail mejl* meil mailu gmail hotmail outlook yahoo
    """,
    HANDLE: """
        user line instagram insta ig telegram tg snapchat snap twitter tiktok discord skype facebook fb messenger
        linkedin wechat
        weixin username handle nickname nick login benutzername identifiant pseudo usuario usuário gebruikersnaam
        utente nazwa# логин* телеграм* телега инста* инстаграм* kullanıcı انستا* انستغرام سناب تيليجرام यूजरनेम 微信
        微信号 ラインid kakao kakaotalk lineid venmo cashapp paypal threads mastodon gamertag psn steam userid wickr
        github twitch youtube pinterest reddit username# qq
    """,
    DEVICE: "imei imei2 imei-nummer meid",
    VIN: "vin fahrgestellnummer* fahrgestell chassis bastidor chasis telaio chassi châssis vin-nummer вин şasi",
    NETWORK: "ip ipv4 ipv6 mac ip-adresse",
    WALLET: "wallet btc bitcoin eth ethereum usdt crypto кошел* 钱包 monero ltc tron trc20",
    NAME: """
        name names surname lastname firstname fullname nachname* vorname* namen familienname* nom prénom prenom
        noms nombre
        nombres apellido* nome cognome sobrenome naam voornaam* achternaam* nazwisk* imię imie imienia имя фамили* имени
        фио отчество зовут isim ismi isminiz* adınız* adiniz soyad* soyisim اسم* الاسم नाम उपनाम nama namanya
        お名前 名前 氏名
        姓名 名字 称呼 貴姓 贵姓 이름 성함 성명 navn namn nimi nimesi jméno příjmení név όνομα שם prenume nume ім'я
        прізвище
        नाम tên ชื่อ heißen heissen heißt heisst hoe-heet llama llamas appelez-vous appelle chiama chiami chamas
    """,
    ADDRESS: """
        address addresses adresse* anschrift* adress* wohnadresse lieferadresse rechnungsadresse dirección
        direccion domicilio
        domicile indirizzo* endereço* endereco morada adres* адрес* adresi* عنوان* العنوان पता एड्रेस alamat* 住所 ご住所
        地址 주소 osoite* adresă διεύθυνση כתובת địa ที่อยู่ cím* street straße calle rue via rua straat ulica
    """,
    ANTI: """
        tiket обращен* 工单 工號 barkod* باركود barcode* ean13 gtin strichcode isbn-13 takip ردمك resi zam bestelnr
        siparis pedido commande# order orders order# ordernumber ordered invoice ticket tickets tracking shipment
        parcel package sku item article
        product model version ver v. build isbn ean upc asin barcode ref reference case booking reservation
        confirmation#
        error price cost total amount paid pay pays worth usd eur gbp dollars euros rs inr promo coupon voucher discount
        points score batch lot room flight train seat page step row size qty quantity units pieces temperature
        firmware transaction txn txid request complaint incident serial# zip postcode postal plz refund# delivery# po
        bestellung* bestellnummer* auftrag* auftragsnummer rechnung* rechnungsnummer sendung* sendungsnummer paket*
        artikel*
        preis kosten kostet betrag vorgang* fehler* vorgangsnummer ticketnummer kundennummer# lieferschein* gutschein*
        commande* facture* colis suivi référence reference# prix montant coûte erreur article* dossier livraison#
        pedido* factura* seguimiento referencia precio importe monto cuesta orden artículo envío guía error# compra
        encomenda fatura rastreio rastreamento preço valor custa nota boleto artigo
        ordine ordini fattura spedizione tracciamento prezzo importo costa riferimento articolo pacco
        bestelling* bestelnummer factuur* pakket* prijs bedrag zending* artikelnummer* foutcode ordernummer
        zamówieni* zamowieni* faktur* paczk* przesyłk* cena kwota numer# zlecen* zgłoszeni* kosztuje
        заказ* счёт-фактур* накладн* трек* посылк* цена стоит сумм* артикул* заявк* рублей ошибк* чек* версия
        sipariş* siparis* fatura* kargo takip fiyat tutar ürün hata referans
        طلب* الطلب طلبي فاتورة* الفاتورة شحنة* الشحنة تتبع السعر سعر مبلغ خطأ
        ऑर्डर आर्डर बिल ट्रैकिंग कीमत रुपये टिकट एरर
        pesanan* order-id resi faktur tagihan harga invoice# paket kode# transaksi
        订单 訂單 单号 快递 运单 物流 价格 金额 错误 发票 版本 型号 货号 注文 伝票 追跡 請求書 価格 金額 エラー
        品番 주문 송장
        운송장 가격 오류 orderid tilaus* beställning* ordrenummer objednávk* rendelés* comandă παραγγελία הזמנה
        замовлення đơn# maç skor sku# imported episode chapter calories steps followers views likes id-order tracking-id
        track track-no ref. pnr bestelnr orderno order-no ticketno rma vorgangsnr bestellnr kcal km mph rpm
    """,
}


def _build() -> tuple[dict[str, str], dict[str, str], int, dict[str, str]]:
    """Exact words, stems, the longest stem, and the cues of scripts that put no space between words."""
    exact: dict[str, str] = {}
    stems: dict[str, str] = {}
    unspaced: dict[str, str] = {}
    for category, block in _WORDS.items():
        for word in block.split():
            if word.endswith("#"):  # a note that the word was considered and left out
                continue
            if _UNSPACED.search(word):
                unspaced[word.rstrip("*")] = category
            elif word.endswith("*"):
                stems.setdefault(word[:-1], category)
                stems.setdefault(plain(word[:-1]), category)
            else:
                exact.setdefault(word, category)
                if len(word) >= _SHORTEST_BARE:
                    exact.setdefault(plain(word), category)
    return exact, stems, max(map(len, stems)), unspaced


_SHORTEST_BARE = 5
"""A cue shorter than this counts with its accents only: "thẻ" is a card, "the" is not."""
_UNSPACED = re.compile("[\u0e00-\u0e7f\u2e80-\u9fff\uac00-\ud7a3]")
_EXACT, _STEMS, _LONGEST_STEM, _UNSPACED_CUES = _build()
_UNSPACED_CUE = re.compile("|".join(sorted(map(re.escape, _UNSPACED_CUES), key=len, reverse=True)))
_known: dict[str, str] = {}


def category_of(word: str) -> str:
    """Category of a lower-case word, ``""`` for most words."""
    category = _known.get(word)
    if category is None:
        category = (
            _EXACT.get(word) or (_EXACT.get(plain(word)) if len(word) >= _SHORTEST_BARE else "") or _stem_category(word)
        )
        if len(_known) > 50_000:
            _known.clear()
        if len(word) <= 40:
            _known[word] = category
    return category


_ARABIC_PREFIXES = ("وال", "بال", "لل", "ال", "و", "ب", "ل", "ف", "ك")


def _stem_category(word: str) -> str:
    for prefix in _ARABIC_PREFIXES:
        rest = word[len(prefix) :]
        if word.startswith(prefix) and len(rest) > 2 and rest in _EXACT:
            return _EXACT[rest]
    key = plain(word)
    for length in range(min(len(key), _LONGEST_STEM), 2, -1):
        category = _STEMS.get(key[:length]) or _STEMS.get(word[:length])
        if category:
            return category
    return ""


def unspaced_cues(text: str) -> list[tuple[int, int, str]]:
    """Cues inside Chinese, Japanese, Korean and Thai text as ``(start, end, category)``, by start."""
    if _UNSPACED.search(text) is None:
        return []
    return [(m.start(), m.end(), _UNSPACED_CUES[m.group()]) for m in _UNSPACED_CUE.finditer(text)]
