/**
 * Reads a time as clients write it: `+0000` or `+00:00` or `Z`, the plus sign raw (so it arrives as a space) or
 * encoded. 0 when there is none, undefined when it is no time.
 */
export function sinceOf(written: string | null): number | undefined {
  if (written === null || written === '') return 0;
  const at = Date.parse(written.replace(' ', '+').replace(/([+-]\d{2})(\d{2})$/, '$1:$2'));
  return Number.isNaN(at) ? undefined : at;
}
