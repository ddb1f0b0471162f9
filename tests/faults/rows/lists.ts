import { minutes } from '../../../electron/lib/clock.ts';
import type { Fault } from '../../blink-cloud/faults/fault-schema.ts';
import { boot, heal } from '../program.ts';
import { createStage, threePollsMs, type Stage } from '../stage.ts';
import { createTally, type Row, type RowContext, type Tally } from '../tally.ts';
import { withClips } from '../worlds.ts';
import { listings } from './looks.ts';
import { hours } from './time.ts';

interface OddList {
  readonly label: string;
  readonly fault: Fault;
}

const oddLists: readonly OddList[] = [
  { label: 'shuffled rows', fault: { name: 'shuffled-list' } },
  { label: 'rows twice', fault: { name: 'shuffled-list', variant: 'repeated' } },
  { label: 'rows inserted while pages are turned', fault: { name: 'rows-inserted', times: 4 } },
  { label: 'the same page for ever', fault: { name: 'same-page' } },
  { label: 'an empty list', fault: { name: 'empty-list' } },
  { label: 'half of the JSON', fault: { name: 'truncated-json', match: '/media/changed' } },
];

const pagesWorld = { ...withClips(12), mediaPageSize: 3 };

/** R15: pages out of order, shifted, repeated; a list without an end. */
export const oddListsRow: Row = {
  id: 'R15',
  title: 'odd lists',
  async run(context) {
    const tally = createTally();
    for (const odd of oddLists) {
      for (const when of ['first listing', 'later listing'] as const) {
        await oddly(context, { ...odd, when }, tally);
      }
    }
    return tally.outcome(oddLists.map(({ label }) => label).join(', '));
  },
};

interface Occasion extends OddList {
  readonly when: 'first listing' | 'later listing';
}

async function oddly({ seed }: RowContext, { label, fault, when }: Occasion, tally: Tally) {
  const stage = createStage({ seed, world: pagesWorld });
  const { control } = stage.cloud;
  const name = `${label}, ${when}`;
  if (when === 'later listing') await heal(stage, minutes(3));
  control.fault(fault);
  control.clearRequests();
  const program = await boot(stage);
  const asked = listings(stage).length;
  const pages = Math.ceil(control.recordings().length / pagesWorld.mediaPageSize);
  tally.expect(name, asked <= pages + 2, `${asked} requests for ${pages} pages`);
  await stage.pass(minutes(5));
  control.clearFaults();
  await stage.pass(threePollsMs);
  await program.stop();
  tally.run(name, await stage.judge());
  stage.close();
}

/** R16: recordings that come late, or change. */
export const lateClips: Row = {
  id: 'R16',
  title: 'late clips',
  async run({ seed, isLong }) {
    const tally = createTally();
    const ages = isLong ? [1, 5, 11, 59, 60, 61, 180, 600, 1_200, 1_430] : [5, 61, 1_430];
    for (const minutesAgo of ages) {
      await late(seed, { minutesAgo }, tally);
      // It was not to be seen until now, and says that it had been there.
      await late(seed, { minutesAgo, listedMinutesAgo: minutesAgo - 1 }, tally);
    }
    return tally.outcome(
      `recordings ${ages.join(', ')} minutes old, listed now or as if listed then`,
    );
  },
};

interface Lateness {
  readonly minutesAgo: number;
  readonly listedMinutesAgo?: number;
}

async function late(seed: number, lateness: Lateness, tally: Tally) {
  const stage = createStage({ seed });
  const { control } = stage.cloud;
  const label = JSON.stringify(lateness);
  const program = await boot(stage);
  await stage.pass(minutes(10));
  control.motion({ cameraName: 'Gate', immediate: true });
  await stage.pass(minutes(10));
  const { mediaId } = control.record({ cameraName: 'Desk', ...lateness });
  await stage.pass(minutes(20));
  control.watch([mediaId]);
  // What was listed long ago is found by the look back of every hour.
  await stage.pass(hours(1.5));
  await program.stop();
  const told = stage.banners.filter((id) => id === `c${mediaId}`).length;
  const isNews = lateness.listedMinutesAgo === undefined || lateness.minutesAgo < 20;
  tally.expect(label, told === (isNews ? 1 : told) && told <= 1, `told ${told} times`);
  tally.run(label, await stage.judge());
  stage.close();
}

