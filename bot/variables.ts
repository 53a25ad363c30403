import * as z from 'zod';

export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export const ticketSystems = ['builtin', 'servicenow', 'jira', 'zendesk', 'rt', 'email', 'webhook'] as const;
export const appTypes = ['SingleTenant', 'UserAssignedMSI', 'MultiTenant'] as const;

/** The id of the channel that the Agents Playground has. */
export const playgroundChannel = 'channel-announcements-id';

const loopback = /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?|\[?::ffff:127(\.\d{1,3}){3}\]?)$/i;

/** Whether a host name or address means this machine and nobody else. */
export const isLoopback = (host: string): boolean => loopback.test(host);

/** Whether `value` is an address of one of the protocols; plain http only towards this machine, where nobody listens in. */
export function isUrl(value: string, protocols: readonly string[]): boolean {
  if (!URL.canParse(value)) return false;
  const url = new URL(value);
  if (url.protocol === 'http:' && protocols.includes('https:')) return isLoopback(url.hostname);
  return protocols.includes(url.protocol);
}

const text = z.string();
const guid = z.guid().transform((value) => value.toLowerCase());
const word = text.regex(/^\S+$/);
const url = (...protocols: string[]) => text.refine((value) => isUrl(value, protocols));
const base = (...protocols: string[]) => url(...protocols).transform((value) => value.replace(/\/+$/, ''));
const port = text
  .regex(/^\d{1,5}$/)
  .transform(Number)
  .refine((value) => value <= 65535);
const guids = text
  .transform((value) => value.split(/[\s,]+/).filter((part) => part !== ''))
  .pipe(z.array(guid).min(1));
const postgres = url('postgres:', 'postgresql:');

/** One of the names, however its letters are cased: Microsoft's own documents spell them in several ways. */
const oneOf = <T extends string>(names: readonly T[]) =>
  text.transform((value, context) => {
    const found = names.find((name) => name.toLowerCase() === value.toLowerCase());
    if (found === undefined) context.addIssue({ code: 'custom', message: 'not one of the names' });
    return found ?? z.NEVER;
  });

const https = 'an https:// address (http:// only for this machine)';
const anyPort = 'a whole number from 0 to 65535';

/** How each variable is checked, and what is expected of it in words that go into the message. */
export const checks = {
  PORT: [port, anyPort],
  HOST: [text.regex(/^[\w.:%-]{1,253}$/), 'a host name or an IP address'],
  // Its letters stay as they are: Bot Framework compares it with a token's audience letter by letter.
  MicrosoftAppId: [z.guid(), 'a GUID'],
  MicrosoftAppType: [oneOf(appTypes), appTypes.join(', ')],
  MicrosoftAppPassword: [text, 'the secret of the app registration'],
  MicrosoftAppTenantId: [guid, 'a GUID'],
  ALLOWED_TENANTS: [guids, 'GUIDs separated by commas'],
  PUBLIC_URL: [base('https:'), https],
  DATABASE_URL: [text.regex(/^file:.+/).or(postgres), 'file:<path> or postgres://<host>/<database>'],
  DATA_KEY: [
    text.regex(/^[^,]{16,}(,[^,]{16,})*$/),
    'at least 16 characters, older keys behind it after commas',
  ],
  POLICY_FILE: [text, 'the path of a file'],
  LOG_LEVEL: [oneOf(logLevels), logLevels.join(', ')],
  METRICS_TOKEN: [word, 'a token without spaces'],
  TICKET_SYSTEM: [oneOf(ticketSystems), ticketSystems.join(', ')],
  TICKET_URL: [base('https:', 'smtp:', 'smtps:'), `${https}, for email smtp:// or smtps://`],
  TICKET_TOKEN: [text, 'the token'],
  TICKET_USER: [text, 'the user name'],
  TICKET_PASSWORD: [text, 'the password'],
  TICKET_QUEUE: [text, 'its name or key'],
  TICKET_CORRELATION_FIELD: [text, 'the name of the field'],
  TICKET_FROM: [z.email(), 'an e-mail address'],
  TICKET_TO: [z.email(), 'an e-mail address'],
  IT_CHANNEL: [
    text.regex(/^19:[^\s@]+@thread\.(tacv2|skype)$/).or(z.literal(playgroundChannel)),
    '19:<id>@thread.tacv2',
  ],
  API_AUDIENCE: [word, 'the application id URI or the client id'],
  API_ISSUER: [url('https:'), https],
  WEBHOOK_SECRET: [text, 'the shared secret'],
  PLAYGROUND_PORT: [port.refine((value) => value > 0), 'a whole number from 1 to 65535'],
  NODE_ENV: [text.regex(/^\w+$/), 'a word'],
  ToBotFromChannelOpenIdMetadataUrl: [url('https:'), https],
  ToBotFromChannelTokenIssuer: [word, 'the issuer'],
  ToChannelFromBotLoginUrl: [base('https:'), https],
  ToChannelFromBotOAuthScope: [word, 'the scope'],
  OAuthUrl: [base('https:'), https],
  ValidateAuthority: [oneOf(['true', 'false']).transform((value) => value === 'true'), 'true or false'],
} satisfies { [name: string]: readonly [z.ZodType<unknown, string>, string] };

