"""What the node is told by its environment; the documented table is made from this class."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Variable:
    """One line of the documented table: a variable, its default, and what it means."""

    name: str
    default: str
    meaning: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Configuration:
    """The settings of a node, each read once from the environment when it starts."""

    data: Path = field(
        metadata={
            "name": "KENE_DATA",
            "default": "./data",
            "fr": "Dossier des données : bases SQLite et clés.",
            "en": "Folder of the data: SQLite databases and keys.",
        }
    )
    database: str = field(
        metadata={
            "name": "DATABASE_URL",
            "default": "",
            "fr": "Base de données, postgres://… ; vide : kene.sqlite3 dans le dossier "
            "des données.",
            "en": "Database, postgres://…; empty: kene.sqlite3 in the data folder.",
        }
    )
    keys_database: str = field(
        metadata={
            "name": "KENE_KEYS_DATABASE_URL",
            "default": "",
            "fr": "Base des clés, jamais la même que la précédente ; vide : keys.sqlite3.",
            "en": "Database of the keys, never the same as the former; empty: keys.sqlite3.",
        }
    )
    node_key: str = field(
        metadata={
            "name": "KENE_NODE_KEY_FILE",
            "default": "",
            "fr": "Fichier de la clé du nœud ; vide : node.key dans le dossier des données.",
            "en": "File of the node's key; empty: node.key in the data folder.",
        }
    )
    secret: str = field(
        metadata={
            "name": "KENE_SECRET",
            "default": "",
            "fr": "Secret des sessions et formulaires, 50 caractères au hasard ; exigé "
            "en production.",
            "en": "Secret of sessions and forms, 50 random characters; required in production.",
        }
    )
    hosts: tuple[str, ...] = field(
        metadata={
            "name": "KENE_HOSTS",
            "default": "localhost,127.0.0.1,[::1]",
            "fr": "Noms sous lesquels le nœud répond, séparés par des virgules.",
            "en": "Names that the node answers to, separated by commas.",
        }
    )
    ussd_token: str = field(
        metadata={
            "name": "KENE_USSD_TOKEN",
            "default": "",
            "fr": "Mot secret à la fin de l'adresse USSD donnée à la passerelle ; exigé "
            "en production.",
            "en": "Secret word that ends the USSD address given to the gateway; required "
            "in production.",
        }
    )
    ussd: str = field(
        metadata={
            "name": "KENE_USSD",
            "default": "africastalking",
            "fr": "Passerelles USSD servies, séparées par des espaces : africastalking, flares, "
            "infobip, json, xml ; chacune avec ses limites, « flares,octets=140,seconds=5 ».",
            "en": "USSD gateways that are served, separated by spaces: africastalking, flares, "
            "infobip, json, xml; each with its limits, “flares,octets=140,seconds=5”.",
        }
    )
    sms_token: str = field(
        metadata={
            "name": "KENE_SMS_TOKEN",
            "default": "",
            "fr": "Mot secret à la fin des adresses SMS données à Kannel ; exigé en production.",
            "en": "Secret word that ends the SMS addresses given to Kannel; required in "
            "production.",
        }
    )
    kannel: str = field(
        metadata={
            "name": "KENE_KANNEL",
            "default": "",
            "fr": "Adresse « sendsms » de Kannel, http://nom:secret@hôte:port/chemin ; "
            "vide : ils attendent.",
            "en": "Kannel's 'sendsms' address, http://name:secret@host:port/path; empty: "
            "messages wait.",
        }
    )
    sms_api: str = field(
        metadata={
            "name": "KENE_SMS_API",
            "default": "",
            "fr": "API d'Africa's Talking par où partent les SMS, à la place de Kannel : "
            "https://nom:clé@api.africastalking.com/version1/messaging.",
            "en": "Africa's Talking's API by which messages leave, instead of Kannel: "
            "https://name:key@api.africastalking.com/version1/messaging.",
        }
    )
    sms_number: str = field(
        metadata={
            "name": "KENE_SMS_NUMBER",
            "default": "",
            "fr": "Numéro court auquel on envoie un SMS au nœud, dit sur les pages et à la fin "
            "d'un appel USSD ; vide : aucun.",
            "en": "Short code to which a message to the node is sent, told on pages and at the end "
            "of a USSD session; empty: none.",
        }
    )
    sms_price: str = field(
        metadata={
            "name": "KENE_SMS_PRICE",
            "default": "",
            "fr": "Ce que coûte un segment de SMS, en FCFA ; vide : le tarif connu du pays, "
            "sinon 10.",
            "en": "What a segment of a message costs, in FCFA; empty: the country's known tariff, "
            "else 10.",
        }
    )
    sms_ceiling: int = field(
        metadata={
            "name": "KENE_SMS_CEILING",
            "default": "0",
            "fr": "Dépense de SMS d'un jour, en FCFA, à partir de laquelle les SMS facultatifs "
            "attendent le lendemain ; 0 : pas de plafond.",
            "en": "A day's spending on messages, in FCFA, from which optional ones wait for the "
            "next day; 0: none.",
        }
    )
    sms_rate: float = field(
        metadata={
            "name": "KENE_SMS_RATE",
            "default": "0",
            "fr": "SMS par seconde que l'opérateur accepte ; 0 : sans limite.",
            "en": "Messages a second that the operator takes; 0: any.",
        }
    )
    sms_night: str = field(
        metadata={
            "name": "KENE_SMS_NIGHT",
            "default": "21-7",
            "fr": "Heures du pays entre lesquelles aucun SMS facultatif ne part ; « 0-0 » : "
            "aucune.",
            "en": "Hours of the country between which no optional message leaves; “0-0”: none.",
        }
    )
    whatsapp_phone: str = field(
        metadata={
            "name": "KENE_WHATSAPP_PHONE",
            "default": "",
            "fr": "Identifiant du numéro WhatsApp (« Phone number ID ») ; vide : WhatsApp n'est "
            "pas servi.",
            "en": "Identifier of the WhatsApp number ('Phone number ID'); empty: WhatsApp is not "
            "served.",
        }
    )
    whatsapp_token: str = field(
        metadata={
            "name": "KENE_WHATSAPP_TOKEN",
            "default": "",
            "fr": "Jeton d'accès à l'API de WhatsApp.",
            "en": "Access token of WhatsApp's API.",
        }
    )
    whatsapp_secret: str = field(
        metadata={
            "name": "KENE_WHATSAPP_SECRET",
            "default": "",
            "fr": "Secret de l'application, qui signe ce que WhatsApp envoie.",
            "en": "Secret of the application, which signs what WhatsApp sends.",
        }
    )
    whatsapp_word: str = field(
        metadata={
            "name": "KENE_WHATSAPP_WORD",
            "default": "",
            "fr": "Mot de vérification de l'adresse, au choix (« Verify token »).",
            "en": "Word that verifies the address, of one's own choice ('Verify token').",
        }
    )
    whatsapp_api: str = field(
        metadata={
            "name": "KENE_WHATSAPP_API",
            "default": "https://graph.facebook.com/v23.0",
            "fr": "Adresse et version de l'API de WhatsApp.",
            "en": "Address and version of WhatsApp's API.",
        }
    )
    telegram_token: str = field(
        metadata={
            "name": "KENE_TELEGRAM_TOKEN",
            "default": "",
            "fr": "Jeton du robot Telegram ; vide : Telegram n'est pas servi.",
            "en": "Token of the Telegram bot; empty: Telegram is not served.",
        }
    )
    telegram_secret: str = field(
        metadata={
            "name": "KENE_TELEGRAM_SECRET",
            "default": "",
            "fr": "Mot secret que Telegram rapporte avec chaque message (« secret_token »).",
            "en": "Secret word that Telegram brings back with each message ('secret_token').",
        }
    )
    telegram_api: str = field(
        metadata={
            "name": "KENE_TELEGRAM_API",
            "default": "https://api.telegram.org",
            "fr": "Adresse de l'API de Telegram.",
            "en": "Address of Telegram's API.",
        }
    )
    sender: str = field(
        metadata={
            "name": "KENE_SENDER",
            "default": "KENE",
            "fr": "Expéditeur des SMS, tel que l'opérateur l'a attribué.",
            "en": "Sender of messages, as the operator gave it.",
        }
    )
    address: str = field(
        metadata={
            "name": "KENE_ADDRESS",
            "default": "http://localhost:8000",
            "fr": "Adresse publique du nœud, sans barre à la fin.",
            "en": "Public address of the node, without a slash at the end.",
        }
    )
    code: str = field(
        metadata={
            "name": "KENE_CODE",
            "default": "*123#",
            "fr": "Code que les citoyens composent.",
            "en": "Code that citizens dial.",
        }
    )
    voice: str = field(
        metadata={
            "name": "KENE_VOICE",
            "default": "",
            "fr": "Qui porte les appels : africastalking ou twilio ; vide : pas de voix.",
            "en": "Who carries calls: africastalking or twilio; empty: no voice.",
        }
    )
    voice_token: str = field(
        metadata={
            "name": "KENE_VOICE_TOKEN",
            "default": "",
            "fr": "Mot secret à la fin de l'adresse des appels donnée à l'agrégateur.",
            "en": "Secret word that ends the address of calls given to the aggregator.",
        }
    )
    voice_api: str = field(
        metadata={
            "name": "KENE_VOICE_API",
            "default": "",
            "fr": "API qui appelle, https://nom:clé@voice.africastalking.com/call ou https://compte:jeton@api.twilio.com.",
            "en": "API that calls, https://name:key@voice.africastalking.com/call or https://account:token@api.twilio.com.",
        }
    )
    voice_number: str = field(
        metadata={
            "name": "KENE_VOICE_NUMBER",
            "default": "",
            "fr": "Numéro que les citoyens appellent, +223…",
            "en": "Number that citizens call, +223…",
        }
    )
    voice_beep: bool = field(
        metadata={
            "name": "KENE_VOICE_BEEP",
            "default": "no",
            "fr": "« yes » : ne pas décrocher, et rappeler : l'appel ne coûte rien au citoyen.",
            "en": "“yes”: don't answer, and call back: the call costs the citizen nothing.",
        }
    )
    voice_price: str = field(
        metadata={
            "name": "KENE_VOICE_PRICE",
            "default": "",
            "fr": "Ce que coûte au nœud une minute d'appel, en FCFA, selon son contrat ; vide : le "
            "tarif de détail connu du pays, au Mali.",
            "en": "What a minute of a call costs the node, in FCFA, by its contract; empty: the "
            "country's known retail tariff, in Mali.",
        }
    )
    voice_ceiling: int = field(
        metadata={
            "name": "KENE_VOICE_CEILING",
            "default": "50000",
            "fr": "Dépense de rappels d'un jour, en FCFA, à partir de laquelle ils attendent le "
            "lendemain ; 0 : pas de plafond.",
            "en": "A day's spending on calls back, in FCFA, from which they wait for the next day; "
            "0: none.",
        }
    )
    voice_missing: str = field(
        metadata={
            "name": "KENE_VOICE_MISSING",
            "default": "agent",
            "fr": "Ce qui n'est pas enregistré dans une langue sans voix de synthèse, comme le "
            "bambara : « agent », un agent rappelle la personne, à qui on le dit ; « proche », la "
            "voix d'une langue proche le lit. Un nœud d'essai le lit toujours.",
            "en": "What is not recorded in a language that has no synthesised voice, such as "
            "Bambara: “agent”, an agent calls the person back, who is told so; “proche”, the voice "
            "of a near language reads it. A node to try always reads it.",
        }
    )
    metrics_token: str = field(
        metadata={
            "name": "KENE_METRICS_TOKEN",
            "default": "",
            "fr": "Jeton qui ouvre /metrics ; vide : cette machine seulement.",
            "en": "Token that opens /metrics; empty: this machine only.",
        }
    )
    processes: int = field(
        metadata={
            "name": "KENE_PROCESSES",
            "default": "1",
            "fr": "Processus qui répondent : 2 sur une machine de deux cœurs, pour plus de pas à "
            "la seconde, au prix d'une centaine de Mo.",
            "en": "Processes that answer: 2 on a machine of two cores, for more hops a second, at "
            "the cost of some hundred MB.",
        }
    )
    country: str = field(
        metadata={
            "name": "KENE_COUNTRY",
            "default": "ml",
            "fr": "Pays du nœud : ml, bf ou ne. Il donne l'heure, les fêtes, et les services que "
            "« kene publish » et « kene demo » prennent d'un dossier.",
            "en": "Country of the node: ml, bf or ne. It gives the time, the holidays, and the "
            "services that 'kene publish' and 'kene demo' take of a folder.",
        }
    )
    demo: bool = field(
        metadata={
            "name": "KENE_DEMO",
            "default": "no",
            "fr": "« yes » : téléphone simulé et comptes d'essai ; jamais en production.",
            "en": "“yes”: simulated phone and accounts to try; never in production.",
        }
    )
    debug: bool = field(
        metadata={
            "name": "KENE_DEBUG",
            "default": "no",
            "fr": "« yes » montre les erreurs en détail ; jamais en production.",
            "en": "“yes” shows errors in detail; never in production.",
        }
    )

    @property
    def voice_by_agents(self) -> bool:
        """Whether agents call for what no voice speaks; a node to try has it read."""
        return self.voice_missing == "agent" and not self.demo

    @property
    def node_key_file(self) -> Path:
        """Where the node's key is."""
        return Path(self.node_key) if self.node_key else self.data / "node.key"


def variables() -> Iterator[Variable]:
    """Every variable that a node reads, in the order of the documentation."""
    for told in fields(Configuration):
        meta = told.metadata
        yield Variable(meta["name"], meta["default"], {"fr": meta["fr"], "en": meta["en"]})
