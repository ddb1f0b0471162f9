/** Everything that can be broken by name. */
export const FAULT_NAMES = [
  'status',
  'html',
  'slow',
  'truncated-json',
  'missing-arrays',
  'unknown-types',
  'truncated-clip',
  'tiny-clip',
  'thumbnail-empty',
  'unauthorized',
  'refresh-fails',
  'oauth-406',
  'oauth-426',
  'no-2fa',
  'two-factor-status',
  'arm-fails',
  'arm-busy',
] as const;

export type FaultName = (typeof FAULT_NAMES)[number];
