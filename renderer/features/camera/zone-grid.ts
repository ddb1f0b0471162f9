/** Cells in a row, and rows. */
export const zoneSide = 5;

const steps = new Map<string, readonly [rows: number, columns: number]>([
  ['ArrowUp', [-1, 0]],
  ['ArrowDown', [1, 0]],
  ['ArrowLeft', [0, -1]],
  ['ArrowRight', [0, 1]],
  ['Home', [0, -zoneSide]],
  ['End', [0, zoneSide]],
]);

const within = (place: number): number => Math.max(0, Math.min(zoneSide - 1, place));

/** Where an arrow key leads from a cell, never over the edge; null for any other key. */
export function nextCell(cell: number, key: string): number | null {
  const step = steps.get(key);
  if (step === undefined) return null;
  const row = within(Math.floor(cell / zoneSide) + step[0]);
  return row * zoneSide + within((cell % zoneSide) + step[1]);
}

/** Row and column, from 1, of a cell. */
export const cellPlace = (cell: number): { readonly row: number; readonly column: number } => ({
  row: Math.floor(cell / zoneSide) + 1,
  column: (cell % zoneSide) + 1,
});
