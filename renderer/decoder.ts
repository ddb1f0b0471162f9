import { api } from './api.ts';

const maxWidth = 512;
/** A small file may claim a huge picture: decoded, 40 megapixels are 160 MB. */
const maxPixels = 40_000_000;

interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array | null;
}

const nothing: Pixels = { width: 0, height: 0, pixels: null };

async function load(url: string): Promise<HTMLImageElement> {
  const image = new Image();
  // Without this the canvas is tainted and gives no pixels back.
  image.crossOrigin = 'anonymous';
  image.src = url;
  await image.decode();
  return image;
}

function draw(image: HTMLImageElement): Pixels {
  const { naturalWidth, naturalHeight } = image;
  if (naturalWidth === 0 || naturalWidth * naturalHeight > maxPixels) return nothing;
  const scale = Math.min(1, maxWidth / naturalWidth);
  const width = Math.round(naturalWidth * scale);
  const height = Math.max(1, Math.round(naturalHeight * scale));
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) return nothing;
  context.drawImage(image, 0, 0, width, height);
  const { data } = context.getImageData(0, 0, width, height);
  return { width, height, pixels: new Uint8Array(data.buffer) };
}

async function answer(jobId: number, url: string): Promise<void> {
  const pixels = await load(url)
    .then(draw)
    .catch(() => nothing);
  await api.pictureDecoded({ jobId, ...pixels });
}

api.on('decodePicture', ({ jobId, url }) => {
  void answer(jobId, url);
});
