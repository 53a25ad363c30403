import { createRemoteJWKSet, type JWTPayload, jwtVerify } from 'jose';
import type { Request, Response } from 'restify';
import * as z from 'zod';
import type { Config } from '../config.ts';
import { reply } from '../http.ts';
import { plainId } from '../intake.ts';

/** Who calls the HTTP API: an application of the company's tenant, with its roles. */
export interface ApiCaller {
  tenant: string | null;
  roles: readonly string[];
}
export type ApiCheck =
  | { ok: true; caller: ApiCaller }
  | { ok: false; status: 401 | 403 | 503; error: string };

const claims = z.object({ tid: z.string().optional(), roles: z.array(z.string()).default([]) });

/**
 * Checks Entra app tokens for the API: signature by the issuer's published keys, issuer, audience, lifetime
 * and role. Without API_AUDIENCE and API_ISSUER nobody is let in.
 */
export function apiGuard(api: Config['api']): (req: Request, role: string) => Promise<ApiCheck> {
  const keys = api ? issuerKeys(api.issuer) : null;
  return async (req, role) => {
    const token = /^Bearer (\S+)$/.exec(req.headers.authorization ?? '')?.[1];
    if (!api || !keys || !token) return { ok: false, status: 401, error: 'A token for this API is required' };
    let payload: JWTPayload;
    try {
      const rules = { issuer: api.issuer, audience: api.audience, algorithms: ['RS256'], clockTolerance: 60 };
      ({ payload } = await jwtVerify(token, await keys(), { ...rules, requiredClaims: ['exp'] }));
    } catch (error) {
      if (error instanceof KeysUnavailable)
        return { ok: false, status: 503, error: 'Please try again later' };
      return { ok: false, status: 401, error: 'The token is not valid here' };
    }
    const read = claims.safeParse(payload);
    if (!read.success || !read.data.roles.includes(role)) {
      return { ok: false, status: 403, error: `The token lacks the role ${role}` };
    }
    const { tid, roles } = read.data;
    return { ok: true, caller: { tenant: tid === undefined ? null : plainId(tid), roles } };
  };
}

class KeysUnavailable extends Error {
  readonly code = 'keys_unavailable';
}

/** The issuer's keys, found through its OpenID configuration; a failure is asked again next time. */
function issuerKeys(issuer: string) {
  let found: ReturnType<typeof createRemoteJWKSet> | null = null;
  const address = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  return async () => {
    if (found) return found;
    try {
      const response = await fetch(address, { signal: AbortSignal.timeout(5000) });
      const { jwks_uri } = z.object({ jwks_uri: z.url() }).parse(await response.json());
      found = createRemoteJWKSet(new URL(jwks_uri), { timeoutDuration: 5000 });
      return found;
    } catch (cause) {
      throw new KeysUnavailable('The issuer does not answer', { cause });
    }
  };
}

/** Runs a handler for callers with the role; everybody else gets 401 or 403 and nothing is done. */
export const withRole =
  (
    guard: ReturnType<typeof apiGuard>,
    role: string,
    handler: (req: Request, res: Response, caller: ApiCaller) => Promise<void>,
  ) =>
  async (req: Request, res: Response): Promise<void> => {
    const checked = await guard(req, role);
    if (checked.ok) return handler(req, res, checked.caller);
    const headers = checked.status === 401 ? { 'www-authenticate': 'Bearer' } : {};
    reply(res, checked.status, { error: checked.error }, headers as Record<string, string>);
  };
