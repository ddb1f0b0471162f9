import { seconds } from '../../../electron/lib/clock.ts';
import { armingDeadlineMs } from '../../../electron/services/arming/arming-service.ts';
import type { Arming, ArmingState } from '../../../shared/app-state.ts';
import type { NetworkId } from '../../../shared/ids.ts';
import { nameOf, networkIds, type ModelCloud } from './cloud.ts';

interface Court {
  readonly cloud: ModelCloud;
  readonly accuse: (problem: string) => void;
}

/** Follows clicks to their end: one that is called done must have been heard from the cloud, if no other click came after it. */
export function createClicks({ cloud, accuse }: Court) {
  const newest = new Map<NetworkId, number>();
  let count = 0;

  /** Settles as the click does. */
  return async (
    ids: readonly NetworkId[],
    isArm: boolean,
    work: () => Promise<void>,
  ): Promise<void> => {
    count += 1;
    const own = count;
    for (const id of ids) newest.set(id, own);
    const { deliveries } = cloud;
    const heard = deliveries.length;
    await work();
    for (const id of ids) {
      const isProved = deliveries.slice(heard).some(({ armed }) => armed.get(id) === isArm);
      if (newest.get(id) === own && !isProved) {
        accuse(`a click was called done, but ${nameOf(id)} was not heard to be so`);
      }
    }
  };
}

/** Watches that "arming" and "disarming" never stay on show for longer than a click and a change of mind may take. */
export function createPredictions({ accuse }: Pick<Court, 'accuse'>) {
  const seen = new Map<NetworkId, { readonly arming: Arming; readonly at: number }>();
  let passedMs = 0;
  return {
    pass(ms: number): void {
      passedMs += ms;
    },
    look(state: ArmingState): void {
      for (const id of networkIds) {
        const arming = state[id];
        if (arming?.phase !== 'asking') seen.delete(id);
        else if (seen.get(id)?.arming !== arming) seen.set(id, { arming, at: passedMs });
        else if (passedMs - (seen.get(id)?.at ?? passedMs) > longestMs) {
          accuse(`${nameOf(id)} is called ${arming.targetState} "on its way" for ever`);
        }
      }
    },
  };
}

const longestMs = 2 * armingDeadlineMs + seconds(40);
