"""What the gateway itself tells a customer: who has their case, and by when somebody will answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import msgspec
import structlog

from gateway.agenda import Agenda, Due
from gateway.clock import Clock
from gateway.domain import Body, Case, CaseState, Change, Doorbell, Entry, EntryKind
from gateway.messages.channels import Channel
from gateway.messages.outbox import Waiting
from gateway.privacy.conversations import Conversation, OpenConversations, keep
from gateway.store.conversations import Move
from gateway.store.keys import shard_of
from gateway.store.presence import Presence

log = structlog.get_logger()

# Said by the brand, not by the expert. {name} is the expert's display name, {time} a length of time from _TIMES.
_TEXTS = {
    "en": "Your message is with {name}, who is away just now. If {name} is not back within {time}, another "
    "experienced customer will take over.",
    "de": "Ihre Nachricht ist bei {name}, gerade nicht am Platz. Ist {name} nicht binnen {time} zurück, übernimmt "
    "jemand anders mit Erfahrung.",
    "fr": "Votre message est chez {name}, qui est absent pour le moment. Sans retour de {name} d'ici {time}, une autre "
    "personne expérimentée prendra le relais.",
    "es": "Tu mensaje lo tiene {name}, que no está en este momento. Si {name} no vuelve en {time}, te atenderá otra "
    "persona con experiencia.",
    "pt": "A sua mensagem está com {name}, ausente de momento. Se {name} não voltar dentro de {time}, outra pessoa "
    "experiente continua.",
    "it": "Il tuo messaggio è con {name}, ora assente. Se {name} non torna entro {time}, ti seguirà un'altra persona "
    "esperta.",
    "nl": "Je bericht is bij {name}, die er nu even niet is. Is {name} niet binnen {time} terug, dan neemt een andere "
    "ervaren klant het over.",
}
_TIMES = {
    "en": ("{n} minutes", "{n} hours"),
    "de": ("{n} Minuten", "{n} Stunden"),
    "fr": ("{n} minutes", "{n} heures"),
    "es": ("{n} minutos", "{n} horas"),
    "pt": ("{n} minutos", "{n} horas"),
    "it": ("{n} minuti", "{n} ore"),
    "nl": ("{n} minuten", "{n} uur"),
}


def notice_text(locale: str, name: str, wait_ms: int) -> str:
    """
    Write the notice of a holder's absence, in the brand's language or in English.

    ``wait_ms`` is rounded up: to minutes below two hours, to hours above.
    """
    language = locale.split("-")[0].lower()
    if language not in _TEXTS:
        language = "en"
    minutes = max(2, -(-wait_ms // 60_000))
    in_minutes, in_hours = _TIMES[language]
    time = in_minutes.format(n=minutes) if minutes < 120 else in_hours.format(n=-(-minutes // 60))
    return _TEXTS[language].format(name=name, time=time)


class Notices:
    """Tells waiting customers, at most once a wait."""

    def __init__(
        self,
        conversations: OpenConversations,
        channels: Mapping[str, Channel],
        presence: Presence,
        name_of: Callable[[str], str],
        locales: Mapping[str, str],
        agenda: Agenda,
        doorbell: Doorbell,
        clock: Clock,
    ) -> None:
        self._conversations = conversations
        self._channels = channels
        self._presence = presence
        self._name_of = name_of
        self._locales = locales
        self._agenda = agenda
        self._doorbell = doorbell
        self._clock = clock
        agenda.on("notice", self.tell_waiting)

    async def tell_waiting(self, due: Due) -> int | None:
        """The agenda's handler: tell a customer who still waits that their expert is away."""
        conversation = await self._conversations.find(due.conversation)
        channel = self._channels.get(conversation.channel) if conversation else None
        if conversation is None or channel is None:
            return 0
        away = not await self._presence.in_session(conversation.case.holder, self._clock.now_ms())
        again_ms = 0
        changes: list[Change] = []

        def make(current: Conversation) -> Move | None:
            nonlocal again_ms
            changes.clear()
            case, now_ms = current.case, self._clock.now_ms()
            again_ms = self._look_again_ms(case, channel, now_ms, away=away)
            waits = case.state is CaseState.HELD and case.waiting_ms and case.noticed_ms != case.waiting_ms
            if again_ms or not waits or case.shared_ms or self._window_closed(channel, current, now_ms):
                return None
            left_ms = (case.patience_ends_ms(channel.continuity) or 0) - now_ms
            if left_ms <= 0:
                return None
            current.case = msgspec.structs.replace(case, noticed_ms=case.waiting_ms)
            text = notice_text(self._locales.get(current.brand, "en"), self._name_of(case.holder), left_ms)
            move, entry = self._say(current, text, now_ms)
            changes.append(Change(current, [entry], (), case))
            return move

        await self._conversations.move(conversation, make)
        if changes:
            self._doorbell.ring(changes[0])
            self._agenda.nudge(shard_of(conversation.id))
        return again_ms

    def _look_again_ms(self, case: Case, channel: Channel, now_ms: int, *, away: bool) -> int:
        """When to look again: the wait is younger than the item (it is of an earlier one), or the holder is here."""
        if case.state is not CaseState.HELD or not case.waiting_ms:
            return 0
        due_ms = max(case.waiting_ms, case.held_ms) + channel.continuity.notice_after_ms
        if now_ms < due_ms:
            return due_ms
        return 0 if away else now_ms + channel.continuity.notice_after_ms

    def _window_closed(self, channel: Channel, current: Conversation, now_ms: int) -> bool:
        """An automated text may only be sent within the standard window, whatever humans may do later."""
        window = channel.connector.capabilities.window
        return window is not None and now_ms > current.case.inbound_ms + window.standard_s * 1000

    def _say(self, current: Conversation, text: str, now_ms: int) -> tuple[Move, Entry]:
        current.length += 1
        body = Body("text", [("text", [text])], {"code": "holder_away"})
        entry = Entry(current.length, EntryKind.BUSINESS, now_ms, now_ms, b"", body)
        move = Move(append=[current.seal_entry(entry)])
        move.sends = [msgspec.msgpack.encode(Waiting(entry.seq, "PENDING", 0, now_ms, "", now_ms))]
        move.due = [now_ms, f"send:{current.id}"]
        keep(current, move)
        move.ring = self._doorbell.note(current.id, current.length)
        return move, entry
