/** The middle value of several rounds. */
export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

export const ms = (value: number): string => `${value.toFixed(0)} ms`;
export const mb = (value: number): string => `${(value / 1e6).toFixed(0)} MB`;
export const kb = (bytes: number): string => `${(bytes / 1_000).toFixed(1)} kB`;
export const percent = (value: number): string => `${(value * 100).toFixed(2)} %`;
export const perMinute = (value: number): string => `${value.toFixed(0)}/min`;
export const times = (ours: number, floor: number): string => `${(ours / floor).toFixed(2)} ×`;

/** One line: what was measured, the baseline, ours, and how they compare. */
export interface Row {
  readonly what: string;
  readonly floor: string;
  readonly ours: string;
  readonly compared: string;
  /** What is aimed at, as quality asks for it; empty for a figure without a bar. */
  readonly bar: string;
  /** Null where there is nothing to meet. */
  readonly isMet: boolean | null;
  /** A busy machine spoils it: by its time, or because another Electron shares its pages. */
  readonly isTimed: boolean;
}

/** A figure to compare with later runs. */
export const figure = (
  what: string,
  ours: string,
  beside: Partial<Pick<Row, 'floor' | 'compared'>> = {},
): Row => ({
  what,
  floor: beside.floor ?? '',
  ours,
  compared: beside.compared ?? '',
  bar: '',
  isMet: null,
  isTimed: true,
});

export function printTable(
  rows: readonly Row[],
  names: Pick<Row, 'floor' | 'ours'> = { floor: 'FLOOR', ours: 'ours' },
): void {
  const head = figure('', names.ours, { floor: names.floor, compared: 'ratio' });
  for (const row of [{ ...head, bar: 'bar' }, ...rows]) console.log(lineOf(row));
}

/** `npm run bench` fails when a bar that counts was missed; with `--report` it only says so. */
export const exitCode = (
  rows: readonly Row[],
  how: { readonly isBusy: boolean; readonly isReport: boolean },
): number => (missed(rows, how.isBusy).length > 0 && !how.isReport ? 1 : 0);

const lineOf = ({ what, floor, ours, compared, bar, isMet }: Row): string =>
  [
    what.padEnd(58),
    floor.padStart(10),
    ours.padStart(12),
    compared.padStart(14),
    ` ${isMet === null ? '      ' : isMet ? 'met   ' : 'MISSED'}`,
    bar === '' ? 'no bar: a figure to compare' : bar,
  ].join(' ');

/** The rows whose bar counts and was missed; on a busy machine only those that business does not spoil. */
export const missed = (rows: readonly Row[], isBusy: boolean): readonly Row[] =>
  rows.filter(({ isMet, isTimed }) => isMet === false && !(isBusy && isTimed));
