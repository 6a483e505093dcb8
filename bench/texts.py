"""What customers write: a mix of lengths, languages and personal data, about as support channels see it."""

from __future__ import annotations

PLAIN = (
    "hi",
    "ok thanks!",
    "Hello, is anybody there?",
    "it still does not work",
    "yes that one",
    "No, I have not tried that yet. Where do I find the reset button?",
    "My order has not arrived yet and it was supposed to be here last Friday. Can you check what happened?",
    "The app crashes every time I open the camera. I have restarted the phone twice already.",
    "I want to return the blue jacket, the zip is broken",
    "do you ship to Norway? and how long does it take",
    "great, it works now :) thank you so much for your help",
    "The invoice says 49.90 but I was told it would be 39.90. Why is it different?",
    "When I press start it blinks three times and then switches itself off again. The manual says nothing about it, "
    "and I could not find anything in your help pages either. It is the second one with this problem.",
    "can i change the delivery to next tuesday after 5pm?",
    "The order number is 20941, I placed it on Monday",
    "wrong size, I ordered 42 and got 40",
    "Is the battery included or do I have to buy it separately?",
    "I have been waiting for two days now and nobody answers. This is really disappointing.",
    "how do I cancel my subscription",
    "The voucher code does not work at checkout, it says expired but it is valid until the end of the month.",
    "one moment, I will look",
    "it says error 0x80070057 when I start the installer",
    "Ich habe das Paket noch nicht bekommen, können Sie bitte nachsehen?",
    "Die Waschmaschine zieht kein Wasser mehr, was kann ich tun?",
    "danke, das hat geholfen",
    "Hola, no puedo entrar en mi cuenta desde ayer",
    "¿Cuánto tarda el reembolso? Ya pasaron diez días.",
    "Bonjour, le produit est arrivé cassé, que dois-je faire ?",
    "Merci beaucoup !",
    "Olá, o aplicativo não abre no meu celular",
    "Il corriere dice consegnato ma non ho ricevuto niente",
    "Здравствуйте, когда будет доставка?",
    "注文をキャンセルしたいです",
    "कृपया मेरा ऑर्डर चेक करें",
)
PERSONAL = (
    "You can reach me at {name}.{number}@example.org",
    "my number is +49 171 23{number}, call me after six please",
    "This is {Name} again, we spoke yesterday about the refund",
    "please send it to 12 Garden Street, Springfield instead",
    "Meine Telefonnummer ist 0171 23{number}",
    "the card 4111 1111 1111 1111 was charged twice",
)
EVERY = 6
"""Every so many messages, one holds personal data."""
NAMES = ("maria", "james", "fatima", "lukas", "wei", "sofia", "amir", "chloe")


def name_of(customer: int) -> str:
    return NAMES[customer % len(NAMES)]


def text_of(customer: int, turn: int) -> str:
    """Return what a customer writes as their message ``turn``: the same in every run."""
    index = turn + customer * 5  # so that all parts of the mix arrive at any time
    if index % EVERY:
        return PLAIN[index * 7 % len(PLAIN)]
    name = name_of(customer)
    pattern = PERSONAL[index // EVERY % len(PERSONAL)]
    return pattern.format(name=name, Name=name.capitalize(), number=10_000 + customer * 97 % 90_000)
