import { describe, expect, it, vi } from 'vitest';
import type { ClipId } from '../../../shared/ids.ts';
import type { ScheduleEntry } from '../../../shared/schedules.ts';
import { asked, bodies, ids, setUpSignedIn, type Services } from './setup.ts';

const { studio, gate, desk } = ids;
const soon = { timeout: 8_000, interval: 25 };

const listed = async ({ clip }: Services) =>
  (await clip.list({ shelf: 'all', limit: 50, before: null, deviceId: null })).clips;

describe('the settings of a device', () => {
  it('are read, saved where they differ, and read back', async () => {
    const all = await setUpSignedIn();
    const before = await all.deviceSettings.config(gate);
    expect(before.settings).toMatchObject({ name: 'Gate', motionSensitivity: 5, clipMs: 30_000 });

    await all.deviceSettings.save(gate, { name: 'Gate', motionSensitivity: 7, clipMs: 20_000 });

    const { settings } = await all.deviceSettings.config(gate);
    expect(settings).toMatchObject({ motionSensitivity: 7, clipMs: 20_000 });
    expect(bodies(all, 'POST', '/camera/4101/update')).toEqual([
      { motion_sensitivity: 7, video_length: 20 },
    ]);
  });

  it('of a Mini are saved in its own words, and its new name is on show', async () => {
    const all = await setUpSignedIn();
    await all.deviceSettings.save(desk, { name: 'Writing desk', retriggerMs: 20_000 });
    const { devices } = all.store.get().home;
    expect(devices.find(({ id }) => id === desk)?.name).toBe('Writing desk');
    expect((await all.deviceSettings.config(desk)).settings.retriggerMs).toBe(20_000);
  });

  it('switch motion detection off and on', async () => {
    const all = await setUpSignedIn();
    const shown = () => all.store.get().home.devices.find(({ id }) => id === gate);
    await all.deviceSettings.setMotionDetection(gate, false);
    expect(shown()?.isMotionEnabled).toBe(false);
    await all.deviceSettings.setMotionDetection(gate, true);
    expect(shown()?.isMotionEnabled).toBe(true);
  });

  it('blind and open cells of the picture', async () => {
    const all = await setUpSignedIn();
    const { cells } = await all.deviceSettings.zones(gate);
    expect(cells).toEqual(Array<boolean>(25).fill(true));
    const wanted = cells.map((_isOn, place) => place !== 3);
    await all.deviceSettings.saveZones(gate, { cells: wanted });
    expect((await all.deviceSettings.zones(gate)).cells).toEqual(wanted);
  });

  it('watch the temperature, corrected by a thermometer', async () => {
    const all = await setUpSignedIn();
    await all.deviceSettings.setTemperatureAlert(gate, true);
    await all.deviceSettings.calibrateTemperature(gate, { currentF: 70, minF: 40, maxF: 95 });
    const config = await all.deviceSettings.config(gate);
    expect(config.isTemperatureAlertOn).toBe(true);
    expect(config.settings).toMatchObject({ temperatureMinF: 40, temperatureMaxF: 95 });
    expect(config.readings.temperatureF).toBe(70);
    await all.deviceSettings.setTemperatureAlert(gate, false);
    expect((await all.deviceSettings.config(gate)).isTemperatureAlertOn).toBe(false);
    const onDesk = all.deviceSettings.setTemperatureAlert(desk, true);
    await expect(onDesk).rejects.toMatchObject({ code: 'not-supported' });
  });
});

describe('silence on Blink', () => {
  it('is set and ended for a device and for a system', async () => {
    const all = await setUpSignedIn();
    const silent = async () => {
      const home = await all.account.cloud().api.ask((client) => client.homescreen());
      return home.snoozedMs.has(gate);
    };
    await all.snooze.device(gate, 60);
    expect(await silent()).toBe(true);
    await all.snooze.device(gate, null);
    expect(await silent()).toBe(false);
    await all.snooze.network(studio, 240);
    expect(await silent()).toBe(true);
    await all.snooze.network(studio, null);
    expect(await silent()).toBe(false);
    expect(bodies(all, 'POST', '/snooze')).toEqual([{ snooze_time: 60 }, { snooze_time: 240 }]);
  });
});

