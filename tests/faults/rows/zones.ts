import { boot, heal } from '../program.ts';
import { readRows } from '../oracle.ts';
import { indexFile } from '../engine.ts';
import { createStage } from '../stage.ts';
import { createTally, type Row, type Tally } from '../tally.ts';
import { withClips } from '../worlds.ts';

const zones = [
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'Pacific/Kiritimati',
  'Pacific/Pago_Pago',
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'UTC',
];

/** Moments around which clocks are put forward and back in 2026, and an ordinary one. */
const moments = {
  'clocks go back in Europe': '2026-10-25T03:00:00Z',
  'clocks go forward in Europe': '2026-03-29T03:00:00Z',
  'clocks go back in New York': '2026-11-01T08:00:00Z',
  'clocks go back on Lord Howe': '2026-04-04T17:00:00Z',
  'new year': '2026-12-31T23:59:00Z',
  'a leap day': '2028-02-29T12:00:00Z',
};

/** R21: every zone, both switches, and a clip in each quarter of the repeated hour. */
export const zonesRow: Row = {
  id: 'R21',
  title: 'time zones and DST',
  async run({ seed }) {
    const tally = createTally();
    for (const zone of zones) {
      for (const [label, at] of Object.entries(moments)) {
        await inZone(seed, { zone, label, startAt: Date.parse(at) }, tally);
      }
    }
    return tally.outcome(`${zones.length} zones, ${Object.keys(moments).join(', ')}`);
  },
};

interface Place {
  readonly zone: string;
  readonly label: string;
  readonly startAt: number;
}

async function inZone(seed: number, { zone, label, startAt }: Place, tally: Tally) {
  const usual = withClips(16);
  const systems = usual.systems.map((system) => ({ ...system, timeZone: zone }));
  const stage = createStage({ seed, startAt, world: { ...usual, systems } });
  const name = `${zone}, ${label}`;
  await heal(stage);
  const program = await boot(stage);
  const page = await program.engine?.index.page({
    shelf: 'all',
    limit: 50,
    before: null,
    deviceId: null,
  });
  const days = (await program.engine?.index.dayCounts()) ?? [];
  await program.stop();

  const recorded = stage.cloud.control.recordings().map(({ createdAt }) => createdAt);
  const newestFirst = recorded.toSorted((a, b) => b - a).join();
  const shown = (page?.clips ?? []).map(({ recordedAt }) => recordedAt).join();
  tally.expect(name, shown === newestFirst, 'not in the order of time');
  const expected = countsByDay(recorded, zone);
  tally.expect(
    name,
    JSON.stringify(days.map(({ day, clips }) => [day, clips])) === expected,
    'days',
  );
  const paths = readRows(indexFile(stage.dataFolder)).map(({ path }) => path);
  tally.expect(name, new Set(paths).size === recorded.length, 'two clips share a file');
  tally.run(name, await stage.judge());
  stage.close();
}

/** Newest day first; the calendar is the system's own, not the engine's. */
function countsByDay(times: readonly number[], timeZone: string): string {
  const calendar = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' });
  const days = times.map((time) => calendar.format(time));
  const names = [...new Set(days)].sort().reverse();
  return JSON.stringify(names.map((day) => [day, days.filter((each) => each === day).length]));
}
