import type { ClipId } from '../../../shared/ids.ts';
import type { Clip } from '../../../shared/models.ts';

/** Clips that people wait for and whose download has not started yet. */
export interface DownloadRequests {
  /** One promise per clip, however many ask. */
  add(id: ClipId): Promise<Clip>;
  has(id: ClipId): boolean;
  waitingCount(): number;
  /** Starts them in their order as long as there is room. */
  startNext(hasRoom: () => boolean, download: (id: ClipId) => Promise<Clip>): void;
  rejectAll(reason: Error): void;
}

export function createDownloadRequests(): DownloadRequests {
  const waiting = new Map<ClipId, WaitingRequest>();
  const promises = new Map<ClipId, Promise<Clip>>();

  function addNew(id: ClipId): Promise<Clip> {
    const request = new Promise<Clip>((resolve, reject) => {
      waiting.set(id, { resolve, reject });
    }).finally(() => promises.delete(id));
    promises.set(id, request);
    return request;
  }

  return {
    add: (id) => promises.get(id) ?? addNew(id),
    has: (id) => waiting.has(id),
    waitingCount: () => waiting.size,
    startNext(hasRoom, download) {
      for (const [id, { resolve, reject }] of waiting) {
        if (!hasRoom()) return;
        waiting.delete(id);
        download(id).then(resolve, reject);
      }
    },
    rejectAll(reason) {
      for (const { reject } of waiting.values()) reject(reason);
      waiting.clear();
    },
  };
}

interface WaitingRequest {
  readonly resolve: (clip: Clip) => void;
  readonly reject: (error: unknown) => void;
}