describe('schedules', () => {
  it('are listed, written, rewritten, switched and deleted', async () => {
    const all = await setUpSignedIn();
    const named = async (name: string) =>
      (await all.schedule.list(studio)).find((schedule) => schedule.name === name);
    expect(await named('Nights')).toMatchObject({
      isEnabled: true,
      entries: [{ days: ['mon', 'sun'], minuteUtc: 1_260, action: 'arm' }],
    });

    const entries: readonly ScheduleEntry[] = [
      { days: ['tue', 'fri'], minuteUtc: 390, action: 'disarm' },
    ];
    await all.schedule.save({ id: null, networkId: studio, name: 'Mornings', entries });
    const created = await named('Mornings');
    const id = created?.id ?? 0;
    expect(created?.entries).toEqual(entries);

    await all.schedule.setEnabled(studio, id, false);
    expect((await named('Mornings'))?.isEnabled).toBe(false);
    await all.schedule.setEnabled(studio, id, true);
    expect((await named('Mornings'))?.isEnabled).toBe(true);
    await all.schedule.save({ id, networkId: studio, name: 'Early', entries });
    expect((await named('Early'))?.id).toBe(id);
    await all.schedule.remove(studio, id);
    expect((await all.schedule.list(studio)).map(({ name }) => name)).toEqual(['Nights']);
  });
});

describe('a schedule that is for some cameras only', () => {
  it('is for them still when the person gives it another time', async () => {
    const all = await setUpSignedIn();
    const { cloud } = all.account;
    const programs = () => cloud().api.ask((client) => client.programs.list(studio));
    const rule = { days: ['sat'], at: Date.UTC(2026, 10, 22, 8), action: 'arm' } as const;
    const rules = [{ ...rule, devices: [4101] }];
    await cloud().api.ask((client) => client.programs.create(studio, { name: 'Gate', rules }));
    const found = async () => (await programs()).programs.find(({ name }) => name === 'Gate');
    const id = (await found())?.programId ?? 0;

    const entries: readonly ScheduleEntry[] = [{ days: ['sat'], minuteUtc: 540, action: 'arm' }];
    await all.schedule.save({ id, networkId: studio, name: 'Gate', entries });

    const [after] = (await found())?.rules ?? [];
    expect(new Date(after?.at ?? 0).getUTCHours()).toBe(9);
    expect(after?.devices).toEqual([4101]);
  });
});

describe('orders', () => {
  it('keep live views, sound sirens, light lamps, ask a camera', async () => {
    const all = await setUpSignedIn();
    await all.deviceCommands.setLiveViewSaving(studio, true);
    await all.deviceCommands.soundSiren(studio, true);
    await all.deviceCommands.soundSiren(studio, false);
    await all.deviceCommands.setLight(gate, true);
    await all.deviceCommands.requestStatus(gate);
    expect(bodies(all, 'POST', '/network/2101/update')).toEqual([{ lv_save: true }]);
    expect(bodies(all, 'POST', '/sirens/activate')).toEqual([{ duration: 30 }]);
    for (const part of ['/sirens/deactivate', '/lights/on', '/camera/4101/status']) {
      expect(asked(all, 'POST', part).at(-1)).toMatchObject({ status: 200 });
    }
    await expect(all.deviceCommands.requestStatus(desk)).rejects.toMatchObject({
      code: 'not-supported',
    });
  });

  it('record a clip, which is listed soon', async () => {
    const all = await setUpSignedIn();
    await vi.waitFor(async () => expect(await listed(all)).toHaveLength(3), soon);
    await all.deviceCommands.record(gate);
    all.account.cloud().checkClips();
    await vi.waitFor(async () => expect((await listed(all))[0]?.kind).toBe('snapshot'), soon);
  });
});

