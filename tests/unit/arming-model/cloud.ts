import type { BlinkClient } from '../../../electron/blink/blink-client.ts';
import type { Homescreen } from '../../../electron/blink/models.ts';
import { minutes, seconds, sleep, type Clock } from '../../../electron/lib/clock.ts';
import { untilAborted } from '../../../electron/lib/abort.ts';
import { AppError, type AppErrorCode } from '../../../shared/errors.ts';
import { deviceId, type NetworkId } from '../../../shared/ids.ts';
import { createFakeClient, homeWith } from '../../fixtures/fake-client.ts';
import type { FakeClock } from '../../fixtures/fake-clock.ts';
import { accountId, cabinId, device, homeId, network } from '../../fixtures/samples.ts';

/** One homescreen answer that really arrived. */
export interface Delivery {
  /** Time that has really passed when it was asked for, whatever the wall said. */
  readonly askedAt: number;
  readonly armed: ReadonlyMap<NetworkId, boolean>;
}

/** A cloud that is slow, fails, loses answers and does things late, and knows what it has told. */
export interface ModelCloud {
  readonly armed: Map<NetworkId, boolean>;
  /** From 0 (never) to 1: how often something goes wrong. */
  trouble: number;
  isBlind: boolean;
  /** What this run of the application was told, oldest first. */
  deliveries: Delivery[];
  /** When a command ended of which nobody knows what became; older answers say nothing any more. */
  readonly voidAt: Map<NetworkId, number>;
  /** Called before each command. */
  onCommand: (id: NetworkId, isArm: boolean) => void;
  readonly inFlight: Map<NetworkId, number>;
  /** The client of one run; it ends with the run's clock. */
  clientFor(clock: Clock): BlinkClient;
  trueNow(): number;
  /** Moves the wall only. */
  shiftWall(ms: number): void;
}

export const networkIds = [homeId, cabinId] as const;

export function createModelCloud(clock: FakeClock, chance: () => number): ModelCloud {
  let shiftMs = 0;
  const pick = <T>(...items: readonly [T, ...T[]]): T =>
    items[Math.floor(chance() * items.length)] ?? items[0];
  const someMs = (most: number) => Math.floor(chance() * most);

  const cloud: ModelCloud = {
    armed: new Map(networkIds.map((id) => [id, false])),
    trouble: 0,
    isBlind: false,
    deliveries: [],
    voidAt: new Map(),
    onCommand: () => undefined,
    inFlight: new Map(),
    clientFor,
    trueNow: () => clock.now() - shiftMs,
    shiftWall(ms) {
      shiftMs += ms;
      clock.jump(ms);
    },
  };

  function homescreenNow(): Homescreen {
    const networks = networkIds.map((id) =>
      network({ id, name: nameOf(id), isArmed: cloud.armed.get(id) === true }),
    );
    const devices = networkIds.map((id, at) =>
      device({
        id: deviceId(accountId, 'camera', 4001 + at),
        networkId: id,
        isMotionEnabled: !cloud.isBlind,
      }),
    );
    return homeWith({ networks, devices });
  }

  function clientFor(own: Clock): BlinkClient {
    const fake = createFakeClient();
    const { deliveries } = cloud;
    const wait = (ms: number, signal?: AbortSignal) => sleep(own, ms, signal);

    async function homescreen(signal?: AbortSignal): Promise<Homescreen> {
      const askedAt = cloud.trueNow();
      const isReadEarly = chance() < 0.5;
      const early = homescreenNow();
      await wait(someMs(cloud.trouble > 0 ? seconds(20) : 500), signal);
      if (chance() < cloud.trouble) throw new AppError(pick(...homeFailures));
      const answer = isReadEarly ? early : homescreenNow();
      const armed = new Map(answer.networks.map(({ id, isArmed }) => [id, isArmed]));
      deliveries.push({ askedAt, armed });
      return answer;
    }

    async function setArmed(id: NetworkId, isArm: boolean, signal = new AbortController().signal) {
      cloud.onCommand(id, isArm);
      const count = (by: number) => cloud.inFlight.set(id, (cloud.inFlight.get(id) ?? 0) + by);
      count(1);
      try {
        return await untilAborted(
          command(() => void cloud.armed.set(id, isArm)),
          signal,
        );
      } catch (error) {
        const isDoubtful = !(error instanceof AppError) || error.code !== 'module-busy';
        if (isDoubtful) cloud.voidAt.set(id, cloud.trueNow());
        throw error;
      } finally {
        count(-1);
      }
    }

    async function command(apply: () => void) {
      await wait(someMs(seconds(cloud.trouble > 0 ? 30 : 2)));
      if (chance() >= cloud.trouble) {
        apply();
        await wait(someMs(seconds(3)));
        return chance() < 0.05 ? ('no-motion-cameras' as const) : null;
      }
      const failure = pick('busy', 'lost', 'late', 'done', 'silent');
      if (failure === 'busy') throw new AppError('module-busy');
      if (failure === 'done') apply();
      // Whatever becomes of us: the cloud does it in its own time.
      if (failure === 'late') clock.after(someMs(minutes(1)), apply);
      if (failure === 'silent') await wait(minutes(30));
      throw new AppError(pick('offline', 'timeout', 'rate-limited'));
    }

    return { ...fake, homescreen, networks: { ...fake.networks, setArmed } };
  }

  return cloud;
}

export const nameOf = (id: NetworkId): string => (id === homeId ? 'Home' : 'Cabin');

const homeFailures: readonly [AppErrorCode, ...AppErrorCode[]] = [
  'offline',
  'timeout',
  'bad-answer',
  'rate-limited',
];
