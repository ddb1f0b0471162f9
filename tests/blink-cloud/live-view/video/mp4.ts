/** A box of an MP4 file: its content without its head. */
export type Box = Buffer;

const HEAD_BYTES = 8;

/** The boxes of this name directly inside. */
export function boxesNamed(container: Box, name: string): readonly Box[] {
  const found: Box[] = [];
  for (let at = 0; at + HEAD_BYTES <= container.length;) {
    const size = container.readUInt32BE(at);
    if (size < HEAD_BYTES) break;
    if (container.toString('latin1', at + 4, at + HEAD_BYTES) === name) {
      found.push(container.subarray(at + HEAD_BYTES, at + size));
    }
    at += size;
  }
  return found;
}

/** The box at this path, the first of each name; throws when there is none. */
export function boxAt(container: Box, ...path: readonly string[]): Box {
  return path.reduce((inside, name) => {
    const [box] = boxesNamed(inside, name);
    if (!box) throw new Error(`no box "${name}"`);
    return box;
  }, container);
}

/** The box of this name wherever it stands inside, for entries whose fields before it vary. */
export function boxWithin(container: Box, name: string): Box {
  const at = container.indexOf(name, 0, 'latin1');
  if (at < 4) throw new Error(`no box "${name}"`);
  return container.subarray(at + 4, at - 4 + container.readUInt32BE(at - 4));
}

/** The rows of a table: 32-bit numbers, `width` of them in each row, behind version, flags and `skip` more bytes. */
export function tableOf(box: Box, width: number, skip = 0): readonly (readonly number[])[] {
  const start = 4 + skip;
  const count = box.readUInt32BE(start);
  return Array.from({ length: count }, (_, row) =>
    Array.from({ length: width }, (__, column) =>
      box.readUInt32BE(start + 4 + (row * width + column) * 4),
    ),
  );
}
