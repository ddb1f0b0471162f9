import path from 'node:path';
import { expect } from '@playwright/test';
import { waitFor } from '../desktop/wait.ts';
import { asInCloud, isOfCloud, keptIn } from './support/archive-folder.ts';
import { setStage, test, type Stage } from './support/fixtures.ts';
import { killHard } from './support/porchlight.ts';
import { keepEveryClip, signIn } from './support/sign-in.ts';

/** After so many more clips than at the start it is killed. */
const moments = [3, 17, 31, 8, 40];

/** R1 in the real application; `npm run faults` does it 200 times in plain Node. */
test('killed five times in the middle of a sync, it loses no clip and keeps none twice', async () => {
  test.setTimeout(240_000);
  const stage = await setStage({ world: 'lived-in', keyring: 'unlocked', era: 'today' });
  try {
    // Slow enough to be killed in the middle.
    await stage.cloud.breakDown({ name: 'trickle', rate: 400_000 });
    const archive = path.join(stage.dataFolder, 'archive');
    const count = async () => (await keptIn(archive)).length;
    let porchlight = await stage.launch();
    await signIn(porchlight);
    await keepEveryClip(porchlight);

    for (const more of moments) {
      const before = await count();
      const isTime = async () => (await count()) >= before + more;
      await waitFor(isTime, { what: `${more} clips more`, timeoutMs: 60_000 });
      await killHard(porchlight);
      porchlight = await stage.launch();
    }
    await stage.cloud.heal();
    const window = await porchlight.window();
    await window.getByRole('navigation').getByRole('button', { name: 'Settings' }).click();
    await expect(window.getByText('Nothing left to fetch')).toBeVisible({ timeout: 90_000 });

    await expectWhole(stage, archive);
    const kept = await count();
    await window.getByRole('navigation').getByRole('button', { name: 'Clips' }).click();
    await expect(window.getByText(`${kept} clips on this computer`)).toBeVisible();
  } finally {
    await stage.strike();
  }
});

async function expectWhole({ cloud }: Stage, archive: string): Promise<void> {
  const kept = (await keptIn(archive)).filter(isOfCloud);
  expect(kept).toHaveLength((await cloud.state()).media.listed);
  expect(new Set(kept.map(({ path: name }) => name.split(' ').at(-1))).size).toBe(kept.length);
  expect(kept).toEqual(await asInCloud(cloud, kept));
}
