import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { bodyOf, bytesOf, told } from '../testing/answers.ts';
import { COMMAND_MS, HOUSE } from '../testing/full-world.ts';
import { signedIn, type Rest } from '../testing/rest.ts';
import { commandOf, startedOf } from '../testing/shapes.ts';
import { useFullClouds } from '../testing/small-cloud.ts';

const startFull = useFullClouds();
const L = `${HOUSE}/sync_modules/3201/local_storage`;
const LATER_MS = 2000;
const TEN_MINUTES_MS = 600_000;
const Manifest = v.object({
  version: v.string(),
  manifest_id: v.string(),
  clips: v.array(
    v.object({ id: v.string(), size: v.string(), camera_name: v.string(), created_at: v.string() }),
  ),
});

type Cloud = Awaited<ReturnType<typeof startFull>>;

/** Asks for a manifest and waits until it is there. */
async function manifest(rest: Rest, { control }: Cloud) {
  const { id } = await startedOf(await rest.post(`${L}/manifest/request`));
  control.advanceClock(COMMAND_MS + LATER_MS);
  return v.parse(Manifest, await bodyOf(rest.get(`${L}/manifest/request/${id}`)));
}

/** A signed-in client, a manifest, and where its first clip is asked for. */
async function withManifest() {
  const cloud = await startFull();
  const rest = await signedIn(cloud.url);
  const list = await manifest(rest, cloud);
  const clip = list.clips[0]?.id ?? '';
  return { cloud, rest, list, path: `${L}/manifest/${list.manifest_id}/clip` as const, clip };
}

describe('a manifest', () => {
  it('is asked for, worked on, late, and all in words', async () => {
    const cloud = await startFull();
    const rest = await signedIn(cloud.url);

    const started = await startedOf(await rest.post(`${L}/manifest/request`));
    expect(Object.keys(started)).toEqual(['id', 'network_id']);
    const path = `${L}/manifest/request/${started.id}`;
    expect((await rest.get(path)).status).toBe(409);
    cloud.control.advanceClock(COMMAND_MS);
    const command = await commandOf(await rest.get(`/network/2201/command/${started.id}`));
    expect(command).toMatchObject({ complete: true, status_code: 908 });
    expect((await rest.get(path)).status).toBe(409);
    cloud.control.advanceClock(LATER_MS);

    const { clips, version } = v.parse(Manifest, await bodyOf(rest.get(path)));
    expect(version).toBe('1.0');
    expect(clips.map(({ camera_name }) => camera_name)).toEqual(['Gate', 'Kitchen', 'Kitchen']);
    expect(clips[2]?.created_at).toBe('2026-11-22T11:00:00+00:00');
    expect(clips.every(({ id, size }) => /^\d+$/.test(id) && Number(size) > 10)).toBe(true);
  });

  it('has another number every time, and its clips can be had for ten minutes after the next', async () => {
    const { cloud, rest, list, path, clip } = await withManifest();
    const next = await manifest(rest, cloud);
    expect(next.manifest_id).not.toBe(list.manifest_id);

    // It was replaced half a second before its successor was read.
    cloud.control.advanceClock(TEN_MINUTES_MS - 500 - COMMAND_MS - LATER_MS - 1000);
    await rest.post(`${path}/request/${clip}`);
    cloud.control.advanceClock(COMMAND_MS + LATER_MS);
    expect((await rest.get(`${path}/request/${clip}`)).status).toBe(200);
    cloud.control.advanceClock(1000);

    expect((await rest.get(`${path}/request/${clip}`)).status).toBe(404);
    expect((await rest.post(`${path}/request/${clip}`)).status).toBe(404);
  });

  it('is worth nothing after the next one where that is asked for', async () => {
    const { cloud, rest, path, list, clip } = await withManifest();
    cloud.control.fault({ name: 'old-manifests-gone' });
    const { manifest_id: newest } = await manifest(rest, cloud);

    expect((await rest.post(`${path}/request/${clip}`)).status).toBe(404);
    const current = path.replace(`/${list.manifest_id}/`, `/${newest}/`);
    expect((await rest.post(`${current}/request/${clip}`)).status).toBe(200);
  });

  it('has no clips that came after it, and is of its own module', async () => {
    const { cloud, rest, path, list, clip } = await withManifest();
    cloud.control.motion({ cameraName: 'Kitchen', immediate: true });
    const later = (await manifest(rest, cloud)).clips.at(-1)?.id ?? '';
    expect(list.clips.map(({ id }) => id)).not.toContain(later);

    expect((await rest.post(`${path}/request/${later}`)).status).toBe(404);
    const unknown = path.replace(list.manifest_id, '1');
    expect((await rest.post(`${unknown}/request/${clip}`)).status).toBe(404);
  });

  it('occupies the module while it is made', async () => {
    const { url } = await startFull();
    const rest = await signedIn(url);
    await rest.post(`${L}/manifest/request`);

    const second = await told(rest.post(`${L}/manifest/request`));

    expect(second).toMatchObject({ status: 409, body: { code: 307 } });
  });

  it('belongs to a module that has storage', async () => {
    const { url } = await startFull();
    const rest = await signedIn(url);

    for (const path of [L.replace('3201', '3999'), L.replace('2201', '2203')]) {
      expect((await rest.post(`${path}/manifest/request`)).status).toBe(404);
    }
  });

  it('lists what the module has recorded since', async () => {
    const cloud = await startFull();
    const rest = await signedIn(cloud.url);
    expect(cloud.control.motion({ cameraName: 'Kitchen' })).toEqual({ mediaId: null });
    cloud.control.motion({ cameraName: 'Gate' });
    cloud.control.advanceClock(10_000);

    const { clips } = await manifest(rest, cloud);

    expect(clips).toHaveLength(5);
    expect(cloud.control.state().media.listed).toBe(10);
  });
});

