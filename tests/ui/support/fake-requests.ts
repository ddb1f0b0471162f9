import { initialState, type AppState } from '../../../shared/app-state.ts';
import type { Result } from '../../../shared/errors.ts';
import type { RequestName } from '../../../shared/ipc/types.ts';
import type { Clip, ClipPage, ClipQuery } from '../../../shared/models.ts';
import { accountSettings, cameraConfig, requestReport, schedules, zones } from './answers.ts';
import type { HarnessCall } from './harness.ts';

interface World {
  revision: number;
  state: AppState;
  clips: readonly Clip[];
}

type Answerer = (arg: unknown) => Result<unknown> | Promise<Result<unknown>>;

const done = (value?: unknown): Result<unknown> => ({ ok: true, value });

/** Requests answered from a world held in memory; a name without an answer fails by name. */
export function createFakeRequests() {
  const world: World = { revision: 0, state: initialState, clips: [] };
  const answers = new Map<string, Answerer>();
  const held = new Map<string, ((result: Result<unknown>) => void)[]>();
  let calls: HarnessCall[] = [];

  const standard: Readonly<Partial<Record<string, Answerer>>> = {
    getSnapshot: () => done({ revision: world.revision, state: world.state }),
    listClips: (query) => done(page(world.clips, query as ClipQuery)),
    getClip: (id) => done(world.clips.find((clip) => clip.id === id) ?? null),
    pageReady: () => done(),
    panelReady: () => done(),
    markClipSeen: () => done(),
    measureArchive: () => done(),
    pictureDecoded: () => done(),
    getDeviceConfig: () => done(cameraConfig),
    getMotionZones: () => done(zones),
    listSchedules: () => done(schedules),
    getSeenLabels: () => done({}),
    getAccountSettings: () => done(accountSettings),
    getRequestReport: () => done(requestReport),
  };

  return {
    world,
    calls: () => calls,
    forget() {
      answers.clear();
      held.clear();
      calls = [];
    },
    answer(name: RequestName, result: Result<unknown>) {
      answers.set(name, () => result);
      for (const release of held.get(name) ?? []) release(result);
      held.delete(name);
    },
    hold(name: RequestName) {
      answers.set(
        name,
        () => new Promise((resolve) => held.set(name, [...(held.get(name) ?? []), resolve])),
      );
    },
    async ask(name: string, arg: unknown): Promise<Result<unknown>> {
      calls.push({ name, arg: readable(arg) });
      const answerer = answers.get(name) ?? standard[name];
      if (answerer === undefined) throw new Error(`no fake answer for ${name}`);
      return answerer(arg);
    },
  };
}

function page(all: readonly Clip[], { shelf, limit, before, deviceId }: ClipQuery): ClipPage {
  const onShelf = all.filter(
    ({ binnedAt, isStarred }) =>
      (shelf === 'bin') === (binnedAt !== null) && (shelf !== 'starred' || isStarred),
  );
  const matching = onShelf.filter((clip) => deviceId === null || clip.deviceId === deviceId);
  const start = before === null ? 0 : matching.findIndex(({ id }) => id === before.id) + 1;
  const clips = matching.slice(start, start + limit);
  const last = clips.at(-1);
  const hasMore = last !== undefined && start + limit < matching.length;
  return { clips, next: hasMore ? { recordedAt: last.recordedAt, id: last.id } : null };
}

/** Pixels as their number: tests want to know how many came, not each one. */
function readable(arg: unknown): unknown {
  if (typeof arg !== 'object' || arg === null || !('pixels' in arg)) return arg;
  const { pixels } = arg;
  return { ...arg, pixels: pixels instanceof Uint8Array ? pixels.length : pixels };
}
