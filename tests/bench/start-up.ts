import { startTrayApp } from '../fixtures/tray-app/start.ts';
import { startDirectly } from './direct.ts';
import { timeToTray } from './floor.ts';
import { median, ms, times, type Row } from './table.ts';

/** From the start of the program to its icon in the tray, with an empty data folder; the two take turns. */
export async function startUpRows(dist: string, rounds: number): Promise<readonly Row[]> {
  const floorMs: number[] = [];
  const oursMs: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    floorMs.push(await timeToTray((session) => startTrayApp(session)));
    oursMs.push(
      await timeToTray((session) =>
        startDirectly(session, dist, { dataFolder: emptyFolder(session), cloudUrl: null }),
      ),
    );
  }
  const [floor, ours] = [median(floorMs), median(oursMs)];
  return [
    {
      what: `P1  start to tray, no debugger, median of ${rounds}`,
      floor: ms(floor),
      ours: ms(ours),
      compared: times(ours, floor),
      bar: 'at most 1.25 ×',
      isMet: ours <= 1.25 * floor,
      isTimed: true,
    },
  ];
}

const emptyFolder = ({ folder }: Parameters<Parameters<typeof timeToTray>[0]>[0]): string =>
  folder.write('porchlight-data/.keep', '').slice(0, -'/.keep'.length);
