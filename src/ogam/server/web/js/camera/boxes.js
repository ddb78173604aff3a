// What was seen in this phone's picture, drawn over it: faces and things, as far as the server says where.

const SECONDS = 2; // a box without news goes

export class Boxes {
  #seen = [];

  constructor(app, canvas, video) {
    this.app = app;
    this.canvas = canvas;
    this.video = video;
  }

  /** An event of the house: an observation with a box, in a picture of this phone. */
  take({ kind, session, data }) {
    if (kind !== "observation" || !data.box || !this.app.isHere(session)) return;
    this.#seen = [...this.#seen.filter((one) => one.until > Date.now()), { ...data, until: Date.now() + SECONDS * 1000 }];
    this.draw();
    setTimeout(() => this.draw(), SECONDS * 1000 + 50);
  }

  draw() {
    const { canvas, video } = this;
    canvas.width = video.videoWidth;
    canvas.height = video.videoHeight;
    const context = canvas.getContext("2d");
    const colour = getComputedStyle(canvas).color;
    context.lineWidth = Math.max(2, canvas.width / 240);
    context.font = `${Math.max(14, canvas.width / 36)}px system-ui, sans-serif`;
    for (const { box: [left, top, width, height], value, until } of this.#seen) {
      if (until < Date.now()) continue;
      context.strokeStyle = context.fillStyle = colour;
      context.strokeRect(left, top, width, height);
      context.fillText(String(value), left, top - 6);
    }
  }
}
