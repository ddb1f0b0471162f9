import { describe, expect, it } from 'vitest';
import { bodyOf, told } from '../testing/answers.ts';
import { FLAT, HOMESCREEN, HOUSE } from '../testing/full-world.ts';
import { signedIn } from '../testing/rest.ts';
import { useFullClouds } from '../testing/small-cloud.ts';

const startFull = useFullClouds();
const CAMERA = '/network/2201/camera/4203';

describe('snoozing', () => {
  const owl = `${FLAT}/owls/5204`;
  const remaining = async (url: string) => {
    const home = await bodyOf((await signedIn(url)).get(HOMESCREEN));
    return (
      home as { owls: { id: number; snooze: boolean; snooze_time_remaining: unknown }[] }
    ).owls
      .filter(({ id }) => id === 5204)
      .map(({ snooze, snooze_time_remaining: left }) => [snooze, left])[0];
  };

  it('counts down in minutes and ends', async () => {
    const { url, control } = await startFull();
    const rest = await signedIn(url);

    expect(await bodyOf(rest.post(`${owl}/snooze`, { snooze_time: 240 }))).toEqual({
      message: 'Snooze set for Camera',
    });
    expect(await remaining(url)).toEqual([true, 240]);
    control.advanceClock(60_000);
    expect(await remaining(url)).toEqual([true, 239]);
    control.advanceClock(239 * 60_000);
    expect(await remaining(url)).toEqual([false, null]);
  });

  it('is ended early, and covers a whole system', async () => {
    const { url } = await startFull();
    const rest = await signedIn(url);

    await rest.post(`${FLAT}/snooze`, { snooze_time: 5 });
    expect(await remaining(url)).toEqual([true, 5]);
    await rest.post(`${owl}/unsnooze`);
    expect(await remaining(url)).toEqual([false, null]);
  });

  it('stands in a camera’s configuration', async () => {
    const { url } = await startFull();
    const rest = await signedIn(url);

    await rest.post(`${HOUSE}/cameras/4203/snooze`, { snooze_time: 60 });

    expect(await bodyOf(rest.get(`${CAMERA}/config`))).toMatchObject({
      camera: [{ snooze_till: '2026-11-22T13:00:00+00:00' }],
    });
  });

  it.each([0, -1, 1440, 2.5, '30'])('refuses %j minutes', async (minutes) => {
    const { url } = await startFull();
    const rest = await signedIn(url);

    const answer = await told(rest.post(`${owl}/snooze`, { snooze_time: minutes }));

    expect(answer.body).toEqual({ message: 'Unsupported value for snooze time', code: 2800 });
  });

  it('needs motion detection, and does not stop recording', async () => {
    const { url, control } = await startFull();
    const rest = await signedIn(url);

    const asleep = await bodyOf(rest.post(`${HOUSE}/owls/5202/snooze`, { snooze_time: 5 }));
    await rest.post(`${HOUSE}/cameras/4203/snooze`, { snooze_time: 5 });

    expect(asleep).toMatchObject({ code: 2805 });
    expect(control.motion({ cameraName: 'Gate' }).mediaId).not.toBeNull();
  });
});
