import { small } from '../blink-cloud/worlds/small.ts';
import type { WorldFile } from '../blink-cloud/worlds/world-file.ts';

/** One armed system, two cameras, four clips of the past: small, because thousands of runs are made of it. */
export const world: WorldFile = withClips(4);

/** The same with another past: so many clips, the newest half an hour old, one every quarter of an hour before that. */
export function withClips(count: number): WorldFile {
  const [system, ...others] = small.systems;
  if (system === undefined) throw new Error('a world without a system');
  return {
    ...small,
    mediaPageSize: 25,
    systems: [{ ...system, armed: true }, ...others],
    clips: Array.from({ length: count }, (_, at) => ({
      device: at % 3 === 0 ? 'Desk' : 'Gate',
      minutesAgo: 30 + at * 15,
      source: 'pir',
      watched: false,
    })),
  };
}
