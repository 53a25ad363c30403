import type { appTypes, logLevels, ticketSystems, Values, VariableName } from './variables.ts';
import { checks, isLoopback, playgroundChannel, variables } from './variables.ts';

export { isLoopback, variables } from './variables.ts';

type Seam = Extract<VariableName, `To${string}` | 'OAuthUrl' | 'ValidateAuthority'>;

export interface Credentials {
  appId: string;
  type: (typeof appTypes)[number];
  /** Absent for a managed identity only. */
  password: string | undefined;
  /** Absent for `MultiTenant` only. */
  tenantId: string | undefined;
}

export interface TicketConfig {
  system: (typeof ticketSystems)[number];
  url: string | undefined;
  token: string | undefined;
  user: string | undefined;
  password: string | undefined;
  queue: string | undefined;
  correlationField: string | undefined;
  from: string | undefined;
  to: string | undefined;
}

/** The checked configuration. Holds secrets: it is never logged or printed as a whole. */
export interface Config {
  port: number;
  host: string;
  /** `null`: no app id, nothing is authenticated, only this machine is answered. */
  credentials: Credentials | null;
  /** Tenant ids in lower case; empty means any, which happens without credentials only. */
  allowedTenants: readonly string[];
  /** Without a slash at its end. */
  publicUrl: string | undefined;
  databaseUrl: string;
  dataKey: string | undefined;
  policyFile: string | undefined;
  logLevel: (typeof logLevels)[number];
  metricsToken: string | undefined;
  ticket: TicketConfig;
  itChannel: string | undefined;
  api: { audience: string; issuer: string } | undefined;
  webhookSecret: string | undefined;
  playgroundPort: number;
  /** Bot Framework's own option names; absent ones are the public cloud's. */
  seams: Pick<Values, Seam>;
}

export type ConfigResult = { ok: true; config: Config } | { ok: false; problems: string[] };
export type Env = { readonly [name: string]: string | undefined };

/** What the environment says of our variables; blank is the same as not there, and `.env` files leave spaces. */
function given(env: Env): { [N in VariableName]?: string } {
  return Object.fromEntries(
    variables.flatMap(({ name, default: fallback }) => {
      const value = env[name]?.trim() || fallback;
      return value === null ? [] : [[name, value]];
    }),
  );
}

/** Each value by itself. Never puts a value into a message, since any of them may hold a secret. */
function single(raw: { [N in VariableName]?: string }): { values: Values; problems: string[] } {
  const problems: string[] = [];
  const values = Object.fromEntries(
    Object.entries(raw).map(([name, value]) => {
      const [schema, expected] = checks[name as VariableName];
      const result = schema.safeParse(value);
      if (!result.success) problems.push(`${name} is wrong: expected ${expected}`);
      return [name, result.data];
    }),
  );
  return { values, problems };
}

type Given = { [N in VariableName]?: string };

function identityProblems(raw: Given, values: Values): string[] {
  const missing = (name: VariableName, why: string) => (raw[name] ? [] : [`${name} is missing: ${why}`]);
  if (!raw.MicrosoftAppId) {
    const half = (['MicrosoftAppPassword', 'MicrosoftAppTenantId'] as const).filter((name) => raw[name]);
    const host = raw.HOST === undefined || isLoopback(raw.HOST);
    return [
      ...(half.length > 0
        ? missing('MicrosoftAppId', `expected the bot's app id, since ${half.join(' and ')} is set`)
        : []),
      ...(values.NODE_ENV === 'production'
        ? missing('MicrosoftAppId', 'expected with NODE_ENV=production')
        : []),
      ...(host
        ? []
        : ['HOST is wrong: expected 127.0.0.1 or localhost as long as there is no MicrosoftAppId']),
    ];
  }
  const type = values.MicrosoftAppType;
  const needsPassword = type === 'SingleTenant' || type === 'MultiTenant';
  const needsTenant = type === 'SingleTenant' || type === 'UserAssignedMSI';
  return [
    ...(needsPassword ? missing('MicrosoftAppPassword', `expected the client secret for ${type}`) : []),
    ...(needsTenant ? missing('MicrosoftAppTenantId', `expected the tenant's GUID for ${type}`) : []),
    ...(type === 'MultiTenant'
      ? missing('ALLOWED_TENANTS', 'expected the tenants to answer for MultiTenant')
      : []),
    ...(type === 'UserAssignedMSI' && raw.MicrosoftAppPassword
      ? ['MicrosoftAppPassword is wrong: expected none for UserAssignedMSI']
      : []),
    ...(values.IT_CHANNEL === playgroundChannel
      ? [
          `IT_CHANNEL is wrong: expected ${checks.IT_CHANNEL[1]}, since ${playgroundChannel} is the local chat's`,
        ]
      : []),
  ];
}