describe('a local recording', () => {
  it('is sent up when asked for, arrives late, and is gone after an hour', async () => {
    const { cloud, rest, path, clip } = await withManifest();
    const get = () => rest.get(`${path}/request/${clip}`);

    expect(await told(get())).toMatchObject({ status: 404, body: { code: 700 } });
    const { id } = await startedOf(await rest.post(`${path}/request/${clip}`));
    cloud.control.advanceClock(COMMAND_MS);
    expect((await get()).status).toBe(404);
    cloud.control.advanceClock(LATER_MS);
    const answer = await get();
    expect(answer.headers.get('content-type')).toBe('video/mp4');
    const bytes = await bytesOf(answer);
    expect(bytes.toString('latin1', 4, 8)).toBe('ftyp');
    expect(await bytesOf(rest.get(`${L}/media/${id}`))).toEqual(bytes);
    cloud.control.advanceClock(60 * 60_000);
    expect((await get()).status).toBe(404);
  });

  it('has bytes of its own, as many as listed', async () => {
    const { cloud, rest, list, path } = await withManifest();
    const files = [];
    for (const { id } of list.clips) {
      await rest.post(`${path}/request/${id}`);
      cloud.control.advanceClock(COMMAND_MS + LATER_MS);
      files.push(await bytesOf(rest.get(`${path}/request/${id}`)));
    }

    expect(new Set(files.map((file) => file.toString('base64'))).size).toBe(3);
    expect(files.map(({ length }) => String(Math.ceil(length / 1024)))).toEqual(
      list.clips.map(({ size }) => size),
    );
  });

  it('is deleted by command', async () => {
    const { cloud, rest, path, clip } = await withManifest();

    await startedOf(await rest.post(`${path}/delete/${clip}`));
    expect(cloud.control.localClips(2201)).toHaveLength(3);
    cloud.control.advanceClock(COMMAND_MS);

    expect(cloud.control.localClips(2201)).toHaveLength(2);
    expect((await rest.post(`${path}/request/${clip}`)).status).toBe(404);
  });

  it.each([
    ['at once, at the usual pace', undefined, 0, false],
    ['up to a minute, where that is asked for', 60_000, 60_000 - COMMAND_MS - 1, true],
    ['a minute later, where that is asked for', 60_000, 60_000 - COMMAND_MS, false],
  ])('that was deleted: in a manifest made %s', async (_, deletedLocalClipStaysMs, waitMs, is) => {
    const cloud = await startFull(
      deletedLocalClipStaysMs === undefined ? {} : { deletedLocalClipStaysMs },
    );
    const rest = await signedIn(cloud.url);
    const list = await manifest(rest, cloud);
    const clip = list.clips[0]?.id ?? '';
    const path = `${L}/manifest/${list.manifest_id}/clip`;
    await rest.post(`${path}/delete/${clip}`);
    cloud.control.advanceClock(COMMAND_MS);
    expect(cloud.control.localClips(2201)).toHaveLength(2);

    cloud.control.advanceClock(waitMs);
    const next = await manifest(rest, cloud);

    expect(next.clips.some(({ id }) => id === clip)).toBe(is);
    const again = `${L}/manifest/${next.manifest_id}/clip/request/${clip}`;
    expect((await rest.post(again)).status).toBe(404);
  });

  it('gets another number when the module restarts', async () => {
    const { cloud, rest, list, path, clip } = await withManifest();

    cloud.control.renumberLocalClips(2201);

    expect((await rest.post(`${path}/request/${clip}`)).status).toBe(404);
    const next = await manifest(rest, cloud);
    expect(next.clips.map(({ created_at }) => created_at)).toEqual(
      list.clips.map(({ created_at }) => created_at),
    );
    expect(next.clips.some(({ id }) => list.clips.some((before) => before.id === id))).toBe(false);
  });
});

describe('the storage', () => {
  it('tells how full it is', async () => {
    const { url } = await startFull();
    const rest = await signedIn(url);

    expect(await bodyOf(rest.get(`${L}/status`))).toMatchObject({
      usb_state: 'mounted',
      usb_storage_used: 0,
      usb_storage_full: false,
      status: 'active',
    });
  });

  it('keeps nothing while it is ejected, and is emptied when told', async () => {
    const { url, control } = await startFull();
    const rest = await signedIn(url);

    await rest.post(`${L}/eject`);
    control.advanceClock(COMMAND_MS);
    expect(await bodyOf(rest.get(`${L}/status`))).toMatchObject({ status: 'unavailable' });
    control.motion({ cameraName: 'Kitchen', immediate: true });
    expect(control.localClips(2201)).toHaveLength(3);
    await rest.post(`${L}/mount`);
    control.advanceClock(COMMAND_MS);
    await rest.send('DELETE', L);
    control.advanceClock(COMMAND_MS);
    expect(control.localClips(2201)).toEqual([]);
  });
});
