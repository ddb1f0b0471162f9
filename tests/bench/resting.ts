import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { DesktopSession } from '../desktop/session.ts';
import type { TrayHost } from '../desktop/tray-host.ts';
import { startCloud, type Cloud } from '../e2e/support/cloud.ts';
import { newDataFolder } from '../e2e/support/porchlight.ts';
import { small } from '../blink-cloud/worlds/small.ts';
import { openWindow, prepareSignedIn, saysState, startDirectly } from './direct.ts';
import { restingEffort, type RestingEffort } from './effort.ts';
import { onDesktop, settledMemory, startFloor } from './floor.ts';
import { figure, mb, perMinute, percent, times, type Row } from './table.ts';

/** What a person's use leaves behind: the window was open and is gone, the icon is there. */
interface Memory {
  /** With the window open. */
  readonly windowBytes: number;
  readonly closedBytes: number;
}

interface Effort extends RestingEffort {
  /** HTTP requests that the simulator received in the same minutes. */
  readonly requests: number;
}

/**
 * What FLOOR and ours cost closed after use, without a debugger. Memory one after the other, because pages that two
 * programs share count half in each; effort side by side. FLOOR asks the simulator as often as ours does disarmed.
 */
export async function restingRows(dist: string, minutes: number): Promise<readonly Row[]> {
  const floorBytes = await onDesktop(async (session, tray) =>
    settledMemory((await startFloor(session, tray)).pid),
  );
  const memory = await memoryOfOurs(dist);
  const [floor, disarmed, armed] = await Promise.all([
    effortOfFloor(minutes),
    effortOfOurs(dist, minutes, false),
    effortOfOurs(dist, minutes, true),
  ]);
  return [
    ...memoryRows(floorBytes, memory),
    wakeUpRow(floor, disarmed, minutes),
    processorRow('disarmed', disarmed, minutes),
    processorRow('armed', armed, minutes),
    requestRow('armed', armed.requests, minutes, 90),
    requestRow('disarmed', disarmed.requests, minutes, 45),
  ];
}

const memoryRows = (floor: number, { windowBytes, closedBytes }: Memory): readonly Row[] => [
  figure('    memory (PSS), signed in, window open, no debugger', mb(windowBytes), {
    floor: mb(floor),
    compared: times(windowBytes, floor),
  }),
  {
    what: 'P3  memory (PSS), signed in, closed after use, no debugger',
    floor: mb(floor),
    ours: mb(closedBytes),
    compared: times(closedBytes, floor),
    bar: 'at most 1.15 × of FLOOR, which had a window too',
    isMet: closedBytes <= 1.15 * floor,
    isTimed: true,
  },
];

const wakeUpRow = (floor: RestingEffort, ours: RestingEffort, minutes: number): Row => ({
  what: `P5  wake-ups, closed after use, disarmed, over ${minutes} min`,
  floor: perMinute(floor.wakeUpsPerMinute),
  ours: perMinute(ours.wakeUpsPerMinute),
  compared: (ours.wakeUpsPerMinute - floor.wakeUpsPerMinute).toFixed(0),
  bar: `at most 6 over FLOOR that asks as often${tooShort(minutes)}`,
  isMet: judged(minutes, ours.wakeUpsPerMinute <= floor.wakeUpsPerMinute + 6),
  isTimed: true,
});

const processorRow = (state: string, ours: RestingEffort, minutes: number): Row => ({
  what: `P6  processor, closed after use, ${state}, over ${minutes} min`,
  floor: '',
  ours: percent(ours.cpuShare),
  compared: '',
  bar: `at most 0.1 % of a core${tooShort(minutes)}`,
  isMet: judged(minutes, ours.cpuShare <= 0.001),
  isTimed: true,
});

const requestRow = (state: string, count: number, minutes: number, most: number): Row => ({
  what: `P7  HTTP requests at the simulator, ${state}, ${minutes} min`,
  floor: '',
  ours: `${((count * 60) / minutes).toFixed(0)}/h`,
  compared: `${count} in ${minutes} min`,
  bar: `at most ${most}/h${tooShort(minutes)}`,
  isMet: judged(minutes, (count * 60) / minutes <= most),
  isTimed: false,
});

/** Below this one request more or less decides, and the window was open a moment ago: the cloud is asked more often. */
const shortestCount = 10;
const tooShort = (minutes: number) => (minutes < shortestCount ? '; too short to tell' : '');
const judged = (minutes: number, isMet: boolean) => (minutes < shortestCount ? null : isMet);

async function memoryOfOurs(dist: string): Promise<Memory> {
  return afterUse(dist, false, async ({ windowBytes, pid }) => ({
    windowBytes,
    closedBytes: await settledMemory(pid),
  }));
}

const effortOfOurs = (dist: string, minutes: number, isArmed: boolean): Promise<Effort> =>
  afterUse(dist, isArmed, async ({ pid, cloud }) => {
    await settle(minutes);
    const before = (await cloud.requests()).length;
    const effort = await restingEffort(pid, minutes);
    return { ...effort, requests: (await cloud.requests()).length - before };
  });

/**
 * An opened window makes the next minutes interesting, in which the cloud is asked more often; and what has just started
 * still wakes up for itself, FLOOR too.
 */
const settle = (minutes: number): Promise<void> =>
  minutes >= shortestCount ? wait(interestingMs) : Promise.resolve();

const interestingMs = 5 * 60_000 + 10_000;

async function effortOfFloor(minutes: number): Promise<RestingEffort> {
  const cloud = await startCloud('small');
  try {
    return await onDesktop(async (session, tray) => {
      const { pid } = await startFloor(session, tray, `${cloud.url}/__control/state`);
      await settle(minutes);
      return restingEffort(pid, minutes);
    });
  } finally {
    await cloud.kill();
  }
}

interface Used {
  readonly pid: number;
  readonly cloud: Cloud;
  readonly windowBytes: number;
}

/** Ours, signed in, started hidden and without a debugger; its window has been open and is gone. */
async function afterUse<T>(
  dist: string,
  isArmed: boolean,
  measure: (used: Used) => Promise<T>,
): Promise<T> {
  const data = await newDataFolder();
  const cloud = await startIdleCloud(data.folder);
  try {
    return await onDesktop(async (session, tray) => {
      const place = { dataFolder: data.folder, cloudUrl: cloud.url };
      await prepareSignedIn(session, tray, place);
      await setArmed(cloud, isArmed);
      const { pid } = startDirectly(session, dist, place, ['--hidden']);
      const windowBytes = await useWindow(session, tray, pid);
      return measure({ pid, cloud, windowBytes });
    });
  } finally {
    await cloud.kill();
    await data.remove();
  }
}

/** Pages as long as Blink's: those of the small world hold two clips, so that every list would have a second page. */
async function startIdleCloud(folder: string): Promise<Cloud> {
  const file = path.join(folder, 'world.json');
  await writeFile(file, JSON.stringify({ ...small, mediaPageSize: 500 }));
  return startCloud(file);
}

async function useWindow(session: DesktopSession, tray: TrayHost, pid: number): Promise<number> {
  await tray.waitForItem({ timeoutMs: 30_000 });
  await saysState(tray);
  const window = await openWindow(session, tray, pid);
  const windowBytes = await settledMemory(pid);
  await window.close();
  return windowBytes;
}

async function setArmed(cloud: Cloud, isArmed: boolean): Promise<void> {
  const [home] = (await cloud.state()).networks;
  if (home === undefined) throw new Error('a world without a system');
  await cloud.usePhone(home.id, isArmed);
}
