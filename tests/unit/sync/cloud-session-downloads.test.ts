import { describe, expect, it } from 'vitest';
import { initialState } from '../../../shared/app-state.ts';
import { minutes, seconds } from '../../../electron/lib/clock.ts';
import { createAppStore } from '../../../electron/store/app-store.ts';
import type { ClipSource } from '../../../electron/store/clips/clip-index.ts';
import { createCloudSession } from '../../../electron/sync/cloud-session.ts';
import { createRequestBudget } from '../../../electron/sync/polling/request-budget.ts';
import { AppError } from '../../../shared/errors.ts';
import { createFakeClient, homeWith } from '../../fixtures/fake-client.ts';
import { createFakeClock } from '../../fixtures/fake-clock.ts';
import { createFakeRandom } from '../../fixtures/fake-random.ts';
import { createMemoryFiles } from '../../fixtures/memory-stores.ts';
import { createMemoryIndex } from '../../fixtures/memory-index.ts';
import { clip, homeId, mediaItem, network } from '../../fixtures/samples.ts';
import { createDeletionIndex } from './housekeeping/deletion-index.ts';

const setUp = ({ isReadOnly = false } = {}) => {
  const clock = createFakeClock();
  const client = createFakeClient();
  const wishes = createDeletionIndex();
  const rows = createMemoryIndex();
  const index = { ...rows, ...wishes, isReadOnly };
  const archive = { ...initialState.archive, policy: 'every' as const };
  const store = createAppStore({ ...initialState, archive });
  const warnings: string[] = [];
  const sync = createCloudSession({
    client,
    store,
    index,
    files: createMemoryFiles(),
    clock,
    random: createFakeRandom(0.5),
    budget: createRequestBudget(clock),
    isResting: () => false,
    onSignInNeeded: () => undefined,
    onFetchingChanged: () => undefined,
    onWarning: (message) => warnings.push(message),
  });
  const bin = (id: number) => {
    wishes.asked.set(`c${id}`, { at: clock.now(), tries: 0 });
    sync.checkDeletions();
  };
  return { clock, client, index, store, sync, rows, wishes, warnings, bin };
};

describe('an index that was lost, in a session', () => {
  it('comes back from the files before anything is listed or fetched; arming does not wait', async () => {
    const { clock, client, store, sync, rows } = setUp();
    client.recordings = [mediaItem(1, -60)];
    const job = { kind: 'rebuild', done: 0, total: null } as const;
    store.update('archive', (archive) => ({ ...archive, job }));
    await sync.start();
    await clock.advance(minutes(10));
    expect(client.count('homescreen')).toBeGreaterThan(3);
    expect([client.count('changedMedia'), client.count('openClip')]).toEqual([0, 0]);
    store.update('archive', (archive) => ({ ...archive, job: null }));
    await clock.advance(seconds(5));
    expect(client.count('changedMedia')).toBeGreaterThan(0);
    expect([...rows.rows.keys()]).toEqual(['c1']);
  });
});

describe('a rebuild that is owed', () => {
  it('holds back lists and downloads with no job on show as well, and nothing of the home', async () => {
    const { clock, client, store, sync } = setUp();
    client.recordings = [mediaItem(1, -60)];
    store.update('archive', (archive) => ({ ...archive, isRebuildPending: true }));
    await sync.start();
    sync.checkClips();
    await clock.advance(minutes(10));
    expect(client.count('homescreen')).toBeGreaterThan(3);
    expect([client.count('changedMedia'), client.count('openClip')]).toEqual([0, 0]);
    store.update('archive', (archive) => ({ ...archive, isRebuildPending: false }));
    await clock.advance(seconds(5));
    expect(client.count('changedMedia')).toBeGreaterThan(0);
  });
});

describe('a clip that is opened', () => {
  it('while a rebuild is owed or runs is told that the archive is busy', async () => {
    const { store, sync, clock, client } = setUp();
    client.recordings = [mediaItem(1, -60)];
    store.update('archive', (archive) => ({ ...archive, isRebuildPending: true }));
    await sync.start();
    await expect(sync.downloads.keep('c1')).rejects.toMatchObject({ code: 'archive-busy' });
    store.update('archive', (archive) => ({ ...archive, isRebuildPending: false }));
    await clock.advance(seconds(5));
    expect(await sync.downloads.keep('c1')).toMatchObject({ place: 'kept' });
    await sync.stop();
    await expect(sync.downloads.keep('c1')).rejects.toMatchObject({ code: 'not-signed-in' });
  });
});

