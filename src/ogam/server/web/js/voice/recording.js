// A recording for enrolment: kept here until it is complete, then sent once and forgotten.

import { openMicrophone } from "./microphone.js";

const RATE = 16000;
const HEARD = -45; // dB: what is louder counts as speech in the advice that is given while recording
const LOUD = -6; // dB: from here on it may clip

/** Begin. onProgress({ seconds, level, tooLoud }): every 80 ms. Returns { stop() → Blob of WAV, cancel() }. */
export async function record(onProgress, deviceId) {
  const chunks = [];
  let seconds = 0;
  const take = (samples, level) => {
    chunks.push(samples);
    if (level > HEARD) seconds += samples.length / RATE;
    onProgress({ seconds, level, tooLoud: level > LOUD });
  };
  const close = await openMicrophone(take, deviceId);
  return {
    cancel: close,
    stop() {
      close();
      return wav(chunks);
    },
  };
}

/** 16-bit mono chunks as a WAV file (RIFF, PCM). */
export function wav(chunks) {
  const bytes = chunks.reduce((sum, chunk) => sum + chunk.byteLength, 0);
  const header = new DataView(new ArrayBuffer(44));
  const text = (at, word) => [...word].forEach((letter, place) => header.setUint8(at + place, letter.charCodeAt(0)));
  text(0, "RIFF");
  header.setUint32(4, 36 + bytes, true);
  text(8, "WAVEfmt ");
  header.setUint32(16, 16, true);
  header.setUint16(20, 1, true); // PCM
  header.setUint16(22, 1, true); // channels
  header.setUint32(24, RATE, true);
  header.setUint32(28, RATE * 2, true);
  header.setUint16(32, 2, true);
  header.setUint16(34, 16, true);
  text(36, "data");
  header.setUint32(40, bytes, true);
  return new Blob([header, ...chunks], { type: "audio/wav" });
}
