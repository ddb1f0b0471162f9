/** One picture of an icon file: a PNG and its side in pixels. */
export interface IcoPicture {
  readonly size: number;
  readonly png: Buffer;
}

/** A Windows icon file that holds one picture in several sizes, each as a PNG (understood since Windows Vista). */
export function packIco(pictures: readonly IcoPicture[]): Buffer {
  const header = Buffer.alloc(headerBytes + entryBytes * pictures.length);
  header.writeUInt16LE(1, 2);
  header.writeUInt16LE(pictures.length, 4);
  let offset = header.length;
  pictures.forEach(({ size, png }, at) => {
    const entry = headerBytes + entryBytes * at;
    header.writeUInt8(size, entry);
    header.writeUInt8(size, entry + 1);
    header.writeUInt16LE(1, entry + 4);
    header.writeUInt16LE(bitsPerPixel, entry + 6);
    header.writeUInt32LE(png.length, entry + 8);
    header.writeUInt32LE(offset, entry + 12);
    offset += png.length;
  });
  return Buffer.concat([header, ...pictures.map(({ png }) => png)]);
}

const headerBytes = 6;
const entryBytes = 16;
const bitsPerPixel = 32;
