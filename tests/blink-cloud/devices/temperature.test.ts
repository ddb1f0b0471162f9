import { describe, expect, it } from 'vitest';
import { bodyOf } from '../testing/answers.ts';
import { COMMAND_MS } from '../testing/full-world.ts';
import { signedIn } from '../testing/rest.ts';
import { useFullClouds } from '../testing/small-cloud.ts';

const startFull = useFullClouds();
const CAMERA = '/network/2201/camera/4203';

describe('the temperature', () => {
  const path = '/api/v1/network/2201/camera/4203';

  it('is alerted about at once, or not', async () => {
    const { url } = await startFull();
    const rest = await signedIn(url);
    const alarm = async () => JSON.stringify(await bodyOf(rest.get(`${CAMERA}/config`)));

    expect(await bodyOf(rest.post(`${path}/temp_alert_disable`))).toEqual({
      message: 'Camera temp alert successfully disabled',
      code: 527,
    });
    expect(await alarm()).toContain('"temp_alarm_enable":false');
    expect(await bodyOf(rest.post(`${path}/temp_alert_enable`))).toMatchObject({ code: 526 });
    expect(await alarm()).toContain('"temp_alarm_enable":true');
  });

  it('is corrected by telling the camera how warm it is', async () => {
    const { url, control } = await startFull();
    const rest = await signedIn(url);

    const answer = await bodyOf(
      rest.post(`${path}/calibrate`, { network: 2201, id: 4203, current_temp: 33, temp_max: 85 }),
    );
    expect(answer).toMatchObject({ command: 'temp_calibrate', duration: 33 });
    control.advanceClock(COMMAND_MS);

    expect(await bodyOf(rest.get(`${CAMERA}/config`))).toMatchObject({
      camera: [{ temperature: 28, temp_adjust: 5, temp_max: 85 }],
      signals: { temp: 33 },
    });
  });
});
