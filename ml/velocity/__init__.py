"""Learning velocity: how fast an enrolment moves, shrunk where its history is short, beside its cohort."""

from ml.velocity.evaluate import evaluate
from ml.velocity.model import VelocityModel, VelocitySettings, score, train

__all__ = ["VelocityModel", "VelocitySettings", "evaluate", "score", "train"]
