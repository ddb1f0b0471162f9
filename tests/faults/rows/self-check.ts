import { cloudClipId, type ClipId } from '../../../shared/ids.ts';
import { toListed } from '../../../electron/sync/media/media-listing.ts';
import { mediaItem } from '../../fixtures/samples.ts';
import { smallMp4 } from '../../unit/store/support.ts';
import { indexFile, jobDone, type Engine } from '../engine.ts';
import { readRows } from '../oracle.ts';
import { boot } from '../program.ts';
import { archive, createStage, type Stage } from '../stage.ts';
import { createTally, type Row } from '../tally.ts';

const planted = 50;

/** R36: "Verify archive" finds every planted fault, and nothing else. */
export const selfCheck: Row = {
  id: 'R36',
  title: 'self-check',
  async run({ seed, isLong }) {
    const tally = createTally();
    const clips = isLong ? 50_000 : 2_000;
    const stage = createStage({ seed });
    const program = await boot(stage);
    const { engine } = program;
    if (engine === null) throw new Error('did not start');
    const paths = await generate(engine, clips);
    const faults = await plant(stage, paths);
    await engine.archive.verify();
    await jobDone(engine.store);
    const found = new Set(notKept(stage));
    const report = engine.store.get().archive.lastReport;
    const reported = (report?.missing ?? 0) + (report?.damaged ?? 0);
    tally.expect('the report', reported === planted, `tells of ${reported}`);
    const missed = faults.filter((id) => !found.has(id));
    const wrong = [...found].filter((id) => !faults.some((fault) => fault === id));
    tally.expect('planted faults', missed.length === 0, `missed ${missed.join(', ')}`);
    tally.expect('good files', wrong.length === 0, `blamed ${wrong.slice(0, 5).join(', ')}`);
    tally.note(
      `${found.size} of ${planted} found in ${clips} clips, ${wrong.length} blamed wrongly`,
    );
    await program.stop();
    stage.close();
    return {
      ...tally.outcome('50 files deleted, emptied, cut, lengthened, one bit flipped'),
      runs: 1,
    };
  },
};

const notKept = ({ dataFolder }: Stage): readonly string[] =>
  readRows(indexFile(dataFolder))
    .filter(({ status }) => status !== 'kept')
    .map(({ id }) => id);

/** Fills the archive through the engine's own stores; answers where each clip lies. */
async function generate(
  { index, files }: Engine,
  clips: number,
): Promise<ReadonlyMap<string, string>> {
  const paths = new Map<string, string>();
  for (let from = 1; from <= clips; from += 500) {
    const items = Array.from({ length: Math.min(500, clips - from + 1) }, (_, at) =>
      mediaItem(from + at, from + at),
    );
    const { added } = await index.recordListing(items.map(toListed), 1);
    for (const clip of added) {
      const body = bodyOf(smallMp4(Number(clip.id.slice(1)) % 251, 200));
      const file = await files.keep(clip, body);
      await index.setKept(clip.id, file, 1);
      paths.set(clip.id, file.path);
    }
  }
  return paths;
}

const bodyOf = (bytes: Uint8Array) => ({
  body: (async function* () {
    yield await Promise.resolve(bytes);
  })(),
  sizeBytes: bytes.length,
  startsAt: 0,
  validator: null,
});

async function plant({ disk, chance }: Stage, paths: ReadonlyMap<string, string>) {
  const chosen = new Set<ClipId>();
  const own = chance.fork('planted');
  while (chosen.size < planted) chosen.add(cloudClipId(own.between(1, paths.size)));
  for (const [at, id] of [...chosen].entries()) {
    const path = `${archive}/${paths.get(id) ?? ''}`;
    const bytes = Buffer.from((await disk.fs.read(path)) ?? []);
    await disk.fs.remove(path);
    const next = harms[at % harms.length]?.(bytes) ?? null;
    if (next === null) continue;
    const file = await disk.fs.create(path);
    await file.write(next);
    await file.close();
  }
  return [...chosen];
}

const harms: readonly ((bytes: Buffer) => Buffer | null)[] = [
  () => null,
  () => Buffer.alloc(0),
  (bytes) => bytes.subarray(0, bytes.length - 1),
  (bytes) => Buffer.concat([bytes, Buffer.from([0])]),
  (bytes) => {
    const flipped = Buffer.from(bytes);
    flipped[100] = (flipped[100] ?? 0) ^ 4;
    return flipped;
  },
];
