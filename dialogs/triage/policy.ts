import * as z from 'zod';
import { categories, fixRows } from './answers.ts';
import { openingText, weekdays } from './hours.ts';

const yesNo = z.enum(['no', 'yes']);
const minutes = z.number().int().min(1);
const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'expected a time such as 08:00, in quotes');
const timeZone = z.string().refine(isTimeZone, 'expected a time zone such as Europe/Zurich');

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** The help desk's hours as the bot can reckon with them. */
const opening = z.strictObject({
  timeZone: timeZone.describe('IANA name, e.g. Europe/Zurich'),
  week: z
    .array(
      z
        .strictObject({
          days: z.array(z.enum(weekdays)).min(1),
          from: clock,
          to: clock.or(z.literal('24:00')),
        })
        .refine(({ from, to }) => from < to, 'expected "from" before "to"; a night is two entries'),
    )
    .min(1),
  closed: z.array(z.iso.date()).default([]).describe('Days on which nobody is there, e.g. 2026-12-25'),
});

/** A way for what can't wait until the help desk opens. */
const urgent = z.strictObject({
  phone: z.string().min(3).max(40),
  categories: z
    .array(z.enum(categories))
    .default(['data-at-risk', 'broke', 'outage'])
    .describe('Which tickets may use it'),
});

/** What a company may decide. The first value of each choice is the default; defaults are the cautious ones. */
export const policySchema = z.strictObject({
  oneDriveUrl: z
    .url({ protocol: /^https$/ })
    .optional()
    .describe('Where work accounts open OneDrive on the web, e.g. https://contoso-my.sharepoint.com'),
  helpDesk: z
    .strictObject({
      name: z.string().min(1).max(60).default('the IT help desk'),
      phone: z.string().min(3).max(40).optional(),
      email: z.email().optional(),
      hours: z.string().min(1).max(120).optional().describe('For people to read, e.g. Mon-Fri 8:00-18:00'),
      opening: opening.optional().describe('Tells users outside of it when somebody will look'),
      urgent: urgent.optional().describe('Whom to call outside of it about what cannot wait'),
    })
    .transform((desk) => ({
      ...desk,
      ...(!desk.hours && desk.opening && { hours: openingText(desk.opening) }),
    }))
    .prefault({}),
  steps: z
    .strictObject({
      off: z
        .array(z.strictObject({ step: z.enum(fixRows), why: z.string().min(3).max(200) }))
        .default([])
        .describe('Fix rows that are never shown here; the user reads the reason'),
    })
    .prefault({}),
  admin: z
    .enum(['ask', 'never'])
    .default('ask')
    .describe('never: nobody here has administrator rights, so no elevated step is shown'),
  proxyRequired: z
    .enum(['unsure', 'yes', 'no'])
    .default('unsure')
    .describe('Whether this network needs its proxy; yes and no answer in the place of the user'),
  managedProxyTest: yesNo
    .default('no')
    .describe('May the proxy be switched off for a test on managed computers?'),
  legacyTls: yesNo.default('no').describe('Show TLS 1.0 and 1.1 as a last try for old middleware'),
  rejoin: z
    .enum(['guided', 'it-only'])
    .default('guided')
    .describe('Registering a hybrid-joined computer anew'),
  rejoinEntra: z
    .enum(['it-only', 'guided'])
    .default('it-only')
    .describe('The same for Entra-joined computers'),
  reinstall: z.enum(['it', 'user']).default('it').describe('Who installs OneDrive anew on managed computers'),
  personalDevices: z
    .enum(['help', 'advise'])
    .default('help')
    .describe('Full help on private computers, or advice only'),
  securityProducts: z
    .array(z.string().min(2).max(60))
    .default([])
    .describe('Security products in use here: recognised in what people write, named on the card'),
  reminders: z
    .strictObject({
      first: minutes.default(20).describe('Minutes after a restart'),
      last: minutes.default(1440).describe('Minutes until the second and last reminder'),
      abandonAfter: minutes.default(4320).describe('Minutes of silence after which the case is closed'),
    })
    .refine(({ first, last, abandonAfter }) => first < last && last < abandonAfter, {
      message: 'expected first < last < abandonAfter, all in minutes',
    })
    .prefault({}),
  incidents: z
    .strictObject({
      detect: z
        .enum(['yes', 'no'])
        .default('yes')
        .describe('Open an incident where far more people come than usual'),
      learnDays: z
        .number()
        .int()
        .min(0)
        .max(60)
        .default(7)
        .describe('Days until the bot knows what is usual; none is opened by itself before'),
    })
    .prefault({}),
  nextDayCheck: yesNo.default('no').describe('Ask once, the next working day, whether it still works'),
  languages: z
    .array(z.enum(['en']))
    .min(1)
    .default(['en'])
    .describe('Languages of the cards, the first for everybody else'),
  ticketLanguage: z.enum(['en']).default('en').describe('Language of tickets, whatever the user speaks'),
  routing: z
    .partialRecord(z.enum(categories), z.string().min(1))
    .default({})
    .describe('Category of a ticket to the queue of the ticket system that takes it'),
  outbox: z
    .strictObject({
      giveUpAfter: minutes
        .default(1440)
        .describe('Minutes after which a message or ticket that can not be delivered is left to people'),
    })
    .prefault({}),
  retention: z
    .strictObject({
      personalDataDays: z
        .number()
        .int()
        .min(1)
        .default(90)
        .describe('Days until names and texts of a closed case are removed'),
      caseDays: z.number().int().min(1).default(730).describe('Days until the case itself is deleted'),
    })
    .prefault({}),
});
export type Policy = z.infer<typeof policySchema>;

export const defaultPolicy: Policy = policySchema.parse({});
