// Frames of the camera while a face is asked to move: small, ten a second (after a quarter of a second without one, a
// movement has to begin anew), each with the time at which it was taken.

const WIDTH = 320;
const SEEN_WIDTH = 640; // of a picture in which faces and things are looked for
const EVERY = 100; // milliseconds
const QUALITY = 0.8; // of JPEG

/** Send frames of a video until stopped. send(message): a text message to the server. Returns the function that stops. */
export function sendFrames(video, send) {
  const canvas = document.createElement("canvas");
  let busy = false;
  const take = async () => {
    if (busy || !video.videoWidth) return;
    busy = true;
    const time = performance.now() / 1000;
    canvas.width = WIDTH;
    canvas.height = Math.round((WIDTH * video.videoHeight) / video.videoWidth);
    canvas.getContext("2d").drawImage(video, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
    if (blob) send({ type: "image", jpeg: await base64(blob), time });
    busy = false;
  };
  const timer = setInterval(take, EVERY);
  return () => clearInterval(timer);
}

/** What a video shows now as a JPEG, 640 pixels wide at most; null before it shows anything. */
export function small(video, canvas) {
  if (!video.videoWidth) return Promise.resolve(null);
  canvas.width = Math.min(SEEN_WIDTH, video.videoWidth);
  canvas.height = Math.round((canvas.width * video.videoHeight) / video.videoWidth);
  canvas.getContext("2d").drawImage(video, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
}

function base64(blob) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result.slice(reader.result.indexOf(",") + 1));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(blob);
  });
}
