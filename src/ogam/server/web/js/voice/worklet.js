// In the audio thread: the microphone's sound → messages of 80 ms, 16-bit samples at 16 kHz, with their level.

import { Resampler } from "./resampler.js";

const CHUNK = 1280;
const SILENCE = -90; // dB below full scale

class Recorder extends AudioWorkletProcessor {
  #resampler = new Resampler(sampleRate);
  #chunk = new Int16Array(CHUNK);
  #filled = 0;
  #energy = 0;

  process([[samples]]) {
    if (samples) for (const sample of this.#resampler.push(samples)) this.#take(sample);
    return true;
  }

  #take(sample) {
    this.#chunk[this.#filled++] = Math.max(-1, Math.min(1, sample)) * 32767;
    this.#energy += sample * sample;
    if (this.#filled < CHUNK) return;
    const level = Math.max(SILENCE, 10 * Math.log10(this.#energy / CHUNK + 1e-12));
    this.port.postMessage({ samples: this.#chunk, level }, [this.#chunk.buffer]);
    this.#chunk = new Int16Array(CHUNK);
    this.#filled = 0;
    this.#energy = 0;
  }
}

registerProcessor("recorder", Recorder);
