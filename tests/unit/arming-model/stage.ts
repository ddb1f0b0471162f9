import { minutes, seconds } from '../../../electron/lib/clock.ts';
import type { AppStore } from '../../../electron/store/app-store.ts';
import type { SettingsStore } from '../../../electron/store/settings.ts';
import type { AppState } from '../../../shared/app-state.ts';
import type { NetworkId } from '../../../shared/ids.ts';
import { createFakeClock, type FakeClock } from '../../fixtures/fake-clock.ts';
import { createMemoryIndex } from '../../fixtures/memory-index.ts';
import { createMemorySettings } from '../../fixtures/memory-stores.ts';
import { createModelCloud, networkIds, type ModelCloud } from './cloud.ts';
import { createClicks, createPredictions } from './clicks.ts';
import { lieIn, type Shown } from './oracle.ts';
import { startRun, type ApplicationRun } from './run.ts';

export interface StageOptions {
  readonly chance: () => number;
  readonly show: (state: AppState, now: number) => Shown;
  /** For the planted lies: the store as everything below the tray sees it. */
  readonly disguise: (store: AppStore) => AppStore;
}

/** The application, its cloud and its clock, with somebody who looks at the tray all the time. */
export interface Stage {
  readonly clock: FakeClock;
  readonly cloud: ModelCloud;
  readonly chance: () => number;
  run(): ApplicationRun;
  anyId(): NetworkId;
  /** Clicks that arm: whatever arms without one has to be a temporary disarm that is due. */
  arm(ids: readonly NetworkId[], work: () => Promise<void>): void;
  disarm(ids: readonly NetworkId[], work: () => Promise<void>): void;
  judge(): void;
  accuse(problem: string): void;
  /** The first thing that went wrong. */
  problem(): string | null;
  /** How often "armed" was on show. */
  armedShown(): number;
  pass(ms: number): Promise<void>;
  restart(): Promise<void>;
}

export async function createStage({ chance, show, disguise }: StageOptions): Promise<Stage> {
  const clock = createFakeClock();
  const cloud = createModelCloud(clock, chance);
  const settings = createMemorySettings();
  const parts = { clock, cloud, chance, settings, index: createMemoryIndex(), disguise };
  let armClicks: NetworkId[] = [];
  let armedShown = 0;
  let problem: string | null = null;
  let run = await start();

  async function start(): Promise<ApplicationRun> {
    const started = await startRun(parts);
    started.store.subscribe((_change, state) => {
      if (started.isAlive()) look(state);
    });
    return started;
  }

  function look(state: AppState): void {
    const shown = show(state, clock.now());
    if (/^(armed|blind|mixed)/.test(shown.icon)) armedShown += 1;
    const lie = lieIn(shown, cloud);
    if (lie !== null) problem ??= `${lie} (${shown.icon} | ${shown.tooltip})`;
  }

  cloud.onCommand = (id, isArm) => {
    if ((cloud.inFlight.get(id) ?? 0) > 0) problem ??= 'two commands at once';
    const isAsked = !isArm || armClicks.includes(id) || isDue(settings, id);
    if (!isAsked) problem ??= 'armed although nobody asked';
  };

  const follow = createClicks({ cloud, accuse });
  const predictions = createPredictions({ accuse });

  /** Of systems nobody knows of yet, nothing is done. */
  const click = (ids: readonly NetworkId[], isArm: boolean, work: () => Promise<void>) => {
    const { networks } = run.store.get().home;
    const known = ids.filter((id) => networks.some((each) => each.id === id));
    return follow(known, isArm, work);
  };

  function accuse(what: string): void {
    problem ??= what;
  }

  function judge(): void {
    look(run.store.get());
    predictions.look(run.store.get().arming);
  }

  return {
    clock,
    cloud,
    chance,
    run: () => run,
    anyId: () => networkIds[Math.floor(chance() * networkIds.length)] ?? networkIds[0],
    arm(ids, work) {
      armClicks = [...armClicks, ...ids];
      const own = run;
      const end = () => {
        if (own !== run) return;
        for (const id of ids) armClicks.splice(armClicks.indexOf(id), 1);
      };
      click(ids, true, work).then(end, end);
    },
    disarm(ids, work) {
      click(ids, false, work).catch(() => undefined);
    },
    judge,
    accuse,
    problem: () => problem,
    armedShown: () => armedShown,
    async pass(ms) {
      for (let left = ms; left > 0; left -= stepMs) {
        const passingMs = Math.min(left, stepMs);
        await clock.advance(passingMs);
        predictions.pass(passingMs);
        judge();
      }
    },
    async restart() {
      run.kill();
      cloud.inFlight.clear();
      armClicks = [];
      run = await start();
    },
  };
}

/** A temporary disarm may arm by itself, unless the person was to be asked. How early is the service's own test. */
const isDue = (settings: SettingsStore, id: NetworkId): boolean =>
  settings.get().temporaryDisarms[id]?.phase === 'counting';

const stepMs = seconds(20);

/** Without trouble everything has to come right: an application that never says "armed" is no use. */
export async function calmDown(stage: Stage): Promise<void> {
  const { cloud, clock, chance } = stage;
  cloud.trouble = 0;
  cloud.isBlind = false;
  await stage.pass(minutes(25));
  const id = stage.anyId();
  const isArm = chance() < 0.7;
  const { network, store } = stage.run();
  if (isArm) stage.arm([id], () => network.arm(id));
  else stage.disarm([id], () => network.disarm(id));
  await stage.pass(minutes(3));
  const { home, temporaryDisarms } = store.get();
  const known = home.networks.find((each) => each.id === id);
  if (home.isStale || known?.isArmed !== isArm) stage.accuse('a calm click did not come through');
  if (cloud.armed.get(id) !== isArm) stage.accuse('the cloud did not follow a calm click');
  const isOverdue = Object.values(temporaryDisarms).some(
    (kept) => kept?.phase === 'counting' && clock.now() - kept.rearmAt > minutes(20),
  );
  if (isOverdue) stage.accuse('a temporary disarm did not end');
}
