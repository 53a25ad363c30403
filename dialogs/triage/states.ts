import { ladder, type Row, type StepId, stepIds } from './answers.ts';
import { next } from './next.ts';
import type { TriageSetup } from './setup.ts';
import {
  always,
  endAs,
  escalateAs,
  fixed,
  learnForm,
  offered,
  row,
  type State,
  step,
} from './transitions.ts';

type Config = NonNullable<Parameters<TriageSetup['createMachine']>[0]['states']>;

/** Every state of the triage: the steps of triage.md and three that are passed through without a card. */
export function states(): Config {
  const all: { [id in StepId | 'begin' | 'next' | 'returning']: State } = {
    begin: {
      always: [
        {
          guard: { type: 'wishes', params: { wish: 'human' } },
          target: 'escalate',
          actions: [escalateAs('asked')],
        },
        { guard: { type: 'wishes', params: { wish: 'welcome' } }, target: 'welcome' },
        { target: 'next' },
      ],
    },
    next,
    returning: {
      always: stepIds.map((id) => ({
        guard: { type: 'pausedAt', params: { step: id } },
        target: id,
        actions: ['forgetPause'],
      })),
    },
    ...(Object.fromEntries(ladder.map((id) => [id, row(id)])) as { [R in Row]: State }),

    welcome: step('welcome', {
      'code-40': { target: 'next', actions: [learnForm('welcome', 'code-40', { code: '0x8004de40' })] },
      'other-code': { target: 'ask-code' },
      'no-code': { target: 'ask-code' },
    }),
    'ask-code': step('ask-code', {
      continue: { target: 'next', actions: [learnForm('ask-code', 'continue')] },
      'connection-wording': {
        target: 'next',
        actions: [learnForm('ask-code', 'connection-wording', { code: 'unknown' })],
      },
      'keeps-asking': {
        target: 'next',
        actions: [learnForm('ask-code', 'keeps-asking', { code: 'CAA50021' })],
      },
      'not-syncing': {
        target: 'next',
        actions: [learnForm('ask-code', 'not-syncing', { code: 'sync-pending' })],
      },
      'nothing-of-these': {
        target: 'next',
        actions: [learnForm('ask-code', 'nothing-of-these', { code: 'not-onedrive' })],
      },
    }),
    device: step(
      'device',
      { continue: { target: 'next', actions: [learnForm('device', 'continue')] } },
      { always: [{ guard: 'deviceAsked', target: 'next' }] },
    ),
    'other-device': step('other-device', { ok: { target: 'closed', actions: [endAs('advised')] } }),
    'code-help': step('code-help', {
      'not-fixed': [
        { guard: 'mobile', target: 'escalate', actions: [escalateAs('unsupported')] },
        { target: 'escalate', actions: [escalateAs('other-code')] },
      ],
      ok: { target: 'closed', actions: [endAs('advised')] },
    }),
    incident: step('incident', {
      wait: { target: 'paused', actions: [{ type: 'pausedAt', params: { step: 'incident' } }] },
      'keep-trying': { target: 'next', actions: ['incidentSeen'] },
    }),

    proxy: row('proxy', {
      fixed: [
        {
          guard: 'switching',
          target: 'proxy-needed',
          actions: [
            { type: 'answered', params: { row: 'proxy', answer: 'fixed', arrow: {}, settled: false } },
            'markFixed',
          ],
        },
        fixed,
      ],
    }),
    'proxy-needed': {
      entry: [{ type: 'shown', params: { row: 'proxy-needed' } }],
      always: [
        { guard: 'proxyAloneNotRequired', target: 'resolved', actions: [endAs('resolved-confirmed')] },
        {
          guard: { type: 'proxyRequired', params: { value: 'no' } },
          target: 'put-back',
          actions: ['proxyStaysOff'],
        },
        { guard: { type: 'proxyRequired', params: { value: 'yes' } }, target: 'put-back' },
      ],
      on: {
        ...always('proxy-needed'),
        unsure: {
          target: 'put-back',
          actions: [learnForm('proxy-needed', 'unsure', { proxyRequired: 'unsure' })],
        },
        yes: { target: 'put-back', actions: [learnForm('proxy-needed', 'yes', { proxyRequired: 'yes' })] },
        // The transition above ends it, once the fact stands.
        no: { actions: [learnForm('proxy-needed', 'no', { proxyRequired: 'no' })] },
      },
    },
    'put-back': step(
      'put-back',
      {
        done: [
          { guard: 'proxyOff', target: 'escalate', actions: ['allOnAgain', escalateAs('proxy')] },
          { target: 'resolved', actions: ['allOnAgain', endAs('resolved-confirmed')] },
        ],
        'cannot-do': { target: 'escalate', actions: ['putBackFailed', escalateAs(null)] },
      },
      { always: [{ guard: 'nothingOff', target: 'resolved', actions: [endAs('resolved-confirmed')] }] },
    ),
    evidence: step('evidence', {
      right: [
        ...(['device-trust', 'account'] as const).map((category) => ({
          guard: { type: 'urgent', params: { category } },
          target: 'escalate',
          actions: ['confirmReading', escalateAs(category)],
        })),
        ...ladder.map((id) => ({
          guard: { type: 'readAt', params: { row: id } },
          target: id,
          actions: ['confirmReading'],
        })),
      ],
      wrong: ladder.map((id) => ({
        guard: { type: 'readAt', params: { row: id } },
        target: id,
        actions: ['refuseReading'],
      })),
    }),
    escalate: step('escalate', {
      send: {
        target: 'escalated',
        actions: [learnForm('escalate', 'send'), 'openTicket', endAs('escalated')],
      },
      'not-now': { target: 'paused', actions: [{ type: 'pausedAt', params: { step: 'escalate' } }] },
      'keep-trying': { guard: offered('escalate', 'keep-trying'), target: 'next', actions: ['keepTrying'] },
      'copied-now': { guard: offered('escalate', 'copied-now'), target: 'next', actions: ['copiedNow'] },
    }),
    'roll-back': step('roll-back', { ok: { target: 'escalate', actions: [escalateAs('broke')] } }),
    paused: step('paused', {
      resume: { target: 'returning' },
      // Paused already: only the time of the reminder changes.
      pause: { actions: ['remindLater'] },
    }),
    resolved: {
      on: {
        rate: { guard: offered('resolved', 'rate'), actions: ['rated', 'recordRating'] },
        'came-back': { actions: ['newCase'] },
        'still-good': { guard: offered('resolved', 'still-good'), actions: ['checked'] },
        check: { actions: ['checking'] },
      },
    },
    escalated: {
      on: {
        fixed: { target: 'put-back', actions: ['markFixedByIt', 'closeTicket'] },
        add: { actions: ['commentTicket'] },
        withdraw: { target: 'closed', actions: ['withdrawTicket', endAs('advised')] },
      },
    },
    closed: {},
  };
  return all as unknown as Config;
}
