import type { NativeImage } from 'electron';
import { variant } from '../dbus.ts';

/** Services with `body-markup` render tags: names from the cloud must stay text. */
export const escapeMarkup = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** The hint `image-data`: width, height, bytes in a row, alpha, bits of a sample, channels, RGBA bytes. */
export function imageData(picture: NativeImage): unknown {
  const { width, height } = picture.getSize();
  const rgba = swapRedAndBlue(picture.toBitmap());
  return variant('(iiibiiay)', [width, height, width * 4, true, 8, 4, rgba]);
}

/** Electron's bitmaps are BGRA on every system we run on; canvases and the bus want RGBA. The same swap goes both ways. */
export function swapRedAndBlue(pixels: Uint8Array): Buffer {
  const swapped = Buffer.from(pixels);
  for (let at = 0; at < swapped.length; at += 4) {
    swapped.writeUInt8(pixels[at + 2] ?? 0, at);
    swapped.writeUInt8(pixels[at] ?? 0, at + 2);
  }
  return swapped;
}
