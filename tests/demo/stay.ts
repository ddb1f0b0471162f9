import { signIn } from '../e2e/support/sign-in.ts';
import type { Cloud } from '../e2e/support/cloud.ts';
import { launchPorchlight, newDataFolder } from '../e2e/support/porchlight.ts';

/** Signs in on the person's own desktop and leaves the application to them until they quit it. */
export async function stayInDemo(cloud: Cloud): Promise<void> {
  const data = await newDataFolder();
  const porchlight = await launchPorchlight({
    env: inherited(),
    cloudUrl: cloud.url,
    dataFolder: data.folder,
  });
  const ended = new Promise<void>((resolve) => porchlight.app.once('close', () => resolve()));
  await signIn(porchlight);
  const window = await porchlight.window();
  // The demo account has nothing to lose.
  await window.getByLabel('Older clips').selectOption('fast');
  await window.getByRole('button', { name: 'Keep every clip' }).click();
  console.log(
    'Porchlight is in your tray, signed in to the demo account. Quit it there to end the demo.',
  );
  await ended;
  await data.remove();
}

const inherited = (): Record<string, string> =>
  Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value]],
    ),
  );
