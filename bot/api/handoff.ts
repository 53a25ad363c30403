import * as z from 'zod';
import { findCodes } from '../../dialogs/knowledge/codes.ts';
import {
  answers,
  isRow,
  ownAnswers,
  proxyLookAnswers,
  type StepId,
  stepIds,
} from '../../dialogs/triage/answers.ts';
import { type FactName, factNames, factValue, userOnlyFacts } from '../../dialogs/triage/facts.ts';

/** Times of a case are shown as they are written, so they are all UTC. */
const inUtc = (at: string): string => (at.endsWith('Z') ? at : new Date(at).toISOString());

const short = z.string().min(1).max(200);

/** What a help desk hands over; the shape is contract. */
const bodySchema = z.object({
  user: z.object({ aadObjectId: z.string().min(1).max(128) }),
  ticket: z.object({ system: short, id: short, url: z.url().max(2048).optional() }).optional(),
  code: z.string().max(200).optional(),
  facts: z.record(z.string(), z.string().max(200)).optional(),
  stepsDone: z
    .array(
      z.object({
        step: z.enum(stepIds),
        answer: z.enum(answers),
        at: z.iso.datetime({ offset: true }).transform(inUtc).optional(),
      }),
    )
    .max(60)
    .optional(),
  note: z.string().max(4000).optional(),
  locale: z.string().max(35).optional(),
});
export type Handoff = z.infer<typeof bodySchema>;
export type HandoffRead = { ok: true; handoff: Handoff } | { ok: false; faults: string[] };

/** What of a body can be read although its shape has faults elsewhere: the rest of it is checked all the same. */
const readable = <S extends z.ZodType>(part: S) => part.optional().catch(undefined);
const partsSchema = z
  .object({
    code: readable(z.string()),
    facts: readable(z.record(z.string(), z.unknown())),
    stepsDone: readable(
      z.array(z.object({ step: readable(z.enum(stepIds)), answer: readable(z.enum(answers)) }).catch({})),
    ),
  })
  .catch({});
type Parts = z.infer<typeof partsSchema>;

/** Checks a handoff's body; every fault is listed at once. */
export function readHandoff(body: unknown): HandoffRead {
  const parsed = bodySchema.safeParse(body);
  const shape = (parsed.error?.issues ?? []).map(
    (issue) => `${issue.path.join('.') || 'body'}: ${issue.message}`,
  );
  const parts = partsSchema.parse(body);
  const faults = [...shape, ...codeFaults(parts), ...factFaults(parts), ...stepFaults(parts)];
  return parsed.success && faults.length === 0 ? { ok: true, handoff: parsed.data } : { ok: false, faults };
}

const codeFaults = ({ code }: Parts): string[] =>
  code === undefined || code === 'unknown' || findCodes(code).length > 0
    ? []
    : ['code: expected an error code such as 0x8004de40, or "unknown"'];

function factFaults({ facts = {} }: Parts): string[] {
  return Object.entries(facts).flatMap(([name, value]) => {
    if (!factNames.includes(name as FactName)) return [`facts.${name}: there is no such fact`];
    // What is no text is a fault of the shape.
    if (userOnlyFacts.includes(name as FactName) || typeof value !== 'string') return [];
    return factValue(name as FactName, value) === null ? [`facts.${name}: expected one of its values`] : [];
  });
}

function stepFaults({ stepsDone = [] }: Parts): string[] {
  return stepsDone.flatMap(({ step, answer }, n) => {
    if (step === undefined) return [];
    if (!isRow(step)) return [`stepsDone.${n}.step: ${step} is no row of the ladder`];
    return answer === undefined || answersOf(step).includes(answer)
      ? []
      : [`stepsDone.${n}.answer: ${answer} is no answer of ${step}`];
  });
}

const answersOf = (step: StepId): readonly string[] => [
  ...ownAnswers[step],
  ...(step === 'proxy' ? proxyLookAnswers : []),
  'fixed',
  'done-before',
];

/** The facts of a handoff as they may be believed: what only the user may say is left out. */
export const handedFacts = ({ facts = {}, code }: Handoff): { [name: string]: string } => ({
  ...Object.fromEntries(Object.entries(facts).filter(([name]) => !userOnlyFacts.includes(name as FactName))),
  ...(code && { code: code === 'unknown' ? code : (findCodes(code)[0] ?? code) }),
});
