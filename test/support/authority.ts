import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

export interface Pem {
  readonly key: string;
  readonly cert: string;
}

export interface Validity {
  /** UTCTime of ASN.1: `200101000000Z`. */
  readonly from: string;
  readonly to: string;
}

/** An authority that signs certificates for hosts. */
export interface Authority {
  /** Its own certificate, in PEM. */
  readonly cert: string;
  issue(names: readonly string[], validity?: Partial<Validity>): Pem;
}

const VALID: Validity = { from: '200101000000Z', to: '491231235959Z' };

/** A key and a certificate of its own authority, in PEM, for the loopback and some names. */
export function selfSigned(names: readonly string[]): Pem {
  const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const subject = nameOf('a test authority');
  return {
    key: pemKey(keys.privateKey),
    cert: certificate({
      names,
      subject,
      issuer: subject,
      isAuthority: true,
      signer: keys.privateKey,
      ...keys,
    }),
  };
}

/** An authority of such a name. */
export function authority(name: string): Authority {
  const own = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const issuer = nameOf(name);
  const { privateKey: signer } = own;
  return {
    cert: certificate({ names: [], subject: issuer, issuer, isAuthority: true, signer, ...own }),
    issue(names, validity = {}) {
      const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      const subject = nameOf(names[0] ?? '');
      return {
        key: pemKey(keys.privateKey),
        cert: certificate({ names, subject, issuer, isAuthority: false, signer, ...keys, ...validity }),
      };
    },
  };
}

interface CertificateParts extends Partial<Validity> {
  readonly names: readonly string[];
  readonly subject: Buffer;
  readonly issuer: Buffer;
  readonly isAuthority: boolean;
  readonly signer: KeyObject;
  readonly publicKey: KeyObject;
}

function certificate(parts: CertificateParts): string {
  const { names, subject, issuer, isAuthority, signer, publicKey, from = VALID.from, to = VALID.to } = parts;
  const algorithm = sequence(oid('2a8648ce3d040302'));
  const alternatives = [
    tlv(0x87, Buffer.from([127, 0, 0, 1])),
    ...names.map((dns) => tlv(0x82, Buffer.from(dns))),
  ];
  const authorityMark = isAuthority ? [tlv(0x01, Buffer.from([0xff]))] : [];
  const tbs = sequence(
    tlv(0xa0, integer(2)),
    integer(isAuthority ? 1 : 2),
    algorithm,
    issuer,
    sequence(tlv(0x17, Buffer.from(from)), tlv(0x17, Buffer.from(to))),
    subject,
    publicKey.export({ type: 'spki', format: 'der' }),
    tlv(
      0xa3,
      sequence(
        extension('551d13', sequence(...authorityMark)),
        extension('551d11', sequence(...alternatives)),
      ),
    ),
  );
  const signature = tlv(0x03, Buffer.from([0]), sign('sha256', tbs, signer));
  const text = sequence(tbs, algorithm, signature)
    .toString('base64')
    .replace(/.{64}(?=.)/g, '$&\n');
  return `-----BEGIN CERTIFICATE-----\n${text}\n-----END CERTIFICATE-----\n`;
}

function pemKey(key: KeyObject): string {
  return key.export({ type: 'pkcs8', format: 'pem' }).toString();
}

function nameOf(common: string): Buffer {
  if (common === '') return sequence();
  return sequence(tlv(0x31, sequence(oid('550403'), tlv(0x0c, Buffer.from(common)))));
}

/** DER: type, length, value. */
function tlv(type: number, ...values: readonly Buffer[]): Buffer {
  const value = Buffer.concat(values);
  const { length } = value;
  const head =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([type, ...head]), value]);
}

function sequence(...values: readonly Buffer[]): Buffer {
  return tlv(0x30, ...values);
}

function integer(value: number): Buffer {
  return tlv(0x02, Buffer.from([value]));
}

function oid(hex: string): Buffer {
  return tlv(0x06, Buffer.from(hex, 'hex'));
}

function extension(id: string, value: Buffer): Buffer {
  return sequence(oid(id), tlv(0x04, value));
}
