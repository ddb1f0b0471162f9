import { PNG } from 'pngjs';

/** A picture as it travels over D-Bus, packed or with padded rows. */
export interface RawPicture {
  readonly width: number;
  readonly height: number;
  readonly bytes: Buffer;
}

/** A tray icon (alpha, red, green, blue) as PNG. */
export function argbToPng({ width, height, bytes }: RawPicture): Buffer {
  return toPng({ width, height }, (x, y) => {
    const at = (y * width + x) * 4;
    return [byte(bytes, at + 1), byte(bytes, at + 2), byte(bytes, at + 3), byte(bytes, at)];
  });
}

/** A notification's picture (red, green, blue, and alpha if there are 4 channels) as PNG. */
export function imageDataToPng(
  { width, height, bytes }: RawPicture,
  rowBytes: number,
  channels: number,
): Buffer {
  return toPng({ width, height }, (x, y) => {
    const at = y * rowBytes + x * channels;
    const alpha = channels === 4 ? byte(bytes, at + 3) : 255;
    return [byte(bytes, at), byte(bytes, at + 1), byte(bytes, at + 2), alpha];
  });
}

type PixelAt = (x: number, y: number) => readonly [number, number, number, number];

function toPng({ width, height }: { width: number; height: number }, pixelAt: PixelAt): Buffer {
  const png = new PNG({ width, height });
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) png.data.set(pixelAt(x, y), (y * width + x) * 4);
  return PNG.sync.write(png);
}

function byte(bytes: Buffer, at: number): number {
  const value = bytes[at];
  if (value === undefined) throw new Error('the picture is shorter than its size says');
  return value;
}
