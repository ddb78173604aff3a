// Any rate → 16 kHz, with a windowed sinc: what lies above 8 kHz would fold into what is heard.

const ZEROS = 12; // zero crossings of the sinc on either side
const PHASES = 128; // positions between two samples for which the kernel is tabulated

export class Resampler {
  #step;
  #half;
  #kernel;
  #waiting;
  #position;

  /** rate: of what comes; target: of what goes, both in Hz. */
  constructor(rate, target = 16000) {
    this.#step = rate / target;
    const width = Math.max(1, this.#step); // samples from one zero crossing to the next
    this.#half = Math.ceil(ZEROS * width);
    this.#kernel = tabulate(this.#half, width);
    this.#waiting = new Float32Array(this.#half);
    this.#position = this.#half;
  }

  /** The samples that can be made now; the others wait for what follows. */
  push(samples) {
    const all = new Float32Array(this.#waiting.length + samples.length);
    all.set(this.#waiting);
    all.set(samples, this.#waiting.length);
    const made = [];
    while (this.#position + this.#half < all.length) {
      made.push(this.#at(all, this.#position));
      this.#position += this.#step;
    }
    const kept = Math.max(0, Math.floor(this.#position) - this.#half);
    this.#waiting = all.slice(kept);
    this.#position -= kept;
    return Float32Array.from(made);
  }

  #at(samples, position) {
    const whole = Math.floor(position);
    const row = this.#kernel[Math.round((position - whole) * PHASES)];
    let sum = 0;
    for (let tap = 0; tap < row.length; tap++) sum += row[tap] * samples[whole - this.#half + 1 + tap];
    return sum;
  }
}

/** One row of weights for each position between two samples; each adds up to 1. */
function tabulate(half, width) {
  return Array.from({ length: PHASES + 1 }, (_, phase) => {
    const row = Float32Array.from({ length: 2 * half }, (_, tap) => {
      const distance = tap - half + 1 - phase / PHASES;
      const hann = Math.abs(distance) < half ? 0.5 + 0.5 * Math.cos((Math.PI * distance) / half) : 0;
      return sinc(distance / width) * hann;
    });
    const sum = row.reduce((total, weight) => total + weight, 0);
    return row.map((weight) => weight / sum);
  });
}

function sinc(x) {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}
