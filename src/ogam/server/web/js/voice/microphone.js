// The phone's microphone, while somebody wants to be heard and not a moment longer.

const WORKLET = new URL("./worklet.js", import.meta.url);

/** Whether this browser, at this address, gives a microphone at all. */
export function haveMicrophone() {
  return Boolean(navigator.mediaDevices?.getUserMedia) && "AudioWorkletNode" in window;
}

/** Open it. onChunk(samples: Int16Array at 16 kHz, level in dB): every 80 ms. Returns the function that closes it. */
export async function openMicrophone(onChunk, deviceId = "") {
  const stream = await navigator.mediaDevices.getUserMedia({
    audio: {
      deviceId: deviceId ? { ideal: deviceId } : undefined,
      channelCount: 1,
      echoCancellation: true,
      noiseSuppression: false, // changes voices, and people are known by them
      autoGainControl: true,
    },
  });
  const context = new AudioContext();
  const close = () => {
    stream.getTracks().forEach((track) => track.stop());
    if (context.state !== "closed") context.close();
  };
  try {
    await context.audioWorklet.addModule(WORKLET);
    const recorder = new AudioWorkletNode(context, "recorder", { numberOfOutputs: 0, channelCount: 1 });
    recorder.port.onmessage = ({ data }) => onChunk(data.samples, data.level);
    context.createMediaStreamSource(stream).connect(recorder);
    await context.resume();
  } catch (error) {
    close();
    throw error;
  }
  return close;
}

/** [{ id, label }] of the microphones; labels are empty until one was allowed. */
export async function microphones() {
  const devices = (await navigator.mediaDevices?.enumerateDevices()) ?? [];
  return devices
    .filter(({ kind, deviceId }) => kind === "audioinput" && deviceId && deviceId !== "default")
    .map(({ deviceId, label }) => ({ id: deviceId, label }));
}
