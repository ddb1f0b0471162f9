import type { NativeImage } from 'electron';
import { variant } from '../dbus.ts';
import { swapRedAndBlue } from '../pixels.ts';

/** Services with `body-markup` render tags: names from the cloud must stay text. */
export const escapeMarkup = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** The hint `image-data`: width, height, bytes in a row, alpha, bits of a sample, channels, RGBA bytes. */
export function imageData(picture: NativeImage): unknown {
  const { width, height } = picture.getSize();
  const rgba = swapRedAndBlue(picture.toBitmap());
  return variant('(iiibiiay)', [width, height, width * 4, true, 8, 4, rgba]);
}
