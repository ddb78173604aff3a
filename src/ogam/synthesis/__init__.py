"""Speech out: English and Korean texts said by a natural synthesiser on this machine."""

from ogam.synthesis.kokoro import Synthesizer, voices
from ogam.synthesis.speech import Speaker, Speech
from ogam.synthesis.tones import ToneSynthesizer

__all__ = ["Speaker", "Speech", "Synthesizer", "ToneSynthesizer", "voices"]
