/** Electron's bitmaps are BGRA on every system we run on; canvases and the bus want RGBA. The same swap goes both ways. */
export function swapRedAndBlue(pixels: Uint8Array): Buffer {
  const swapped = Buffer.from(pixels);
  for (let at = 0; at < swapped.length; at += 4) {
    swapped.writeUInt8(pixels[at + 2] ?? 0, at);
    swapped.writeUInt8(pixels[at] ?? 0, at + 2);
  }
  return swapped;
}
