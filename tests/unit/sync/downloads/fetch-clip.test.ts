import { expect, test } from 'vitest';
import type { ClipSource, KeptFile } from '../../../../electron/store/clips/clip-index.ts';
import { createRequestGate } from '../../../../electron/sync/polling/request-gate.ts';
import { fetchClip } from '../../../../electron/sync/downloads/fetch-clip.ts';
import { createRefusals } from '../../../../electron/sync/polling/refusals.ts';
import { AppError } from '../../../../shared/errors.ts';
import { createFakeClient, validator } from '../../../fixtures/fake-client.ts';
import { createFakeClock } from '../../../fixtures/fake-clock.ts';
import { createFakeRandom } from '../../../fixtures/fake-random.ts';
import { createMemoryFiles } from '../../../fixtures/memory-stores.ts';
import { clip } from '../../../fixtures/samples.ts';

const ref = '/clips/0123456789.mp4';
const listed = clip({ id: 'c1', place: 'listed' });
const file: KeptFile = { path: 'c1.mp4', sizeBytes: ref.length, sha256: 'invented' };

function setUp(change: Partial<ClipSource> = {}) {
  const source: ClipSource = {
    ...{ clip: listed, originKind: 'cloud', clipRef: ref },
    ...{ stillRef: null, file: null, attempts: 0, starredAt: null },
    ...change,
  };
  const done: string[] = [];
  const [clock, random] = [createFakeClock(), createFakeRandom(0.5)];
  const [client, files] = [createFakeClient(), createMemoryFiles()];
  const quiet = () => undefined;
  const refusals = createRefusals({ clock, random, onBegin: quiet, onEnd: quiet });
  const index = {
    source: async () => source,
    setKept: async (_id: string, { sizeBytes }: KeptFile) => void done.push(`kept ${sizeBytes}`),
    setFound: async (id: string) => void done.push(`found ${id}`),
  };
  const deps = { gate: createRequestGate({ client, refusals }), index, files, clock };
  const fetch = () => fetchClip(deps, { id: 'c1', signal: new AbortController().signal });
  return { client, files, done, fetch };
}

test('a clip is fetched whole, and its row follows its file', async () => {
  const { files, done, fetch } = setUp();

  expect(await fetch()).toMatchObject({ id: 'c1', place: 'kept', sizeBytes: ref.length });
  expect(files.paths.has('c1.mp4')).toBe(true);
  expect(done).toEqual([`kept ${ref.length}`]);
});

test('a star given before the clip was kept is in the archive too', async () => {
  const { files, fetch } = setUp({ starredAt: 7 });

  await fetch();

  expect([...files.stars]).toEqual([['c1', 7]]);
});

test('a clip without a star has none in the archive', async () => {
  const { files, fetch } = setUp();

  await fetch();

  expect(files.stars.size).toBe(0);
});

test('what an earlier try left is gone on with', async () => {
  const { files, done, fetch } = setUp();
  files.failures.push(new AppError('offline'));
  files.parts.set('c1', { sizeBytes: 7, validator });

  await expect(fetch()).rejects.toThrow('offline');
  expect(files.parts.get('c1')).toEqual({ sizeBytes: ref.length, validator });
  await fetch();

  expect(done).toEqual([`kept ${ref.length}`]);
  expect(files.parts.size).toBe(0);
});

test('a part of another version is replaced by the whole', async () => {
  const { files, done, fetch } = setUp();
  files.parts.set('c1', { sizeBytes: 7, validator: '"of yesterday"' });

  await fetch();

  expect(done).toEqual([`kept ${ref.length}`]);
});

test.each([
  ['the cloud does not have any more', {}, new AppError('not-found'), 'not-found'],
  ['has no address', { clipRef: null }, null, 'clip-gone'],
  ['was deleted', { clip: { ...listed, place: 'gone' as const } }, null, 'clip-gone'],
])('a clip that %s leaves no part', async (_what, change, failure, code) => {
  const { client, files, fetch } = setUp(change);
  files.parts.set('c1', { sizeBytes: 7, validator });
  client.fail('openClip', failure);

  await expect(fetch()).rejects.toMatchObject({ code });
  expect(files.parts.size).toBe(0);
});

test('a cloud in trouble takes no part away', async () => {
  const { client, files, fetch } = setUp();
  files.parts.set('c1', { sizeBytes: 7, validator });
  client.fail('openClip', new AppError('cloud-trouble'));

  await expect(fetch()).rejects.toThrow('cloud-trouble');
  expect(files.parts.size).toBe(1);
});

test('a kept clip is not asked for again', async () => {
  const { client, files, done, fetch } = setUp({ file, clip: { ...listed, place: 'kept' } });
  files.paths.add('c1.mp4');

  expect((await fetch()).place).toBe('kept');
  expect([client.calls, done]).toEqual([[], []]);
});

test('a file thought missing that is back and good is taken as it is', async () => {
  const { client, files, done, fetch } = setUp({ file, clip: { ...listed, place: 'missing' } });
  files.paths.add('c1.mp4');

  expect((await fetch()).place).toBe('kept');
  expect([client.calls, done]).toEqual([[], ['found c1']]);
});

test('a spoiled file of the right size is fetched again', async () => {
  const { files, done, fetch } = setUp({ file });
  files.paths.add('c1.mp4');
  files.spoiled.add('c1.mp4');

  await fetch();

  expect(done).toEqual([`kept ${ref.length}`]);
});

test('with the archive away nothing is asked of the cloud', async () => {
  const { client, files, fetch } = setUp();
  files.isAway = true;

  await expect(fetch()).rejects.toThrow('archive-away');
  expect(client.calls).toEqual([]);
});
