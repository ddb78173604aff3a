"""Who it is: embeddings of voices and faces, and what may be concluded from them."""

from ogam.biometrics.embeddings import Embedder, Embedding, EmbeddingContract, Modality, centroid, similarity

__all__ = ["Embedder", "Embedding", "EmbeddingContract", "Modality", "centroid", "similarity"]