describe('what the account keeps in the cloud', () => {
  it('is read as a whole and changed in parts', async () => {
    const all = await setUpSignedIn();
    const before = await all.accountSettings.read();
    expect(before).toMatchObject({
      notifications: { motion: true },
      autoDeleteDays: 30,
      autoDeleteChoices: [3, 7, 14, 30],
      unwatchedClips: 2,
      features: { owl_app_enabled: true },
    });
    await all.accountSettings.setNotifications({ motion: false });
    await all.accountSettings.setAutoDeleteDays(7);
    const after = await all.accountSettings.read();
    expect(after.notifications).toEqual({ ...before.notifications, motion: false });
    expect(after.autoDeleteDays).toBe(7);
    const odd = all.accountSettings.setAutoDeleteDays(5);
    await expect(odd).rejects.toMatchObject({ code: 'invalid-argument' });
  });

  it('arranges the cameras as the person has in Blink’s own app', async () => {
    const all = await setUpSignedIn();
    const order = () => all.store.get().home.devices.map(({ id }) => id);
    await vi.waitFor(() => expect(order().slice(0, 2)).toEqual([desk, gate]), soon);
    expect(asked(all, 'GET', '/options')).toHaveLength(1);
  });

  it('is asked for by kinds that anyone can read', async () => {
    const all = await setUpSignedIn();
    await all.accountSettings.read();
    await vi.waitFor(() => expect(all.requestReport.read().nextPollAt).toBeGreaterThan(0), soon);
    const { byKind, lastHour, lastRefusal } = all.requestReport.read();
    expect(byKind).toMatchObject({ account: expect.any(Number) as unknown });
    expect(Object.values(byKind).reduce((sum, count) => sum + count, 0)).toBe(lastHour);
    expect(lastRefusal).toBeNull();
  });
});

describe('clips in the cloud', () => {
  it('are deleted there for good, and stay here', async () => {
    const all = await setUpSignedIn();
    await vi.waitFor(async () => expect(await listed(all)).toHaveLength(3), soon);
    const [newest, other] = (await listed(all)).map(({ id }) => id) as [ClipId, ClipId];
    await all.clip.keep(newest);
    await all.clipActions.deleteFromCloud([newest, other]);
    expect(all.cloud.control.state().media).toMatchObject({ listed: 1, deleted: 2 });
    await vi.waitFor(async () => expect((await all.clip.get(other))?.place).toBe('gone'), soon);
    expect((await all.clip.get(newest))?.place).toBe('kept');
    expect(await all.clip.locate(newest)).not.toBeNull();
  });

  it('are marked as watched', async () => {
    const all = await setUpSignedIn();
    await vi.waitFor(async () => expect(await listed(all)).toHaveLength(3), soon);
    const unwatched = (await listed(all)).filter(({ isWatched }) => !isWatched);
    await all.clipActions.markWatched(unwatched.map(({ id }) => id));
    await vi.waitFor(
      async () => expect((await listed(all)).every(({ isWatched }) => isWatched)).toBe(true),
      soon,
    );
  });
});

describe('a live view', () => {
  it('is opened, told, and ended with the cloud’s knowledge', async () => {
    const all = await setUpSignedIn();
    const session = await all.liveView.start(gate);
    expect(session).toEqual({
      server: expect.stringMatching(/^127\.0\.0\.1:\d+$/) as unknown,
      durationMs: 300_000,
    });
    expect(await all.liveView.start(gate)).toEqual(session);
    await all.liveView.end(gate);
    expect(asked(all, 'POST', '/liveview')).toHaveLength(1);
    expect(asked(all, 'POST', '/done')).toMatchObject([{ status: 200 }]);
    await all.camera.takePicture(desk);
  });

  it('does not outlive the application', async () => {
    const all = await setUpSignedIn();
    await all.liveView.start(gate);
    await all.account.stop();
    expect(asked(all, 'POST', '/done')).toMatchObject([{ status: 200 }]);
  });
});
