import { describe, expect, it } from 'vitest';
import { createAccountSettingsService } from '../../../../electron/services/account/account-settings-service.ts';
import { AppError } from '../../../../shared/errors.ts';
import { setUpBelow } from '../setup.ts';

const setUp = async () => {
  const below = await setUpBelow();
  return { ...below, settings: createAccountSettingsService(below) };
};

describe('what the account keeps in the cloud', () => {
  it('is read in one go, without another homescreen', async () => {
    const { client, settings } = await setUp();
    expect(await settings.read()).toEqual({
      notifications: { motion: true, low_battery: false },
      autoDeleteDays: 30,
      autoDeleteChoices: [7, 30],
      storageUsedPercent: 8,
      unwatchedClips: 3,
      features: { owl_app_enabled: true },
    });
    expect(client.count('homescreen')).toBe(1);
  });

  it('is shown without what this cloud does not have', async () => {
    const { client, settings } = await setUp();
    client.fail('media.settings', new AppError('not-supported'));
    client.fail('media.unwatchedCount', new AppError('not-found'));
    client.fail('account.options', new AppError('bad-answer'));
    expect(await settings.read()).toMatchObject({
      notifications: { motion: true },
      autoDeleteDays: 30,
      autoDeleteChoices: [3, 7, 14, 30],
      unwatchedClips: null,
      features: {},
    });
  });

  it('cannot be read while the cloud is away', async () => {
    const { client, settings } = await setUp();
    client.fail('account.notifications', new AppError('offline'));
    await expect(settings.read()).rejects.toMatchObject({ code: 'offline' });
  });

  it('is changed where it is changed', async () => {
    const { client, settings } = await setUp();
    await settings.setNotifications({ low_battery: true });
    await settings.setAutoDeleteDays(7);
    expect(client.calls.slice(1)).toEqual([
      'account.setNotifications {"low_battery":true}',
      'account.setAutoDeleteDays 7',
      'homescreen',
    ]);
  });
});
