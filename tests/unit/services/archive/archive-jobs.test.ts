import { describe, expect, it } from 'vitest';
import type { ArchiveReport } from '../../../../shared/archive.ts';
import { AppError } from '../../../../shared/errors.ts';
import type { FoundClip } from '../../../../electron/store/clips/clip-index.ts';
import { settled } from '../../../fixtures/fake-clock.ts';
import { clip } from '../../../fixtures/samples.ts';
import { setUpArchive } from './archive-setup.ts';

type Below = ReturnType<typeof setUpArchive>;

const verified = async (below: Below): Promise<ArchiveReport | null> => {
  await below.archive.verify();
  await settled();
  return below.store.get().archive.lastReport;
};

const found = (number: number): FoundClip => ({
  clip: clip({ id: `c${number}`, place: 'kept' }),
  file: { path: `c${number}.mp4`, sizeBytes: 12, sha256: 'x' },
  starredAt: null,
  isBinned: false,
});

/** A promise that is settled by hand. */
function later() {
  let release = () => undefined as void;
  const done = new Promise<void>((resolve) => (release = resolve));
  return { done, release };
}

describe('verifying the archive', () => {
  it('finds every file that is missing or not what it was, and nothing else', async () => {
    const below = setUpArchive();
    await below.keep(1, 2, 3, 4, 5);
    below.files.paths.delete('c2.mp4');
    below.files.spoiled.add('c4.mp4');
    below.files.unknownFiles = 3;
    expect(await verified(below)).toMatchObject({
      kind: 'verify',
      at: below.clock.now(),
      clips: 5,
      missing: 1,
      damaged: 1,
      unknownFiles: 3,
      problem: null,
    });
    const places = await Promise.all([1, 2, 3, 4, 5].map(below.placeOf));
    expect(places).toEqual(['kept', 'missing', 'kept', 'listed', 'kept']);
  });

  it('counts the clips that lie there and that the index lacks, and takes none of them in', async () => {
    const below = setUpArchive();
    await below.keep(1);
    below.files.found = [found(1), found(7), found(8)];
    for (const { file } of below.files.found) below.files.paths.add(file.path);
    expect(await verified(below)).toMatchObject({ clips: 1, unlisted: 2, unknownFiles: 0 });
    expect(await below.placeOf(7)).toBeUndefined();
    await below.archive.rebuild();
    await settled();
    expect(await below.placeOf(7)).toBe('kept');
    expect(await verified(below)).toMatchObject({ unlisted: 0 });
  });

  it('does not count a clip that was being kept meanwhile', async () => {
    const below = setUpArchive();
    below.files.found = [found(1)];
    const { scan } = below.files;
    below.files.scan = async function* (signal) {
      yield* scan(signal);
      await below.keep(1);
    };
    expect(await verified(below)).toMatchObject({ unlisted: 0 });
  });

  it('looks at more than one page', async () => {
    const below = setUpArchive();
    await below.keep(...Array.from({ length: 450 }, (_, number) => number + 1));
    for (const number of [1, 200, 201, 450]) below.files.paths.delete(`c${number}.mp4`);
    await below.archive.verify();
    await expect.poll(() => below.store.get().archive.lastReport).not.toBeNull();
    expect(below.store.get().archive.lastReport).toMatchObject({ clips: 450, missing: 4 });
  });

  it('finds a file again that was missing', async () => {
    const below = setUpArchive();
    await below.keep(1);
    await below.index.setMissing('c1');
    expect(await verified(below)).toMatchObject({ clips: 1, missing: 0 });
    expect(await below.placeOf(1)).toBe('kept');
  });

  it('does not call a clip missing whose file was put elsewhere meanwhile', async () => {
    const below = setUpArchive();
    await below.keep(1);
    const { verify } = below.files;
    below.files.verify = async (file) => {
      if (file.path !== 'c1.mp4') return verify(file);
      below.files.paths.add('new.mp4');
      await below.index.setKept('c1', { ...file, path: 'new.mp4' }, 0);
      return 'missing';
    };
    expect(await verified(below)).toMatchObject({ missing: 0, damaged: 0 });
    expect(await below.placeOf(1)).toBe('kept');
  });

  it('takes no clip for missing when the archive is away', async () => {
    const below = setUpArchive();
    await below.keep(1, 2);
    below.files.isAway = true;
    expect(await verified(below)).toMatchObject({ clips: 0, problem: 'archive-away' });
    expect(await below.placeOf(1)).toBe('kept');
  });

  it('goes on after a file that cannot be read, and says so at the end', async () => {
    const below = setUpArchive();
    await below.keep(1, 2, 3);
    const { verify } = below.files;
    below.files.verify = async (file) => {
      if (file.path === 'c2.mp4') throw new AppError('disk-error');
      return verify(file);
    };
    expect(await verified(below)).toMatchObject({ clips: 3, damaged: 1, problem: 'disk-error' });
    expect(await below.placeOf(2)).toBe('kept');
  });
});

