import { expect } from '@playwright/test';
import { cabinId, clip, clipsOf, homeId, livedIn, signedOut } from './support/worlds.ts';
import { open, sees, type Screen } from './support/screen.ts';
import { archiveScreens } from './support/archive-screens.ts';
import { settingsScreens } from './support/settings-screens.ts';
import { failed, test } from './support/window.ts';

const at = Date.now();

const screens: readonly Screen[] = [
  {
    name: 'starting',
    state: { ...signedOut, account: { phase: 'starting' } },
    visit: (ui) => sees(ui, 'Starting…'),
  },
  { name: 'sign-in', state: signedOut, visit: (ui) => sees(ui, 'Sign in to begin') },
  {
    name: 'sign-in-waiting',
    state: { ...signedOut, account: { phase: 'signing-in' } },
    visit: (ui) => sees(ui, 'Continue in the other window'),
  },
  {
    name: 'sign-in-refused',
    state: {
      ...signedOut,
      account: { phase: 'signed-out', problem: 'refused' },
      desktop: { ...signedOut.desktop, isRuntimeSupported: false },
    },
    visit: (ui) => sees(ui, 'Blink refused the sign-in.'),
  },
  { name: 'home', state: livedIn, visit: (ui) => sees(ui, 'Lake Cabin') },
  {
    name: 'home-question',
    state: { ...livedIn, archive: { ...livedIn.archive, policy: null, waiting: 128, kept: 0 } },
    visit: (ui) => sees(ui, 'Which clips shall Porchlight keep?'),
  },
  {
    name: 'home-offline',
    state: {
      ...livedIn,
      home: { ...livedIn.home, isStale: true, checkedAt: at - 7_200_000 },
      connection: { status: 'trouble', problem: 'offline', pausedUntil: null, requestsLastHour: 7 },
    },
    visit: (ui) => sees(ui, /^Armed as of/),
  },
  {
    name: 'home-busy-and-failed',
    state: {
      ...livedIn,
      arming: {
        [homeId]: { targetState: 'disarmed', phase: 'asking', problem: null, at },
        [cabinId]: { targetState: 'armed', phase: 'failed', problem: 'command-timeout', at },
      },
      connection: {
        ...livedIn.connection,
        status: 'paused',
        problem: 'rate-limited',
        pausedUntil: at + 600_000,
      },
    },
    visit: (ui) => sees(ui, 'Disarming…'),
  },
  {
    name: 'home-needs-sign-in',
    state: {
      ...livedIn,
      account: { phase: 'needs-sign-in', accountId: 4711, problem: 'signed-out-by-blink' },
      home: { ...livedIn.home, isStale: true },
      archive: { ...livedIn.archive, problem: 'disk-full' },
      desktop: { ...livedIn.desktop, hasTrayHost: false },
    },
    visit: (ui) => sees(ui, 'Blink has signed you out.'),
  },
  {
    name: 'home-empty',
    state: { ...livedIn, home: { ...livedIn.home, networks: [], devices: [], syncModules: [] } },
    visit: (ui) => sees(ui, 'No systems yet'),
  },
  {
    name: 'clips',
    state: livedIn,
    clips: 90,
    visit: async (ui) => {
      await open(ui, 'Clips');
      await sees(ui, 'Today');
    },
  },
  {
    name: 'clips-empty',
    state: livedIn,
    visit: async (ui) => {
      await open(ui, 'Clips');
      await sees(ui, 'No clips yet');
    },
  },
  {
    name: 'player',
    state: livedIn,
    clips: 40,
    visit: async (ui) => {
      await ui.push('showClip', clip(1).id);
      await expect(ui.page.locator('video')).toHaveJSProperty('paused', false);
    },
  },
  {
    name: 'player-failed',
    state: livedIn,
    clips: 40,
    visit: async (ui) => {
      await ui.answer('keepClip', failed('offline'));
      await ui.push('showClip', clip(2).id);
      await sees(ui, 'No connection to Blink.');
    },
  },
  {
    name: 'settings',
    state: livedIn,
    visit: async (ui) => {
      await open(ui, 'Settings');
      await sees(ui, 'Storage used at Blink');
      await ui.page.getByText('Notifications from Blink').click();
      await ui.page.getByText('Features Blink has set').click();
      await sees(ui, 'pigeon_landed');
    },
  },
  {
    name: 'sign-out',
    state: livedIn,
    visit: async (ui) => {
      await open(ui, 'Settings');
      await ui.page.getByRole('button', { name: 'Sign out…' }).click();
      await ui.page.getByRole('radio', { name: 'Delete the clips' }).check();
    },
  },
];

const sizes = [
  [1280, 860],
  [820, 900],
  [420, 860],
] as const;

/** With `PORCHLIGHT_PICTURES=1` every audited page is also drawn into test-results/ui, for somebody to look at. */
const hasPictures = process.env.PORCHLIGHT_PICTURES === '1';

// Dark changes colours only: one width shows them all.
const looks = [
  ['light', sizes],
  ['dark', sizes.slice(0, 1)],
] as const;

for (const screen of [...screens, ...settingsScreens, ...archiveScreens]) {
  for (const [scheme, widths] of looks) {
    test(`${screen.name}, ${scheme}: axe finds nothing and nothing is cut off`, async ({ ui }) => {
      await ui.page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
      await ui.resize(1280, 860);
      await ui.show(screen.state, clipsOf(screen.clips ?? 0));
      await screen.visit(ui);
      for (const [width, height] of widths) {
        await ui.resize(width, height);
        const path = `test-results/ui/${screen.name}-${scheme}-${width}.png`;
        if (hasPictures) await ui.page.screenshot({ path });
        expect(await ui.sidewaysOverflow()).toBe(0);
        expect(await ui.accessibilityFaults()).toEqual([]);
      }
    });
  }
}
