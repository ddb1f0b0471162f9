import {
  generateKeyPairSync,
  randomBytes,
  sign,
  X509Certificate,
  type KeyObject,
} from 'node:crypto';
import * as der from './der.ts';

/** A key with a certificate it has signed for itself. */
export interface Identity {
  /** PEM. */
  readonly key: string;
  /** PEM. */
  readonly cert: string;
  /** SHA-256 of the certificate, as browsers write it. */
  readonly fingerprint: string;
}

const ECDSA_SHA256 = '1.2.840.10045.4.3.2';
const RSA_SHA256 = '1.2.840.113549.1.1.11';
const COMMON_NAME = '2.5.4.3';
const BASIC_CONSTRAINTS = '2.5.29.19';
const YEAR_MS = 365 * 86_400_000;
/** Long before and after any clock a test sets. */
const FROM = Date.UTC(2020, 0, 1);
const UNTIL = FROM + 25 * YEAR_MS;

/** Makes a new one: `ec` at once, `rsa`, which the oldest servers had, in a tenth of a second. */
export function createIdentity(kind: 'ec' | 'rsa'): Identity {
  const { privateKey, publicKey } =
    kind === 'ec'
      ? generateKeyPairSync('ec', { namedCurve: 'P-256' })
      : generateKeyPairSync('rsa', { modulusLength: 2048 });
  const algorithm =
    kind === 'ec'
      ? der.sequence(der.objectId(ECDSA_SHA256))
      : der.sequence(der.objectId(RSA_SHA256), der.nothing());
  const told = certificateBody(algorithm, publicKey);
  const signature = der.bits(sign('sha256', told, privateKey));
  const certificate = new X509Certificate(der.sequence(told, algorithm, signature));
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: certificate.toString(),
    fingerprint: certificate.fingerprint256,
  };
}

function certificateBody(algorithm: Buffer, publicKey: KeyObject): Buffer {
  const name = der.sequence(
    der.setOf(der.sequence(der.objectId(COMMON_NAME), der.words('simulated live view'))),
  );
  const authority = der.octets(der.sequence(der.yes()));
  const extensions = der.sequence(
    der.sequence(der.objectId(BASIC_CONSTRAINTS), der.yes(), authority),
  );
  return der.sequence(
    der.explicit(0, der.integer(Buffer.from([2]))),
    der.integer(Buffer.concat([Buffer.from([1]), randomBytes(15)])),
    algorithm,
    name,
    der.sequence(der.time(FROM), der.time(UNTIL)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der.explicit(3, extensions),
  );
}
