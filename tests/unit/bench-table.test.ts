import { describe, expect, it } from 'vitest';
import { exitCode, missed, type Row } from '../bench/table.ts';

const row = (isMet: boolean | null, isTimed: boolean): Row => ({
  what: 'P0',
  floor: '',
  ours: '',
  compared: '',
  bar: 'at most 1',
  isMet,
  isTimed,
});

describe('the exit code of the bench', () => {
  it.each([
    { of: 'a missed time on a quiet machine', row: row(false, true), isBusy: false, code: 1 },
    { of: 'a missed time on a busy machine', row: row(false, true), isBusy: true, code: 0 },
    { of: 'a missed count on a quiet machine', row: row(false, false), isBusy: false, code: 1 },
    { of: 'a missed count on a busy machine', row: row(false, false), isBusy: true, code: 1 },
    { of: 'a bar that was met', row: row(true, true), isBusy: false, code: 0 },
    { of: 'a figure without a bar', row: row(null, true), isBusy: false, code: 0 },
  ])('$of: $code, and with --report 0', ({ row: one, isBusy, code }) => {
    expect(exitCode([row(true, false), one], { isBusy, isReport: false })).toBe(code);
    expect(exitCode([row(true, false), one], { isBusy, isReport: true })).toBe(0);
    expect(missed([one], isBusy)).toHaveLength(code);
  });
});
