"""Who it is: embeddings of voices and faces, and what may be concluded from them."""

from ogam.biometrics.calibration import Calibration, Trials, fit_calibration, join_trials, shipped_calibration
from ogam.biometrics.candidates import consider
from ogam.biometrics.embedders import find_embedder
from ogam.biometrics.embeddings import Embedder, Embedding, EmbeddingContract, Modality, centroid, similarity
from ogam.biometrics.face_quality import FaceLimits, FaceMeasures
from ogam.biometrics.face_tracks import FaceKnowledge, FaceTrack, FaceTracks
from ogam.biometrics.faces import FaceEmbedder, FaceSetting, load_face_embedder
from ogam.biometrics.fusion import Evidence, Fusion, decide, fuse, pool
from ogam.biometrics.gallery import Gallery
from ogam.biometrics.household import Household, open_household
from ogam.biometrics.identification import (
    Candidate,
    Identification,
    Verification,
    circumstances,
    identify,
    verify,
)
from ogam.biometrics.opening import default_gallery_folder, gallery_exists, open_gallery
from ogam.biometrics.sealing import Member, Template
from ogam.biometrics.search import Index, Match, build_index, nearest
from ogam.biometrics.situation import Sighting, Situation, priors

__all__ = [
    "Calibration",
    "Candidate",
    "Embedder",
    "Embedding",
    "EmbeddingContract",
    "Evidence",
    "FaceEmbedder",
    "FaceKnowledge",
    "FaceLimits",
    "FaceMeasures",
    "FaceSetting",
    "FaceTrack",
    "FaceTracks",
    "Fusion",
    "Gallery",
    "Household",
    "Identification",
    "Index",
    "Match",
    "Member",
    "Modality",
    "Sighting",
    "Situation",
    "Template",
    "Trials",
    "Verification",
    "build_index",
    "centroid",
    "circumstances",
    "consider",
    "decide",
    "default_gallery_folder",
    "find_embedder",
    "fit_calibration",
    "fuse",
    "gallery_exists",
    "identify",
    "join_trials",
    "load_face_embedder",
    "nearest",
    "open_gallery",
    "open_household",
    "pool",
    "priors",
    "shipped_calibration",
    "similarity",
    "verify",
]
