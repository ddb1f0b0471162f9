import type { Control } from '../blink-cloud/control/control.ts';
import type { Truth } from './oracle.ts';

/** What the cloud of this process has: every recording that is not deleted, and its bytes. */
export function truthOf(control: Pick<Control, 'recordings' | 'clip'>): Truth {
  const known = new Map<string, Uint8Array | null>();
  return {
    clips: control
      .recordings()
      .filter(({ deleted }) => !deleted)
      .map(({ id }) => `c${id}`),
    bytesOf(id) {
      const bytes = known.get(id) ?? control.clip(Number(id.slice(1))) ?? null;
      known.set(id, bytes);
      return bytes;
    },
  };
}
