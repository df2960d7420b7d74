"""The configuration of a node, read from its environment."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from kene.site.configuration import Configuration, variables
from kene.site.spoken import said

_TRUE: Final = frozenset({"1", "yes", "true", "on"})


def read(environment: Mapping[str, str]) -> Configuration:
    """The configuration that the environment's variables give; an empty one is as if unset."""

    def told(name: str) -> str:
        declared = next(variable for variable in variables() if variable.name == name)
        return environment.get(name, "") or declared.default

    def number(name: str) -> float:
        try:
            return float(told(name))
        except ValueError as error:
            raise ValueError(said("number", name=name)) from error

    return Configuration(
        data=Path(told("KENE_DATA")).resolve(),
        database=told("DATABASE_URL"),
        keys_database=told("KENE_KEYS_DATABASE_URL"),
        node_key=told("KENE_NODE_KEY_FILE"),
        secret=told("KENE_SECRET"),
        hosts=tuple(host.strip() for host in told("KENE_HOSTS").split(",") if host.strip()),
        ussd_token=told("KENE_USSD_TOKEN"),
        ussd=told("KENE_USSD"),
        sms_token=told("KENE_SMS_TOKEN"),
        kannel=told("KENE_KANNEL"),
        sms_api=told("KENE_SMS_API"),
        sms_number=told("KENE_SMS_NUMBER"),
        sms_price=told("KENE_SMS_PRICE"),
        sms_ceiling=int(number("KENE_SMS_CEILING")),
        sms_rate=number("KENE_SMS_RATE"),
        sms_night=told("KENE_SMS_NIGHT"),
        whatsapp_phone=told("KENE_WHATSAPP_PHONE"),
        whatsapp_token=told("KENE_WHATSAPP_TOKEN"),
        whatsapp_secret=told("KENE_WHATSAPP_SECRET"),
        whatsapp_word=told("KENE_WHATSAPP_WORD"),
        whatsapp_api=told("KENE_WHATSAPP_API"),
        telegram_token=told("KENE_TELEGRAM_TOKEN"),
        telegram_secret=told("KENE_TELEGRAM_SECRET"),
        telegram_api=told("KENE_TELEGRAM_API"),
        sender=told("KENE_SENDER"),
        address=told("KENE_ADDRESS").rstrip("/"),
        code=told("KENE_CODE"),
        voice=told("KENE_VOICE"),
        voice_token=told("KENE_VOICE_TOKEN"),
        voice_api=told("KENE_VOICE_API"),
        voice_number=told("KENE_VOICE_NUMBER"),
        voice_beep=told("KENE_VOICE_BEEP").lower() in _TRUE,
        voice_price=told("KENE_VOICE_PRICE"),
        voice_ceiling=int(number("KENE_VOICE_CEILING")),
        voice_missing=told("KENE_VOICE_MISSING"),
        metrics_token=told("KENE_METRICS_TOKEN"),
        processes=int(number("KENE_PROCESSES")),
        country=told("KENE_COUNTRY"),
        demo=told("KENE_DEMO").lower() in _TRUE,
        debug=told("KENE_DEBUG").lower() in _TRUE,
    )
