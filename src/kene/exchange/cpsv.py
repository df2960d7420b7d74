"""A service as CPSV-AP 3.2, the vocabulary of public services of the European Union, in RDF."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from kene.core.services import APPLICANT, Service, Span
from kene.core.wording import bundled

if TYPE_CHECKING:
    from rdflib import Graph, Namespace, URIRef

_LANGUAGES: Final = {"fr": "FRA", "bm": "BAM", "en": "ENG"}
"""The codes of ISO 639-3, which the EU's authority table of languages uses."""
_COUNTRIES: Final = {"ml": "MLI", "bf": "BFA", "ne": "NER"}
_AUTHORITIES: Final = "http://publications.europa.eu/resource/authority/"
_FORMATS: Final = {"working days": "P{}D", "clear days": "P{}D", "days": "P{}D"} | {
    "months": "P{}M",
    "years": "P{}Y",
}


class NoRdf(RuntimeError):
    """rdflib is not installed; the message says what to install."""


def cpsv_ap(service: Service, base: str = "") -> str:
    """The service in Turtle; its addresses begin with `base`, or are URNs. Raises NoRdf."""
    try:
        import rdflib
    except ImportError:
        raise NoRdf("pip install 'kene[rdf]'") from None
    graph = rdflib.Graph()
    space = rdflib.Namespace(base or f"urn:kene:{service.country}:{service.name}:")
    _Description(service, graph, space).write()
    return graph.serialize(format="turtle")


