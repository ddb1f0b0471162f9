/** Both ends included. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
  readonly isPartial: boolean;
}

/** What a Range header asks of a file of that size; a header we do not understand asks for everything. */
export function byteRange(header: string | null, sizeBytes: number): ByteRange | 'unsatisfiable' {
  const last = sizeBytes - 1;
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  const [, from = '', to = ''] = match ?? [];
  if (from === '' && to === '') return { start: 0, end: last, isPartial: false };
  const start = from === '' ? Math.max(0, sizeBytes - Number(to)) : Number(from);
  const end = from === '' || to === '' ? last : Math.min(Number(to), last);
  return start > end ? 'unsatisfiable' : { start, end, isPartial: true };
}
