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
/** What may be wrong with a certificate beside that nobody else has signed it. */
export const FLAWS = ['none', 'expired', 'not-yet', 'wrong-name'] as const;
export type Flaw = (typeof FLAWS)[number];

const COMMON_NAME = '2.5.4.3';
const OTHER_NAMES = '2.5.29.17';
const BASIC_CONSTRAINTS = '2.5.29.19';
const YEAR_MS = 365 * 86_400_000;
/** Long before and after any clock a test sets. */
const FROM = Date.UTC(2020, 0, 1);
const UNTIL = FROM + 25 * YEAR_MS;
/** Of whom a certificate speaks that was meant for somebody else. */
const SOMEBODY_ELSE = 'elsewhere.porchlight.test';

/** Makes a new one: `ec` at once, `rsa`, which the oldest servers had, in a tenth of a second. */
export function createIdentity(kind: 'ec' | 'rsa', flaw: Flaw = 'none'): Identity {
  const { privateKey, publicKey } =
    kind === 'ec'
      ? generateKeyPairSync('ec', { namedCurve: 'P-256' })
      : generateKeyPairSync('rsa', { modulusLength: 2048 });
  const algorithm =
    kind === 'ec'
      ? der.sequence(der.objectId(ECDSA_SHA256))
      : der.sequence(der.objectId(RSA_SHA256), der.nothing());
  const told = certificateBody(algorithm, publicKey, flaw);
  const signature = der.bits(sign('sha256', told, privateKey));
  const certificate = new X509Certificate(der.sequence(told, algorithm, signature));
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: certificate.toString(),
    fingerprint: certificate.fingerprint256,
  };
}

const validityOf = (flaw: Flaw) => {
  if (flaw === 'expired') return der.sequence(der.time(FROM), der.time(FROM + YEAR_MS));
  return der.sequence(der.time(flaw === 'not-yet' ? UNTIL - YEAR_MS : FROM), der.time(UNTIL));
};

/** Says whom it is for, where that is somebody else; the usual ones leave it open. */
function namesOf(flaw: Flaw): readonly Buffer[] {
  if (flaw !== 'wrong-name') return [];
  const names = der.octets(der.sequence(der.hostName(SOMEBODY_ELSE)));
  return [der.sequence(der.objectId(OTHER_NAMES), names)];
}

function certificateBody(algorithm: Buffer, publicKey: KeyObject, flaw: Flaw): Buffer {
  const commonName = flaw === 'wrong-name' ? SOMEBODY_ELSE : 'simulated live view';
  const name = der.sequence(
    der.setOf(der.sequence(der.objectId(COMMON_NAME), der.words(commonName))),
  );
  const authority = der.octets(der.sequence(der.yes()));
  const extensions = der.sequence(
    der.sequence(der.objectId(BASIC_CONSTRAINTS), der.yes(), authority),
    ...namesOf(flaw),
  );
  return der.sequence(
    der.explicit(0, der.integer(Buffer.from([2]))),
    der.integer(Buffer.concat([Buffer.from([1]), randomBytes(15)])),
    algorithm,
    name,
    validityOf(flaw),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der.explicit(3, extensions),
  );
}
