import { writable, type Readable } from 'svelte/store';
import type { AppErrorCode } from '../../shared/errors.ts';
import type { DeviceId } from '../../shared/ids.ts';
import type { Api } from '../../shared/ipc/types.ts';
import type { Clip, ClipCursor, ClipShelf } from '../../shared/models.ts';

const pageSize = 60;
const largestPage = 200;

/** The part of the list that has been asked for, newest first. */
export interface ClipPagesState {
  readonly shelf: ClipShelf;
  readonly deviceId: DeviceId | null;
  readonly clips: readonly Clip[];
  readonly next: ClipCursor | null;
  readonly status: 'loading' | 'ready' | 'failed';
  readonly problem: AppErrorCode | null;
}

export interface ClipPages extends Readable<ClipPagesState> {
  /** Asks again for everything shown: the index has changed. Calls during a refresh cause one more. */
  refresh(): Promise<void>;
  /** Appends one page; nothing while another load runs. */
  loadMore(): Promise<void>;
  /** Starts over with one camera, or with all. */
  showCamera(deviceId: DeviceId | null): Promise<void>;
  /** Starts over with another shelf, of the same camera. */
  showShelf(shelf: ClipShelf): Promise<void>;
}

type Question = Pick<ClipPagesState, 'shelf' | 'deviceId'>;

const emptyPages = ({ shelf, deviceId }: Question): ClipPagesState => ({
  shelf,
  deviceId,
  clips: [],
  next: null,
  status: 'loading',
  problem: null,
});

interface Asked {
  /** Number of the question. */
  readonly asked: number;
  readonly clips: readonly Clip[];
  readonly want: number;
  readonly from: ClipCursor | null;
}

/** Pages of clips by keyset; answers to an older question are dropped. */
export function createClipPages(source: Pick<Api, 'listClips'>): ClipPages {
  let state = emptyPages({ shelf: 'all', deviceId: null });
  let question = 0;
  let isLoading = false;
  let isRefreshWanted = false;
  const store = writable(state);

  const show = (change: Partial<ClipPagesState>) => store.set((state = { ...state, ...change }));

  /** Adds pages after `from` until there are `want` clips, unless something else was asked meanwhile. */
  async function append({ asked, clips, want, from }: Asked): Promise<void> {
    const limit = Math.min(largestPage, want - clips.length);
    const { shelf, deviceId } = state;
    const answer = await source.listClips({ shelf, limit, before: from, deviceId });
    if (asked !== question) return;
    if (!answer.ok) {
      show({ status: 'failed', problem: answer.error.code });
      return;
    }
    const { next } = answer.value;
    const all = [...clips, ...answer.value.clips];
    if (next !== null && all.length < want) await append({ asked, clips: all, want, from: next });
    else show({ clips: all, next, status: 'ready', problem: null });
  }

  async function load(clips: readonly Clip[], want: number, from: ClipCursor | null) {
    isLoading = true;
    const asked = (question += 1);
    await append({ asked, clips, want, from });
    if (asked !== question) return;
    isLoading = false;
    if (isRefreshWanted) await refresh();
  }

  async function refresh() {
    isRefreshWanted = isLoading;
    if (!isLoading) await load([], Math.max(pageSize, state.clips.length), null);
  }

  async function startOver(question: Question) {
    show(emptyPages(question));
    await load([], pageSize, null);
  }

  return {
    subscribe: store.subscribe,
    refresh,
    async loadMore() {
      if (isLoading || state.next === null) return;
      await load(state.clips, state.clips.length + pageSize, state.next);
    },
    showCamera: (deviceId) => startOver({ ...state, deviceId }),
    showShelf: (shelf) => startOver({ ...state, shelf }),
  };
}
