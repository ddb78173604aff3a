// How loud it is, drawn as a ring of bars around the talk button: the newest at the top, older ones further down.

const BARS = 56;
const QUIET = -60; // dB at which a bar is a dot
const LOUD = -12; // dB at which it is longest

export class Meter {
  #levels = new Float32Array(BARS / 2 + 1);
  #asked = 0;

  /** canvas: its colour is that of its CSS. */
  constructor(canvas) {
    this.canvas = canvas;
    this.still = matchMedia("(prefers-reduced-motion: reduce)");
    this.#draw();
  }

  push(level) {
    const loudness = Math.max(0, Math.min(1, (level - QUIET) / (LOUD - QUIET)));
    if (this.still.matches) this.#levels.fill(loudness); // one ring that grows, and nothing that runs
    else this.#levels.copyWithin(1, 0);
    this.#levels[0] = loudness;
    this.#asked ||= requestAnimationFrame(() => this.#draw());
  }

  clear() {
    this.#levels.fill(0);
    this.#asked ||= requestAnimationFrame(() => this.#draw());
  }

  #draw() {
    this.#asked = 0;
    const scale = window.devicePixelRatio || 1;
    const size = this.canvas.clientWidth || 240;
    if (this.canvas.width !== size * scale) this.canvas.width = this.canvas.height = size * scale;
    const context = this.canvas.getContext("2d");
    context.setTransform(scale, 0, 0, scale, size / 2 * scale, size / 2 * scale);
    context.clearRect(-size / 2, -size / 2, size, size);
    context.strokeStyle = getComputedStyle(this.canvas).color;
    context.lineCap = "round";
    context.lineWidth = size / 80;
    const inner = size * 0.4;
    for (let bar = 0; bar < BARS; bar++) {
      const loudness = this.#levels[Math.min(bar, BARS - bar)];
      context.globalAlpha = 0.35 + 0.65 * loudness;
      context.save();
      context.rotate((2 * Math.PI * bar) / BARS);
      context.beginPath();
      context.moveTo(0, -inner);
      context.lineTo(0, -inner - 0.5 - loudness * size * 0.085);
      context.stroke();
      context.restore();
    }
  }
}
