import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { bodyOf, told } from '../testing/answers.ts';
import { ACCOUNT } from '../testing/full-world.ts';
import {
  ask,
  BODY,
  DRIVE,
  GATE,
  LiveViewAnswer,
  look,
  NETWORK,
  received,
  started,
} from '../testing/looking.ts';
import { signedIn } from '../testing/rest.ts';
import { commandOf } from '../testing/shapes.ts';
import { useFullClouds } from '../testing/small-cloud.ts';

const startFull = useFullClouds();

describe('asking for a live view', () => {
  it.each([
    [GATE, 30],
    [`/api/v2/${NETWORK}/owls/5202/liveview`, 60],
    [`/api/v2/${NETWORK}/doorbells/4202/liveview`, 60],
  ])('at %s tells where and for how long', async (path, interval) => {
    const { url } = await startFull();
    const rest = await signedIn(url);

    const answer = await bodyOf(rest.post(path, BODY));

    expect(answer).toMatchObject({
      duration: 300,
      extended_duration: 5400,
      continue_interval: interval,
      polling_interval: 15,
      join_available: true,
      liveview_token: null,
    });
    expect(answer).not.toHaveProperty('id');
    expect(v.parse(LiveViewAnswer, answer).server).toMatch(
      /^immis:\/\/127\.0\.0\.1:\d+\/\w{16}__IMDS_\w+\?client_id=606101$/,
    );
  });

  it('begins a command that goes on until it is ended', async () => {
    const { rest, control, answer } = await started(startFull);
    const command = async () =>
      commandOf(await rest.get(`/network/2201/command/${answer.command_id}`));
    await received(await look(answer), 100);

    control.advanceClock(60_000);
    expect(await command()).toMatchObject({
      complete: false,
      status_code: 908,
      commands: [{ id: answer.command_id, state_stage: 'lv', state_condition: 'running' }],
    });
    const done = await bodyOf(rest.post(`/network/2201/command/${answer.command_id}/done/`));

    expect(done).toMatchObject({ code: 902 });
    expect(await command()).toMatchObject({
      complete: true,
      commands: [{ state_condition: 'done' }],
    });
  });

  it('of the first cameras leads to RTSP', async () => {
    const { answer } = await started(startFull, `/api/v6/${NETWORK}/cameras/4201/liveview`);

    expect(answer.server).toMatch(/^rtsps:\/\/127\.0\.0\.1:\d+\/.*&blinkRTSP=true$/);
  });
});

describe('one module', () => {
  it('shows one camera, to several people', async () => {
    const { rest, answer, control } = await started(startFull);

    const again = await ask(rest);
    expect(again.command_id).not.toBe(answer.command_id);
    expect(again.server).not.toBe(answer.server);
    expect(await told(rest.post(DRIVE, BODY))).toMatchObject({ status: 409, body: { code: 307 } });
    await rest.post(`/network/2201/command/${answer.command_id}/done/`);
    expect((await rest.post(DRIVE, BODY)).status).toBe(409);
    await rest.post(`/network/2201/command/${again.command_id}/done/`);
    expect((await rest.post(DRIVE, BODY)).status).toBe(200);
    control.advanceClock(0);
  });

  it('does nothing else meanwhile', async () => {
    const { rest } = await started(startFull);

    expect((await rest.post('/network/2201/camera/4203/thumbnail')).status).toBe(409);
  });

  it('has nothing to do with a Mini that has none', async () => {
    const { rest } = await started(startFull);

    const path = `/api/v2/accounts/${ACCOUNT}/networks/2202/owls/5204/liveview`;

    expect((await rest.post(path, BODY)).status).toBe(200);
  });

  it('is free again when nobody came to look', async () => {
    const { rest, control } = await started(startFull);

    control.advanceClock(30_000);

    expect(control.liveViews()).toMatchObject([{ endedBy: 'never connected' }]);
    expect((await rest.post(DRIVE, BODY)).status).toBe(200);
  });
});