class _Description:
    def __init__(self, service: Service, graph: Graph, space: Namespace) -> None:
        from rdflib import Namespace

        self.service = service
        self.graph = graph
        self.space = space
        self.m8g = Namespace("http://data.europa.eu/m8g/")
        self.cpsv = Namespace("http://purl.org/vocab/cpsv#")
        self.eli = Namespace("http://data.europa.eu/eli/ontology#")
        for prefix, of in (("m8g", self.m8g), ("cpsv", self.cpsv), ("eli", self.eli)):
            graph.bind(prefix, of)

    def write(self) -> None:
        """Describe the service, then all that it leads to."""
        from rdflib import DCAT, DCTERMS, Literal

        service = self.service
        node = self._typed(self.cpsv.PublicService, "service", service.name)
        self._text(node, DCTERMS.title, self._said("title"))
        self._text(node, DCTERMS.description, self._said("summary"))
        for language, words in self._said("keywords").items():
            for word in filter(None, map(str.strip, words.split(","))):
                self.graph.add((node, DCAT.keyword, Literal(word, lang=language)))
        for language in service.languages:
            code = self._concept("language", _LANGUAGES.get(language, language.upper()))
            self._add(node, DCTERMS.language, code, DCTERMS.LinguisticSystem)
        self._add(node, DCTERMS.spatial, self._place(), DCTERMS.Location)
        self.graph.add((node, self.m8g.hasCompetentAuthority, self._authority()))
        self._time(node)
        self._laws(node)
        self._cost(node)
        self._channels(node)
        self._evidence(node)
        self._outputs(node)
        self._rules(node)

    def _laws(self, node: URIRef) -> None:
        from rdflib import DCTERMS, Literal

        for key, law in self.service.laws.items():
            found = self._typed(self.eli.LegalResource, "law", key)
            self.graph.add((found, DCTERMS.identifier, Literal(str(found))))
            written = f"{law.text}, article {law.article}" if law.article else law.text
            self._text(found, DCTERMS.title, self._said(f"law.{key}", written))
            self._text(found, DCTERMS.description, {"fr": written})
            self.graph.add((node, self.m8g.hasLegalResource, found))

    def _cost(self, node: URIRef) -> None:
        from rdflib import DCTERMS, XSD, Literal

        fee = self.service.fee
        cost = self._typed(self.m8g.Cost, "cost", "fee")
        if fee.fixed:
            value = Literal(float(fee.amount), datatype=XSD.double)
            self.graph.add((cost, self.m8g.hasValue, value))
        else:
            key = "cost.unknown" if fee.unknown else "cost.decided"
            told = {each: self._own(each, key) for each in self.service.languages}
            self._text(cost, DCTERMS.description, told)
        self._concept_of(cost, self.m8g.currency, "currency", "XOF")
        self.graph.add((cost, self.m8g.isDefinedBy, self._authority()))
        self.graph.add((node, self.m8g.hasCost, cost))

    def _channels(self, node: URIRef) -> None:
        from rdflib import DCTERMS

        for name in self.service.channels:
            channel = self._typed(self.m8g.Channel, "channel", name)
            told = {each: self._own(each, f"channel.{name}") for each in self.service.languages}
            self._text(channel, DCTERMS.description, told)
            self._concept_of(channel, DCTERMS.type, "channel", name)
            self.graph.add((channel, self.m8g.ownedBy, self._authority()))
            self.graph.add((node, self.m8g.hasChannel, channel))

    def _evidence(self, node: URIRef) -> None:
        from rdflib import DCTERMS

        for name in self.service.evidence:
            paper = self._typed(self.m8g.Evidence, "evidence", name)
            self._text(paper, DCTERMS.title, self._said(f"evidence.{name}", name))
            self.graph.add((node, self.cpsv.hasInput, paper))

    def _outputs(self, node: URIRef) -> None:
        from rdflib import DCTERMS

        for name in self.service.documents:
            output = self._typed(self.m8g.Output, "output", name)
            self._text(output, DCTERMS.title, self._said(f"documents.{name}", name))
            self.graph.add((node, self.cpsv.produces, output))

    def _rules(self, node: URIRef) -> None:
        """Each decision of the service, and the laws that it implements."""
        from rdflib import DCTERMS

        for name, decision in self.service.decisions.items():
            rule = self._typed(self.cpsv.Rule, "rule", name)
            title = self._said(f"decisions.{name}.label", name)
            self._text(rule, DCTERMS.title, title)
            told = {
                language: self._own(language, "rule", rules=len(decision.rules), name=words)
                for language, words in title.items()
            }
            self._text(rule, DCTERMS.description, told)
            for key in decision.laws:
                self.graph.add((rule, self.cpsv.implements, self.space[f"law/{key}"]))
            self.graph.add((node, self.cpsv.follows, rule))

    def _time(self, node: URIRef) -> None:
        """The time of the longest stage that is not the applicant's."""
        from rdflib import XSD, Literal

        spans = [
            stage.within
            for stage in self.service.stages.values()
            if stage.within is not None and stage.by != APPLICANT
        ]
        if spans:
            longest = _duration(max(spans, key=_rough))
            self.graph.add((node, self.m8g.processingTime, Literal(longest, datatype=XSD.duration)))

    def _authority(self) -> URIRef:
        from rdflib import DCTERMS, ORG, RDF, SKOS

        node = self._typed(self.m8g.PublicOrganisation, "authority", self.service.authority)
        self.graph.add((node, RDF.type, ORG.Organization))
        name = self._said("authority", self.service.authority.replace("-", " "))
        self._text(node, SKOS.prefLabel, name)
        self._add(node, DCTERMS.spatial, self._place(), DCTERMS.Location)
        return node

    def _place(self) -> URIRef:
        country = self.service.country
        return self._concept("country", _COUNTRIES.get(country, country.upper()))

    def _typed(self, kind: URIRef, path: str, name: str) -> URIRef:
        """A thing of the service with its type and its own address as identifier."""
        from rdflib import DCTERMS, RDF, Literal

        node = self.space[f"{path}/{name}"]
        self.graph.add((node, RDF.type, kind))
        self.graph.add((node, DCTERMS.identifier, Literal(str(node))))
        return node

    def _concept(self, table: str, code: str) -> URIRef:
        from rdflib import URIRef

        return URIRef(f"{_AUTHORITIES}{table}/{code}")

    def _concept_of(self, node: URIRef, link: URIRef, table: str, code: str) -> None:
        from rdflib import SKOS, Literal

        found = self.space[f"channel-type/{code}"]
        if table != "channel":
            found = self._concept(table, code)
        self._add(node, link, found, SKOS.Concept)
        self.graph.add((found, SKOS.notation, Literal(code)))

    def _add(self, node: URIRef, link: URIRef, found: URIRef, kind: URIRef) -> None:
        from rdflib import RDF

        self.graph.add((node, link, found))
        self.graph.add((found, RDF.type, kind))

    def _text(self, node: URIRef, link: URIRef, texts: Mapping[str, str]) -> None:
        from rdflib import Literal

        for language, text in texts.items():
            self.graph.add((node, link, Literal(text, lang=language)))

    def _said(self, key: str, otherwise: str = "") -> dict[str, str]:
        """A text of the pack in each language that has it, else `otherwise` in the first."""
        found = {
            language: wording.say(key)
            for language, wording in self.service.wordings.items()
            if wording.has(key)
        }
        if found or not otherwise:
            return found
        return {self.service.languages[0]: otherwise}

    def _own(self, language: str, key: str, **details: str | int) -> str:
        return bundled("kene.exchange", language).say(key, short=False, **details)


def _duration(span: Span) -> str:
    """A span as ISO 8601; working days are days there too."""
    return _FORMATS[span.unit].format(span.count)


def _rough(span: Span) -> int:
    return span.count * {"months": 30, "years": 365}.get(span.unit, 1)
