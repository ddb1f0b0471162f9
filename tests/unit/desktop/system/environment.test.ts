import { describe, expect, it, test, vi } from 'vitest';
import { builderConfig } from '../../../../build/electron-builder.ts';
import {
  appId,
  chosenFolder,
  dropUnsafeVariables,
  registerAppIdentity,
} from '../../../../electron/desktop/system/environment.ts';

const simulator = new URL('http://127.0.0.1:4100');

test.each([undefined, ''])('a simulator never gets the usual data folder (%j)', (named) => {
  expect(chosenFolder(named, '/home/a/porchlight', simulator)).toBe('/home/a/porchlight-simulator');
  expect(chosenFolder(named, '/home/a/porchlight', null)).toBeNull();
});

test('a data folder that is named is used', () => {
  expect(chosenFolder('/tmp/demo', '/home/a/porchlight', simulator)).toBe('/tmp/demo');
  expect(chosenFolder('/tmp/demo', '/home/a/porchlight', null)).toBe('/tmp/demo');
});

test('variables that weaken connections are taken away, the proxy stays', () => {
  const variables = {
    NODE_TLS_REJECT_UNAUTHORIZED: '0',
    NODE_EXTRA_CA_CERTS: '/tmp/ca.pem',
    NODE_OPTIONS: '--tls-keylog=/tmp/keys',
    SSLKEYLOGFILE: '/tmp/keys',
    HTTPS_PROXY: 'http://proxy.test:3128',
    HOME: '/home/a',
  };
  dropUnsafeVariables(variables);
  expect(variables).toEqual({ HTTPS_PROXY: 'http://proxy.test:3128', HOME: '/home/a' });
});

function registered(platform: NodeJS.Platform, isPackaged: boolean) {
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

describe('the identity of the application', () => {
  it.each([
    ['win32', true, [`named ${appId}`, 'opens porchlight']],
    ['win32', false, [`named ${appId}`]],
    ['darwin', true, ['left the dock', 'opens porchlight']],
    ['darwin', false, ['left the dock']],
    ['linux', true, []],
    ['linux', false, []],
  ] as const)('%s, packaged %s', (platform, isPackaged, said) => {
    expect(registered(platform, isPackaged)).toEqual(said);
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
