// The phone's camera, while somebody looks at the screen and not a moment longer.

const WIDTH = 1280;
const QUALITY = 0.92; // of JPEG

export function haveCamera() {
  return Boolean(navigator.mediaDevices?.getUserMedia);
}

/** Show a camera in a video element. facing: "user" or "environment". Returns the function that switches it off. */
export async function openCamera(video, facing = "user") {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: facing, width: { ideal: WIDTH } } });
  const close = () => {
    stream.getTracks().forEach((track) => track.stop());
    video.srcObject = null;
  };
  video.muted = true;
  video.playsInline = true;
  video.srcObject = stream;
  try {
    await video.play();
  } catch (error) {
    close();
    throw error;
  }
  return close;
}

/** What the video shows now, as a JPEG. */
export function picture(video) {
  const canvas = document.createElement("canvas");
  canvas.width = video.videoWidth;
  canvas.height = video.videoHeight;
  canvas.getContext("2d").drawImage(video, 0, 0);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
}

/** The key of what to say where a camera cannot be had. */
export function cameraProblem(error) {
  return error.name === "NotAllowedError" ? "camera.notAllowed" : "camera.none";
}
