import type { ArmedWish, Arming, ArmingState, HomeState } from '../../shared/app-state.ts';
import type { AppErrorCode } from '../../shared/errors.ts';
import type { NetworkId } from '../../shared/ids.ts';
import type { Timestamp } from '../../shared/models.ts';

/** A click on its way. */
export const asking = (wish: ArmedWish, at: Timestamp): Arming => ({
  wish,
  phase: 'asking',
  problem: null,
  at,
});

/** A click that came to nothing, and why. */
export const failedArming = (wish: ArmedWish, problem: AppErrorCode, at: Timestamp): Arming => ({
  wish,
  phase: 'failed',
  problem,
  at,
});

export const withArming = (state: ArmingState, id: NetworkId, arming: Arming): ArmingState => ({
  ...state,
  [id]: arming,
});

export const withoutArming = (state: ArmingState, id: NetworkId): ArmingState => {
  const { [id]: _removed, ...rest } = state;
  return rest;
};

/** What the cloud says of a system; null when its last answer is old or does not tell. */
export function truthOf(home: HomeState, id: NetworkId): ArmedWish | null {
  const network = home.isStale ? undefined : home.networks.find((each) => each.id === id);
  if (network === undefined || network.doubt !== undefined) return null;
  return network.isArmed ? 'armed' : 'disarmed';
}

/**
 * After these nothing was done for certain; after any other failure nobody knows: a refusal may have met the question
 * how far the command is, long after the command itself was taken.
 */
export const isCertainlyNotDone = (code: AppErrorCode): boolean => notDone.has(code);

const notDone: ReadonlySet<AppErrorCode> = new Set<AppErrorCode>([
  'not-found',
  'module-busy',
  'not-supported',
  'not-verified',
  'not-signed-in',
  'invalid-argument',
]);
