"""DMN models (versions 1.1 to 1.5) read from their XML, and decided."""

from kene.core.decisions.dmn.model import Model, load_model
from kene.core.decisions.dmn.run import Clock, Evaluation, evaluate, invoke_service

__all__ = ["Clock", "Evaluation", "Model", "evaluate", "invoke_service", "load_model"]
