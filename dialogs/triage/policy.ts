import * as z from 'zod';
import { categories, fixRows } from './answers.ts';

const yesNo = z.enum(['no', 'yes']);
const minutes = z.number().int().min(1);

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
    })
    .prefault({}),
  steps: z
    .strictObject({
      off: z
        .array(z.strictObject({ step: z.enum(fixRows), why: z.string().min(3).max(200) }))
        .default([])
        .describe('Fix rows that are never shown here; the user reads the reason'),
    })
    .prefault({}),
  admin: z.enum(['ask', 'never']).default('ask'),
  proxyRequired: z.enum(['unsure', 'yes', 'no']).default('unsure'),
  managedProxyTest: yesNo.default('no'),
  legacyTls: yesNo.default('no'),
  rejoin: z.enum(['guided', 'it-only']).default('guided'),
  rejoinEntra: z.enum(['it-only', 'guided']).default('it-only'),
  reinstall: z.enum(['it', 'user']).default('it'),
  personalDevices: z.enum(['help', 'advise']).default('help'),
  securityProducts: z.array(z.string().min(2).max(60)).default([]),
  reminders: z
    .strictObject({
      first: minutes.default(20).describe('Minutes after a restart'),
      last: minutes.default(1440).describe('Minutes until the second and last reminder'),
      abandonAfter: minutes.default(4320).describe('Minutes of silence after which the case is closed'),
    })
    .prefault({}),
  nextDayCheck: yesNo.default('no'),
  languages: z
    .array(z.enum(['en']))
    .min(1)
    .default(['en']),
  ticketLanguage: z.enum(['en']).default('en'),
  routing: z.partialRecord(z.enum(categories), z.string().min(1)).default({}),
  retention: z
    .strictObject({
      personalDataDays: z.number().int().min(1).default(90),
      caseDays: z.number().int().min(1).default(730),
    })
    .prefault({}),
});
export type Policy = z.infer<typeof policySchema>;

export const defaultPolicy: Policy = policySchema.parse({});