export type VariableName = keyof typeof checks;

/** What the environment said, each value checked; absent where it said nothing and there is no default. */
export type Values = { -readonly [N in VariableName]?: z.output<(typeof checks)[N][0]> };

const cloud = 'Test seam, or another cloud than the public one:';
const secrets: readonly VariableName[] = [
  'MicrosoftAppPassword',
  'DATA_KEY',
  'METRICS_TOKEN',
  'TICKET_TOKEN',
  'TICKET_PASSWORD',
  'WEBHOOK_SECRET',
];

/** Name, default and purpose of every variable. */
const described: { [N in VariableName]: readonly [fallback: string | null, what: string] } = {
  PORT: ['3978', 'Port of the bot'],
  HOST: [null, 'Address to listen on: 127.0.0.1 without an app id, else 0.0.0.0'],
  MicrosoftAppId: [null, "The bot's application (client) id; without it only this machine is answered"],
  MicrosoftAppType: [
    'SingleTenant',
    'How the bot is registered: SingleTenant, UserAssignedMSI or MultiTenant',
  ],
  MicrosoftAppPassword: [null, "The application's client secret; not for UserAssignedMSI"],
  MicrosoftAppTenantId: [null, "The tenant of the bot's application"],
  ALLOWED_TENANTS: [
    null,
    "Whose users are answered: the bot's own tenant by default; required for MultiTenant",
  ],
  PUBLIC_URL: [null, 'Where the bot is reached from outside, for card images and chat links'],
  DATABASE_URL: ['file:./data/triage.db', 'file:… is embedded, postgres://… is shared by many instances'],
  DATA_KEY: [
    null,
    'Key for the encryption of personal data; after a change the older keys behind it, with commas',
  ],
  POLICY_FILE: [null, "The company's policy, a YAML file"],
  LOG_LEVEL: ['info', 'fatal, error, warn, info, debug, trace or silent'],
  METRICS_TOKEN: [null, 'Bearer token for /metrics; without it only this machine is answered'],
  TICKET_SYSTEM: ['builtin', 'builtin, servicenow, jira, zendesk, rt, email or webhook'],
  TICKET_URL: [null, 'Address of the ticket system; smtp://… for email'],
  TICKET_TOKEN: [null, 'Token for the ticket system, or TICKET_USER with TICKET_PASSWORD'],
  TICKET_USER: [null, 'User for the ticket system'],
  TICKET_PASSWORD: [null, 'Password of TICKET_USER'],
  TICKET_QUEUE: [null, 'Queue, table, project or service desk'],
  TICKET_CORRELATION_FIELD: [null, 'Where the idempotency key goes; for rt Bot Correlation ID by default'],
  TICKET_FROM: [null, 'Sender of tickets by e-mail'],
  TICKET_TO: [null, 'Recipient of tickets by e-mail'],
  IT_CHANNEL: [null, 'Teams channel where ticket cards go, 19:…@thread.tacv2'],
  API_AUDIENCE: [null, 'Audience of the tokens for the HTTP API'],
  API_ISSUER: [null, 'Issuer of the tokens for the HTTP API'],
  WEBHOOK_SECRET: [null, 'Signs webhook tickets and checks incoming ticket events'],
  PLAYGROUND_PORT: ['56150', 'Port of the local chat that npm start opens'],
  NODE_ENV: [null, 'production refuses to start without an app id'],
  ToBotFromChannelOpenIdMetadataUrl: [null, `${cloud} where the keys of incoming tokens are published`],
  ToBotFromChannelTokenIssuer: [null, `${cloud} who issues incoming tokens`],
  ToChannelFromBotLoginUrl: [null, `${cloud} where the bot gets its own tokens`],
  ToChannelFromBotOAuthScope: [null, `${cloud} the scope of the bot's own tokens`],
  OAuthUrl: [null, `${cloud} the channel's OAuth service`],
  ValidateAuthority: [null, `${cloud} whether the login authority is validated`],
};

export const variableNames = Object.keys(checks) as VariableName[];

/** Every environment variable there is; the README's table is checked against this one. */
export const variables: readonly {
  name: VariableName;
  default: string | null;
  what: string;
  secret: boolean;
}[] = variableNames.map((name) => ({
  name,
  default: described[name][0],
  what: described[name][1],
  secret: secrets.includes(name),
}));
