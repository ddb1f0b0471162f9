import type { ClipId } from '../../../shared/ids.ts';
import type { Clip } from '../../../shared/models.ts';

/** What people wait for and what has not begun yet. */
export interface DownloadRequests {
  /** One promise per clip, however many ask. */
  add(id: ClipId): Promise<Clip>;
  has(id: ClipId): boolean;
  waiting(): number;
  /** Begins them in their order as long as there is room. */
  begin(hasRoom: () => boolean, launch: (id: ClipId) => Promise<Clip>): void;
  rejectAll(reason: Error): void;
}

export function createDownloadRequests(): DownloadRequests {
  const asked = new Map<ClipId, Asked>();
  const promises = new Map<ClipId, Promise<Clip>>();

  function ask(id: ClipId): Promise<Clip> {
    const wish = new Promise<Clip>((resolve, reject) => {
      asked.set(id, { resolve, reject });
    }).finally(() => promises.delete(id));
    promises.set(id, wish);
    return wish;
  }

  return {
    add: (id) => promises.get(id) ?? ask(id),
    has: (id) => asked.has(id),
    waiting: () => asked.size,
    begin(hasRoom, launch) {
      for (const [id, { resolve, reject }] of asked) {
        if (!hasRoom()) return;
        asked.delete(id);
        launch(id).then(resolve, reject);
      }
    },
    rejectAll(reason) {
      for (const { reject } of asked.values()) reject(reason);
      asked.clear();
    },
  };
}

interface Asked {
  readonly resolve: (clip: Clip) => void;
  readonly reject: (error: unknown) => void;
}
