/** A picture as it is kept: drawn anew at a bounded size, so that nothing but the picture remains of the file. */

export const LONGEST_SIDE = 1600;
export const MOST_BYTES = 300 * 1024;
const QUALITIES = [0.82, 0.7, 0.58, 0.45, 0.32];

/** Throws TypeError or InvalidStateError when the file is no picture. */
export async function redrawn(file: Blob): Promise<{ bytes: Uint8Array; mime: string }> {
  const picture = await createImageBitmap(file);
  for (let side = LONGEST_SIDE; ; side = Math.round(side * 0.75)) {
    const canvas = drawn(picture, side);
    for (const quality of QUALITIES) {
      const bytes = await encoded(canvas, "image/jpeg", quality);
      if (bytes.length <= MOST_BYTES || side < 400) return { bytes, mime: "image/jpeg" };
    }
  }
}

function drawn(picture: ImageBitmap, side: number): HTMLCanvasElement {
  const scale = Math.min(1, side / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  const pen = canvas.getContext("2d") as CanvasRenderingContext2D;
  pen.fillStyle = "#fff"; // what was transparent is paper, not black
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas;
}

export function encoded(canvas: HTMLCanvasElement, mime: string, quality?: number): Promise<Uint8Array> {
  return new Promise((done, failed) => {
    canvas.toBlob(
      (blob) => (blob ? void blob.arrayBuffer().then((bytes) => done(new Uint8Array(bytes)), failed) : failed(new TypeError("no picture"))),
      mime, quality,
    );
  });
}

/** Draws kept bytes on a canvas: a picture's own address would be one the policy does not know. */
export async function shownOn(canvas: HTMLCanvasElement, bytes: Uint8Array, mime: string): Promise<void> {
  const picture = await createImageBitmap(new Blob([bytes as Uint8Array<ArrayBuffer>], { type: mime }));
  const scale = Math.max(canvas.width / picture.width, canvas.height / picture.height);
  const [width, height] = [picture.width * scale, picture.height * scale];
  canvas.getContext("2d")?.drawImage(picture, (canvas.width - width) / 2, (canvas.height - height) / 2, width, height);
}
