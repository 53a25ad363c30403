import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

/** An OpenID issuer on loopback that signs app tokens as Entra does. */
export async function startIssuer() {
  const own = await generateKeyPair('RS256');
  const other = await generateKeyPair('RS256');
  const jwk = { ...(await exportJWK(own.publicKey)), kid: 'k1', alg: 'RS256', use: 'sig' };
  const server = createServer((req, res) => {
    res.setHeader('content-type', 'application/json');
    const body = req.url?.endsWith('/keys') ? { keys: [jwk] } : { issuer: url, jwks_uri: `${url}/keys` };
    res.end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/tenant`;
  const token = (claims: object, change: { key?: 'other'; audience?: string; expires?: string } = {}) =>
    new SignJWT({ tid: 'tenant-1', ...claims })
      .setProtectedHeader({ alg: 'RS256', kid: 'k1' })
      .setIssuer(url)
      .setAudience(change.audience ?? 'api://bot')
      .setIssuedAt()
      .setExpirationTime(change.expires ?? '5m')
      .sign(change.key === 'other' ? other.privateKey : own.privateKey);
  return { url, token, stop: () => new Promise((resolve) => server.close(resolve)) };
}
