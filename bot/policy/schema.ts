import { writeFileSync } from 'node:fs';
import * as z from 'zod';
import { policySchema } from '../../dialogs/triage/policy.ts';

/** The policy's JSON schema, for editors that complete and check YAML. */
export const policyJsonSchema = (): string =>
  `${JSON.stringify(z.toJSONSchema(policySchema, { io: 'input' }), null, 2)}\n`;

if (import.meta.main) {
  writeFileSync(new URL('policy.schema.json', import.meta.url), policyJsonSchema());
}