function ticketProblems(raw: Given, values: Values): string[] {
  const system = values.TICKET_SYSTEM;
  if (system === undefined || system === 'builtin') return [];
  const missing = (name: VariableName, why: string) =>
    raw[name] ? [] : [`${name} is missing: ${why} for TICKET_SYSTEM=${system}`];
  const mail = /^smtps?:/.test(values.TICKET_URL ?? '');
  const wrongKind =
    values.TICKET_URL !== undefined && mail !== (system === 'email')
      ? [
          `TICKET_URL is wrong: expected ${system === 'email' ? 'smtp:// or smtps://' : 'https://'} for TICKET_SYSTEM=${system}`,
        ]
      : [];
  const halfUser = [
    ...(raw.TICKET_USER && !raw.TICKET_TOKEN
      ? missing('TICKET_PASSWORD', 'expected the password of TICKET_USER')
      : []),
    ...(raw.TICKET_PASSWORD ? missing('TICKET_USER', 'expected the user of TICKET_PASSWORD') : []),
  ];
  const nobody = !raw.TICKET_TOKEN && !raw.TICKET_USER && !raw.TICKET_PASSWORD;
  return [
    ...missing('TICKET_URL', `expected ${checks.TICKET_URL[1]}`),
    ...wrongKind,
    ...halfUser,
    ...(system === 'email'
      ? [...missing('TICKET_FROM', 'expected the sender'), ...missing('TICKET_TO', 'expected the recipient')]
      : []),
    ...(system === 'webhook' ? missing('WEBHOOK_SECRET', 'expected the secret that signs tickets') : []),
    ...(system !== 'email' && system !== 'webhook' && nobody
      ? missing('TICKET_TOKEN', 'expected TICKET_TOKEN, or TICKET_USER with TICKET_PASSWORD,')
      : []),
  ];
}

function apiProblems(raw: Given): string[] {
  if (Boolean(raw.API_AUDIENCE) === Boolean(raw.API_ISSUER)) return [];
  const [there, absent] = raw.API_AUDIENCE ? ['API_AUDIENCE', 'API_ISSUER'] : ['API_ISSUER', 'API_AUDIENCE'];
  return [`${absent} is missing: expected together with ${there}`];
}

/**
 * Reads and checks every variable; never throws.
 *
 * Every problem is listed, not only the first, each naming its variable and what is expected.
 * No value of a variable is ever part of a problem, so no secret can be printed.
 */
export function readConfig(env: Env): ConfigResult {
  const raw = given(env);
  const { values, problems } = single(raw);
  const all = [
    ...problems,
    ...identityProblems(raw, values),
    ...ticketProblems(raw, values),
    ...apiProblems(raw),
  ];
  if (all.length > 0) return { ok: false, problems: [...new Set(all)] };
  return { ok: true, config: assemble(values) };
}

function assemble(values: Values): Config {
  const { MicrosoftAppId: appId, MicrosoftAppTenantId: tenantId } = values;
  const rt = values.TICKET_SYSTEM === 'rt' ? 'Bot Correlation ID' : undefined;
  const { ToBotFromChannelOpenIdMetadataUrl, ToBotFromChannelTokenIssuer, ToChannelFromBotLoginUrl } = values;
  const { ToChannelFromBotOAuthScope, OAuthUrl, ValidateAuthority } = values;
  return {
    port: values.PORT ?? 3978,
    host: values.HOST ?? (appId ? '0.0.0.0' : '127.0.0.1'),
    credentials: appId
      ? {
          appId,
          type: values.MicrosoftAppType ?? 'SingleTenant',
          password: values.MicrosoftAppPassword,
          tenantId,
        }
      : null,
    allowedTenants: values.ALLOWED_TENANTS ?? (appId && tenantId ? [tenantId] : []),
    publicUrl: values.PUBLIC_URL,
    databaseUrl: values.DATABASE_URL ?? 'file:./data/triage.db',
    dataKey: values.DATA_KEY,
    policyFile: values.POLICY_FILE,
    logLevel: values.LOG_LEVEL ?? 'info',
    metricsToken: values.METRICS_TOKEN,
    ticket: {
      system: values.TICKET_SYSTEM ?? 'builtin',
      url: values.TICKET_URL,
      token: values.TICKET_TOKEN,
      user: values.TICKET_USER,
      password: values.TICKET_PASSWORD,
      queue: values.TICKET_QUEUE,
      correlationField: values.TICKET_CORRELATION_FIELD ?? rt,
      from: values.TICKET_FROM,
      to: values.TICKET_TO,
    },
    itChannel: values.IT_CHANNEL,
    api:
      values.API_AUDIENCE && values.API_ISSUER
        ? { audience: values.API_AUDIENCE, issuer: values.API_ISSUER }
        : undefined,
    webhookSecret: values.WEBHOOK_SECRET,
    playgroundPort: values.PLAYGROUND_PORT ?? 56150,
    seams: {
      ...(ToBotFromChannelOpenIdMetadataUrl && { ToBotFromChannelOpenIdMetadataUrl }),
      ...(ToBotFromChannelTokenIssuer && { ToBotFromChannelTokenIssuer }),
      ...(ToChannelFromBotLoginUrl && { ToChannelFromBotLoginUrl }),
      ...(ToChannelFromBotOAuthScope && { ToChannelFromBotOAuthScope }),
      ...(OAuthUrl && { OAuthUrl }),
      ...(ValidateAuthority !== undefined && { ValidateAuthority }),
    },
  };
}

/** The one message that stops the start. */
export function configMessage(problems: readonly string[]): string {
  const what = problems.length === 1 ? 'there is a problem' : `there are ${problems.length} problems`;
  return [
    `The bot cannot start: ${what} with its settings.`,
    ...problems.map((problem) => `  - ${problem}`),
  ].join('\n');
}
