"""The language of packs described for editors: its JSON Schema, and what each text stands for."""

from kene.core.services.schema.json_schema import about, schema
from kene.core.services.schema.meanings import Meaning, key_meaning, meaning
from kene.core.services.schema.shapes import Shape, shape, shapes

__all__ = ["Meaning", "Shape", "about", "key_meaning", "meaning", "schema", "shape", "shapes"]
