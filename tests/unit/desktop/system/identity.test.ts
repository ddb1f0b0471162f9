import { describe, expect, it, vi } from 'vitest';
import { builderConfig } from '../../../../build/electron-builder.ts';
import { appId, registerAppIdentity } from '../../../../electron/desktop/system/environment.ts';

function introduced(platform: NodeJS.Platform, isPackaged: boolean) {
  const said: string[] = [];
  registerAppIdentity(
    {
      isPackaged,
      setAppUserModelId: (id) => said.push(`named ${id}`),
      setAsDefaultProtocolClient: (scheme) => said.push(`opens ${scheme}`) > 0,
      dock: { hide: () => said.push('left the dock') },
    },
    platform,
  );
  return said;
}

describe('the system is told who we are', () => {
  it.each([
    ['win32', true, [`named ${appId}`, 'opens porchlight']],
    ['win32', false, [`named ${appId}`]],
    ['darwin', true, ['left the dock', 'opens porchlight']],
    ['darwin', false, ['left the dock']],
    ['linux', true, []],
    ['linux', false, []],
  ] as const)('%s, packaged %s', (platform, isPackaged, said) => {
    expect(introduced(platform, isPackaged)).toEqual(said);
  });

  it('lives where there is no dock', () => {
    const app = {
      isPackaged: false,
      setAppUserModelId: vi.fn(),
      setAsDefaultProtocolClient: vi.fn(),
      dock: undefined,
    };
    expect(() => registerAppIdentity(app, 'darwin')).not.toThrow();
  });
});

describe('the packages', () => {
  const config = builderConfig({ dist: '/electron', kind: 'official', version: '45.4.1' });

  it('open our links, by the desktop entry of Linux and the plist of macOS', () => {
    expect(config.protocols).toEqual({ name: 'Porchlight', schemes: ['porchlight'] });
  });

  it('have the name we say at the start', () => {
    expect(config.appId).toBe(appId);
  });

  it('are in the menu bar of macOS only, from the first moment on', () => {
    expect(config.mac?.extendInfo).toEqual({ LSUIElement: true });
  });
});