describe('deleting in the cloud, in a session', () => {
  it('follows half a minute after the person, and then the list is asked for', async () => {
    const { clock, client, sync, bin } = setUp();
    await sync.start();
    await clock.advance(seconds(10));
    bin(1);
    await clock.advance(seconds(29));
    expect(client.count('media.remove')).toBe(0);
    const listed = client.count('changedMedia');
    await clock.advance(seconds(2));
    expect(client.count('media.remove')).toBe(1);
    expect(client.count('changedMedia')).toBe(listed + 1);
  });

  it('is done at the end of the session, however short ago it was asked for', async () => {
    const { clock, client, sync, wishes, bin } = setUp();
    await sync.start();
    await clock.advance(seconds(10));
    bin(1);
    await sync.stop();
    expect(client.count('media.remove')).toBe(1);
    expect(wishes.deleted).toEqual(['c1']);
    await clock.advance(minutes(60));
    expect(clock.pending()).toEqual([]);
  });

  it('is left for the next session when the cloud does not answer for three seconds', async () => {
    const { clock, client, sync, wishes, bin } = setUp();
    await sync.start();
    await clock.advance(seconds(10));
    bin(1);
    client.hold('media.remove');
    const stopped = sync.stop();
    await clock.advance(seconds(3));
    await stopped;
    expect([...wishes.asked.keys()]).toEqual(['c1']);
    expect(clock.pending()).toEqual([]);
  });

  it('waits for the end of a pause the cloud asked for', async () => {
    const { clock, client, sync, wishes, bin } = setUp();
    client.fail('homescreen', new AppError('rate-limited'));
    await sync.start();
    await clock.advance(seconds(1));
    bin(1);
    await clock.advance(seconds(50));
    expect(client.count('media.remove')).toBe(0);
    await clock.advance(minutes(1));
    expect(wishes.deleted).toEqual(['c1']);
  });
});

describe('a session over an index of a newer Porchlight', () => {
  it('shows the home and lists, fetches, deletes and notes nothing', async () => {
    const { clock, client, store, sync, rows, wishes, warnings } = setUp({ isReadOnly: true });
    client.home = homeWith({ networks: [network({ isArmed: true })] });
    client.recordings = [mediaItem(1, 1)];
    wishes.asked.set('c9', { at: clock.now(), tries: 0 });
    await sync.start();
    sync.checkDeletions();
    await clock.advance(minutes(30));
    sync.checkClips();
    sync.checkNow();
    sync.suspend();
    sync.resume();
    await clock.advance(minutes(30));
    expect(store.get().home.networks[0]?.isArmed).toBe(true);
    expect(store.get().connection).toMatchObject({ status: 'online', problem: null });
    const asked = new Set(client.calls.map((call) => call.split(' ')[0]));
    expect(asked).toEqual(new Set(['homescreen', 'account.order']));
    expect(rows.marks.size).toBe(0);
    expect(warnings).toEqual([]);
    await expect(sync.downloads.keep('c1')).rejects.toMatchObject({ code: 'index-newer' });
    await sync.stop();
    expect(client.count('media.remove')).toBe(0);
  });
});

describe('the archive, in a session', () => {
  it('goes on at once when the person ends the pause', async () => {
    const { clock, client, store, sync, rows } = setUp();
    store.update('archive', (archive) => ({ ...archive, isPaused: true }));
    client.recordings = [mediaItem(1, 1)];
    await sync.start();
    await clock.advance(seconds(10));
    expect(rows.rows.get('c1')?.source.clip.place).toBe('listed');
    store.update('archive', (archive) => ({ ...archive, isPaused: false }));
    await clock.advance(0);
    expect(rows.rows.get('c1')?.source.clip.place).toBe('kept');
  });

  it('does not look for work at every change of its own counts', async () => {
    const { clock, index, store, sync } = setUp();
    let looks = 0;
    const wanted = index.pendingDownloads;
    index.pendingDownloads = (...query) => {
      looks += 1;
      return wanted(...query);
    };
    await sync.start();
    await clock.advance(seconds(10));
    const before = looks;
    for (let kept = 1; kept < 50; kept += 1) {
      store.update('archive', (archive) => ({ ...archive, kept }));
    }
    await clock.advance(0);
    expect(before).toBeGreaterThan(0);
    expect(looks).toBe(before);
  });

  it('lets go of downloads when they are told to end, and fetches them later', async () => {
    const { clock, client, store, sync, rows } = setUp();
    client.recordings = [mediaItem(1, 1)];
    const release = client.hold('openClip');
    await sync.start();
    await clock.advance(seconds(1));
    expect(store.get().archive.fetching).toBe(1);
    client.fail('openClip', new AppError('offline'));
    release();
    await sync.downloads.pauseAll();
    await clock.advance(minutes(10));
    expect(rows.rows.get('c1')?.source.clip.place).toBe('kept');
    expect(store.get().archive.fetching).toBe(0);
  });

  it('empties a stick as soon as it has been listed', async () => {
    const { clock, client, index, sync } = setUp();
    const hub = { networkId: homeId, name: 'Hub', isOnline: true, hasLocalStorage: true };
    client.home = homeWith({ networks: [network({ isArmed: true })], syncModules: [hub] });
    const onStick: ClipSource = {
      ...{ clip: clip({ id: 'l1' }), originKind: 'local', clipRef: '9/1' },
      ...{ stillRef: null, file: null, attempts: 0, starredAt: null },
    };
    const asked: unknown[] = [];
    let list = (): unknown => undefined;
    const listed = new Promise((resolve) => (list = () => resolve(null)));
    Object.assign(client.localStorage, {
      async manifest() {
        await listed;
        Object.assign(index, {
          pendingDownloads: async () => [onStick],
          source: async () => onStick,
        });
        return { networkId: homeId, manifestId: '9', clips: [], unreadable: 0 };
      },
      async clip(ref: unknown) {
        asked.push(ref);
        throw new AppError('local-clip-not-ready');
      },
    });
    await sync.start();
    await clock.advance(seconds(20));
    expect(asked).toEqual([]);
    list();
    await clock.advance(0);
    expect(asked).toEqual([{ networkId: homeId, manifestId: '9', clipId: '1' }]);
  });
});
