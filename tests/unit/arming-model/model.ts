import { minutes, seconds } from '../../../electron/lib/clock.ts';
import type { AppStore } from '../../../electron/store/app-store.ts';
import { settled } from '../../fixtures/fake-clock.ts';
import { seeded } from '../blink/mutations.ts';
import { networkIds } from './cloud.ts';
import { calmDown, createStage, type Stage, type StageOptions } from './stage.ts';

export interface ModelOptions extends Pick<StageOptions, 'show'> {
  readonly seed: number;
  readonly steps: number;
  readonly disguise?: (store: AppStore) => AppStore;
}

export interface ModelResult {
  /** What went wrong, with the seed and the step; null when nothing did. */
  readonly problem: string | null;
  readonly steps: number;
  /** How often "armed" was on show, and each kind of step taken: a model that does nothing proves nothing. */
  readonly armedShown: number;
  readonly taken: ReadonlyMap<string, number>;
}

/** Takes random steps through the real store, sync, services and tray words, and judges all that is ever on show. */
export async function runModel(options: ModelOptions): Promise<ModelResult> {
  const { seed, steps, show, disguise = (store: AppStore) => store } = options;
  const chance = seeded(seed);
  const stage = await createStage({ chance, show, disguise });
  const kinds = [...timeSteps(stage), ...clickSteps(stage), ...worldSteps(stage), atTheEnd(stage)];
  const taken = new Map<string, number>();
  let done = 0;
  while (done < steps && stage.problem() === null) {
    const { name, take } = choose(kinds, chance);
    taken.set(name, (taken.get(name) ?? 0) + 1);
    await take();
    await settled();
    stage.judge();
    done += 1;
    if (done % stepsToCalm === 0) await calmDown(stage);
  }
  stage.run().kill();
  const problem = stage.problem();
  const told = problem === null ? null : `seed ${seed}, step ${done}: ${problem}`;
  return { problem: told, steps: done, armedShown: stage.armedShown(), taken };
}

const stepsToCalm = 400;

interface Kind {
  readonly name: string;
  readonly weight: number;
  readonly take: () => unknown;
}

const ignore = (work: Promise<void>) => void work.catch(() => undefined);

const timeSteps = ({ chance, pass, clock, cloud, run, restart }: Stage): readonly Kind[] => [
  { name: 'a moment', weight: 30, take: () => pass(Math.floor(chance() * seconds(5))) },
  { name: 'a while', weight: 18, take: () => pass(Math.floor(chance() * seconds(90))) },
  { name: 'long', weight: 2, take: () => pass(Math.floor(chance() * minutes(12))) },
  {
    name: 'sleep',
    weight: 3,
    take() {
      clock.jump(Math.floor(chance() * minutes(150)));
      run().sync.resume();
    },
  },
  {
    name: 'clock set',
    weight: 3,
    take: () => cloud.shiftWall(Math.floor((chance() - 0.5) * minutes(180))),
  },
  { name: 'kill -9', weight: 2, take: restart },
];

const clickSteps = ({ chance, arm, disarm, anyId, run, clock }: Stage): readonly Kind[] => [
  {
    name: 'arm',
    weight: 10,
    take() {
      const id = anyId();
      arm([id], () => run().network.arm(id));
    },
  },
  {
    name: 'disarm',
    weight: 8,
    take() {
      const id = anyId();
      disarm([id], () => run().network.disarm(id));
    },
  },
  { name: 'arm all', weight: 2, take: () => arm(networkIds, () => run().network.armAll()) },
  {
    name: 'disarm all',
    weight: 1,
    take: () => disarm(networkIds, () => run().network.disarmAll()),
  },
  {
    name: 'disarm for a time',
    weight: 5,
    take() {
      const rearmAt = clock.now() + minutes(1 + Math.floor(chance() * 90));
      const id = anyId();
      disarm([id], () => run().temporary.disarmUntil(id, rearmAt));
    },
  },
  { name: 'stay disarmed', weight: 1, take: () => ignore(run().temporary.stayDisarmed(anyId())) },
  { name: 'check now', weight: 3, take: () => run().sync.checkNow() },
];

/** A click that fails in the very second in which a timed disarm ends: by chance alone that happens too rarely. */
const atTheEnd = ({ arm, disarm, anyId, run, clock, cloud, pass }: Stage): Kind => ({
  name: 'arm as a timed disarm ends',
  weight: 1,
  async take() {
    const id = anyId();
    const rearmAt = clock.now() + minutes(2);
    disarm([id], () => run().temporary.disarmUntil(id, rearmAt));
    await pass(minutes(2) - 1);
    cloud.trouble = 0.8;
    arm([id], () => run().network.arm(id));
    await pass(seconds(45));
  },
});

const worldSteps = ({ chance, anyId, cloud }: Stage): readonly Kind[] => [
  { name: 'the phone', weight: 8, take: () => cloud.armed.set(anyId(), chance() < 0.6) },
  { name: 'trouble', weight: 4, take: () => (cloud.trouble = chance() < 0.5 ? 0 : chance() * 0.8) },
  { name: 'blind', weight: 2, take: () => (cloud.isBlind = chance() < 0.3) },
];

function choose(kinds: readonly Kind[], chance: () => number): Kind {
  let at = chance() * kinds.reduce((sum, { weight }) => sum + weight, 0);
  for (const kind of kinds) {
    at -= kind.weight;
    if (at <= 0) return kind;
  }
  throw new Error('there are no steps');
}
