import { expect, test } from 'vitest';
import {
  chosenFolder,
  dropUnsafeVariables,
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
