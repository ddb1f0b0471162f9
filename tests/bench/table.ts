/** The middle value of several rounds. */
export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

export const ms = (value: number): string => `${value.toFixed(0)} ms`;
export const mb = (value: number): string => `${(value / 1e6).toFixed(0)} MB`;
export const percent = (value: number): string => `${(value * 100).toFixed(2)} %`;
export const perMinute = (value: number): string => `${value.toFixed(0)}/min`;

/** One line: what, the baseline, ours, and how they compare. */
export interface Row {
  readonly what: string;
  readonly floor: string;
  readonly ours: string;
  readonly compared: string;
  /** What is aimed at, as quality asks for it. */
  readonly bar: string;
}

export const times = (ours: number, floor: number): string => `${(ours / floor).toFixed(2)} ×`;

export function printTable(
  rows: readonly Row[],
  names: Pick<Row, 'floor' | 'ours'> = { floor: 'FLOOR', ours: 'ours' },
): void {
  const head = { what: '', ...names, compared: 'ratio', bar: 'bar' };
  for (const { what, floor, ours, compared, bar } of [head, ...rows]) {
    console.log(
      [
        what.padEnd(38),
        floor.padStart(10),
        ours.padStart(10),
        compared.padStart(10),
        `  ${bar}`,
      ].join(' '),
    );
  }
}
