import { plainConfig } from './answers.ts';
import { open, openSettingsOf, sees, type Screen } from './screen.ts';
import { failed } from './window.ts';
import { clip, livedIn, signedOut } from './worlds.ts';

/** Where things are set: cameras, systems, the account; and what is done by hand. */
export const settingsScreens: readonly Screen[] = [
  {
    name: 'settings-failed',
    state: livedIn,
    visit: async (ui) => {
      await ui.answer('getAccountSettings', failed('cloud-trouble'));
      await ui.hold('getRequestReport');
      await open(ui, 'Settings');
      await sees(ui, 'Blink has trouble on its side.');
    },
  },
  {
    name: 'sign-in-other-ways',
    state: signedOut,
    visit: async (ui) => {
      await ui.page.getByText('Other ways to sign in').first().click();
      await ui.answer('signInOtherWay', { ok: true, value: { kind: 'wrong-password' } });
      await ui.page.getByLabel('E-mail address').fill('someone@example.org');
      await ui.page.getByLabel('Password').fill('not this one');
      await ui.page.getByRole('button', { name: 'Sign in', exact: true }).click();
      await sees(ui, 'The e-mail address or the password is wrong.');
    },
  },
  {
    name: 'sign-in-code',
    state: signedOut,
    visit: async (ui) => {
      await ui.page.getByText('Other ways to sign in').first().click();
      const value = { kind: 'needs-code', hint: '+49xxxxxxx12' } as const;
      await ui.answer('signInOtherWay', { ok: true, value });
      await ui.page.getByLabel('E-mail address').fill('someone@example.org');
      await ui.page.getByLabel('Password').fill('this one');
      await ui.page.getByRole('button', { name: 'Sign in', exact: true }).click();
      await sees(ui, /Blink has sent a code to/);
    },
  },
  {
    name: 'camera',
    state: livedIn,
    visit: async (ui) => {
      await openSettingsOf(ui, 'Front Yard');
      await sees(ui, '20 of 25 cells watched');
      await sees(ui, '-51 dBm');
      await ui.page.getByRole('switch', { name: 'Record sound' }).click();
      await sees(ui, '1 unsaved change');
    },
  },
  {
    name: 'camera-plain-and-live',
    state: livedIn,
    visit: async (ui) => {
      await ui.answer('getDeviceConfig', { ok: true, value: plainConfig });
      await ui.answer('getMotionZones', failed('not-supported'));
      const value = { server: '192.0.2.24:443', durationMs: 300_000 };
      await ui.answer('startLiveView', { ok: true, value });
      await ui.answer('endLiveView', { ok: true, value: undefined });
      await openSettingsOf(ui, 'Living Room');
      await ui.page.getByRole('button', { name: 'Open live view' }).click();
      await sees(ui, 'The live session is open');
      await sees(ui, 'This camera or system cannot do that.');
    },
  },
  {
    name: 'camera-loading',
    state: livedIn,
    visit: async (ui) => {
      await ui.hold('getDeviceConfig');
      await ui.hold('getMotionZones');
      await openSettingsOf(ui, 'Front Yard');
      await sees(ui, 'Asking Blink for the settings…');
    },
  },
  {
    name: 'camera-offline',
    state: {
      ...livedIn,
      connection: { status: 'trouble', problem: 'offline', pausedUntil: null, requestsLastHour: 7 },
    },
    visit: async (ui) => {
      await ui.answer('getDeviceConfig', failed('offline'));
      await openSettingsOf(ui, 'Front Yard');
      await sees(ui, 'Not possible now: No connection to Blink.');
    },
  },
  {
    name: 'system',
    state: livedIn,
    visit: async (ui) => {
      await openSettingsOf(ui, 'Home');
      await sees(ui, 'Weekend at the lake');
      await ui.page.getByText('Siren', { exact: true }).click();
    },
  },
  {
    name: 'system-empty',
    state: livedIn,
    visit: async (ui) => {
      await ui.answer('listSchedules', { ok: true, value: [] });
      await openSettingsOf(ui, 'Lake Cabin');
      await sees(ui, 'No schedules yet');
    },
  },
  {
    name: 'system-schedule',
    state: livedIn,
    visit: async (ui) => {
      await openSettingsOf(ui, 'Home');
      await ui.page.getByRole('button', { name: 'Change Nights' }).click();
      await sees(ui, 'Time 2');
    },
  },
  {
    name: 'clip-delete',
    state: livedIn,
    clips: 40,
    visit: async (ui) => {
      await ui.push('showClip', clip(1).id);
      await ui.page.getByRole('button', { name: 'Delete in Blink’s cloud…' }).click();
      await sees(ui, /stays and still plays here/);
    },
  },
];