/** R17: a thousand recordings between two polls. */
export const burst: Row = {
  id: 'R17',
  title: 'burst',
  async run({ seed, isLong }) {
    const tally = createTally();
    const count = isLong ? 1_000 : 200;
    for (const spread of [1, 90]) await burstOf(seed, { count, spread }, tally);
    return tally.outcome(
      `${count} recordings between two polls, of the last minute and of the last 90`,
    );
  },
};

async function burstOf(
  seed: number,
  { count, spread }: { count: number; spread: number },
  tally: Tally,
) {
  const stage = createStage({ seed });
  const { control } = stage.cloud;
  const program = await boot(stage);
  await stage.pass(minutes(3));
  for (let at = 0; at < count; at += 1) {
    control.record({
      cameraName: at % 2 === 0 ? 'Gate' : 'Desk',
      minutesAgo: (at / count) * spread,
    });
  }
  await stage.pass(threePollsMs);
  await program.stop();
  const label = `${count} within ${spread} min`;
  const { summaries, singles } = bannersOf(stage);
  tally.note(`${label}: ${singles} banners, ${summaries} summaries`);
  tally.expect(label, summaries <= 1 && singles <= 3, `${singles} banners, ${summaries} summaries`);
  tally.run(label, await stage.judge());
  stage.close();
}

/** Banners of one key are one banner, brought up to date. */
const bannersOf = ({ news }: Stage) => ({
  summaries: news.filter(({ kind }) => kind === 'away').length,
  singles: new Set(news.flatMap((one) => (one.kind === 'clips' ? [one.key] : []))).size,
});

/** R28: what happens in the cloud takes nothing away here. */
export const cloudDeletions: Row = {
  id: 'R28',
  title: 'cloud deletion, empty answer, camera removed or renamed',
  async run({ seed }) {
    const tally = createTally();
    for (const [label, act] of Object.entries(happenings))
      await deleted(seed, { label, act }, tally);
    return tally.outcome(Object.keys(happenings).join(', '));
  },
};

const happenings: Readonly<Record<string, (stage: Stage) => void>> = {
  'one deleted with the phone': ({ cloud }) => cloud.control.deleteRecordings([7_000_002]),
  'all deleted with the phone': ({ cloud }) =>
    cloud.control.deleteRecordings(cloud.control.recordings().map(({ id }) => id)),
  'purged by age': ({ cloud }) => cloud.control.purge(1),
  'listed anew': ({ cloud }) => cloud.control.relist(),
  'an empty list': ({ cloud }) => void cloud.control.fault({ name: 'empty-list' }),
  'a camera removed': ({ cloud }) => cloud.control.removeDevice('Gate'),
  'a camera renamed': ({ cloud }) => cloud.control.rename('Gate', 'Yard'),
  'an empty homescreen': ({ cloud }) =>
    void cloud.control.fault({ name: 'missing-arrays', match: 'homescreen' }),
};

interface Happening {
  readonly label: string;
  readonly act: (stage: Stage) => void;
}

async function deleted(seed: number, { label, act }: Happening, tally: Tally) {
  const stage = createStage({ seed });
  const before = stage.cloud.control.recordings();
  const program = await boot(stage);
  await stage.pass(minutes(5));
  act(stage);
  await stage.pass(hours(2));
  const page = await program.engine?.index.page({
    shelf: 'all',
    limit: 50,
    before: null,
    deviceId: null,
  });
  await program.stop();
  const names =
    page?.clips.map(({ id, deviceName, place }) => `${id} ${deviceName} ${place}`) ?? [];
  for (const { id, deviceName } of before) {
    tally.expect(
      label,
      names.includes(`c${id} ${deviceName} kept`),
      `c${id} not kept as ${deviceName}`,
    );
  }
  tally.run(label, await stage.judge());
  stage.close();
}