describe('rebuilding the index', () => {
  it('brings back every clip the archive holds', async () => {
    const below = setUpArchive();
    below.files.found = [found(7), found(8)];
    below.files.unknownFiles = 1;
    await below.archive.rebuild();
    await settled();
    expect(await below.placeOf(7)).toBe('kept');
    expect(await below.placeOf(8)).toBe('kept');
    const { lastReport } = below.store.get().archive;
    expect(lastReport).toMatchObject({ kind: 'rebuild', clips: 2, unknownFiles: 1, problem: null });
  });

  it('that breaks off tells how far it came', async () => {
    const below = setUpArchive();
    below.files.found = [found(7), found(8)];
    const { restore } = below.index;
    below.index.restore = async (clips, at) => {
      if (clips[0]?.clip.id === 'c8') throw new AppError('disk-full');
      return restore(clips, at);
    };
    await below.archive.rebuild();
    await settled();
    const { lastReport, job } = below.store.get().archive;
    expect(lastReport).toMatchObject({ clips: 1, problem: 'disk-full' });
    expect(job).toBeNull();
  });
});

describe('long work on the archive', () => {
  const setUpHeld = async () => {
    const below = setUpArchive();
    await below.keep(1, 2, 3);
    const gates = new Map([1, 2, 3].map((number) => [`c${number}.mp4`, later()]));
    below.files.verify = async ({ path }) => {
      await gates.get(path)?.done;
      return 'good';
    };
    await below.archive.verify();
    await settled();
    return { ...below, release: (number: number) => gates.get(`c${number}.mp4`)?.release() };
  };

  it('is one at a time', async () => {
    const { archive, release } = await setUpHeld();
    for (const ask of [archive.verify, archive.rebuild, () => archive.moveTo('/else')]) {
      await expect(ask()).rejects.toMatchObject({ code: 'archive-busy' });
    }
    for (const number of [1, 2, 3]) release(number);
    await settled();
    await expect(archive.rebuild()).resolves.toBeUndefined();
  });

  it('tells how far it is, four times a second at most', async () => {
    const { store, clock, release } = await setUpHeld();
    const done = () => store.get().archive.job?.done;
    expect(store.get().archive.job).toEqual({ kind: 'verify', done: 0, total: null });
    release(1);
    await settled();
    expect(store.get().archive.job).toEqual({ kind: 'verify', done: 1, total: 3 });
    release(2);
    await settled();
    expect(done()).toBe(1);
    await clock.advance(250);
    expect(done()).toBe(2);
  });

  it('can be called off, and is then no more talked about', async () => {
    const { archive, store, release } = await setUpHeld();
    const over = archive.cancelJob();
    release(1);
    await over;
    expect(store.get().archive).toMatchObject({ job: null, lastReport: null });
  });

  it('ends before the program does', async () => {
    const { archive, store, release } = await setUpHeld();
    let hasStopped = false;
    const stopped = archive.stop().then(() => (hasStopped = true));
    await settled();
    expect(hasStopped).toBe(false);
    release(1);
    await stopped;
    expect(store.get().archive.job).toBeNull();
  });
});
