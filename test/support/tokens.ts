import { randomUUID } from 'node:crypto';
import type { CryptoKey, JWTPayload } from 'jose';
import { base64url, exportJWK, exportSPKI, generateKeyPair, SignJWT } from 'jose';
import type { Env } from '../../bot/config.ts';
import { serve } from './http.ts';

export const appId = '11111111-2222-4333-8444-555555555555';
export const tenantId = 'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee';
export const issuer = 'https://api.botframework.com';
/** What the good tokens vouch for. */
export const serviceUrl = 'https://smba.example.com/emea/';

export interface TokenOptions {
  claims?: { [name: string]: unknown };
  /** Claims to leave out. */
  without?: string[];
  kid?: string | null;
  /** Signs with a key that is published nowhere. */
  otherKey?: boolean;
  /** Seconds from now. */
  expiresIn?: number;
  notBeforeIn?: number;
}

export interface Authority {
  url: string;
  metadataUrl: string;
  /** How often metadata or keys were read. */
  reads(): number;
  token(options?: TokenOptions): Promise<string>;
  /** `{"alg":"none"}` and no signature. */
  unsigned(): string;
  /** HS256, with the public key's text as the shared secret: the classic confusion. */
  confused(): Promise<string>;
  /** The environment of a bot that trusts this authority. */
  env(rest?: Env): Env;
  close(): Promise<void>;
}

/** One pair for the whole run; making RSA keys is the slow part. */
const pairs = Promise.all([generateKeyPair('RS256', { extractable: true }), generateKeyPair('RS256')]);

const payload = (options: TokenOptions): JWTPayload => {
  const now = Math.floor(Date.now() / 1000);
  const { expiresIn = 3600, notBeforeIn = -10, claims = {}, without = [] } = options;
  const all = {
    iss: issuer,
    aud: appId,
    serviceurl: serviceUrl,
    nbf: now + notBeforeIn,
    exp: now + expiresIn,
    ...claims,
  };
  return Object.fromEntries(Object.entries(all).filter(([name]) => !without.includes(name)));
};

/**
 * Stands in for the channel's token service: OpenID metadata and keys on this machine, and tokens good
 * and bad. Every authority has addresses of its own, because the SDK caches keys by address.
 */
export async function authority(
  options: { endorsements?: string[]; metadataStatus?: number } = {},
): Promise<Authority> {
  const [published, other] = await pairs;
  const folder = `/${randomUUID()}`;
  let reads = 0;
  const jwk = {
    ...(await exportJWK(published.publicKey)),
    kid: 'k1',
    use: 'sig',
    endorsements: options.endorsements ?? ['msteams'],
  };
  const server = await serve((req, res) => {
    reads += 1;
    const documents: { [path: string]: unknown } = {
      [`${folder}/meta`]: { issuer, jwks_uri: `${server.url}${folder}/keys` },
      [`${folder}/keys`]: { keys: [jwk] },
    };
    const found = options.metadataStatus === undefined ? documents[req.url ?? ''] : undefined;
    res.writeHead(found ? 200 : (options.metadataStatus ?? 404), { 'content-type': 'application/json' });
    res.end(JSON.stringify(found ?? {}));
  });
  const metadataUrl = `${server.url}${folder}/meta`;

  const sign = (key: CryptoKey, { kid = 'k1', ...rest }: TokenOptions) =>
    new SignJWT(payload(rest))
      .setProtectedHeader({ alg: 'RS256', typ: 'JWT', ...(kid === null ? {} : { kid }) })
      .sign(key);

  return {
    url: server.url,
    metadataUrl,
    reads: () => reads,
    token: (wanted = {}) => sign(wanted.otherKey ? other.privateKey : published.privateKey, wanted),
    unsigned: () => {
      const part = (value: unknown) => base64url.encode(JSON.stringify(value));
      return `${part({ alg: 'none', typ: 'JWT', kid: 'k1' })}.${part(payload({}))}.`;
    },
    confused: async () => {
      const secret = new TextEncoder().encode(await exportSPKI(published.publicKey));
      return new SignJWT(payload({}))
        .setProtectedHeader({ alg: 'HS256', typ: 'JWT', kid: 'k1' })
        .sign(secret);
    },
    env: (rest = {}) => ({
      MicrosoftAppId: appId,
      MicrosoftAppPassword: 'a-client-secret',
      MicrosoftAppTenantId: tenantId,
      ToBotFromChannelOpenIdMetadataUrl: metadataUrl,
      ToChannelFromBotLoginUrl: `${server.url}${folder}/login`,
      ValidateAuthority: 'false',
      ...rest,
    }),
    close: server.close,
  };
}
