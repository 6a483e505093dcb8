"""Sentences full of numbers that nobody lives at: orders, scores, sizes, versions, dates. "
"``#`` is any digit, ``%`` any hex digit."""

from __future__ import annotations

_BLOCK = """
order ###-#######-####### is late
Order number ########, invoice ####/##, total ###.## EUR
order #### from ##.##.20##
the request id is %%%%%%%%-%%%%-%%%%-%%%%-%%%%%%%%%%%%
uuid %%%%%%%%-%%%%-%%%%-%%%%-%%%%%%%%%%%%
id %%%%%%%%-%%%%-%%%%-%%%%-%%%%%%%%%%%%
ISBN 978-#-##-######-# is out of print
EAN ############# costs #.##
Total #,###.## USD minus ##% = #,###.##
The meeting is 20##-##-## ##:##-##:##, room #.##
ticket INC####### was closed on ##/##/20## at ##:##:##
# stars, ##/##, would buy again
version #.##.# does not open, #.## does
we won #-# and then lost #-#
it ended # to # after extra time, #-# on aggregate
size ### x ## x ## cm, weight ##.# kg
dimensions ##x##x##, ## pieces left
appointment ##/## at #.##, room #
meter reading ######.# kWh on ##.##.20##
lot #####B, best before ##/20##
part no. #WG#P#
tracking #Z###AA########## has not moved
track en trace #SABCD####### geeft niets
flight LH### gate ## seat ##C
train ICE ### at ##:##, coach ##, seat ###
room ### on floor #
page ##, line #, column ##
it took # days and ## hours
I paid ##.## twice on # May
buy # get # free until ##.##.
##% off until Friday
the code EXTRA## gives ##% off
chapter # of season #
it says error ### - ####
router model AX####, firmware #.#.#.#
ping ## ms, ## Mbps down, # up
on ## March ####, ## people came
between 19## and 20## about ##,### people lived there
it has ## floors and was built in 19##
in 18## the population was #,###
Bestellnummer ###-####### vom ##.##.20##
Rechnung 20##-##### über ###,## €
Ticket 20##-###### bitte schließen
Zählerstand ######,# kWh, Ablesung am ##.##.20##
Das Spiel endete #:#, Rückspiel #:#
Vorgangs-ID %%%%%%%%-%%%%-%%%%-%%%%-%%%%%%%%%%%%
Termin am ##.##. um ##:## Uhr, Zimmer #
Maße ### x ## x ## cm, Gewicht ##,# kg
Artikel ############# für #,## €
Gleis #, Wagen ##, Platz ##
commande n° ###-#######-####### toujours en attente
facture F20##-##### du ##/##/20##, ###,## € TTC
dimensions ### x ## x ##, poids ##,# kg
le match s'est terminé #-#, puis #-#
rendez-vous le ##/## à #h##, salle #
version #.##.# ne s'ouvre pas
article ############# à #,## €
pedido ###-####### parado desde el ## de mayo
factura 20##/##### por ###,## € con IVA
medidas ### x ## x ##, peso ##,# kg
el partido acabó #-# y la vuelta #-#
cita el ##/## a las #:##, sala #
versión #.##.# no abre
código ############# a #,##
pedido ###-####### parado
nota fiscal 20##/##### de ##/##/20##, R$ ###,##
medidas ### x ## x ##, peso ##,# kg
o jogo acabou #-# e depois #-#
consulta dia ##/## às #h##, sala #
lote #####B validade ##/20##
ordine ###-####### fermo
fattura 20##/##### del ##/##/20##, ###,## €
misure ### x ## x ##, peso ##,# kg
è finita # a # ai supplementari, #-# totale
appuntamento ##/## ore #.##, sala #
articolo ############# a #,##
la versione #.##.# non si apre
bestelling ###-####### staat stil
factuur 20##-##### van ##-##-20##, ###,## euro
maten ### x ## x ##, gewicht ##,# kg
het werd #-# en daarna #-#
afspraak ##/## om #.## uur, kamer #
artikel ############# voor #,##
zamówienie ###-####### stoi w miejscu
faktura 20##/##### z ##.##.20##, ###,## zł
wymiary ### x ## x ##, waga ##,# kg
mecz #-#, rewanż #-#
wizyta ##.## o #:##, gabinet #
kod ############# za #,##
заказ ###-####### не двигается
счёт ### от ##.##.20## на ####,## руб
размеры ### х ## х ##, вес ##,# кг
матч #-#, ответный #-#
приём ##.## в #:##, кабинет #
обращение 20######## закрыто без ответа
ид %%%%%%%%-%%%%-%%%%-%%%%-%%%%%%%%%%%%
sipariş ###-####### takıldı
fatura 20##/##### tarihi ##.##.20##, ###,## TL
ölçüler ### x ## x ##, ağırlık ##,# kg
maç #-# bitti, rövanş #-#
randevu ##.## saat #.##, oda #
takip no ############# güncellenmiyor
barkod ############# fiyatı ##,##
طلب ###-####### متوقف
فاتورة 20##/##### بتاريخ ##/##/20## بمبلغ ###,##
المقاسات ### × ## × ## والوزن ## كجم
انتهت المباراة #-# والإياب #-#
الموعد ##/## الساعة #:## غرفة #
باركود ############# بسعر ##
الإصدار #.##.# لا يفتح
ऑर्डर ###-####### अटका है
बिल 20##/##### दिनांक ##/##/20## रु #,###.##
माप ###x##x## सेमी, वज़न ## किलो
मैच #-# रहा
अपॉइंटमेंट ##/## को #:## बजे, कमरा #
order ###-####### atka hua hai
bill 20##/### date ##/##/20## Rs #,###
pesanan ###-#######-#### mandek
faktur 20##/### tgl ##/##/20## Rp#.###.###
ukuran ###x##x## cm, berat ## kg
skor #-#, leg kedua #-#
versi #.##.# gabisa kebuka, #.## bisa
tiket 20######## ditutup tanpa balasan
janji ##/## jam #.##, ruang #
注文###-#######が動かない
請求書20##-##### 20##年#月#日 ##,###円
サイズ###x##x##cm、重さ##キロ
試合は#-#で終了
予約は#月##日#時##分、#号室
JAN ############# は##円
追跡番号 ####-####-#### が更新されない
バージョン#.##.#が開けない
订单###-#######-#######卡住了
发票20##-### 20##年#月#日 ###.##元
尺寸###x##x##厘米，重##公斤
比赛#比#，次回合#比#
预约#月##日#点##分，#号诊室
条码############# 卖##元
工单20########没回复就关了
标识%%%%%%%%-%%%%-%%%%-%%%%-%%%%%%%%%%%%
版本#.##.#打不开
# pcs, # boxes, ## euro each
A# paper, ### sheets
call me back in ## minutes
##:## today or ##:## tomorrow
the ##th of May at # pm
see step # and step #
iOS ##.#.#, build ##A####
PS# and Xbox #
win ## pro ##H#
between ## and ## degrees
##.##.20## - ##.##.20##
Q# 20##
$##.##
-##%
##-##-####
### ####
"""

NUMBER_TRAPS = tuple(line.strip() for line in _BLOCK.strip().splitlines())
