"""DMN models (versions 1.1 to 1.5) read from their XML, decided, and written."""

from kene.core.decisions.dmn.export import Exported, Version, export_model
from kene.core.decisions.dmn.importing import Imported, import_model
from kene.core.decisions.dmn.model import Model, load_model
from kene.core.decisions.dmn.run import (
    Clock,
    Evaluation,
    Step,
    evaluate,
    explain,
    invoke_service,
)

__all__ = [
    "Clock",
    "Evaluation",
    "Exported",
    "Imported",
    "Model",
    "Step",
    "Version",
    "evaluate",
    "explain",
    "export_model",
    "import_model",
    "invoke_service",
    "load_model",
]
