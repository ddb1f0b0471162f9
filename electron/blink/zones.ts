import type { MotionZones } from '../../shared/device-config.ts';

/** Where a camera watches for motion, as the cloud keeps it: write back what is not changed. */
export interface Zones {
  /** One bit per cell, the lowest for the one at the top left. Bits above the cells are the cloud's own. */
  readonly mask: number;
  /** One number per cell, of 12 bits each. Empty where the device has no finer grid. */
  readonly fine: readonly number[];
}

/** The cells a person sees. */
export const cellsOf = ({ mask }: Zones): MotionZones['cells'] =>
  Array.from({ length: cellCount }, (_cell, place) => (mask & (1 << place)) !== 0);

/** The same zones with other cells. A cell that stays on keeps its finer grid. */
export function withCells({ mask, fine }: Zones, cells: MotionZones['cells']): Zones {
  const chosen = cells.reduce((bits, isOn, place) => (isOn ? bits | (1 << place) : bits), 0);
  return {
    mask: Math.floor(mask / 2 ** cellCount) * 2 ** cellCount + chosen,
    fine: fine.map((grid, place) => (cells[place] === true ? grid || wholeCell : 0)),
  };
}

const cellCount = 25;
const wholeCell = 4_095;
